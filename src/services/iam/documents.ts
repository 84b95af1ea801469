// Policy documents on their way in (checked, measured) and out (percent-encoded, as IAM gives them).

import { parsePolicy, PolicyError, type PolicyKind } from "../../iam/policy.ts";
import { malformedPolicy } from "./errors.ts";

/** Checks a document; throws MalformedPolicyDocument with AWS's sentence. */
export function requireDocument(document: string, kind: PolicyKind): void {
  try {
    parsePolicy(document, kind);
  } catch (error) {
    if (error instanceof PolicyError) throw malformedPolicy(error.message, error);
    throw error;
  }
}

/** AWS: "IAM and AWS STS quotas": white space does not count. */
export function documentSize(document: string): number {
  return document.replaceAll(/\s/g, "").length;
}

/** AWS: documents in answers are URL-encoded as RFC 3986 says. */
export function encodeDocument(document: string): string {
  return encodeURIComponent(document).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
