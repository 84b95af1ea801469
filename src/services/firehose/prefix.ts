// The prefixes of objects: text with expressions of the form !{namespace:value}. Pure.
// AWS: "Understand custom prefixes for Amazon S3 objects", "Configure Amazon S3 object name format". The wordings of refusals
// are recorded from the service (the rules of cdk-preflight, September 2026).

import { formatDate, missingLetters, parseDatePattern } from "./date-pattern.ts";
import { invalidArgument, notImplemented } from "./errors.ts";

/** The part of a prefix between two others. */
type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "expression"; readonly namespace: string; readonly value: string };

/** What expressions are evaluated with. */
export interface PrefixValues {
  /** When the oldest record of the object arrived. */
  readonly oldestMs: number;
  readonly timeZone: string;
  readonly partitionKeys?: Readonly<Record<string, string>>;
  /** Why the records are among the errors: "processing-failed". */
  readonly errorType?: string;
  /** AWS: "a random string of 11 characters". */
  readonly randomString: string;
}

const NAMESPACES = ["firehose", "timestamp", "partitionKeyFromQuery", "partitionKeyFromLambda"];
const EXPRESSION = /!\{([^:{}]*):((?:'[^']*'|[^{}'])*)\}/g;
const ERROR_TYPE = "!{firehose:error-output-type}";
const DEFAULT_TIME = "!{timestamp:yyyy/MM/dd/HH}/";

/** The two prefixes of a destination. */
export interface Prefixes {
  readonly prefix: string;
  readonly errorPrefix: string;
}

/** Throws InvalidArgumentException for prefixes that AWS does not take. */
export function requirePrefixes({ prefix, errorPrefix }: Prefixes, isPartitioned: boolean): void {
  for (const piece of piecesOf(prefix)) requirePiece(piece, "Prefix", isPartitioned);
  for (const piece of piecesOf(errorPrefix)) requirePiece(piece, "ErrorOutputPrefix", false);
  if (prefix.includes(ERROR_TYPE))
    throw invalidArgument("Prefix must not contain any occurrence of !{firehose:error-output-type}");
  if (hasExpressions(prefix) && errorPrefix === "")
    throw invalidArgument("ErrorOutputPrefix cannot be null or empty when Prefix contains expressions");
  if (hasExpressions(errorPrefix) && !errorPrefix.includes(ERROR_TYPE))
    throw invalidArgument("ErrorOutputPrefix must contain at least one occurrence of !{firehose:error-output-type}");
}

/** The keys that a prefix takes from a namespace of partitions. */
export function partitionKeysIn(prefix: string, namespace: "Lambda" | "Query"): readonly string[] {
  return piecesOf(prefix).flatMap((piece) =>
    piece.kind === "expression" && piece.namespace === `partitionKeyFrom${namespace}` ? [piece.value] : [],
  );
}

/** The prefix of delivered objects. AWS: without expressions, "YYYY/MM/dd/HH" follows the prefix. */
export function evaluatePrefix({ prefix }: Prefixes, values: PrefixValues): string {
  return evaluate(hasExpressions(prefix) ? prefix : `${prefix}${DEFAULT_TIME}`, values);
}

/**
 * The prefix of objects with errors. AWS: the page's table of examples: without an error prefix, it is the prefix, the type of
 * the error and the time. Of an error prefix without expressions the page says nothing: it is taken likewise (inferred).
 */
export function evaluateErrorPrefix({ prefix, errorPrefix }: Prefixes, values: PrefixValues): string {
  if (hasExpressions(errorPrefix)) return evaluate(errorPrefix, values);
  return evaluate(`${errorPrefix === "" ? prefix : errorPrefix}${ERROR_TYPE}/${DEFAULT_TIME}`, values);
}

function hasExpressions(prefix: string): boolean {
  return piecesOf(prefix).some(({ kind }) => kind === "expression");
}

function piecesOf(prefix: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of prefix.matchAll(EXPRESSION)) {
    const [whole, namespace = "", value = ""] = match;
    pieces.push({ kind: "text", text: prefix.slice(end, match.index) }, { kind: "expression", namespace, value });
    end = match.index + whole.length;
  }
  return [...pieces, { kind: "text", text: prefix.slice(end) }];
}

function requirePiece(piece: Piece, member: string, isPartitioned: boolean): void {
  if (piece.kind === "text") {
    if (piece.text.includes("!{")) throw invalidArgument("Invalid expression usage");
    return;
  }
  const { namespace, value } = piece;
  if (!NAMESPACES.includes(namespace))
    throw invalidArgument(`Namespace to the left of colon (${namespace}) is an invalid keyword!`);
  const invalid = invalidArgument(`Invalid conversion character used in the value of the expression in ${member}`);
  if (namespace === "firehose") {
    if (!["error-output-type", "random-string"].includes(value)) throw invalid;
  } else if (namespace === "timestamp") {
    const parts = parseDatePattern(value);
    if (parts === "invalid") throw invalid;
    const [missing] = missingLetters(parts);
    if (missing !== undefined) throw notImplemented(`the pattern letter "${missing}" of timestamps in prefixes`);
  } else if (!isPartitioned) {
    // AWS: inferred: the namespaces belong to dynamic partitioning.
    throw invalidArgument(`${member} cannot contain ${namespace} expressions when Dynamic Partitioning is not enabled`);
  }
}

function evaluate(prefix: string, values: PrefixValues): string {
  return piecesOf(prefix)
    .map((piece) => (piece.kind === "text" ? piece.text : valueOf(piece.namespace, piece.value, values)))
    .join("");
}

function valueOf(namespace: string, value: string, values: PrefixValues): string {
  if (namespace === "timestamp") {
    const parts = parseDatePattern(value);
    return parts === "invalid" ? "" : formatDate(parts, values.oldestMs, values.timeZone);
  }
  if (namespace === "firehose") return value === "random-string" ? values.randomString : (values.errorType ?? "");
  return (
    values.partitionKeys?.[partitionName(namespace === "partitionKeyFromLambda" ? "Lambda" : "Query", value)] ?? ""
  );
}

/** Under which name the value of a key is kept: both namespaces may have a key of one name. */
export function partitionName(namespace: "Lambda" | "Query", key: string): string {
  return `${namespace}:${key}`;
}
