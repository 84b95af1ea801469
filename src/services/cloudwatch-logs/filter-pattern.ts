// Filter patterns: terms, phrases, exclusions, alternatives, regular expressions and JSON conditions, compiled to a test
// of messages. Pure. AWS: "Filter pattern syntax" (CloudWatch Logs user guide).

import { invalidParameter, notImplemented } from "./errors.ts";
import { compileJsonPattern } from "./json-pattern.ts";
import { compileRegularExpression, type MessageTest } from "./regular-expression.ts";

/** Compiles a pattern; throws InvalidParameterException for one that is not valid. */
export function compileFilterPattern(pattern: string | undefined): MessageTest {
  const text = pattern?.trim() ?? "";
  if (text === "") return () => true;
  if (text.startsWith("{")) {
    if (!text.endsWith("}")) throw invalidParameter("If a filter pattern starts with '{' it must end with '}'");
    return compileJsonPattern(text.slice(1, -1));
  }
  if (text.startsWith("[")) throw notImplemented("space-delimited filter patterns");
  return compileTerms(splitTerms(text));
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
function splitTerms(text: string): readonly Term[] {
  const terms: Term[] = [];
  const lexeme = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]*)%|([^\s"]+))/y;
  while (lexeme.lastIndex < text.length) {
    const at = lexeme.lastIndex;
    const match = lexeme.exec(text);
    if (match === null) throw invalidParameter(`Invalid character(s) in term '${text.slice(at).trim()}'`);
    const [, sign, phrase, expression, word] = match;
    const kind = sign === "?" ? "any" : sign === "-" ? "exclude" : "include";
    terms.push({ kind, matches: termTest(phrase, expression, word) });
  }
  return terms;
}

function termTest(phrase: string | undefined, expression: string | undefined, word: string | undefined): MessageTest {
  if (phrase !== undefined) {
    const text = phrase.replaceAll(/\\(.)/g, "$1");
    return (message) => message.includes(text);
  }
  if (expression !== undefined) {
    const compiled = compileRegularExpression(expression);
    return (message) => compiled.test(message);
  }
  // AWS: terms with characters other than letters, digits and underscores must be in quotation marks.
  if (word === undefined || !/^[\p{L}\p{N}_]+$/u.test(word))
    throw invalidParameter(`Invalid character(s) in term '${word ?? ""}'`);
  // AWS: a word is a whole word; parts of words are found with %regular expressions%.
  const whole = new RegExp(`(?<![\\p{L}\\p{N}_])${word}(?![\\p{L}\\p{N}_])`, "u");
  return (message) => whole.test(message);
}
