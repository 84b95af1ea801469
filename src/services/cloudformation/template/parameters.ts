// Parameter values: defaults, previous values and constraints, with CloudFormation's messages.

import { boundedPattern, PatternBudget, PatternTooSlowError } from "../../../kernel/bounded-pattern.ts";
import type { ParameterDeclaration, Template } from "./template.ts";
import { memberOf, setMember } from "./values.ts";

/** LIMIT: ours: the time that the patterns of all parameters have together. */
const BUDGET_MS = 200;

export interface GivenParameter {
  readonly name: string;
  readonly value: string | undefined;
  readonly usePreviousValue: boolean;
}

/** All values of a template's parameters, as texts; lists are comma delimited. */
export type ParameterTexts = Readonly<Record<string, string>>;

/**
 * Chooses each parameter's text: the given one, the previous one where asked for, or the default.
 * `problems` are AWS's messages.
 */
export function chooseParameters(
  template: Template,
  given: readonly GivenParameter[],
  previous: ParameterTexts,
): { texts: ParameterTexts; problems: string[] } {
  const problems: string[] = [];
  const byName = new Map(given.map((parameter) => [parameter.name, parameter]));
  const unknown = [...byName.keys()].filter((name) => !template.parameters.has(name));
  if (unknown.length > 0) problems.push(`Parameters: [${unknown.join(", ")}] do not exist in the template`);

  for (const { name, value, usePreviousValue } of given)
    // AWS: this sentence, as observed.
    if (usePreviousValue && value !== undefined && value !== "")
      problems.push(
        `Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true and non empty value for a parameter`,
      );

  const texts: Record<string, string> = {};
  const missing: string[] = [];
  for (const declaration of template.parameters.values()) {
    const parameter = byName.get(declaration.name);
    const text =
      parameter?.usePreviousValue === true
        ? memberOf(previous, declaration.name)
        : (parameter?.value ?? declaration.default);
    if (text === undefined) missing.push(declaration.name);
    else setMember(texts, declaration.name, text);
  }
  if (missing.length > 0) problems.push(`Parameters: [${missing.join(", ")}] must have values`);
  const budget = new PatternBudget(BUDGET_MS);
  for (const [name, text] of Object.entries(texts)) {
    const declaration = template.parameters.get(name);
    const violated = declaration === undefined ? undefined : checkParameter(declaration, text, budget);
    if (violated !== undefined) problems.push(violated);
  }
  return { texts, problems };
}

/** LIMIT: AWS: "Understand CloudFormation quotas": a parameter's value; the wording is inferred. */
const MOST_VALUE_BYTES = 4_096;

/** AWS's message for a text that does not satisfy its declaration, or undefined. */
export function checkParameter(
  declaration: ParameterDeclaration,
  text: string,
  budget = new PatternBudget(BUDGET_MS),
): string | undefined {
  const { name, type, constraintDescription } = declaration;
  const demand =
    Buffer.byteLength(text) > MOST_VALUE_BYTES
      ? `must contain at most ${MOST_VALUE_BYTES} bytes`
      : findViolation(declaration, isListType(type) ? splitList(text) : [text], budget);
  if (demand === undefined) return undefined;
  return constraintDescription === undefined
    ? `Parameter '${name}' ${demand}`
    : `Parameter ${name} failed to satisfy constraint: ${constraintDescription}`;
}

function findViolation(
  declaration: ParameterDeclaration,
  values: readonly string[],
  budget: PatternBudget,
): string | undefined {
  const { type, allowedValues, allowedPattern, minLength, maxLength, minValue, maxValue } = declaration;
  const isNumber = type === "Number" || type === "List<Number>";
  const matches = allowedPattern === undefined ? undefined : compilePattern(allowedPattern, budget);
  if (matches === null) return `must match pattern ${allowedPattern}, which is not a valid regular expression`;
  for (const value of values) {
    if (allowedValues !== undefined && !allowedValues.includes(value)) return "must be one of AllowedValues";
    if (isNumber && (value.trim() === "" || Number.isNaN(Number(value)))) return "must be a number";
    const isMatch = matches?.(value) ?? true;
    if (isMatch === "too slow") return `must match pattern ${allowedPattern}, a regular expression that takes too long`;
    if (!isMatch) return `must match pattern ${allowedPattern}`;
    if (type === "String" && minLength !== undefined && value.length < minLength)
      return `must contain at least ${minLength} characters`;
    if (type === "String" && maxLength !== undefined && value.length > maxLength)
      return `must contain at most ${maxLength} characters`;
    if (isNumber && minValue !== undefined && Number(value) < minValue)
      return `must be a number not less than ${minValue}`;
    if (isNumber && maxValue !== undefined && Number(value) > maxValue)
      return `must be a number not greater than ${maxValue}`;
  }
  return undefined;
}

/**
 * A test of whole values; null for what is no pattern. AWS's expressions are Java's, which JavaScript's stricter mode
 * does not take all of: "\_" is one that only the other mode knows.
 */
function compilePattern(
  allowedPattern: string,
  budget: PatternBudget,
): ((value: string) => boolean | "too slow") | null {
  for (const flags of ["u", ""] as const) {
    try {
      const matches = boundedPattern(`^(?:${allowedPattern})$`, flags, budget);
      return (value) => {
        try {
          return matches(value);
        } catch (error) {
          if (error instanceof PatternTooSlowError) return "too slow";
          throw error;
        }
      };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return null;
}

/** What Ref of a parameter gives: a text, or a list for the list types. */
export function parameterValue(type: string, text: string): string | readonly string[] {
  return isListType(type) ? splitList(text) : text;
}

/** True for a parameter whose text names an SSM parameter that holds the value. */
export function isSsmType(type: string): boolean {
  return type.startsWith("AWS::SSM::Parameter::Value<");
}

/** True for types whose value is a list; an SSM type is a list if the type inside is. */
export function isListType(type: string): boolean {
  const inner = isSsmType(type) ? type.slice("AWS::SSM::Parameter::Value<".length, -1) : type;
  return inner === "CommaDelimitedList" || inner.startsWith("List<");
}

function splitList(text: string): string[] {
  return text === "" ? [] : text.split(",").map((item) => item.trim());
}
