// The rules of composite alarms. Pure.
// AWS: PutCompositeAlarm, AlarmRule: ALARM(name or ARN), OK(...), INSUFFICIENT_DATA(...), TRUE, FALSE, AND, OR, NOT, brackets, and
// AT_LEAST(count or percentage, state, (alarms)).

import { invalid } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import type { AlarmState } from "../records.ts";

export type Rule =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "state"; readonly state: AlarmState; readonly alarm: string }
  | { readonly kind: "not"; readonly of: Rule }
  | { readonly kind: "and" | "or"; readonly parts: readonly Rule[] }
  | {
      readonly kind: "at-least";
      readonly count: number;
      readonly isPercent: boolean;
      readonly state: AlarmState;
      /** True for NOT before the state. */
      readonly isNegated: boolean;
      readonly alarms: readonly string[];
    };

const TOKEN = /\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<sign>[(),])|(?<word>[^\s"(),]+))/y;
const STATES: ReadonlySet<string> = new Set(["ALARM", "OK", "INSUFFICIENT_DATA"]);

interface Token {
  readonly text: string;
  readonly kind: "quoted" | "sign" | "word";
}

/** Parses a rule; throws ValidationException. */
export function parseRule(source: string): Rule {
  const tokens = readTokens(source);
  let at = 0;

  const peek = (offset = 0): Token | undefined => tokens[at + offset];
  const fail = (): never => {
    throw invalid(
      `Invalid AlarmRule expression: unexpected ${peek() === undefined ? "end" : `'${peek()?.text ?? ""}'`} in '${source}'.`,
    );
  };
  const isWord = (word: string): boolean => peek()?.kind === "word" && peek()?.text === word;
  const take = (sign: string): void => {
    if (peek()?.kind !== "sign" || peek()?.text !== sign) fail();
    at += 1;
  };

  function chain(kind: "and" | "or", word: string, part: () => Rule): Rule {
    const parts = [part()];
    while (isWord(word)) {
      at += 1;
      parts.push(part());
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind, parts };
  }

  const either = (): Rule => chain("or", "OR", both);
  const both = (): Rule => chain("and", "AND", unary);

  function unary(): Rule {
    if (!isWord("NOT")) return primary();
    at += 1;
    return { kind: "not", of: unary() };
  }

  function primary(): Rule {
    if (peek()?.kind === "sign") {
      take("(");
      const inner = either();
      take(")");
      return inner;
    }
    if (isWord("TRUE") || isWord("FALSE")) {
      const value = isWord("TRUE");
      at += 1;
      return { kind: "constant", value };
    }
    if (isWord("AT_LEAST")) return atLeast();
    const state = takeState();
    take("(");
    const alarm = takeName();
    take(")");
    return { kind: "state", state, alarm };
  }

  function atLeast(): Rule {
    at += 1;
    take("(");
    const [, number, percent] = /^(\d+)(%?)$/.exec(peek()?.text ?? "") ?? [];
    if (number === undefined) return fail();
    at += 1;
    take(",");
    const isNegated = isWord("NOT");
    if (isNegated) at += 1;
    const state = takeState();
    take(",");
    take("(");
    const alarms = [takeName()];
    while (peek()?.text === ",") {
      take(",");
      alarms.push(takeName());
    }
    take(")");
    take(")");
    return { kind: "at-least", count: Number(number), isPercent: percent === "%", state, isNegated, alarms };
  }

  function takeState(): AlarmState {
    const token = peek();
    if (token?.kind !== "word" || !STATES.has(token.text)) return fail();
    at += 1;
    return token.text as AlarmState;
  }

  function takeName(): string {
    // Names without quotation marks may have spaces.
    const words: string[] = [];
    for (let token = peek(); token !== undefined && token.kind !== "sign"; token = peek()) {
      words.push(token.text);
      at += 1;
    }
    return words.length === 0 ? fail() : words.join(" ");
  }

  if (tokens.length > LIMITS.ruleElements * 8) throw invalid("The AlarmRule expression has too many elements.");
  const whole = either();
  if (at < tokens.length) fail();
  if (alarmsIn(whole).length > LIMITS.ruleAlarms)
    throw invalid(`The AlarmRule expression must not contain more than ${LIMITS.ruleAlarms} alarms.`);
  return whole;
}

function readTokens(source: string): readonly Token[] {
  const tokens: Token[] = [];
  const text = source.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (found === null) throw invalid(`Invalid AlarmRule expression: a quotation mark is not closed in '${source}'.`);
    const { quoted, sign, word = "" } = found.groups ?? {};
    if (quoted !== undefined) tokens.push({ kind: "quoted", text: quoted.replaceAll(/\\(.)/g, "$1") });
    else tokens.push(sign === undefined ? { kind: "word", text: word } : { kind: "sign", text: sign });
  }
  return tokens;
}

/** The alarms that a rule names, each once, as it names them. */
export function alarmsIn(rule: Rule): readonly string[] {
  switch (rule.kind) {
    case "constant":
      return [];
    case "state":
      return [rule.alarm];
    case "not":
      return alarmsIn(rule.of);
    case "at-least":
      return [...new Set(rule.alarms)];
    default:
      return [...new Set(rule.parts.flatMap(alarmsIn))];
  }
}

/** True if the rule holds; `stateOf` gives the state of an alarm as the rule names it. */
export function holds(rule: Rule, stateOf: (alarm: string) => AlarmState | undefined): boolean {
  switch (rule.kind) {
    case "constant":
      return rule.value;
    case "state":
      return stateOf(rule.alarm) === rule.state;
    case "not":
      return !holds(rule.of, stateOf);
    case "and":
      return rule.parts.every((part) => holds(part, stateOf));
    case "or":
      return rule.parts.some((part) => holds(part, stateOf));
    default: {
      const { alarms, state, isNegated, count, isPercent } = rule;
      const matching = alarms.filter((alarm) => (stateOf(alarm) === state) !== isNegated).length;
      return isPercent ? matching * 100 >= count * alarms.length : matching >= count;
    }
  }
}
