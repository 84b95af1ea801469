// DeleteResourcePolicy: takes the policy from a secret; one without is no error.

import type {
  DeleteResourcePolicyCommandInput,
  DeleteResourcePolicyCommandOutput,
} from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { updateSecret } from "../secrets.ts";

export const deleteResourcePolicy = defineOperation<
  Input<DeleteResourcePolicyCommandInput>,
  DeleteResourcePolicyCommandOutput
>("DeleteResourcePolicy", ({ SecretId }, context) => {
  const { arn, name } = updateSecret(context, context, SecretId, ({ secret }) => {
    const { policy: _, ...rest } = secret;
    return rest;
  });
  return { ARN: arn, Name: name };
});
