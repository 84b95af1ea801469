// Reading the value of a version, and noting the day.

import type { GetSecretValueResponse } from "@aws-sdk/client-secrets-manager";
import type { Context } from "../../service/context.ts";
import type { WriteTx } from "../../store/store.ts";
import { invalidRequest, valueNotFound } from "./errors.ts";
import type { SecretRecord } from "./records.ts";
import { loadValue, saveSecret } from "./repo.ts";
import { findLiveSecret, locate, type Located } from "./secrets.ts";
import { openValue, valueMembers } from "./values.ts";
import { CURRENT, versionWith } from "./versions.ts";

const DAY_MS = 86_400_000;

/** The value of a version, by its id or its label, or both where they mean the same one. */
export async function readValue(
  context: Context,
  secretId: string,
  wanted: { readonly versionId: string | undefined; readonly stage: string | undefined },
): Promise<GetSecretValueResponse> {
  const { located, versionId, record } = context.store.read((tx) => {
    const found = findLiveSecret(tx, context, secretId);
    const id = requireVersion(found.secret, wanted);
    return { located: found, versionId: id, record: loadValue(tx, found.scope, found.secret.arn, id) };
  });
  const { secret } = located;
  const version = secret.versions[versionId];
  if (record === undefined || version === undefined) throw valueNotFound(`VersionId: ${versionId}`);
  const value = await openValue(context, { arn: secret.arn, versionId }, record);
  noteAccess(context, located, versionId);
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: versionId,
    ...valueMembers(value),
    VersionStages: [...version.stages],
    CreatedDate: new Date(version.createdAtMs),
  };
}

function requireVersion(
  { versions }: SecretRecord,
  { versionId, stage }: { readonly versionId: string | undefined; readonly stage: string | undefined },
): string {
  if (versionId === undefined) {
    const label = stage ?? CURRENT;
    const labelled = versionWith(versions, label);
    if (labelled === undefined) throw valueNotFound(`staging label: ${label}`);
    return labelled;
  }
  const version = versions[versionId];
  if (version === undefined) throw valueNotFound(`VersionId: ${versionId}`);
  if (stage !== undefined && !version.stages.includes(stage))
    throw invalidRequest("You provided a VersionStage that is not associated to the provided VersionId.");
  return versionId;
}

/** AWS: DescribeSecret, LastAccessedDate: "The date that the secret was last accessed in the Region", without a time. */
function noteAccess(context: Context, { secret }: Located, versionId: string): void {
  const todayMs = Math.floor(context.clock.nowMs() / DAY_MS) * DAY_MS;
  if (secret.accessedAtMs === todayMs && secret.versions[versionId]?.accessedAtMs === todayMs) return;
  context.store.write((tx: WriteTx) => {
    const now = locate(tx, context, secret.arn);
    const version = now?.secret.versions[versionId];
    if (now === undefined || version === undefined) return;
    const versions = { ...now.secret.versions, [versionId]: { ...version, accessedAtMs: todayMs } };
    saveSecret(tx, now.scope, { ...now.secret, accessedAtMs: todayMs, versions });
  });
}
