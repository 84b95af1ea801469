// The questions that are asked of policies before they are put in place: does a new one allow more than the one before, does one allow what it must not,
// does one let the public in? "yes" is proven; "no" names the statements; "unknown" is no proof. Pure.

import type { PolicyDocument } from "../policy.ts";
import { findAccess, type Findings, type Question } from "./access.ts";
import type { Proposition } from "./conditions.ts";
import { everybody, strangers } from "./everybody.ts";

/** On which side policies stand. */
export type Side = "identity" | "resource";

/** The statements of `policy` that allow what `known` does not. */
export function findNewAccess(policy: PolicyDocument, known: PolicyDocument, side: Side): Findings {
  if (side === "identity") return findAccess({ policy, known });
  const claimants = everybody([...policy.statements, ...known.statements]);
  return claimants === undefined ? "unknown" : findAccess({ policy, known, claimants });
}

/** The statements of `policy` that allow any of what is asked about, to anybody. */
export function findGranted(policy: PolicyDocument, question: Question, side: Side): Findings {
  if (side === "identity") return findAccess({ policy, question });
  const claimants = everybody(policy.statements);
  return claimants === undefined ? "unknown" : findAccess({ policy, question, claimants });
}

/** The statements of a resource's policy that let in whoever comes. */
export function findPublicAccess(policy: PolicyDocument): Findings {
  return findAccess({ policy, claimants: strangers(), canHold: (proposition) => !namesWhoCalls(proposition) });
}

/**
 * Keys of which a stranger cannot have the value that a policy fixes. AWS: Amazon S3 User Guide, "The meaning of 'public'"; DynamoDB Developer Guide, "Blocking
 * public access"; AWS KMS condition keys.
 */
const TRUSTED_KEYS: ReadonlySet<string> = new Set([
  "aws:ec2instancesourcevpc",
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalisawsservice",
  "aws:principalservicename",
  "aws:principalservicenameslist",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
  "kms:calleraccount",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
]);

const FIXING = new Set(["StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "Bool"]);

/** True for a proposition that does not hold for a stranger: it asks for a fixed value of a key that says who calls, or from where. */
function namesWhoCalls({ operator, quantifier, isIfExists, key, values }: Proposition): boolean {
  if (isIfExists || quantifier === "ForAllValues:" || values.length === 0) return false;
  if (operator === "IpAddress" && (key === "aws:sourceip" || key === "aws:vpcsourceip")) return values.every(isNarrow);
  if (!FIXING.has(operator) || !TRUSTED_KEYS.has(key)) return false;
  if (operator === "Bool")
    return key === "aws:principalisawsservice" && values.every((value) => value.toLowerCase() === "true");
  return values.every((value) => !value.includes("${") && isFixed(value, operator));
}

/** No wildcards, or those of an ARN whose account is said. */
function isFixed(value: string, operator: string): boolean {
  const hasWildcards = /[*?]/.test(value) && /Like|Arn/.test(operator);
  return !hasWildcards || /^arn:[^:*?]+:[^:*?]+:[^:]*:\d{12}:/.test(value);
}

/** AWS: "The meaning of 'public'": ranges wider than /8 of IPv4 and /32 of IPv6 are. */
function isNarrow(range: string): boolean {
  const [address = "", bits] = range.split("/");
  if (address.includes(":")) return bits === undefined || Number(bits) >= 32;
  return /^\d+\.\d+\.\d+\.\d+$/.test(address) && (bits === undefined || Number(bits) >= 8);
}
