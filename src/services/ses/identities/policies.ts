// Policies of identities: who else may send as them ("sending authorization"). Pure.

import type { AwsError } from "../../../kernel/errors.ts";
import { parsePolicy } from "../../../iam/policy.ts";
import type { IdentityRecord } from "../records.ts";

// LIMIT: AWS: "Amazon SES sending authorization policies": 20 policies an identity, 4 KB each.
export const MOST_POLICIES = 20;
const MOST_BYTES = 4 * 1024;

/** Throws what `invalid` makes of a policy that is none, or says nothing of who may do what to this identity. */
export function requirePolicy(text: string, invalid: (message: string) => AwsError): void {
  if (Buffer.byteLength(text) > MOST_BYTES) throw invalid("Policy is too long.");
  try {
    parsePolicy(text, "resource");
  } catch (error) {
    throw invalid(`Invalid policy: ${error instanceof Error ? error.message : "it could not be read"}`);
  }
  const { Statement } = JSON.parse(text) as { readonly Statement?: unknown };
  const statements: readonly unknown[] = Array.isArray(Statement) ? (Statement as readonly unknown[]) : [Statement];
  const hasWho = (statement: unknown): boolean =>
    typeof statement === "object" && statement !== null && ("Principal" in statement || "NotPrincipal" in statement);
  if (!statements.every(hasWho)) throw invalid("Policy statement must contain a principal.");
}

/** All policies of an identity as one: what they say together. */
export function mergedPolicy({ policies = {} }: IdentityRecord): string | undefined {
  const texts = Object.values(policies);
  if (texts.length === 0) return undefined;
  const statements = texts.flatMap((text) => (JSON.parse(text) as { readonly Statement: unknown }).Statement);
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
