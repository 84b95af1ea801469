// A secret as answers have it.

import type { DescribeSecretResponse, SecretListEntry } from "@aws-sdk/client-secrets-manager";
import { tagList } from "../../service/tagging.ts";
import type { RotationRules, SecretRecord } from "./records.ts";

/** Version ids with their labels; those without any are deprecated and not shown. */
function stagesByVersion({ versions }: SecretRecord): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(versions).flatMap(([id, { stages }]) => (stages.length === 0 ? [] : [[id, [...stages]]])),
  );
}

/** What DescribeSecret says. */
export function describe(secret: SecretRecord): DescribeSecretResponse {
  return { ...shared(secret), VersionIdsToStages: stagesByVersion(secret) };
}

/** What ListSecrets says. */
export function listEntry(secret: SecretRecord): SecretListEntry {
  return { ...shared(secret), SecretVersionsToStages: stagesByVersion(secret) };
}

function shared(secret: SecretRecord) {
  const { rotation, deletion } = secret;
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(secret.description !== undefined && { Description: secret.description }),
    ...(secret.kmsKeyId !== undefined && { KmsKeyId: secret.kmsKeyId }),
    CreatedDate: new Date(secret.createdAtMs),
    LastChangedDate: new Date(secret.changedAtMs),
    ...(secret.accessedAtMs !== undefined && { LastAccessedDate: new Date(secret.accessedAtMs) }),
    ...(deletion !== undefined && { DeletedDate: new Date(deletion.deletedAtMs) }),
    ...(rotation !== undefined && {
      RotationEnabled: rotation.isEnabled,
      RotationLambdaARN: rotation.functionArn,
      RotationRules: showRules(rotation.rules),
      ...(rotation.next !== undefined && { NextRotationDate: new Date(rotation.next.atMs) }),
    }),
    ...(secret.rotatedAtMs !== undefined && { LastRotatedDate: new Date(secret.rotatedAtMs) }),
    Tags: tagList(secret.tags),
  };
}

function showRules({ automaticallyAfterDays, scheduleExpression, duration }: RotationRules) {
  return {
    ...(automaticallyAfterDays !== undefined && { AutomaticallyAfterDays: automaticallyAfterDays }),
    ...(scheduleExpression !== undefined && { ScheduleExpression: scheduleExpression }),
    ...(duration !== undefined && { Duration: duration }),
  };
}
