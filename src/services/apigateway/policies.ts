// Resource policies of APIs: who may call which of their methods. They are checked here and enforced by the data plane.

import { parsePolicy, PolicyError } from "../../iam/policy.ts";
import type { Scope } from "../../service/context.ts";
import { badRequest } from "./errors.ts";
import { LIMITS } from "./limits.ts";

/**
 * A policy as it is kept: checked, and with "execute-api:/..." as the API's full ARN. AWS: "Amazon API Gateway resource policies":
 * API Gateway expands the short form when it saves the policy.
 */
export function policyOf(text: string, scope: Scope, apiId: string): string | undefined {
  if (text === "") return undefined;
  const full = text.replaceAll(
    /"execute-api:\/([^"]*)"/g,
    `"arn:aws:execute-api:${scope.region}:${scope.account}:${apiId}/$1"`,
  );
  try {
    parsePolicy(full, "resource");
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw badRequest("Invalid policy document. Please check the policy syntax and ensure that Principals are valid.");
  }
  if (full.length > LIMITS.policyCharacters)
    throw badRequest(`Invalid policy document. The policy exceeds the limit of ${LIMITS.policyCharacters} characters.`);
  return JSON.stringify(JSON.parse(full));
}
