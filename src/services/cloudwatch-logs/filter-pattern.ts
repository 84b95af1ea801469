// Filter patterns: terms, phrases, exclusions, alternatives, regular expressions and JSON conditions, compiled to a test
// of messages. Pure. AWS: "Filter pattern syntax" (CloudWatch Logs user guide).

import { PatternBudget, PatternTooSlowError } from "../../kernel/bounded-pattern.ts";
import { invalidParameter, notImplemented } from "./errors.ts";
import { compileJsonPattern } from "./json-pattern.ts";
import { compileRegularExpression, type MessageTest } from "./regular-expression.ts";

/** LIMIT: ours: the time that all regular expressions of a compiled pattern have, for all messages together. */
const BUDGET_MS = 500;

/**
 * Compiles a pattern for one batch of messages; throws InvalidParameterException for one that is not valid. The test
 * throws a PatternTooSlowError once its regular expressions have used up their time.
 */
export function compileFilterPattern(pattern: string | undefined): MessageTest {
  const text = pattern?.trim() ?? "";
  if (text === "") return () => true;
  const budget = new PatternBudget(BUDGET_MS);
  if (text.startsWith("{")) {
    if (!text.endsWith("}")) throw invalidParameter("If a filter pattern starts with '{' it must end with '}'");
    return compileJsonPattern(text.slice(1, -1), budget);
  }
  if (text.startsWith("[")) throw notImplemented("space-delimited filter patterns");
  return compileTerms(splitTerms(text, budget));
}

/**
 * The same for events as they are written: nobody is there to be told that a pattern is too slow, and writing has to go
 * on, so that what is left of the batch when its time is used up does not match.
 */
export function compileWriteFilter(pattern: string | undefined): MessageTest {
  const matches = compileFilterPattern(pattern);
  return (message) => {
    try {
      return matches(message);
    } catch (error) {
      if (error instanceof PatternTooSlowError) return false;
      throw error;
    }
  };
}

interface Term {
  readonly kind: "include" | "exclude" | "any";
  readonly matches: MessageTest;
}

function compileTerms(terms: readonly Term[]): MessageTest {
  // AWS: "?" stands alone; beside other terms it is ignored, and its term is a term like others.
  if (terms.every((term) => term.kind === "any")) return (message) => terms.some((term) => term.matches(message));
  return (message) => terms.every((term) => term.matches(message) === (term.kind !== "exclude"));
}

/** Cuts a pattern into terms: words, "quoted phrases" and %regular expressions%, each with its sign in front. */
function splitTerms(text: string, budget: PatternBudget): readonly Term[] {
  const terms: Term[] = [];
  const lexeme = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]*)%|([^\s"]+))/y;
  while (lexeme.lastIndex < text.length) {
    const at = lexeme.lastIndex;
    const match = lexeme.exec(text);
    if (match === null) throw invalidParameter(`Invalid character(s) in term '${text.slice(at).trim()}'`);
    const [, sign, phrase, expression, word] = match;
    const kind = sign === "?" ? "any" : sign === "-" ? "exclude" : "include";
    terms.push({ kind, matches: termTest(phrase, expression, word, budget) });
  }
  return terms;
}

function termTest(
  phrase: string | undefined,
  expression: string | undefined,
  word: string | undefined,
  budget: PatternBudget,
): MessageTest {
  if (phrase !== undefined) {
    const text = phrase.replaceAll(/\\(.)/g, "$1");
    return (message) => message.includes(text);
  }
  if (expression !== undefined) return compileRegularExpression(expression, budget);
  // AWS: terms with characters other than letters, digits and underscores must be in quotation marks.
  if (word === undefined || !/^[\p{L}\p{N}_]+$/u.test(word))
    throw invalidParameter(`Invalid character(s) in term '${word ?? ""}'`);
  // AWS: a word is a whole word; parts of words are found with %regular expressions%.
  const whole = new RegExp(`(?<![\\p{L}\\p{N}_])${word}(?![\\p{L}\\p{N}_])`, "u");
  return (message) => whole.test(message);
}
