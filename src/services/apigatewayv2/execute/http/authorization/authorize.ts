// Who may call: what the route asks for. AWS: "Control and manage access to HTTP APIs in API Gateway".

import type { AuthorizerRecord } from "../../../records.ts";
import type { Call } from "../call.ts";
import { internalError } from "../failure.ts";
import { authorizeByFunction } from "./function.ts";
import { requireSignature } from "./signature.ts";
import { authorizeByToken } from "./token.ts";

/** Throws a failure unless the caller may take the route; writes into the call's facts who it is. */
export async function authorizeCall(call: Call): Promise<void> {
  switch (call.route.authorizationType ?? "NONE") {
    case "AWS_IAM":
      return requireSignature(call);
    case "JWT":
      return authorizeByToken(call, authorizerOf(call));
    case "CUSTOM":
      return authorizeByFunction(call, authorizerOf(call));
  }
}

function authorizerOf({ route, target }: Call): AuthorizerRecord {
  const found = target.served.authorizers?.find(({ authorizerId }) => authorizerId === route.authorizerId);
  if (found === undefined)
    throw internalError("AUTHORIZER_CONFIGURATION_ERROR", "The route's authorizer does not exist");
  return found;
}
