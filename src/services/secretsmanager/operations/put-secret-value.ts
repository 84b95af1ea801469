// PutSecretValue: gives a secret a new version.

import type { PutSecretValueCommandInput, PutSecretValueCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidRequest } from "../errors.ts";
import { valueOf } from "../values.ts";
import { CURRENT } from "../versions.ts";
import { writeVersion } from "../write-version.ts";

export const putSecretValue = defineOperation<Input<PutSecretValueCommandInput>, PutSecretValueCommandOutput>(
  "PutSecretValue",
  async (input, context) => {
    const value = valueOf(input);
    if (value === undefined) throw invalidRequest("You must provide either SecretString or SecretBinary.");
    const { secret, versionId } = await writeVersion(context, input.SecretId, {
      token: input.ClientRequestToken,
      value,
      stages: input.VersionStages ?? [CURRENT],
    });
    const { stages = [] } = secret.versions[versionId] ?? {};
    return { ARN: secret.arn, Name: secret.name, VersionId: versionId, VersionStages: [...stages] };
  },
);
