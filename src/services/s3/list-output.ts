// What the listing operations have in common on the wire. Pure.

import { invalidArgument } from "./errors.ts";
import { encodeKey } from "./listing.ts";

/** LIMIT: entries a page, whatever is asked for. */
const MAX_PAGE = 1000;

/** The page's size: what was asked for, but no more than a thousand. */
export function parsePageSize(value: number | undefined, name: string): number {
  if (value === undefined) return MAX_PAGE;
  if (value < 0 || value > 2_147_483_647)
    throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, name, value);
  return Math.min(value, MAX_PAGE);
}

/** The time as of which a listing shows restores, if it is to. AWS: "RestoreStatus" is the only optional attribute. */
export function restoreTime(attributes: readonly string[] | undefined, nowMs: number): number | undefined {
  for (const attribute of attributes ?? []) {
    if (attribute !== "RestoreStatus")
      throw invalidArgument("Invalid attribute name specified", "x-amz-optional-object-attributes", attribute);
  }
  return attributes === undefined || attributes.length === 0 ? undefined : nowMs;
}

/** How keys are written: as they are, or encoded where the client asked for encoding-type=url. */
export function keyWriter(encodingType: string | undefined): (text: string) => string {
  if (encodingType === undefined) return (text) => text;
  if (encodingType !== "url")
    throw invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", encodingType);
  return encodeKey;
}

/** An opaque continuation token, which says after what the next page begins. */
export function writeToken(last: string): string {
  return Buffer.from(`1${last}`).toString("base64url");
}

/** What writeToken wrote. AWS: anything else is refused. */
export function readToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString();
  if (!text.startsWith("1"))
    throw invalidArgument("The continuation token provided is incorrect", "continuation-token", token);
  return text.slice(1);
}
