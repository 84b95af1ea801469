// Conditions on JSON messages: { ($.level = "error") && ($.latency > 100 || $.user.id NOT EXISTS) }. Pure.
// AWS: "Using filter patterns to match terms in JSON log events" (CloudWatch Logs user guide).

import { PatternBudget } from "../../kernel/bounded-pattern.ts";
import { invalidParameter } from "./errors.ts";
import { compileRegularExpression, type MessageTest } from "./regular-expression.ts";

type Condition = (event: unknown) => boolean;

/** Stands for every element of an array, and every member of an object. */
const EVERY = Symbol("*");

/** A step from a value to a part of it. */
type Step = string | number | typeof EVERY;

/** LIMIT: AWS: "Writing filter patterns": wildcards of one selector. */
const MOST_WILDCARDS = 3;

/** A pattern, and the selectors that it looks at. */
export interface JsonPattern {
  readonly matches: MessageTest;
  readonly selectors: readonly string[];
}

/** Compiles what stands between the braces. */
export function compileJsonPattern(text: string, budget: PatternBudget): JsonPattern {
  const parser = new JsonPatternParser(text, budget);
  const condition = parser.parse();
  return {
    matches(message) {
      const event = parseEvent(message);
      return event !== undefined && condition(event);
    },
    selectors: parser.selectors,
  };
}

/** A message's object; undefined for a message that is none. */
export function parseEvent(message: string): object | undefined {
  if (!message.includes("{")) return undefined;
  try {
    const event: unknown = JSON.parse(message);
    return typeof event === "object" && event !== null ? event : undefined;
  } catch {
    return undefined;
  }
}

/** What a selector such as $.user.id finds in an event: the first where it has wildcards. Throws for what is no selector. */
export function compileSelector(text: string): (event: object) => unknown {
  const path = new JsonPatternParser(text, undefined).parseSelector();
  return (event) => [...follow(event, path)][0];
}

/** Recursive descent: or -> and -> parenthesis or comparison. Positions are offsets into the text. */
class JsonPatternParser {
  readonly selectors: string[] = [];
  readonly #text: string;
  readonly #budget: PatternBudget | undefined;
  #at = 0;

  constructor(text: string, budget: PatternBudget | undefined) {
    this.#text = text;
    this.#budget = budget;
  }

  parse(): Condition {
    const condition = this.#alternatives();
    if (this.#take(/\s*$/y) === undefined) throw invalid();
    return condition;
  }

  parseSelector(): readonly Step[] {
    const path = this.#selector();
    if (this.#take(/\s*$/y) === undefined) throw invalid();
    return path;
  }

  #alternatives(): Condition {
    const parts = [this.#conjunction()];
    while (this.#take(/\s*\|\|/y) !== undefined) parts.push(this.#conjunction());
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : (event) => parts.some((part) => part(event));
  }

  #conjunction(): Condition {
    const parts = [this.#term()];
    while (this.#take(/\s*&&/y) !== undefined) parts.push(this.#term());
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : (event) => parts.every((part) => part(event));
  }

  #term(): Condition {
    if (this.#take(/\s*\(/y) === undefined) return this.#comparison();
    const condition = this.#alternatives();
    if (this.#take(/\s*\)/y) === undefined) throw invalid();
    return condition;
  }

  #comparison(): Condition {
    const path = this.#selector();
    const state = this.#take(/\s*(IS\s+(?:TRUE|FALSE|NULL)|NOT\s+EXISTS|EXISTS)\b/iy)?.[1];
    if (state !== undefined) return stateTest(path, state.toUpperCase().replaceAll(/\s+/g, " "));
    const operator = this.#take(/\s*(!=|>=|<=|=|>|<)/y)?.[1];
    const value = this.#take(/\s*(?:"((?:[^"\\]|\\.)*)"|%([^%]*)%|([^\s()"&|]+))/y);
    if (operator === undefined || value === undefined) throw invalid();
    const [, phrase, expression, word] = value;
    const holds = compileComparison({ operator, phrase, expression, word }, this.#budget);
    return (event) => [...follow(event, path)].some(holds);
  }

  #selector(): readonly Step[] {
    if (this.#take(/\s*\$/y) === undefined) throw invalid();
    const from = this.#at;
    const path: Step[] = [];
    for (;;) {
      const step = this.#take(/\.([\p{L}\p{N}_@-]+)|\[(\d+)\]|\[["']([^"']+)["']\]|(\.\*|\[\*\])/uy);
      if (step === undefined) break;
      const [, name, index, quoted, every] = step;
      path.push(every === undefined ? (index === undefined ? (name ?? quoted ?? "") : Number(index)) : EVERY);
    }
    if (path.length === 0 || path.filter((step) => step === EVERY).length > MOST_WILDCARDS) throw invalid();
    this.selectors.push(`$${this.#text.slice(from, this.#at)}`);
    return path;
  }

  /** Takes what the sticky expression matches here, or nothing. */
  #take(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#at;
    const match = expression.exec(this.#text);
    if (match === null) return undefined;
    this.#at = expression.lastIndex;
    return match;
  }
}

function invalid(): Error {
  return invalidParameter("Invalid filter pattern");
}

/** A comparison as it is written: with a phrase in quotes, a %regular expression% or a word. */
export interface Comparison {
  readonly operator: string;
  readonly phrase?: string | undefined;
  readonly expression?: string | undefined;
  readonly word?: string | undefined;
}

/** A test of one value; what is not there, and null, fits no comparison. */
export function compileComparison(
  { operator, phrase, expression, word }: Comparison,
  budget: PatternBudget | undefined,
): (value: unknown) => boolean {
  if (operator === "=" || operator === "!=") {
    const matches =
      expression === undefined
        ? textTest(phrase?.replaceAll(/\\(.)/g, "$1") ?? word ?? "")
        : regexTest(expression, budget ?? new PatternBudget(0));
    const wanted = operator === "=";
    // AWS (inferred): a comparison with something that is not there does not hold, whatever the operator.
    return (found) => found !== undefined && found !== null && matches(found) === wanted;
  }
  const number = Number(word);
  if (word === undefined || Number.isNaN(number)) throw invalid();
  return (found) => typeof found === "number" && compare(found, operator, number);
}

/** All that a path leads to: one value or none, or, with wildcards, any number. */
function* follow(value: unknown, path: readonly Step[], from = 0): Generator<unknown> {
  const step = path[from];
  if (step === undefined) {
    yield value;
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (step === EVERY) for (const part of Object.values(value)) yield* follow(part, path, from + 1);
  else if (Object.hasOwn(value, step)) yield* follow((value as Record<string | number, unknown>)[step], path, from + 1);
}

function stateTest(path: readonly Step[], state: string): Condition {
  const tests: Readonly<Record<string, (value: unknown) => boolean>> = {
    "IS TRUE": (value) => value === true,
    "IS FALSE": (value) => value === false,
    "IS NULL": (value) => value === null,
    EXISTS: () => true,
  };
  if (state === "NOT EXISTS") return (event) => follow(event, path).next().done === true;
  const test = tests[state];
  if (test === undefined) throw invalid();
  return (event) => [...follow(event, path)].some(test);
}

/** Texts match with "*" as a wildcard; numbers and booleans by their JSON form. */
function textTest(wanted: string): (value: unknown) => boolean {
  const number = wanted.trim() === "" ? NaN : Number(wanted);
  const matches = wildcardTest(wanted);
  return (value) => {
    if (typeof value === "number" && !Number.isNaN(number)) return value === number;
    return (
      (typeof value === "string" || typeof value === "number" || typeof value === "boolean") && matches(String(value))
    );
  };
}

/** "*" stands for any run of characters. Each part is looked for once, from the left: many of them cannot make it slow. */
function wildcardTest(wanted: string): (text: string) => boolean {
  const [first = "", ...rest] = wanted.split("*");
  const last = rest.pop();
  if (last === undefined) return (text) => text === wanted;
  return (text) => {
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}

function regexTest(expression: string, budget: PatternBudget): (value: unknown) => boolean {
  const matches = compileRegularExpression(expression, budget);
  return (value) => (typeof value === "string" || typeof value === "number") && matches(String(value));
}

function compare(found: number, operator: string, number: number): boolean {
  if (operator === ">") return found > number;
  if (operator === ">=") return found >= number;
  if (operator === "<") return found < number;
  return found <= number;
}
