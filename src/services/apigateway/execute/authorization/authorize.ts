// Who may call: the resource policy, and what the method asks for.
// AWS: "How API Gateway resource policies affect authorization workflow".

import { type Call, methodArn } from "../call.ts";
import { misconfigured } from "../failure.ts";
import { authorizeByFunction } from "./function-authorizer.ts";
import { requireSignature } from "./signature.ts";
import { authorizeByToken } from "./user-pools.ts";
import { policyVerdict, requirePolicyAllows } from "./resource-policy.ts";

/** Throws a failure unless the caller may call the method; writes into the call's facts who it is. */
export async function authorizeCall(call: Call): Promise<void> {
  const { method, deployed, access } = call;
  // Calls that come by TestInvokeMethod are made by somebody who may do that: AWS authorises them no further.
  if (access === undefined) return;
  switch (method.authorizationType) {
    case "NONE":
      requirePolicyAllows(call);
      return;
    case "AWS_IAM":
      requireSignature(call, access, methodArn(call));
      return;
    case "CUSTOM": {
      // AWS: in two phases: a policy that denies does so before the function is asked.
      if (policyVerdict(call).reason === "explicit-deny") requirePolicyAllows(call);
      await authorizeByFunction(call, authorizerOf(call));
      return;
    }
    case "COGNITO_USER_POOLS":
      await authorizeByToken(call, authorizerOf(call), access);
      if (deployed.api.policy !== undefined) requirePolicyAllows(call);
  }
}

function authorizerOf({ method, deployed }: Call): (typeof deployed.authorizers)[number] {
  const found = deployed.authorizers.find(({ id }) => id === method.authorizerId);
  if (found === undefined) throw misconfigured("The method's authorizer does not exist");
  return found;
}
