// ValidateResourcePolicy: whether a policy would be taken, and why not.

import type {
  ValidateResourcePolicyCommandInput,
  ValidateResourcePolicyCommandOutput,
} from "@aws-sdk/client-secrets-manager";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { isBroad, problemOf } from "../policies.ts";
import { findLiveSecret } from "../secrets.ts";

export const validateResourcePolicy = defineOperation<
  Input<ValidateResourcePolicyCommandInput>,
  ValidateResourcePolicyCommandOutput
>("ValidateResourcePolicy", ({ SecretId, ResourcePolicy }, context) => {
  if (SecretId !== undefined) context.store.read((tx) => findLiveSecret(tx, context, SecretId));
  const problem = problemOf(ResourcePolicy);
  const broad = problem === undefined && isBroad(ResourcePolicy);
  const ValidationErrors = [
    ...(problem === undefined ? [] : [{ CheckName: "JSON_POLICY_SYNTAX", ErrorMessage: problem }]),
    ...(broad
      ? [{ CheckName: "BLOCK_PUBLIC_POLICY", ErrorMessage: "The policy grants broad access to the secret." }]
      : []),
  ];
  return { PolicyValidationPassed: ValidationErrors.length === 0, ValidationErrors };
});
