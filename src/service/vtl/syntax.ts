// What a template is after it was parsed. Velocity's language, nothing of the values that templates are rendered with.

/** A parsed template: its nodes in order, and the macros that it defines. */
export interface Template {
  readonly nodes: readonly Node[];
  readonly macros: ReadonlyMap<string, Macro>;
}

export interface Macro {
  readonly parameters: readonly string[];
  readonly body: readonly Node[];
}

export type Node =
  | { readonly kind: "text"; readonly text: string }
  /** `escapes` is the number of backslashes before it. */
  | { readonly kind: "reference"; readonly reference: Reference; readonly escapes: number }
  | { readonly kind: "set"; readonly target: Reference; readonly value: Expression }
  | { readonly kind: "if"; readonly branches: readonly Branch[] }
  | { readonly kind: "foreach"; readonly name: string; readonly items: Expression; readonly body: readonly Node[] }
  | { readonly kind: "break" }
  | { readonly kind: "stop" }
  | { readonly kind: "define"; readonly name: string; readonly body: readonly Node[] }
  /** A macro's call; its text, where there is no such macro. */
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Expression[]; readonly text: string };

/** One arm of #if, #elseif or, without a condition, #else. */
export interface Branch {
  readonly condition: Expression | undefined;
  readonly body: readonly Node[];
}

/** $root.property.method(...)[index], as it stands in the text. */
export interface Reference {
  readonly root: string;
  readonly steps: readonly Step[];
  /** $!root: renders as nothing where it has no value. */
  readonly isQuiet: boolean;
  readonly text: string;
}

export type Step =
  | { readonly kind: "property"; readonly name: string }
  | { readonly kind: "method"; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: "index"; readonly index: Expression };

export type Operator = "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%";

export type Expression =
  | { readonly kind: "constant"; readonly value: string | bigint | number | boolean | null }
  /** A string in double quotes: a template of its own. */
  | { readonly kind: "text"; readonly nodes: readonly Node[] }
  | { readonly kind: "reference"; readonly reference: Reference }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [key: Expression, value: Expression])[] }
  | { readonly kind: "range"; readonly from: Expression; readonly to: Expression }
  | { readonly kind: "not"; readonly of: Expression }
  | { readonly kind: "binary"; readonly operator: Operator; readonly left: Expression; readonly right: Expression };

/** The text is no template. */
export class VtlSyntaxError extends Error {
  override readonly name = "VtlSyntaxError";
}

/** A template that is well formed fails on these values, or does more than a template may. */
export class VtlError extends Error {
  override readonly name = "VtlError";
}
