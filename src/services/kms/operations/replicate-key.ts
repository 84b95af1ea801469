// ReplicateKey: a key in another Region with the same id and material, and a policy, tags and description of its own.

import type { ReplicateKeyCommandInput, ReplicateKeyCommandOutput } from "@aws-sdk/client-kms";
import { parseRegion } from "../../../kernel/ids.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { keyExists, unsupported } from "../errors.ts";
import { keyArn, requireKey } from "../keys.ts";
import { defaultPolicy, requireNoLockout, requirePolicy } from "../policies.ts";
import type { KeyRecord } from "../records.ts";
import { loadFamily, loadKey, saveFamily, saveKey } from "../repo.ts";
import { requirePrimary } from "../rotation-rules.ts";
import { parseTags } from "../tags.ts";
import { keyMetadata } from "../views.ts";

export const replicateKey = defineOperation<Input<ReplicateKeyCommandInput>, ReplicateKeyCommandOutput>(
  "ReplicateKey",
  (input, context) =>
    context.store.write((tx) => {
      const primary = requireKey(context, input.KeyId, "ReplicateKey", { isById: true }, tx);
      const { keyId } = primary.record;
      const family = loadFamily(tx, primary.scope, keyId);
      if (family === undefined) throw unsupported(`${primary.arn} is not a multi-Region key.`);
      requirePrimary(tx, primary);
      const scope = { account: primary.scope.account, region: parseRegion(input.ReplicaRegion) };
      const arn = keyArn(scope, keyId);
      if (loadKey(tx, scope, keyId) !== undefined) throw keyExists(arn);
      const policy = input.Policy ?? defaultPolicy(scope);
      requirePolicy(policy);
      if (input.BypassPolicyLockoutSafetyCheck !== true) requireNoLockout(policy, arn, context.principal, scope);
      const { rotation: _rotation, deletion: _deletion, ...common } = primary.record;
      const record: KeyRecord = {
        ...common,
        createdAtMs: context.clock.nowMs(),
        description: input.Description ?? "",
        policy,
        // AWS: a replica is being created for some seconds; here it is ready at once.
        state: "Enabled",
        tags: parseTags(input.Tags),
      };
      saveKey(tx, scope, record);
      saveFamily(tx, scope, keyId, { ...family, replicaRegions: [...family.replicaRegions, scope.region] });
      return {
        ReplicaKeyMetadata: keyMetadata(tx, { scope, arn, record }),
        ReplicaPolicy: policy,
        ReplicaTags: Object.entries(record.tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
      };
    }),
);
