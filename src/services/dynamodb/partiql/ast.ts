// Syntax trees of PartiQL statements. A tree depends on the statement's text only, so it can be cached by it.

import { validationError } from "../errors.ts";

/** Where something stands in the text: counted from 1, in characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

export interface PathExpression {
  readonly kind: "path";
  /** Attribute names and positions in lists; the first is never a position. */
  readonly steps: readonly (string | number)[];
  readonly at: Place;
}

export interface CallExpression {
  readonly kind: "call";
  /** In lower case. */
  readonly name: string;
  readonly operands: readonly Expression[];
  readonly at: Place;
}

type BinaryOperator = "and" | "or" | "=" | "<>" | "<" | "<=" | ">" | ">=" | "like" | "+" | "-" | "*" | "/" | "%" | "||";

export type Expression =
  | PathExpression
  | CallExpression
  | { readonly kind: "string" | "number"; readonly text: string; readonly at: Place }
  | { readonly kind: "boolean"; readonly value: boolean; readonly at: Place }
  | { readonly kind: "null" | "missing"; readonly at: Place }
  | { readonly kind: "parameter"; readonly index: number; readonly at: Place }
  | { readonly kind: "list" | "bag"; readonly items: readonly Expression[]; readonly at: Place }
  | { readonly kind: "struct"; readonly entries: readonly (readonly [string, Expression])[]; readonly at: Place }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: Place;
    }
  | { readonly kind: "not" | "negative"; readonly operand: Expression; readonly at: Place }
  | {
      readonly kind: "between";
      readonly operand: Expression;
      readonly lower: Expression;
      readonly upper: Expression;
      readonly at: Place;
    }
  | {
      readonly kind: "in";
      readonly operand: Expression;
      readonly candidates: readonly Expression[];
      readonly at: Place;
    }
  | { readonly kind: "is"; readonly operand: Expression; readonly type: string; readonly at: Place };

/** FROM "table" or FROM "table"."index". */
export interface TablePath {
  readonly tableName: string;
  readonly indexName: string | undefined;
}

export interface SelectStatement {
  readonly kind: "select";
  /** Undefined for "*". */
  readonly projection: readonly PathExpression[] | undefined;
  readonly from: TablePath;
  readonly where: Expression | undefined;
  readonly orderBy: readonly { readonly attribute: string; readonly isDescending: boolean }[];
}

export interface InsertStatement {
  readonly kind: "insert";
  readonly tableName: string;
  readonly value: Expression;
}

/** One SET or REMOVE. */
export type Assignment =
  | { readonly kind: "set"; readonly path: PathExpression; readonly value: Expression }
  | { readonly kind: "remove"; readonly path: PathExpression };

export interface UpdateStatement {
  readonly kind: "update";
  readonly tableName: string;
  readonly assignments: readonly Assignment[];
  readonly where: Expression | undefined;
  readonly returning: Returning | undefined;
}

export interface DeleteStatement {
  readonly kind: "delete";
  readonly tableName: string;
  readonly where: Expression | undefined;
  readonly returning: Returning | undefined;
}

/** EXISTS(SELECT ...): a condition among the writes of a transaction. */
export interface ExistsStatement {
  readonly kind: "exists";
  readonly select: SelectStatement;
}

export interface Returning {
  readonly which: "ALL" | "MODIFIED";
  readonly version: "OLD" | "NEW";
}

export type WriteStatement = InsertStatement | UpdateStatement | DeleteStatement;
export type Statement = SelectStatement | WriteStatement | ExistsStatement;

/** AWS's error for a text that is no statement. Without a detail, the text could not even be read. */
export function notWellFormed(detail = ""): Error {
  return validationError(`Statement wasn't well formed, can't be processed: ${detail}`);
}

/** " at 1:12:4", as AWS ends messages about one place. */
export function atPlace({ line, column, length }: Place): string {
  return ` at ${line}:${column}:${length}`;
}
