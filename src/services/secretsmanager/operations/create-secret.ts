// CreateSecret: makes a secret, with its first version if a value is given.

import type { CreateSecretCommandInput, CreateSecretCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { nameWaitsForDeletion, secretExists } from "../errors.ts";
import type { SecretRecord } from "../records.ts";
import { loadSecret, loadValue, saveSecret, saveValue } from "../repo.ts";
import { newSecretArn, requireName } from "../secrets.ts";
import { withTags } from "../tags.ts";
import { isSameValue, keyOf, openValue, sealValue, valueOf } from "../values.ts";
import { CURRENT } from "../versions.ts";

export const createSecret = defineOperation<Input<CreateSecretCommandInput>, CreateSecretCommandOutput>(
  "CreateSecret",
  async (input, context) => {
    const { Name: name, Description: description, KmsKeyId: kmsKeyId, Tags = [] } = input;
    requireName(name);
    const value = valueOf(input);
    const versionId = input.ClientRequestToken ?? context.random.uuid();
    const arn = newSecretArn(context.random, context, name);
    const nowMs = context.clock.nowMs();
    const secret: SecretRecord = {
      v: 1,
      name,
      arn,
      ...(description !== undefined && { description }),
      ...(kmsKeyId !== undefined && { kmsKeyId }),
      createdAtMs: nowMs,
      changedAtMs: nowMs,
      tags: withTags({}, Tags),
      versions: {},
    };
    const keyId = keyOf({ secret, scope: context }, context);
    // Before anything is encrypted: a name that is taken is no reason to ask KMS.
    const before = await isThere();
    if (before !== undefined) return before;
    const sealed = value === undefined ? undefined : await sealValue(context, { arn, versionId, keyId }, value);
    const isNew = context.store.write((tx) => {
      if (loadSecret(tx, context, name) !== undefined) return false;
      const versions = { [versionId]: { stages: [CURRENT], createdAtMs: nowMs, kmsKeyId: keyId } };
      saveSecret(tx, context, sealed === undefined ? secret : { ...secret, versions });
      if (sealed !== undefined) saveValue(tx, context, arn, versionId, sealed);
      return true;
    });
    const raced = isNew ? undefined : await isThere();
    return raced ?? { ARN: arn, Name: name, ...(value !== undefined && { VersionId: versionId }) };

    /** AWS: a repetition with the same token and the same value is the first call's; any other call finds the name taken. */
    async function isThere() {
      const found = context.store.read((tx) => loadSecret(tx, context, name));
      if (found === undefined) return undefined;
      if (found.deletion !== undefined) throw nameWaitsForDeletion();
      const known = context.store.read((tx) => loadValue(tx, context, found.arn, versionId));
      if (known === undefined || value === undefined) throw secretExists(name);
      const isSame = isSameValue(value, await openValue(context, { arn: found.arn, versionId }, known));
      if (!isSame) throw secretExists(name);
      return { ARN: found.arn, Name: name, VersionId: versionId };
    }
  },
);
