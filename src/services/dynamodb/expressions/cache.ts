// Parsed expressions by their text: programs send the same few texts over and over. Errors are remembered as well.

import { ExpressionError, type Condition, type Path, type UpdateAction } from "./ast.ts";
import { parseCondition } from "./condition-grammar.ts";
import { parseProjection } from "./projection-grammar.ts";
import { parseUpdate } from "./update-grammar.ts";

/** LIMIT: texts of each grammar that are kept; the oldest go first. */
const MOST_TEXTS = 2000;

function remember<T>(parse: (text: string) => T): (text: string) => T {
  const known = new Map<string, T | ExpressionError>();
  return (text) => {
    let result = known.get(text);
    if (result === undefined) {
      result = attempt(parse, text);
      if (known.size >= MOST_TEXTS) known.delete(known.keys().next().value ?? "");
      known.set(text, result);
    }
    // A new error each time: one thrown twice would show the first one's stack.
    if (result instanceof ExpressionError) throw new ExpressionError(result.message);
    return result;
  };
}

function attempt<T>(parse: (text: string) => T, text: string): T | ExpressionError {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}

/** parseCondition, remembered. */
export const conditionOf: (text: string) => Condition = remember(parseCondition);
/** parseUpdate, remembered. */
export const updateOf: (text: string) => readonly UpdateAction[] = remember(parseUpdate);
/** parseProjection, remembered. */
export const projectionOf: (text: string) => readonly Path[] = remember(parseProjection);
