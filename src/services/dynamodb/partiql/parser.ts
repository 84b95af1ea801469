// The statements of DynamoDB's PartiQL.
// AWS: Developer Guide, "PartiQL statements for DynamoDB"; messages, and which of them comes where, as the
// dynamodb-conformance suite recorded them.

import { validationError } from "../errors.ts";
import {
  atPlace,
  notWellFormed,
  type Assignment,
  type Expression,
  type PathExpression,
  type Returning,
  type SelectStatement,
  type Statement,
  type TablePath,
} from "./ast.ts";
import { parseExpression, parsePath } from "./expression-parser.ts";
import { Reader } from "./reader.ts";

/** A statement, and how many parameters it takes. */
export interface Parsed {
  readonly statement: Statement;
  readonly parameters: number;
}

/** LIMIT: texts that are kept parsed; the oldest go first. */
const MOST_TEXTS = 2000;
const known = new Map<string, Parsed>();

/** Parses a statement; throws AWS's error. Programs send the same few texts over and over, so they are remembered. */
export function parseStatement(text: string): Parsed {
  let parsed = known.get(text);
  if (parsed === undefined) {
    const reader = new Reader(text);
    const statement = parseOne(reader);
    reader.takeSymbol(";");
    if (reader.peek().kind !== "end") throw leftOver();
    parsed = { statement, parameters: reader.parameters };
    if (known.size >= MOST_TEXTS) known.delete(known.keys().next().value ?? "");
    known.set(text, parsed);
  }
  return parsed;
}

function parseOne(reader: Reader): Statement {
  if (reader.takeKeyword("SELECT")) return parseSelect(reader);
  if (reader.takeKeyword("INSERT")) return parseInsert(reader);
  if (reader.takeKeyword("UPDATE")) return parseUpdate(reader);
  if (reader.takeKeyword("DELETE")) return parseDelete(reader);
  if (reader.takeKeyword("FROM")) return parseFromFirst(reader);
  if (reader.isKeyword("EXISTS") && reader.isSymbol("(", 1)) return parseExists(reader);
  throw notWellFormed("Expected data manipulation");
}

function leftOver(): Error {
  return notWellFormed("Unexpected token after expression");
}

function parseSelect(reader: Reader): SelectStatement {
  const projection = reader.takeSymbol("*") ? undefined : parseProjection(reader);
  if (!reader.takeKeyword("FROM")) throw notWellFormed("Expected FROM");
  const { kind, text } = reader.peek();
  if (kind !== "name" && kind !== "quoted")
    throw notWellFormed(kind === "keyword" ? "Unexpected keyword" : text === "?" ? "" : "Unexpected term");
  const from = parseTable(reader, 2);
  const where = reader.takeKeyword("WHERE") ? parseExpression(reader) : undefined;
  return { kind: "select", projection, from, where, orderBy: parseOrder(reader) };
}

function parseProjection(reader: Reader): readonly PathExpression[] {
  const paths: PathExpression[] = [];
  do {
    const { kind, text, at } = reader.peek();
    if ((kind === "name" || kind === "keyword") && reader.isSymbol("(", 1))
      throw validationError(`Unexpected path component${atPlace(at)}`);
    if (kind === "keyword") throw notWellFormed("Unexpected keyword");
    if (kind === "end") throw notWellFormed("Unexpected term");
    if (kind !== "name" && kind !== "quoted") throw validationError(`Unexpected path component${atPlace(at)}`);
    if (text === "") throw validationError("Path component cannot be an empty string");
    paths.push(parsePath(reader));
    refuseAlias(reader);
  } while (reader.takeSymbol(","));
  return paths;
}

function parseOrder(reader: Reader): SelectStatement["orderBy"] {
  if (!reader.takeKeyword("ORDER")) return [];
  if (!reader.takeKeyword("BY")) throw notWellFormed("Expected BY after ORDER");
  const terms: { attribute: string; isDescending: boolean }[] = [];
  do {
    const { kind } = reader.peek();
    if (kind !== "name" && kind !== "quoted")
      throw notWellFormed(kind === "keyword" ? "Unexpected keyword" : "Unexpected term");
    const { steps } = parsePath(reader);
    const isDescending = reader.takeKeyword("DESC");
    if (!isDescending) reader.takeKeyword("ASC");
    terms.push({ attribute: String(steps[0]), isDescending });
  } while (reader.takeSymbol(","));
  return terms;
}

/** A table's name, and an index's if there may be one. */
function parseTable(reader: Reader, most: 1 | 2): TablePath {
  const parts: string[] = [];
  do {
    const { kind, text, at } = reader.next();
    if (kind !== "name" && kind !== "quoted") throw notWellFormed("Expected identifier for simple path");
    if (text === "") throw validationError("Path component cannot be an empty string");
    if (parts.length === most && most === 1) throw validationError(`Unexpected path component${atPlace(at)}`);
    parts.push(text);
  } while (reader.takeSymbol("."));
  if (parts.length > most) throw validationError(`A path may contain at most ${most} components in the FROM clause`);
  refuseAlias(reader);
  const [tableName = "", indexName] = parts;
  return { tableName, indexName };
}

function refuseAlias(reader: Reader): void {
  const { kind } = reader.peek();
  if (kind === "name" || kind === "quoted" || reader.isKeyword("AS"))
    throw validationError("Aliasing is not supported");
}

function parseInsert(reader: Reader): Statement {
  if (!reader.takeKeyword("INTO")) throw notWellFormed("Expected INTO after INSERT");
  const { kind, text } = reader.next();
  if (kind !== "name" && kind !== "quoted") throw notWellFormed("Expected identifier for simple path");
  if (text === "") throw validationError("Path component cannot be an empty string");
  if (!reader.takeKeyword("VALUE")) {
    const next = reader.peek().kind;
    throw next === "name" || next === "quoted" ? leftOver() : notWellFormed("Unexpected keyword");
  }
  return { kind: "insert", tableName: text, value: parseExpression(reader) };
}

function parseUpdate(reader: Reader): Statement {
  const { tableName } = parseTable(reader, 1);
  const assignments = parseAssignments(reader);
  if (assignments.length === 0) throw notWellFormed("Expected data manipulation");
  const where = reader.takeKeyword("WHERE") ? parseExpression(reader) : undefined;
  return { kind: "update", tableName, assignments, where, returning: parseReturning(reader) };
}

/** FROM "table" WHERE ... SET ...: an update with its clauses in another order. */
function parseFromFirst(reader: Reader): Statement {
  const { tableName } = parseTable(reader, 1);
  const where = reader.takeKeyword("WHERE") ? parseExpression(reader) : undefined;
  const assignments = parseAssignments(reader);
  if (assignments.length === 0) throw notWellFormed("Expected data manipulation");
  return { kind: "update", tableName, assignments, where, returning: parseReturning(reader) };
}

function parseAssignments(reader: Reader): readonly Assignment[] {
  const assignments: Assignment[] = [];
  for (;;) {
    if (reader.takeKeyword("SET")) {
      do {
        const path = parseTarget(reader);
        reader.expectSymbol("=");
        assignments.push({ kind: "set", path, value: parseExpression(reader) });
      } while (reader.takeSymbol(","));
    } else if (reader.takeKeyword("REMOVE")) assignments.push({ kind: "remove", path: parseTarget(reader) });
    else return assignments;
  }
}

function parseTarget(reader: Reader): PathExpression {
  const { kind } = reader.peek();
  if (kind !== "name" && kind !== "quoted") throw notWellFormed("Expected identifier for simple path");
  return parsePath(reader);
}

function parseDelete(reader: Reader): Statement {
  if (!reader.takeKeyword("FROM")) throw notWellFormed("Expected FROM after DELETE");
  const { tableName } = parseTable(reader, 1);
  const where = reader.takeKeyword("WHERE") ? parseExpression(reader) : undefined;
  const returning = parseReturning(reader);
  if (returning !== undefined && (returning.which !== "ALL" || returning.version !== "OLD"))
    throw validationError(
      `Invalid returning clause: RETURNING ${returning.which} ${returning.version} *. ` +
        "Only RETURNING ALL OLD * is allowed in DELETE statements.",
    );
  return { kind: "delete", tableName, where, returning };
}

function parseReturning(reader: Reader): Returning | undefined {
  if (!reader.takeKeyword("RETURNING")) return undefined;
  const which = reader.takeKeyword("ALL") ? "ALL" : reader.takeKeyword("MODIFIED") ? "MODIFIED" : undefined;
  const version = reader.takeKeyword("OLD") ? "OLD" : reader.takeKeyword("NEW") ? "NEW" : undefined;
  if (which === undefined || version === undefined || !reader.takeSymbol("*"))
    throw notWellFormed("Expected ALL OLD *, ALL NEW *, MODIFIED OLD * or MODIFIED NEW * after RETURNING");
  return { which, version };
}

function parseExists(reader: Reader): Statement {
  reader.next();
  reader.next();
  if (!reader.takeKeyword("SELECT")) throw notWellFormed("Unexpected term");
  const select = parseSelect(reader);
  reader.expectSymbol(")");
  return { kind: "exists", select };
}

/** The WHERE of a statement that has one. */
export function whereOf(statement: Statement): Expression | undefined {
  if (statement.kind === "insert") return undefined;
  return statement.kind === "exists" ? statement.select.where : statement.where;
}
