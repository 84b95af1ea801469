// Filter patterns: terms, phrases, exclusions, alternatives, regular expressions and JSON conditions, compiled to a test
// of messages. Pure. AWS: "Filter pattern syntax" (CloudWatch Logs user guide).

import { PatternBudget, PatternTooSlowError } from "../../kernel/bounded-pattern.ts";
import { invalidParameter } from "./errors.ts";
import { compileJsonPattern, compileSelector, type JsonPattern, parseEvent } from "./json-pattern.ts";
import { compileRegularExpression, type MessageTest } from "./regular-expression.ts";
import { compileSpacePattern, type FieldReader } from "./space-pattern.ts";

/** LIMIT: ours: the time that all regular expressions of a compiled pattern have, for all messages together. */
const BUDGET_MS = 500;

/** A pattern, and what it finds in messages. */
export interface FilterPattern {
  readonly matches: MessageTest;
  /** "json" and "fields" have values that metrics can be made of. */
  readonly kind: "terms" | "json" | "fields";
  /**
   * Reads a message that matches: the reader gives what a selector ($.user.id) or a field ($bytes) says, undefined for what is not there.
   */
  read(message: string): (selector: string) => unknown;
  /** The selectors and fields of the pattern itself, with their values in a message that matches. */
  extract(message: string): Readonly<Record<string, string>>;
}

/**
 * Compiles a pattern for one batch of messages; throws InvalidParameterException for one that is not valid. Its test
 * throws a PatternTooSlowError once its regular expressions have used up their time.
 */
export function parseFilterPattern(pattern: string | undefined): FilterPattern {
  const text = pattern?.trim() ?? "";
  if (text === "") return ofTerms(() => true);
  const budget = new PatternBudget(BUDGET_MS);
  if (text.startsWith("{")) {
    if (!text.endsWith("}")) throw invalidParameter("If a filter pattern starts with '{' it must end with '}'");
    return ofJson(compileJsonPattern(text.slice(1, -1), budget));
  }
  if (text.startsWith("[")) {
    if (!text.endsWith("]")) throw invalidParameter("If a filter pattern starts with '[' it must end with ']'");
    return ofFields(compileSpacePattern(text.slice(1, -1), budget));
  }
  return ofTerms(compileTerms(splitTerms(text, budget)));
}

/** The test alone. */
export function compileFilterPattern(pattern: string | undefined): MessageTest {
  return parseFilterPattern(pattern).matches;
}

function ofTerms(matches: MessageTest): FilterPattern {
  return { matches, kind: "terms", read: () => () => undefined, extract: () => ({}) };
}

function ofJson({ matches, selectors }: JsonPattern): FilterPattern {
  const read = (message: string) => {
    const event = parseEvent(message) ?? {};
    return (selector: string): unknown => compileSelector(selector)(event);
  };
  return {
    matches,
    kind: "json",
    read,
    extract(message) {
      const valueOf = read(message);
      const found = selectors.map((selector) => [selector, valueOf(selector)] as const);
      return Object.fromEntries(found.flatMap(([name, value]) => (value === undefined ? [] : [[name, textOf(value)]])));
    },
  };
}

function ofFields(fieldsOf: FieldReader): FilterPattern {
  return {
    matches: (message) => fieldsOf(message) !== undefined,
    kind: "fields",
    read(message) {
      const fields = fieldsOf(message);
      return (selector) => fields?.get(selector);
    },
    extract: (message) => Object.fromEntries(fieldsOf(message) ?? []),
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * The same for events as they are written: nobody is there to be told that a pattern is too slow, and writing has to go
 * on, so that what is left of the batch when its time is used up does not match.
 */
export function compileWriteFilter(pattern: string | undefined): MessageTest {
  return patiently(compileFilterPattern(pattern));
}

/** A test that is false where it would be too slow. */
export function patiently(matches: MessageTest): MessageTest {
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
