// Resource policies of secrets.

import { parsePolicy, PolicyError } from "../../iam/policy.ts";
import { isPublicPolicy } from "../../iam/public-policy.ts";
import { malformedPolicy } from "./errors.ts";

/** Throws MalformedPolicyDocumentException for a text that is no resource policy. */
export function requirePolicy(text: string): void {
  const problem = problemOf(text);
  if (problem !== undefined) throw malformedPolicy(`This resource policy contains an error: ${problem}`);
}

/** What is wrong with a resource policy; undefined for a good one. */
export function problemOf(text: string): string | undefined {
  try {
    parsePolicy(text, "resource");
    return undefined;
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
}

/** Whether a policy that is well-formed gives access to everybody. */
export function isBroad(text: string): boolean {
  return isPublicPolicy(parsePolicy(text, "resource"));
}
