// An API's resource policy, for callers of whom nothing is known but where they call from.

import type { AccessRequest, Decision } from "../../../../iam/authorization.ts";
import { denialMessage } from "../../../../iam/denial.ts";
import type { Principal } from "../../../../iam/principal.ts";
import { decideInvoke } from "../../../../service/api-front/invoke-decision.ts";
import { type Call, lastValues, methodArn } from "../call.ts";
import { Failure } from "../failure.ts";

const ANONYMOUS: Principal = { kind: "anonymous" };

/** What the policy says of an anonymous caller; an API without one allows all. */
export function policyVerdict(call: Call): Pick<Decision, "isAllowed" | "reason" | "trace"> {
  if (call.deployed.api.policy === undefined) return { isAllowed: true, reason: "allowed", trace: [] };
  return decide(call, ANONYMOUS, undefined);
}

/** Throws a failure unless the policy allows the call. */
export function requirePolicyAllows(call: Call): void {
  const decision = policyVerdict(call);
  if (decision.isAllowed) return;
  throw new Failure(
    "ACCESS_DENIED",
    denialText(denialMessage({ principal: ANONYMOUS, request: requestOf(call) }, decision)),
  );
}

/** The call under an authorizer's policy, if there is one, and the API's. */
export function decide(call: Call, principal: Principal, policy: string | undefined): Decision {
  const { deployed, scope, request, yard } = call;
  const headers = Object.fromEntries(
    Object.entries(lastValues(request.headers)).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return decideInvoke({
    yard,
    scope,
    principal,
    resource: methodArn(call),
    sourceIp: request.sourceIp,
    headers,
    authorizerPolicy: policy,
    apiPolicy: deployed.api.policy,
  });
}

/** AWS: callers see the last digits of the API's account only. */
export function denialText(message: string): string {
  return message.replace(/(:execute-api:[^:]*:)\d{8}(\d{4}:)/, "$1********$2");
}

/** What calling a method needs. */
function requestOf(call: Call): AccessRequest {
  return { action: "execute-api:Invoke", resource: methodArn(call) };
}
