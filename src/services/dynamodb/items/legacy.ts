// The parameters that expressions replaced: Expected, KeyConditions, QueryFilter, ScanFilter, AttributeUpdates and
// AttributesToGet. They are turned into what expressions are bound to, so that everything behind is the same.
// AWS: Developer Guide, "Legacy DynamoDB conditional parameters"; wording after dynalite's test-suite.

import type {
  AttributeValueUpdate,
  ComparisonOperator,
  ConditionalOperator,
  Condition as LegacyCondition,
  ExpectedAttributeValue,
} from "@aws-sdk/client-dynamodb";
import type { Present } from "../../../service/apis.ts";
import { invalidParameter, validationError } from "../errors.ts";
import type { BoundCondition } from "../expressions/condition.ts";
import type { KeyCondition } from "../expressions/key-condition.ts";
import type { BoundPath } from "../expressions/placeholders.ts";
import type { BoundAction, BoundSetValue } from "../expressions/update.ts";
import { typeOf, type AttributeType, type AttributeValue } from "../values/attribute-value.ts";
import { compareValues } from "../values/compare.ts";
import { valueProblem } from "../values/validate.ts";

/** The legacy parameters; operations have some of them each. */
export interface LegacyParameters {
  readonly AttributesToGet?: readonly string[] | undefined;
  readonly AttributeUpdates?: Record<string, Present<AttributeValueUpdate>> | undefined;
  readonly ConditionalOperator?: ConditionalOperator | undefined;
  readonly Expected?: Record<string, Present<ExpectedAttributeValue>> | undefined;
  readonly KeyConditions?: Record<string, Present<LegacyCondition>> | undefined;
  readonly QueryFilter?: Record<string, Present<LegacyCondition>> | undefined;
  readonly ScanFilter?: Record<string, Present<LegacyCondition>> | undefined;
}

/** What each operator is among the tests of expressions, how many values it takes, and of which types. */
const OPERATORS: Readonly<
  Record<ComparisonOperator, { test: string; values: readonly [number, number]; types?: readonly AttributeType[] }>
> = {
  EQ: { test: "=", values: [1, 1] },
  NE: { test: "<>", values: [1, 1] },
  LE: { test: "<=", values: [1, 1], types: ["S", "N", "B"] },
  LT: { test: "<", values: [1, 1], types: ["S", "N", "B"] },
  GE: { test: ">=", values: [1, 1], types: ["S", "N", "B"] },
  GT: { test: ">", values: [1, 1], types: ["S", "N", "B"] },
  BETWEEN: { test: "between", values: [2, 2], types: ["S", "N", "B"] },
  IN: { test: "in", values: [1, Number.POSITIVE_INFINITY], types: ["S", "N", "B"] },
  BEGINS_WITH: { test: "begins_with", values: [1, 1], types: ["S", "B"] },
  CONTAINS: { test: "contains", values: [1, 1], types: ["S", "N", "B"] },
  NOT_CONTAINS: { test: "contains", values: [1, 1], types: ["S", "N", "B"] },
  NOT_NULL: { test: "attribute_exists", values: [0, 0] },
  NULL: { test: "attribute_not_exists", values: [0, 0] },
};

/** Expected as a condition; undefined if there is none. */
export function expectedCondition(input: LegacyParameters): BoundCondition | undefined {
  return join(
    input,
    Object.entries(input.Expected ?? {}).map(([name, expected]) => expectation(name, expected)),
  );
}

function expectation(name: string, expected: Present<ExpectedAttributeValue>): BoundCondition {
  const { AttributeValueList: list, ComparisonOperator: operator, Exists: exists, Value: value } = expected;
  if (list !== undefined && value !== undefined)
    throw invalidParameter(`Value and AttributeValueList cannot be used together for Attribute: ${name}`);
  if (operator !== undefined) {
    if (exists !== undefined)
      throw invalidParameter(`Exists and ComparisonOperator cannot be used together for Attribute: ${name}`);
    if (operator !== "NULL" && operator !== "NOT_NULL" && list === undefined && value === undefined)
      throw invalidParameter(
        `Value or AttributeValueList must be used with ComparisonOperator: ${operator} for Attribute: ${name}`,
      );
    return comparison(name, operator, list ?? (value === undefined ? [] : [value]));
  }
  if (list !== undefined)
    throw invalidParameter(`AttributeValueList can only be used with a ComparisonOperator for Attribute: ${name}`);
  if (exists !== false && value === undefined)
    throw invalidParameter(`Value must be provided when Exists is ${exists ?? "null"} for Attribute: ${name}`);
  if (exists === false && value !== undefined)
    throw invalidParameter(`Value cannot be used when Exists is false for Attribute: ${name}`);
  return value === undefined ? comparison(name, "NULL", []) : comparison(name, "EQ", [value]);
}

/** QueryFilter or ScanFilter as a condition; undefined if there is none. */
export function filterCondition(
  input: LegacyParameters,
  filter: Record<string, Present<LegacyCondition>> | undefined,
): BoundCondition | undefined {
  return join(
    input,
    Object.entries(filter ?? {}).map(([name, { ComparisonOperator: operator, AttributeValueList: values }]) =>
      comparison(name, operator, values ?? []),
    ),
  );
}

function join(
  { ConditionalOperator: operator }: LegacyParameters,
  conditions: readonly BoundCondition[],
): BoundCondition | undefined {
  const [first, ...others] = conditions;
  if (first === undefined) {
    if (operator === undefined) return undefined;
    throw validationError("ConditionalOperator cannot be used without Filter or Expected");
  }
  return others.reduce<BoundCondition>(
    (left, right) => ({ kind: operator === "OR" ? "or" : "and", left, right }),
    first,
  );
}

function comparison(name: string, operator: ComparisonOperator, values: readonly AttributeValue[]): BoundCondition {
  checkValues(operator, values);
  const condition: BoundCondition = {
    kind: "test",
    test: OPERATORS[operator].test,
    operands: [{ kind: "path", path: [name] }, ...values.map((value) => ({ kind: "value", value }) as const)],
  };
  return operator === "NOT_CONTAINS" ? { kind: "not", condition } : condition;
}

function checkValues(operator: ComparisonOperator, values: readonly AttributeValue[]): void {
  for (const value of values) checkValue(value);
  const { values: allowed, types } = OPERATORS[operator];
  if (values.length < allowed[0] || values.length > allowed[1])
    throw invalidParameter(`Invalid number of argument(s) for the ${operator} ComparisonOperator`);
  const [first, second] = values;
  if (first === undefined) return;
  if (values.some((value) => typeOf(value) !== typeOf(first)))
    throw invalidParameter("AttributeValues inside AttributeValueList must be of same type");
  if (types !== undefined && !types.includes(typeOf(first)))
    throw invalidParameter(`ComparisonOperator ${operator} is not valid for ${typeOf(first)} AttributeValue type`);
  if (operator === "BETWEEN" && second !== undefined && (compareValues(first, second) ?? 0) > 0)
    throw validationError(
      "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound",
    );
}

function checkValue(value: AttributeValue): void {
  const problem = valueProblem(value);
  if (problem !== undefined) throw validationError(problem);
}

/** KeyConditions as key conditions; undefined if the parameter is not there. */
export function legacyKeyConditions({
  KeyConditions: conditions,
}: LegacyParameters): ReadonlyMap<string, KeyCondition> | undefined {
  if (conditions === undefined) return undefined;
  const found = new Map<string, KeyCondition>();
  for (const [attribute, { ComparisonOperator: operator, AttributeValueList: values = [] }] of Object.entries(
    conditions,
  )) {
    checkValues(operator, values);
    const test = keyTest(operator);
    if (test === undefined) throw validationError("Attempted conditional constraint is not an indexable operation");
    found.set(attribute, { attribute, test, values });
  }
  if (found.size !== 1 && found.size !== 2) throw validationError("Conditions can be of length 1 or 2 only");
  return found;
}

function keyTest(operator: ComparisonOperator): KeyCondition["test"] | undefined {
  const tests = ["=", "<", "<=", ">", ">=", "between", "begins_with"] as const;
  return tests.find((test) => test === OPERATORS[operator].test);
}

/** AttributeUpdates as the actions of an update expression; undefined if the parameter is not there. */
export function legacyUpdate({ AttributeUpdates: updates }: LegacyParameters): readonly BoundAction[] | undefined {
  if (updates === undefined) return undefined;
  return Object.entries(updates).map(([name, { Action: action = "PUT", Value: value }]): BoundAction => {
    const path: BoundPath = [name];
    if (value === undefined) {
      if (action === "DELETE") return { kind: "remove", path };
      throw invalidParameter("Only DELETE action is allowed when no attribute value is specified");
    }
    checkValue(value);
    const type = typeOf(value);
    const isSet = type === "SS" || type === "NS" || type === "BS";
    if (action === "PUT") return { kind: "set", path, value: { kind: "value", value } };
    if (action === "DELETE") {
      if (isSet) return { kind: "delete", path, value };
      throw invalidParameter(`DELETE action with value is not supported for the type ${type}`);
    }
    if (isSet || type === "N") return { kind: "add", path, value };
    if (type !== "L") throw invalidParameter(`ADD action is not supported for the type ${type}`);
    const left: BoundSetValue = { kind: "if_not_exists", path, otherwise: { kind: "value", value: { L: [] } } };
    return { kind: "set", path, value: { kind: "list_append", left, right: { kind: "value", value } } };
  });
}

/** AttributesToGet as paths; undefined if the parameter is not there. */
export function legacyProjection({ AttributesToGet: names }: LegacyParameters): readonly BoundPath[] | undefined {
  const repeated = names?.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined) throw invalidParameter(`Duplicate value in attribute name: ${repeated}`);
  return names?.map((name) => [name]);
}
