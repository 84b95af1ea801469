// Resource policies of streams and consumers. Pure.
// AWS: Developer Guide, "Sharing your data stream with another account".

import { LIMITS } from "./constraints.ts";
import { invalidArgument } from "./errors.ts";

/** Throws InvalidArgumentException for what cannot be a policy. */
export function requirePolicy(document: string): void {
  // AWS: "Quotas and limits": resource policies have up to 20 KB.
  if (Buffer.byteLength(document) > LIMITS.policyBytes)
    throw invalidArgument(`The policy is larger than ${LIMITS.policyBytes} bytes.`);
  let policy: unknown;
  try {
    policy = JSON.parse(document);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (typeof policy !== "object" || policy === null || !("Statement" in policy))
    throw invalidArgument("The policy is malformed.");
}
