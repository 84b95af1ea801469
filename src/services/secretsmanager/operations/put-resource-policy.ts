// PutResourcePolicy: attaches a policy to a secret.

import type { PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { publicPolicy } from "../errors.ts";
import { isBroad, requirePolicy } from "../policies.ts";
import { updateSecret } from "../secrets.ts";

export const putResourcePolicy = defineOperation<Input<PutResourcePolicyCommandInput>, PutResourcePolicyCommandOutput>(
  "PutResourcePolicy",
  ({ SecretId, ResourcePolicy, BlockPublicPolicy: isBroadRefused = false }, context) => {
    requirePolicy(ResourcePolicy);
    if (isBroadRefused && isBroad(ResourcePolicy)) throw publicPolicy();
    const { arn, name } = updateSecret(context, context, SecretId, ({ secret }) => ({
      ...secret,
      policy: ResourcePolicy,
    }));
    return { ARN: arn, Name: name };
  },
);
