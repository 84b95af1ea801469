// Routes with AWS_IAM: the request is signed, and the signer may invoke. AWS: "Control access to HTTP APIs with IAM authorization".

import { AwsError } from "../../../../../kernel/errors.ts";
import { type Call, routeArn } from "../call.ts";
import { forbidden } from "../failure.ts";

/** Throws a failure unless somebody signed the request who may invoke the route. AWS: clients are told "Forbidden", whatever is wrong. */
export function requireSignature(call: Call): void {
  const { access, facts, target } = call;
  try {
    const signer = access.signer("execute-api");
    if (signer === undefined) throw forbidden({}, "The request is not signed");
    facts.signer = signer;
    const requests = [{ action: "execute-api:Invoke", resource: routeArn(call) }];
    access.authorize("apigatewayv2", signer.principal, requests, target.scope);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw forbidden({}, `${error.code}: ${error.message}`);
  }
}
