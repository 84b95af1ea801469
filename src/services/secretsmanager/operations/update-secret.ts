// UpdateSecret: changes the description, the key, and the value of a secret.

import type { UpdateSecretCommandInput, UpdateSecretCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import type { SecretRecord } from "../records.ts";
import { reEncrypt } from "../re-encrypt.ts";
import { updateSecret as changeSecret } from "../secrets.ts";
import { valueOf } from "../values.ts";
import { CURRENT } from "../versions.ts";
import { writeVersion } from "../write-version.ts";

export const updateSecret = defineOperation<Input<UpdateSecretCommandInput>, UpdateSecretCommandOutput>(
  "UpdateSecret",
  async (input, context) => {
    const { SecretId: secretId, Description: description, KmsKeyId: kmsKeyId } = input;
    const value = valueOf(input);
    // AWS: an empty KmsKeyId goes back to the key that AWS manages.
    if (kmsKeyId !== undefined) await reEncrypt(context, secretId, kmsKeyId === "" ? undefined : kmsKeyId);
    const change = (secret: SecretRecord): SecretRecord => ({
      ...secret,
      ...(description !== undefined && { description }),
      changedAtMs: context.clock.nowMs(),
    });
    if (value === undefined) {
      const { arn, name } = changeSecret(context, context, secretId, ({ secret }) => change(secret));
      return { ARN: arn, Name: name };
    }
    const { secret, versionId } = await writeVersion(context, secretId, {
      token: input.ClientRequestToken,
      value,
      stages: [CURRENT],
      change,
    });
    return { ARN: secret.arn, Name: secret.name, VersionId: versionId };
  },
);
