// Reads a query: commands, separated by "|". Throws MalformedQueryException. Pure.
// AWS: "CloudWatch Logs Insights language query syntax".

import { notImplemented } from "../errors.ts";
import { AGGREGATES } from "./aggregates.ts";
import { parseExpression, parseOperand } from "./expression.ts";
import { Lexer } from "./lexer.ts";
import { Reader } from "./reader.ts";
import type { Column, Command, Expression } from "./syntax.ts";

/** LIMIT: AWS: StartQuery, limit: the most rows of results. */
export const MOST_RESULTS = 100_000;
/** As many where nothing is said. */
export const USUAL_RESULTS = 10_000;

/** Commands that AWS has and Stackyard has not. */
const MISSING = new Set([
  "anomaly",
  "diff",
  "filterindex",
  "join",
  "lookup",
  "pattern",
  "source",
  "unmask",
  "unnest",
  "addtotals",
]);

/** The commands of a query. An empty one shows the newest events. */
export function parseQuery(source: string): readonly Command[] {
  const reader = new Reader(new Lexer(source));
  const commands: Command[] = [];
  if (reader.peek().kind === "end") return commands;
  for (;;) {
    commands.push(parseCommand(reader));
    if (reader.peek().kind === "end") return commands;
    reader.requireSign("|");
  }
}

function parseCommand(reader: Reader): Command {
  const token = reader.take();
  const name = token.kind === "name" ? token.text.toLowerCase() : "";
  switch (name) {
    case "fields":
    case "display":
      return { kind: name, columns: parseColumns(reader) };
    case "filter":
      return { kind: name, condition: parseExpression(reader) };
    case "stats":
      return { kind: name, columns: parseColumns(reader), by: reader.takesWord("by") ? parseColumns(reader) : [] };
    case "sort":
    case "order":
      if (name === "order" && !reader.takesWord("by")) throw reader.unexpected();
      return { kind: "sort", keys: parseList(reader, () => parseSortKey(reader)) };
    case "limit":
    case "head":
    case "tail":
      return { kind: "limit", count: parseCount(reader) };
    case "dedup":
      return { kind: name, keys: parseList(reader, () => parseExpression(reader)) };
    case "parse":
      return parseParse(reader);
    default:
      if (MISSING.has(name)) throw notImplemented(`the command ${name} of queries`);
      throw reader.unexpected(token);
  }
}

function parseList<T>(reader: Reader, item: () => T): readonly T[] {
  const items = [item()];
  while (reader.takesSign(",")) items.push(item());
  return items;
}

function parseColumns(reader: Reader): readonly Column[] {
  return parseList(reader, () => {
    const { start } = reader.peek();
    const expression = parseExpression(reader);
    const written = reader.textSince(start);
    if (reader.takesWord("as")) return { name: reader.takeName(), expression };
    return { name: expression.kind === "field" ? expression.name : written, expression };
  });
}

function parseSortKey(reader: Reader): { readonly expression: Expression; readonly isDescending: boolean } {
  const { start } = reader.peek();
  const expression = parseExpression(reader);
  const key = sortKey(expression, reader.textSince(start));
  const isDescending = reader.takesWord("desc");
  if (!isDescending) reader.takesWord("asc");
  return { expression: key, isDescending };
}

/** A column of an earlier stats command is sorted by under the name that it got by being written. */
function sortKey(expression: Expression, written: string): Expression {
  if (expression.kind !== "call") return expression;
  const column = fieldOf(written);
  return AGGREGATES[expression.name] === undefined
    ? { kind: "call", name: "coalesce", inputs: [column, expression] }
    : column;
}

const fieldOf = (name: string): Expression => ({ kind: "field", name });

function parseCount(reader: Reader): number {
  const token = reader.take();
  const count = Number(token.text);
  if (token.kind !== "number" || !Number.isInteger(count) || count < 1 || count > MOST_RESULTS)
    throw reader.unexpected(token);
  return count;
}

/** AWS: "parse": a glob, whose every "*" is a field, or a regular expression with groups. */
function parseParse(reader: Reader): Command {
  const begin = reader.peek();
  const isPattern = begin.kind === "string" || begin.text === "/";
  const source: Expression = isPattern ? fieldOf("@message") : parseOperand(reader);
  const token = reader.takePattern();
  const glob = token.kind === "string" ? token.text : undefined;
  const regex = glob === undefined ? reader.compile(token) : globOf(glob);
  const names = reader.takesWord("as") ? parseList(reader, () => reader.takeName()) : [];
  const groups = (new RegExp(`${regex.source}|`).exec("")?.length ?? 1) - 1;
  const isNamed = glob === undefined && /\(\?<[A-Za-z]/.test(regex.source);
  if (names.length === 0 ? !isNamed : names.length !== groups) throw reader.unexpected(token);
  return { kind: "parse", source, regex, names };
}

function globOf(glob: string): RegExp {
  const parts = glob.split("*").map((part) => part.replaceAll(/[\\^$.|?*+()[\]{}/]/g, String.raw`\$&`));
  // The last field takes all that is left; the others as little as they can.
  const pattern = parts.reduce((text, part, at) => {
    const isLast = at === parts.length - 1 && part === "";
    return `${text}${isLast ? "(.*)" : "(.*?)"}${part}`;
  });
  return new RegExp(pattern, "s");
}
