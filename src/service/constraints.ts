// Constraints as data: lengths, ranges, patterns and enumerations, which the SDK's schemas do not carry. Checked for
// every call before authorisation, so operations never see values outside them.

import { AwsError } from "../kernel/errors.ts";

export interface Constraint {
  /** Inclusive bounds of a string's characters, a blob's bytes, or a list's or map's entries. */
  readonly length?: readonly [minimum: number, maximum: number];
  /** Inclusive bounds of a number. */
  readonly range?: readonly [minimum: number, maximum: number];
  /** The whole string must match; write it as AWS's message shows it. */
  readonly pattern?: string;
  readonly oneOf?: readonly string[];
}

/**
 * By operation, then by member path. A path's parts are member names joined by "."; list elements are "member", map
 * keys "key" and map values "value": { CreateTable: { "KeySchema.member.KeyType": { oneOf: ["HASH", "RANGE"] } } }.
 */
export type Constraints = Readonly<Record<string, Readonly<Record<string, Constraint>>>>;

export interface Violation {
  readonly kind: "missing" | "length" | "range" | "pattern" | "enum";
  /** Wire path with list positions as AWS prints it: "keySchema.1.member.attributeName". */
  readonly path: string;
  /** The member's own name. */
  readonly member: string;
  readonly value: unknown;
  readonly constraint?: Constraint;
}

/**
 * Coral's wording, which most JSON services use: "2 validation errors detected: Value 'x' at 'y' failed to satisfy
 * constraint: ...; Value ...".
 */
export function coralValidationError(violations: readonly Violation[]): AwsError {
  const count = violations.length;
  const details = violations.map(
    (violation) =>
      `Value ${quote(violation.value)} at '${violation.path}' failed to satisfy constraint: ${demand(violation)}`,
  );
  return new AwsError({
    code: "ValidationException",
    message: `${count} validation error${count === 1 ? "" : "s"} detected: ${details.join("; ")}`,
  });
}

function quote(value: unknown): string {
  return value === undefined || value === null
    ? "null"
    : `'${typeof value === "string" ? value : JSON.stringify(value)}'`;
}

/** What a constraint demands, in the words of coral: "Member must ...". */
export function demand({ kind, constraint, value }: Violation): string {
  if (kind === "missing") return "Member must not be null";
  if (kind === "length" && constraint?.length !== undefined) {
    const [minimum, maximum] = constraint.length;
    const size = lengthOf(value);
    return size < minimum
      ? `Member must have length greater than or equal to ${minimum}`
      : `Member must have length less than or equal to ${maximum}`;
  }
  if (kind === "range" && constraint?.range !== undefined) {
    const [minimum, maximum] = constraint.range;
    return Number(value) < minimum
      ? `Member must have value greater than or equal to ${minimum}`
      : `Member must have value less than or equal to ${maximum}`;
  }
  if (kind === "pattern") return `Member must satisfy regular expression pattern: ${constraint?.pattern ?? ""}`;
  return `Member must satisfy enum value set: [${constraint?.oneOf?.join(", ") ?? ""}]`;
}

/** What a length constraint counts: characters, bytes, entries. */
export function lengthOf(value: unknown): number {
  if (typeof value === "string" || Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}
