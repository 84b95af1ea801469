// Resource policies of registries. Pure.

import { badRequest } from "./errors.ts";

/** Throws BadRequestException for what cannot be a policy. */
export function requirePolicy(document: string): void {
  let policy: unknown;
  try {
    policy = JSON.parse(document);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (typeof policy !== "object" || policy === null || !("Statement" in policy))
    throw badRequest("The policy is malformed.");
}
