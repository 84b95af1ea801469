// The policy of a form upload: what its signer lets others upload. Pure.
// AWS: "POST Policy" (S3 API reference). Messages and their order: recorded from S3, in public test suites and bug reports.

import type { AwsError } from "../../../kernel/errors.ts";
import { accessDenied, entityTooLarge, entityTooSmallUpload, invalidPolicyDocument } from "../errors.ts";

/** What a policy lets through. */
export interface PostPolicy {
  readonly expiresAtMs: number;
  readonly conditions: readonly Condition[];
}

export type Condition =
  | {
      readonly kind: "eq" | "starts-with";
      /** As the policy writes it: with "$" where it is a field's. */
      readonly name: string;
      readonly value: string;
    }
  | { readonly kind: "content-length-range"; readonly least: unknown; readonly most: unknown };

/** What conditions look at: by names in lower case. */
export type FormValues = ReadonlyMap<string, string>;

/** How many bytes the file may have. */
export interface SizeRange {
  readonly least: number;
  readonly most: number;
}

/** Reads a policy in base 64; throws InvalidPolicyDocument. */
export function parsePostPolicy(base64: string): PostPolicy {
  const document = parseJson(base64);
  if (typeof document !== "object" || document === null || Array.isArray(document))
    throw invalidPolicyDocument("Invalid JSON.");
  const unexpected = Object.keys(document).find((name) => name !== "expiration" && name !== "conditions");
  if (unexpected !== undefined) throw invalidPolicyDocument(`Unexpected: '${unexpected.toLowerCase()}'`);
  const { expiration, conditions } = document as { expiration?: unknown; conditions?: unknown };
  if (expiration === undefined) throw invalidPolicyDocument("Policy missing expiration.");
  if (typeof expiration !== "string" || !EXPIRATION.test(expiration) || Number.isNaN(Date.parse(expiration)))
    throw invalidPolicyDocument(`Invalid 'expiration' value: '${writtenOut(expiration)}'`);
  if (conditions === undefined) throw invalidPolicyDocument("Policy missing conditions.");
  if (!Array.isArray(conditions)) throw invalidPolicyDocument("Invalid 'conditions' value: must be a List.");
  return { expiresAtMs: Date.parse(expiration), conditions: conditions.map(parseCondition) };
}

/** AWS: ISO 8601, in UTC: an offset is refused. */
const EXPIRATION = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

function parseJson(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, "base64").toString("utf8")) as unknown;
  } catch {
    throw invalidPolicyDocument("Invalid JSON.");
  }
}

/** A value of the policy in a message. */
function writtenOut(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

function parseCondition(condition: unknown): Condition {
  if (Array.isArray(condition)) return parseOperation(condition as unknown[]);
  if (typeof condition !== "object" || condition === null)
    throw invalidPolicyDocument("Invalid Condition: must be a List or Object.");
  const entries = Object.entries(condition) as [string, unknown][];
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1)
    throw invalidPolicyDocument(
      "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.",
    );
  const [name, value] = entry;
  if (value === null) throw invalidPolicyDocument("Invalid JSON.");
  if (typeof value !== "string") throw invalidPolicyDocument("Invalid Simple-Condition: value must be a string.");
  return { kind: "eq", name: `$${name}`, value };
}

function parseOperation([operation, name, value, ...rest]: readonly unknown[]): Condition {
  if (operation === undefined) throw invalidPolicyDocument("Invalid Condition: missing operation identifier.");
  const kind = writtenOut(operation).toLowerCase();
  if (kind !== "eq" && kind !== "starts-with" && kind !== "content-length-range")
    throw invalidPolicyDocument(`Invalid Condition: unknown operation '${writtenOut(operation)}'.`);
  if (name === undefined || value === undefined || rest.length > 0)
    throw invalidPolicyDocument(`Invalid ${kind}: wrong number of arguments.`);
  if (kind === "content-length-range") {
    // AWS: numbers with a fraction are no JSON to this parser.
    if ([name, value].some((bound) => typeof bound === "number" && !Number.isInteger(bound)))
      throw invalidPolicyDocument("Invalid JSON.");
    return { kind, least: name, most: value };
  }
  if (typeof name !== "string" || typeof value !== "string") throw invalidPolicyDocument("Invalid JSON.");
  return { kind, name, value };
}

/** Throws AccessDenied unless all conditions hold for the form's values, and each of `fields` has a condition. */
export function checkPostPolicy(
  policy: PostPolicy,
  values: FormValues,
  fields: readonly string[],
  nowMs: number,
): SizeRange | undefined {
  if (policy.expiresAtMs <= nowMs) throw violated("Policy expired.");
  let range: SizeRange | undefined;
  for (const condition of policy.conditions) {
    if (condition.kind === "content-length-range") range = parseRange(condition);
    else if (!holds(condition, values)) throw failed([condition.kind, condition.name, condition.value]);
  }
  const covered = new Set(
    policy.conditions.flatMap((condition) =>
      condition.kind === "content-length-range" ? [] : [condition.name.slice(1).toLowerCase()],
    ),
  );
  const extra = fields.filter((name) => !isExempt(name.toLowerCase()) && !covered.has(name.toLowerCase()));
  if (extra.length > 0) throw violated(`Extra input fields: ${extra.join(", ")}`);
  return range;
}

/** AWS: the fields that need no condition. */
function isExempt(name: string): boolean {
  return UNCONDITIONAL.has(name) || name.startsWith("x-ignore-");
}

const UNCONDITIONAL = new Set(["policy", "x-amz-signature", "awsaccesskeyid", "signature"]);

function holds({ kind, name, value }: Condition & { kind: "eq" | "starts-with" }, values: FormValues): boolean {
  // AWS: a name without "$" is no field's, and a field that is not there does not even start with nothing.
  const actual = name.startsWith("$") ? values.get(name.slice(1).toLowerCase()) : undefined;
  if (actual === undefined) return false;
  if (kind === "eq") return actual === value;
  // AWS: a Content-Type with commas is a list, each entry of which must match.
  const entries = name.toLowerCase() === "$content-type" ? actual.split(",").map((entry) => entry.trim()) : [actual];
  return entries.every((entry) => entry.startsWith(value));
}

function parseRange({ least, most }: { readonly least: unknown; readonly most: unknown }): SizeRange {
  const bounds = [least, most].map((bound) => (/^\d+$/.test(String(bound)) ? Number(bound) : Number.NaN));
  if (bounds.some(Number.isNaN)) throw failed(["content-length-range", least, most]);
  return { least: bounds[0] ?? 0, most: bounds[1] ?? 0 };
}

function failed(condition: readonly unknown[]): AwsError {
  return violated(`Policy Condition failed: [${condition.map((part) => JSON.stringify(part)).join(", ")}]`);
}

function violated(detail: string): AwsError {
  return accessDenied(`Invalid according to Policy: ${detail}`);
}

/** The bytes as they come; fails at their end if there are more or fewer than the policy lets through. */
export async function* withinRange(content: AsyncIterable<Uint8Array>, range: SizeRange): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of content) {
    bytes += piece.byteLength;
    // What is too much is counted, for the error, and not kept.
    if (bytes <= range.most) yield piece;
  }
  if (bytes > range.most) throw entityTooLarge(bytes, range.most);
  if (bytes < range.least) throw entityTooSmallUpload(bytes, range.least);
}
