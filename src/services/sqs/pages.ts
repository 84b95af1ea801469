// Page tokens of listings: the last name of the page before.

import { LIMITS } from "./constraints.ts";
import { invalidParameterValue } from "./errors.ts";

/** Opaque to clients. */
export function formatPageToken(lastName: string): string {
  return Buffer.from(`after ${lastName}`).toString("base64");
}

/** The name after which the page begins; throws for texts that are not a token of ours. */
export function parsePageToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const text = Buffer.from(token, "base64").toString();
  if (!text.startsWith("after ")) throw invalidParameterValue("Invalid or expired next token.");
  return text.slice("after ".length);
}

/** AWS: MaxResults is 1 to 1,000. */
export function requirePageSize(pageSize: number | undefined): void {
  if (pageSize === undefined || (pageSize >= 1 && pageSize <= LIMITS.listedQueues)) return;
  throw invalidParameterValue(
    `Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000.`,
  );
}
