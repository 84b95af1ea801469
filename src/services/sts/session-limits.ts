// What a session may carry: its policies and tags, checked and measured as a whole.

import { deflateRawSync } from "node:zlib";
import { defaultDocument, findManagedPolicy } from "../../iam/directory/managed-policies.ts";
import { parsePolicyArn } from "../../iam/directory/names.ts";
import { parsePolicy, PolicyError } from "../../iam/policy.ts";
import type { Store } from "../../store/store.ts";
import { invalidArn, malformedPolicy, noSuchPolicy, packedPolicyTooLarge, validation } from "./errors.ts";

/** Members that AssumeRole and GetFederationToken share. */
export interface SessionInput {
  readonly Policy?: string | undefined;
  readonly PolicyArns?: readonly { readonly arn?: string | undefined }[] | undefined;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[] | undefined;
}

// DEVIATION: AWS packs policies and tags into a binary form that it does not publish and says how full it is. We
// measure their deflated JSON against a space in which AWS's plain-text limits fit.
const PACKED_LIMIT_BYTES = 4_096;

/** The documents of all session policies; throws MalformedPolicyDocument or ValidationError. */
export function sessionPolicies(store: Store, account: string, input: SessionInput): string[] {
  const documents: string[] = [];
  if (input.Policy !== undefined) {
    try {
      parsePolicy(input.Policy, "identity");
    } catch (error) {
      if (error instanceof PolicyError) throw malformedPolicy(error.message, error);
      throw error;
    }
    documents.push(input.Policy);
  }
  for (const { arn = "" } of input.PolicyArns ?? []) {
    if (parsePolicyArn(arn) === undefined) throw invalidArn(arn);
    const policy = store.read((tx) => findManagedPolicy(tx, account, arn));
    if (policy === undefined) throw noSuchPolicy(arn);
    documents.push(defaultDocument(policy.record));
  }
  return documents;
}

/** Session tags by key; throws for keys that are there twice. */
export function sessionTags(input: SessionInput): Record<string, string> {
  const tags = new Map<string, string>();
  const seen = new Set<string>();
  for (const { Key: key, Value: value } of input.Tags ?? []) {
    if (seen.has(key.toLowerCase())) {
      throw validation("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
    if (key.toLowerCase().startsWith("aws:")) throw validation(`Tag key ${key} must not start with the prefix aws:.`);
    seen.add(key.toLowerCase());
    tags.set(key, value);
  }
  return Object.fromEntries(tags);
}

/** How full the packed policies and tags are, in percent; undefined if there are none. Throws PackedPolicyTooLarge. */
export function packedPercent({ Policy, PolicyArns = [], Tags = [] }: SessionInput): number | undefined {
  if (Policy === undefined && PolicyArns.length === 0 && Tags.length === 0) return undefined;
  const packed = deflateRawSync(JSON.stringify([Policy, PolicyArns.map(({ arn }) => arn), Tags]));
  const percent = Math.ceil((packed.length * 100) / PACKED_LIMIT_BYTES);
  if (percent > 100) throw packedPolicyTooLarge(percent);
  return percent;
}
