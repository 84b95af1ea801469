// The sentence in which AWS tells a caller why.

import type { AuthorizationInput, Decision, DecisionReason, TraceEntry } from "./authorization.ts";
import { displayName } from "./principals.ts";

/**
 * "User: ARN is not authorized to perform: ACTION on resource: ARN because no identity-based policy allows the ACTION
 * action", or the variant that fits. AWS: "Troubleshoot access denied error messages".
 */
export function denialMessage(
  input: Pick<AuthorizationInput, "principal" | "request">,
  decision: Pick<Decision, "reason" | "trace">,
): string {
  const { action, resource } = input.request;
  return `User: ${displayName(input.principal)} is not authorized to perform: ${action} on resource: ${resource} ${because(action, decision)}`;
}

function because(action: string, { reason, trace }: Pick<Decision, "reason" | "trace">): string {
  if (reason === "explicit-deny") {
    const denial = trace.find((entry) => entry.effect === "Deny");
    return `with an explicit deny in ${denial === undefined ? "a policy" : denier(action, denial.policyType)}`;
  }
  return `because no ${allower(action, reason)} allows the ${action} action`;
}

const DENIERS: Readonly<Record<TraceEntry["policyType"], string>> = {
  identity: "an identity-based policy",
  resource: "a resource-based policy",
  boundary: "a permissions boundary",
  session: "a session policy",
  "service-control": "a service control policy",
  "resource-control": "a resource control policy",
};

function denier(action: string, policyType: TraceEntry["policyType"]): string {
  return policyType === "resource" && isTrust(action) ? "the role trust policy" : DENIERS[policyType];
}

const ALLOWERS: Partial<Readonly<Record<DecisionReason, string>>> = {
  "no-resource-policy-allows": "resource-based policy",
  "no-boundary-allows": "permissions boundary",
  "no-session-policy-allows": "session policy",
  "no-service-control-policy-allows": "service control policy",
};

function allower(action: string, reason: DecisionReason): string {
  if (reason === "no-resource-policy-allows" && isTrust(action)) return "role trust policy";
  return ALLOWERS[reason] ?? "identity-based policy";
}

function isTrust(action: string): boolean {
  return action.startsWith("sts:AssumeRole");
}
