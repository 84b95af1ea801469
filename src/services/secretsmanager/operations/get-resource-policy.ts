// GetResourcePolicy: the policy of a secret.

import type { GetResourcePolicyCommandInput, GetResourcePolicyCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { findLiveSecret } from "../secrets.ts";

export const getResourcePolicy = defineOperation<Input<GetResourcePolicyCommandInput>, GetResourcePolicyCommandOutput>(
  "GetResourcePolicy",
  ({ SecretId }, context) => {
    const { arn, name, policy } = context.store.read((tx) => findLiveSecret(tx, context, SecretId)).secret;
    return { ARN: arn, Name: name, ...(policy !== undefined && { ResourcePolicy: policy }) };
  },
);
