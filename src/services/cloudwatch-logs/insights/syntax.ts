// A query as it is understood: its commands and their expressions.

/** A length of time, as bin(5m) has it. */
export interface Period {
  readonly count: number;
  readonly unit: "d" | "h" | "m" | "mo" | "ms" | "q" | "s" | "w" | "y";
}

export type BinaryOperator = "!=" | "%" | "*" | "+" | "-" | "/" | "<" | "<=" | "=" | ">" | ">=" | "^" | "and" | "or";

export type Expression =
  | { readonly kind: "literal"; readonly value: boolean | number | string | null }
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "period"; readonly period: Period }
  | { readonly kind: "call"; readonly name: string; readonly inputs: readonly Expression[] }
  | { readonly kind: "item"; readonly list: Expression; readonly index: number }
  | { readonly kind: "negative" | "not"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "like"; readonly operand: Expression; readonly pattern: Pattern }
  | { readonly kind: "in"; readonly operand: Expression; readonly values: readonly Expression[] };

/** What `like` compares with: a part of the text, or a regular expression. */
export type Pattern = { readonly text: string } | { readonly regex: RegExp };

/** An expression and the name of its column: its alias, or as it is written. */
export interface Column {
  readonly name: string;
  readonly expression: Expression;
}

export type Command =
  | { readonly kind: "fields" | "display"; readonly columns: readonly Column[] }
  | { readonly kind: "filter"; readonly condition: Expression }
  | { readonly kind: "stats"; readonly columns: readonly Column[]; readonly by: readonly Column[] }
  | {
      readonly kind: "sort";
      readonly keys: readonly { readonly expression: Expression; readonly isDescending: boolean }[];
    }
  | { readonly kind: "limit"; readonly count: number }
  | { readonly kind: "dedup"; readonly keys: readonly Expression[] }
  | {
      readonly kind: "parse";
      readonly source: Expression;
      readonly regex: RegExp;
      /** Names of the groups in their order; those that the expression names itself where there are none. */
      readonly names: readonly string[];
    };
