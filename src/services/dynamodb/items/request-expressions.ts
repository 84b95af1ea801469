// The expression parameters of one request: which of them go together, what their placeholders stand for, and the
// parsed, checked result.
// AWS: order and wording after dynalite's test-suite.

import { validationError } from "../errors.ts";
import { ExpressionError } from "../expressions/ast.ts";
import { conditionOf, projectionOf, updateOf } from "../expressions/cache.ts";
import { bindCondition, type BoundCondition } from "../expressions/condition.ts";
import { keyConditions, type KeyCondition } from "../expressions/key-condition.ts";
import { checkOverlap } from "../expressions/paths.ts";
import { Placeholders, type BoundPath } from "../expressions/placeholders.ts";
import { bindUpdate, type BoundAction } from "../expressions/update.ts";
import type { AttributeValue } from "../values/attribute-value.ts";
import { valueProblem } from "../values/validate.ts";
import { expectedCondition, type LegacyParameters } from "./legacy.ts";

/** The parameters as a request has them; operations have some of them each. */
export interface ExpressionParameters {
  readonly ConditionExpression?: string | undefined;
  readonly UpdateExpression?: string | undefined;
  readonly KeyConditionExpression?: string | undefined;
  readonly FilterExpression?: string | undefined;
  readonly ProjectionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue> | undefined;
}

export interface Expressions {
  readonly condition?: BoundCondition;
  readonly update?: readonly BoundAction[];
  /** True if the update came as AttributeUpdates, whose errors are worded differently. */
  readonly isLegacyUpdate?: boolean;
  readonly keyConditions?: ReadonlyMap<string, KeyCondition>;
  readonly filter?: BoundCondition;
  readonly projection?: readonly BoundPath[];
}

type ExpressionName =
  | "ConditionExpression"
  | "UpdateExpression"
  | "KeyConditionExpression"
  | "FilterExpression"
  | "ProjectionExpression";

const NONE: Expressions = {};
const NAME_PLACEHOLDER = /^#[0-9a-zA-Z_]+$/;
const VALUE_PLACEHOLDER = /^:[0-9a-zA-Z_]+$/;

/**
 * Refuses legacy parameters together with expressions.
 * `expressions` are those that the operation has, in the order in which AWS lists them.
 */
export function refuseMixture(
  input: ExpressionParameters & LegacyParameters,
  expressions: readonly ExpressionName[],
  legacy: readonly (keyof LegacyParameters)[],
): void {
  const given = legacy.filter((name) => input[name] !== undefined);
  if (given.length === 0) return;
  const modern = expressions.filter((name) => input[name] !== undefined);
  if (modern.length > 0)
    throw validationError(
      "Can not use both expression and non-expression parameters in the same request: " +
        `Non-expression parameters: {${given.join(", ")}} Expression parameters: {${modern.join(", ")}}`,
    );
}

/** Checks placeholders that no expression could use. Comes before the request's other values are looked at. */
export function checkPlaceholdersAreUseful(input: ExpressionParameters, expressions: readonly ExpressionName[]): void {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  if (names === undefined && values === undefined) return;
  if (names !== undefined && expressions.every((name) => input[name] === undefined))
    throw validationError("ExpressionAttributeNames can only be specified when using expressions");
  // A projection has no values.
  const withValues = expressions.filter((name) => name !== "ProjectionExpression");
  if (values !== undefined && withValues.length > 0 && withValues.every((name) => input[name] === undefined))
    throw validationError(
      "ExpressionAttributeValues can only be specified when using expressions: " +
        `${withValues.join(" and ")} ${withValues.length > 1 ? "are" : "is"} null`,
    );
}

/** Parses and binds all expressions of a request; throws AWS's error for the first thing that is wrong. */
export function bindExpressions(input: ExpressionParameters): Expressions {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  if (
    input.ConditionExpression === undefined &&
    input.UpdateExpression === undefined &&
    input.KeyConditionExpression === undefined &&
    input.FilterExpression === undefined &&
    input.ProjectionExpression === undefined &&
    names === undefined &&
    values === undefined
  )
    return NONE;
  checkPlaceholders(names, values);
  const placeholders = new Placeholders(names, values);
  const result = {
    ...bindOne("UpdateExpression", input, (text) => ({ update: bindUpdate(updateOf(text), placeholders) })),
    ...bindOne("ConditionExpression", input, (text) => ({
      condition: bindCondition(conditionOf(text), placeholders),
    })),
    ...bindOne("KeyConditionExpression", input, (text) => ({
      keyCondition: bindCondition(conditionOf(text), placeholders),
    })),
    ...bindOne("FilterExpression", input, (text) => ({ filter: bindCondition(conditionOf(text), placeholders) })),
    ...bindOne("ProjectionExpression", input, (text) => {
      const projection = projectionOf(text).map((path) => placeholders.path(path));
      checkOverlap(projection);
      return { projection };
    }),
  };
  const unused = placeholders.unusedProblem();
  if (unused !== undefined) throw validationError(unused);
  const { keyCondition, ...expressions } = result;
  if (keyCondition === undefined) return expressions;
  return { ...expressions, keyConditions: orInvalid("", () => keyConditions(keyCondition)) };
}

/** The expressions with the legacy parameter Expected for a condition, where it is given. */
export function withExpected(expressions: Expressions, input: LegacyParameters): Expressions {
  if (input.Expected === undefined && input.ConditionalOperator === undefined) return expressions;
  const condition = expectedCondition(input);
  return condition === undefined ? expressions : { ...expressions, condition };
}

function bindOne<T>(name: ExpressionName, input: ExpressionParameters, bind: (text: string) => T): T | undefined {
  const text = input[name];
  return text === undefined ? undefined : orInvalid(`Invalid ${name}: `, () => bind(text));
}

function orInvalid<T>(prefix: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError) throw validationError(prefix + error.message);
    throw error;
  }
}

function checkPlaceholders(
  names: Record<string, string> | undefined,
  values: Record<string, AttributeValue> | undefined,
): void {
  checkKeys("ExpressionAttributeNames", names, NAME_PLACEHOLDER);
  checkKeys("ExpressionAttributeValues", values, VALUE_PLACEHOLDER);
  for (const key of Object.keys(values ?? {})) {
    const value = values?.[key];
    const problem = value === undefined ? undefined : valueProblem(value);
    if (problem !== undefined)
      throw validationError(`ExpressionAttributeValues contains invalid value: ${problem} for key ${key}`);
  }
}

function checkKeys(parameter: string, given: Record<string, unknown> | undefined, pattern: RegExp): void {
  if (given === undefined) return;
  const keys = Object.keys(given);
  if (keys.length === 0) throw validationError(`${parameter} must not be empty`);
  for (const key of keys) {
    if (!pattern.test(key)) throw validationError(`${parameter} contains invalid key: Syntax error; key: "${key}"`);
  }
}
