// Conditions on JSON messages: { ($.level = "error") && ($.latency > 100 || $.user.id NOT EXISTS) }. Pure.
// AWS: "Using filter patterns to match terms in JSON log events" (CloudWatch Logs user guide).

import type { PatternBudget } from "../../kernel/bounded-pattern.ts";
import { invalidParameter } from "./errors.ts";
import { compileRegularExpression, type MessageTest } from "./regular-expression.ts";

type Condition = (event: unknown) => boolean;

/** A step from a value to a part of it. */
type Step = string | number;

/** Compiles what stands between the braces. */
export function compileJsonPattern(text: string, budget: PatternBudget): MessageTest {
  const condition = new JsonPatternParser(text, budget).parse();
  return (message) => {
    if (!message.includes("{")) return false;
    let event: unknown;
    try {
      event = JSON.parse(message);
    } catch {
      return false;
    }
    return typeof event === "object" && event !== null && condition(event);
  };
}

/** Recursive descent: or -> and -> parenthesis or comparison. Positions are offsets into the text. */
class JsonPatternParser {
  readonly #text: string;
  readonly #budget: PatternBudget;
  #at = 0;

  constructor(text: string, budget: PatternBudget) {
    this.#text = text;
    this.#budget = budget;
  }

  parse(): Condition {
    const condition = this.#alternatives();
    if (this.#take(/\s*$/y) === undefined) throw invalid();
    return condition;
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
    if (operator === "=" || operator === "!=") {
      const matches =
        expression === undefined
          ? textTest(phrase?.replaceAll(/\\(.)/g, "$1") ?? word ?? "")
          : regexTest(expression, this.#budget);
      const wanted = operator === "=";
      // AWS (inferred): a comparison with something that is not there does not hold, whatever the operator.
      return (event) => {
        const found = follow(event, path);
        return found !== undefined && found !== null && matches(found) === wanted;
      };
    }
    const number = Number(word);
    if (word === undefined || Number.isNaN(number)) throw invalid();
    return (event) => {
      const found = follow(event, path);
      return typeof found === "number" && compare(found, operator, number);
    };
  }

  #selector(): readonly Step[] {
    if (this.#take(/\s*\$/y) === undefined) throw invalid();
    const path: Step[] = [];
    for (;;) {
      const step = this.#take(/\.([\p{L}\p{N}_@-]+)|\[(\d+)\]|\[["']([^"']+)["']\]/uy);
      if (step === undefined) break;
      const [, name, index, quoted] = step;
      path.push(index === undefined ? (name ?? quoted ?? "") : Number(index));
    }
    if (path.length === 0) throw invalid();
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

function follow(event: unknown, path: readonly Step[]): unknown {
  let value = event;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.hasOwn(value, step) ? (value as Record<Step, unknown>)[step] : undefined;
  }
  return value;
}

function stateTest(path: readonly Step[], state: string): Condition {
  const tests: Readonly<Record<string, (value: unknown) => boolean>> = {
    "IS TRUE": (value) => value === true,
    "IS FALSE": (value) => value === false,
    "IS NULL": (value) => value === null,
    EXISTS: (value) => value !== undefined,
    "NOT EXISTS": (value) => value === undefined,
  };
  const test = tests[state];
  if (test === undefined) throw invalid();
  return (event) => test(follow(event, path));
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
