// Space-delimited patterns: [ip, user, request, status = 4*, bytes > 1000, ...]. Pure.
// AWS: "Using filter patterns to match terms in space-delimited log events" (CloudWatch Logs user guide).

import type { PatternBudget } from "../../kernel/bounded-pattern.ts";
import { invalidParameter } from "./errors.ts";
import { type Comparison, compileComparison } from "./json-pattern.ts";

/** The fields of a message by their names; undefined for a message that does not match. */
export type FieldReader = (message: string) => ReadonlyMap<string, string> | undefined;

interface Field {
  readonly name: string;
  readonly matches: (value: string) => boolean;
}

type Part = Field | "ellipsis";

/** Compiles what stands between the brackets. */
export function compileSpacePattern(text: string, budget: PatternBudget): FieldReader {
  const parts = splitFields(text).map((part, index) => compilePart(part, index, budget));
  if (parts.filter((part) => part === "ellipsis").length > 1) throw invalid();
  return (message) => fieldsOf(parts, tokensOf(message));
}

/** AWS: what stands in quotation marks or square brackets is one field. */
function tokensOf(message: string): readonly string[] {
  return [...message.matchAll(/"([^"]*)"|\[([^\]]*)\]|(\S+)/g)].map(
    ([, quoted, bracketed, word]) => quoted ?? bracketed ?? word ?? "",
  );
}

/** The names with their values. Without an ellipsis there are as many fields as the pattern names. */
function fieldsOf(parts: readonly Part[], tokens: readonly string[]): ReadonlyMap<string, string> | undefined {
  const at = parts.indexOf("ellipsis");
  const named = parts.filter((part) => part !== "ellipsis");
  if (at === -1 ? tokens.length !== named.length : tokens.length < named.length) return undefined;
  const after = at === -1 ? 0 : named.length - at;
  const values = at === -1 ? tokens : [...tokens.slice(0, at), ...tokens.slice(tokens.length - after)];
  const fields = new Map<string, string>();
  for (const [index, { name, matches }] of named.entries()) {
    const value = values[index] ?? "";
    if (!matches(value)) return undefined;
    fields.set(`$${name}`, value);
  }
  return fields;
}

/** Cuts at commas that are not within quotes or a regular expression. */
function splitFields(text: string): readonly string[] {
  const parts = [""];
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\.)*"|%[^%]*%|,|[^",%]+|["%]/g)) {
    if (piece === ",") parts.push("");
    else parts[parts.length - 1] += piece;
  }
  return parts.map((part) => part.trim());
}

const NAME = /^[\p{L}_][\p{L}\p{N}_.-]*/u;

/** AWS: a field without a name has its number for one. */
function compilePart(part: string, index: number, budget: PatternBudget): Part {
  if (part === "...") return "ellipsis";
  const name = NAME.exec(part)?.[0] ?? "";
  if (name === "" && part !== "") throw invalid();
  const rest = part.slice(name.length).trim();
  if (rest === "") return { name: name === "" ? String(index + 1) : name, matches: () => true };
  return { name, matches: compileConditions(part, name, budget) };
}

/** Conditions of one field: "w1 = a || w1 = b", "w1 != a && w1 != b"; && binds closer. */
function compileConditions(text: string, name: string, budget: PatternBudget): (value: string) => boolean {
  const alternatives = splitOutside(text, "||").map((alternative) =>
    splitOutside(alternative, "&&").map((condition) => compileCondition(condition.trim(), name, budget)),
  );
  return (value) => alternatives.some((conditions) => conditions.every((holds) => holds(value)));
}

function compileCondition(text: string, name: string, budget: PatternBudget): (value: string) => boolean {
  const [, given, operator, phrase, expression, word] =
    /^([\p{L}_][\p{L}\p{N}_.-]*)\s*(!=|>=|<=|=|>|<)\s*(?:"((?:[^"\\]|\\.)*)"|%([^%]*)%|([^\s"]+))$/u.exec(text) ?? [];
  if (given !== name || operator === undefined) throw invalid();
  const comparison: Comparison = { operator, phrase, expression, word };
  const holds = compileComparison(comparison, budget);
  return (value) => holds(isNumeric(operator) ? Number(value) : value);
}

function isNumeric(operator: string): boolean {
  return operator !== "=" && operator !== "!=";
}

function splitOutside(text: string, separator: "||" | "&&"): readonly string[] {
  const parts = [""];
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\.)*"|%[^%]*%|\|\||&&|[^"%|&]+|[^]/g)) {
    if (piece === separator) parts.push("");
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

function invalid(): Error {
  return invalidParameter("Invalid filter pattern");
}
