// Conditions as propositions: what is said of a request by an operator, a key and values, true or false; and which of them follow from others. What is
// not known to follow is taken to be independent, so that a comparison considers more requests than there are, and never fewer. Pure.

import { compilePattern } from "../patterns.ts";
import type { ConditionElement } from "../policy.ts";
import { isWithin } from "./signatures.ts";

/** One key of a condition block, as a proposition without a leading "not" where that can be had. */
export interface Proposition {
  /** Two propositions of one id are the same. */
  readonly id: string;
  readonly quantifier: string;
  readonly operator: string;
  readonly isIfExists: boolean;
  readonly key: string;
  readonly values: readonly string[];
}

/** A proposition, or that it does not hold. */
export interface Literal {
  readonly proposition: Proposition;
  readonly isNegative: boolean;
}

/** All that a Condition element asks for: every literal must hold. */
export function literalsOf(condition: ConditionElement | undefined, hasVariables: boolean): readonly Literal[] {
  return Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => literalOf(operator, key, values, hasVariables)),
  );
}

function literalOf(text: string, key: string, values: readonly string[], hasVariables: boolean): Literal {
  const [, quantifier = "", whole = "", ifExists] = /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(text) ?? [];
  const isIfExists = ifExists !== undefined;
  // "Not" is a negation of the whole only where neither a quantifier nor "IfExists" stands between (see iam/conditions.ts).
  const isNegative = quantifier === "" && !isIfExists && /Not/.test(whole);
  const operator = isNegative ? whole.replace("Not", "") : whole;
  const sorted = [...new Set(values)].sort();
  const isPlain = !hasVariables && sorted.some((value) => value.includes("${"));
  return {
    isNegative,
    proposition: {
      id: JSON.stringify([quantifier, operator, isIfExists, key.toLowerCase(), sorted, isPlain]),
      quantifier,
      operator,
      isIfExists,
      key: key.toLowerCase(),
      values: sorted,
    },
  };
}

/** A proposition that holds or not by the value of a variable in a pattern. */
export function variableProposition(pattern: string): Proposition {
  const id = JSON.stringify(["variable", pattern]);
  return { id, quantifier: "", operator: "variable", isIfExists: false, key: "", values: [pattern] };
}

/** True if whatever meets `one` meets `other`; false where that is not known. */
export function implies(one: Proposition, other: Proposition): boolean {
  if (one.id === other.id) return true;
  if (one.operator === "variable" || other.operator === "variable") return false;
  if (one.key !== other.key || one.quantifier !== other.quantifier) return false;
  // What holds of a value that is there holds with "IfExists" as well, and not the other way round.
  if (one.isIfExists && !other.isIfExists) return false;
  const hasVariables = [...one.values, ...other.values].some((value) => value.includes("${"));
  if (one.operator === other.operator) {
    if (one.operator === "Null") return false;
    const isCovered = (value: string, by: readonly string[]): boolean =>
      by.includes(value) ||
      (!hasVariables && /^String(?:Not)?Like$/.test(one.operator) && by.some((pattern) => isWithin(value, pattern)));
    return one.operator.includes("Not")
      ? other.values.every((value) => isCovered(value, one.values))
      : one.values.every((value) => isCovered(value, other.values));
  }
  if (hasVariables || one.operator !== "StringEquals") return false;
  if (other.operator === "StringLike") {
    const patterns = other.values.map((value) => compilePattern(value, { hasVariables: false }));
    return one.values.every((value) => patterns.some((pattern) => pattern.matches(value, () => undefined)));
  }
  if (other.operator !== "StringEqualsIgnoreCase") return false;
  const folded = new Set(other.values.map((value) => value.toLowerCase()));
  return one.values.every((value) => folded.has(value.toLowerCase()));
}
