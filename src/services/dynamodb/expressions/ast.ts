// Syntax trees of the expression grammars. A tree depends on the expression's text only, so it can be cached by it;
// placeholders are resolved later, by bind.ts.

/** A step of a document path: an attribute's name, a placeholder ("#name"), or a position in a list. */
export type PathStep = string | number;

/** A document path such as a.#b[3]. The first step is never a number. */
export interface Path {
  readonly kind: "path";
  readonly steps: readonly PathStep[];
}

export interface ValueReference {
  readonly kind: "value";
  /** With its colon. */
  readonly name: string;
}

export interface FunctionCall {
  readonly kind: "function";
  readonly name: string;
  readonly operands: readonly Operand[];
}

export type Operand = Path | ValueReference | FunctionCall;

export type Comparator = "=" | "<>" | "<" | "<=" | ">" | ">=";

/** AND or OR between two conditions. */
export interface Junction<Kind> {
  readonly kind: Kind;
  readonly left: Condition;
  readonly right: Condition;
}

export type Condition =
  | Junction<"and">
  | Junction<"or">
  | { readonly kind: "not"; readonly condition: Condition }
  | { readonly kind: "compare"; readonly comparator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: "between"; readonly operand: Operand; readonly lower: Operand; readonly upper: Operand }
  | { readonly kind: "in"; readonly operand: Operand; readonly candidates: readonly Operand[] }
  | FunctionCall;

/** The right side of SET: one operand, or two with an operator between them. */
export type SetValue = Operand | Arithmetic;

export interface Arithmetic {
  readonly kind: "arithmetic";
  readonly operator: "+" | "-";
  readonly left: Operand;
  readonly right: Operand;
}

export type UpdateAction =
  | { readonly kind: "set"; readonly path: Path; readonly value: SetValue }
  | { readonly kind: "remove"; readonly path: Path }
  | { readonly kind: "add" | "delete"; readonly path: Path; readonly value: ValueReference };

/** An expression that is wrong. The message is AWS's, without "Invalid ...Expression: " before it. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}
