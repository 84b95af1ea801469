// %Regular expressions% in filter patterns. Pure.

import { boundedPattern, type PatternBudget } from "../../kernel/bounded-pattern.ts";
import { invalidParameter } from "./errors.ts";

/** Tells whether a message matches. */
export type MessageTest = (message: string) => boolean;

/**
 * AWS: a small language without groups ("Supported regular expressions syntax"), which JavaScript's includes. The test
 * throws a PatternTooSlowError once the budget is used up.
 */
export function compileRegularExpression(expression: string, budget: PatternBudget): MessageTest {
  if (expression === "" || !/^[\w\s:#=@/;,\-^$?[\]{}|\\*+.]+$/.test(expression))
    throw invalidParameter("Invalid filter pattern: Invalid character(s) in term '%" + expression + "%'");
  try {
    return boundedPattern(expression, "", budget);
  } catch {
    throw invalidParameter("Invalid filter pattern");
  }
}
