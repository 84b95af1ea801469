// Policies that come in for a check, and how its outcome is told.

import type { ReasonSummary } from "@aws-sdk/client-accessanalyzer";
import type { Findings } from "../../iam/compare/access.ts";
import type { Side } from "../../iam/compare/checks.ts";
import { parsePolicy, PolicyError, type PolicyDocument } from "../../iam/policy.ts";
import { invalidParameter, unprocessable } from "./errors.ts";

/** LIMIT: characters. AWS takes policies as large as any service does; S3's are the largest, of 20 KB. */
export const MOST_CHARACTERS = 65_536;

export const sideOf = (policyType: string): Side => (policyType === "IDENTITY_POLICY" ? "identity" : "resource");

/** Reads a policy; throws InvalidParameterException with IAM's sentence for what is wrong with it. */
export function requirePolicy(text: string, side: Side): PolicyDocument {
  if (text.length > MOST_CHARACTERS) throw unprocessable("The policy document is too large to be analyzed.");
  try {
    return parsePolicy(text, side);
  } catch (error) {
    if (error instanceof PolicyError) throw invalidParameter(error.message);
    throw error;
  }
}

/** Which statements are the reason. AWS: the examples of the SDK and the AWS CLI name a statement by its Sid or by its index. */
export function reasonsOf(found: Findings, { statements }: PolicyDocument, beginning: string): ReasonSummary[] {
  if (found === "unknown") {
    // DEVIATION: AWS's solver has more patience. What cannot be told here is never a PASS.
    return [{ description: "The policies are too complex to tell whether there is such access." }];
  }
  return [...found]
    .sort((one, other) => one - other)
    .map((statementIndex) => {
      const sid = statements[statementIndex]?.sid;
      const isNamed = sid !== undefined && sid !== "";
      return {
        description: `${beginning} with ${isNamed ? `sid: ${sid}` : `index: ${statementIndex}`}.`,
        statementIndex,
        ...(isNamed ? { statementId: sid } : {}),
      };
    });
}

/** The answer of a check: PASS is a proof. */
export function outcome(
  found: Findings,
  reasons: () => ReasonSummary[],
  { passed, failed }: { readonly passed: string; readonly failed: string },
): { result: "PASS" | "FAIL"; message: string; reasons?: ReasonSummary[] } {
  if (found !== "unknown" && found.size === 0) return { result: "PASS", message: passed };
  return { result: "FAIL", message: failed, reasons: reasons() };
}
