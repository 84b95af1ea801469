// Evaluates intrinsic functions. Pure: what names mean comes from a scope, and dynamic references stay as they are.

import { validationError } from "../errors.ts";
import { cidrBlocks } from "./cidr.ts";
import { substitute } from "./references.ts";
import { isRecord, isScalarValue, memberOf, setMember } from "./values.ts";

export interface EvaluationScope {
  /** What Ref gives: a parameter, a pseudo parameter or a resource; undefined if there is no such name. */
  ref(name: string): unknown;
  /** What Fn::GetAtt gives; throws a ValidationError with AWS's words if the resource does not have it. */
  attribute(logicalId: string, name: string): unknown;
  /** A condition's value; undefined if there is no such condition. */
  condition(name: string): boolean | undefined;
  mapping(name: string): Readonly<Record<string, unknown>> | undefined;
  /** The value of an export; throws a ValidationError if there is none. */
  exported(name: string): unknown;
  zones(region: string): readonly string[];
  /** What Fn::GetStackOutput gives for its evaluated argument; UNKNOWN while the output has not been read. */
  stackOutput(argument: unknown): unknown;
}

/** What Ref of AWS::NoValue gives: the member that holds it vanishes. */
export const NO_VALUE: unique symbol = Symbol("AWS::NoValue");

/** A value that is known only after a resource was made: what a plan sees. A function of an unknown is unknown. */
export const UNKNOWN: unique symbol = Symbol("known after apply");

/** True if `value` is or contains a value that is not known yet. */
export function containsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some((item) => containsUnknown(item));
  return isRecord(value) && Object.values(value).some((item) => containsUnknown(item));
}

/** The value with all functions applied; AWS::NoValue members are left out. The top may be NO_VALUE or UNKNOWN. */
export function evaluate(value: unknown, scope: EvaluationScope): unknown {
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    return items.map((item) => evaluate(item, scope)).filter((item) => item !== NO_VALUE);
  }
  if (!isRecord(value)) return value;
  const keys = Object.keys(value);
  const [key] = keys;
  if (keys.length === 1 && key !== undefined && (key === "Ref" || key.startsWith("Fn::"))) {
    return applyFunction(key, value[key], scope);
  }
  const result: Record<string, unknown> = {};
  for (const name of keys) {
    const member = evaluate(value[name], scope);
    if (member !== NO_VALUE) setMember(result, name, member);
  }
  return result;
}

/** A condition's expression to its value. */
export function evaluateCondition(expression: unknown, scope: EvaluationScope): boolean {
  if (typeof expression === "boolean") return expression;
  const [[name, argument] = ["", undefined]] = isRecord(expression) ? Object.entries(expression) : [];
  const parts: readonly unknown[] = Array.isArray(argument) ? argument : [];
  switch (name) {
    case "Condition":
      return requireCondition(String(argument), scope);
    case "Fn::Equals": {
      const [left, right] = [evaluate(parts[0], scope), evaluate(parts[1], scope)];
      // AWS: this sentence, also for parameters that are lists.
      if (parts.length !== 2 || !isScalarValue(left) || !isScalarValue(right))
        throw validationError("Template error: every Fn::Equals object requires a list of 2 string parameters.");
      return String(left) === String(right);
    }
    case "Fn::Not":
      // AWS: Template Reference, "Condition functions"; the wordings of these are inferred.
      if (parts.length !== 1)
        throw validationError("Template error: every Fn::Not object requires one boolean parameter.");
      return !evaluateCondition(parts[0], scope);
    case "Fn::And":
      requireSeveral(name, parts);
      return parts.every((part) => evaluateCondition(part, scope));
    case "Fn::Or":
      requireSeveral(name, parts);
      return parts.some((part) => evaluateCondition(part, scope));
    default:
      throw validationError("Template format error: Every Conditions member must be a boolean expression.");
  }
}

function requireSeveral(name: string, { length }: readonly unknown[]): void {
  if (length < 2 || length > 10)
    throw validationError(
      `Template error: every ${name} object requires a list of at least 2 and at most 10 boolean parameters.`,
    );
}

function requireCondition(name: string, scope: EvaluationScope): boolean {
  const value = scope.condition(name);
  if (value === undefined) {
    throw validationError(
      `Template format error: Unresolved condition dependency ${name} in the Conditions block of the template`,
    );
  }
  return value;
}

function applyFunction(name: string, argument: unknown, scope: EvaluationScope): unknown {
  switch (name) {
    case "Ref":
      return reference(String(argument), scope);
    case "Fn::GetAtt":
      return attribute(argument, scope);
    case "Fn::Sub":
      return sub(argument, scope);
    case "Fn::If":
      return choose(argument, scope);
    case "Fn::FindInMap":
      return findInMap(argument, scope);
    default:
      break;
  }
  const evaluated = evaluate(argument, scope);
  if (containsUnknown(evaluated)) return UNKNOWN;
  const parts: readonly unknown[] = Array.isArray(evaluated) ? evaluated : [];
  switch (name) {
    case "Fn::Join":
      return join(parts);
    case "Fn::Split":
      return split(parts);
    case "Fn::Select":
      return select(parts);
    case "Fn::ImportValue":
      return scope.exported(requireText(evaluated, "Fn::ImportValue"));
    case "Fn::GetStackOutput":
      return scope.stackOutput(evaluated);
    case "Fn::GetAZs":
      return scope.zones(requireText(evaluated, "Fn::GetAZs"));
    case "Fn::Base64":
      return Buffer.from(requireText(evaluated, "Fn::Base64")).toString("base64");
    case "Fn::Cidr":
      return cidrBlocks(String(parts[0]), Number(parts[1]), parts[2] === undefined ? undefined : Number(parts[2]));
    case "Fn::Length":
      // AWS: these sentences, as the SAM CLI has them for its own evaluation.
      if (!Array.isArray(evaluated)) throw validationError("Template error: Fn::Length layout is incorrect");
      return parts.length;
    case "Fn::ToJsonString":
      if (!Array.isArray(evaluated) && !isRecord(evaluated))
        throw validationError("Template error: Fn::ToJsonString layout is incorrect");
      return JSON.stringify(evaluated);
    case "Fn::And":
    case "Fn::Or":
    case "Fn::Not":
    case "Fn::Equals":
      return evaluateCondition({ [name]: argument }, scope);
    default:
      throw validationError(`Template error: the function ${name} is not supported by this cloud yet.`);
  }
}

function reference(name: string, scope: EvaluationScope): unknown {
  if (name === "AWS::NoValue") return NO_VALUE;
  const value = scope.ref(name);
  if (value === undefined) {
    throw validationError(
      `Template format error: Unresolved resource dependencies [${name}] in the Resources block of the template`,
    );
  }
  return value;
}

function attribute(argument: unknown, scope: EvaluationScope): unknown {
  const parts: unknown[] = Array.isArray(argument) ? argument : String(argument).split(/\.(.*)/s, 2);
  const [logicalId, ...path] = parts.map((part) => evaluate(part, scope));
  if (typeof logicalId !== "string" || path.length === 0) {
    throw validationError(
      "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute",
    );
  }
  return scope.attribute(logicalId, path.map(String).join("."));
}

function sub(argument: unknown, scope: EvaluationScope): unknown {
  const [text, variables]: unknown[] = Array.isArray(argument) ? argument : [argument];
  if (typeof text !== "string") {
    throw validationError(
      "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
    );
  }
  const local = isRecord(variables) ? variables : {};
  let isUnknown = false;
  const result = substitute(text, (name) => {
    const value = Object.hasOwn(local, name)
      ? evaluate(local[name], scope)
      : name.includes(".")
        ? attribute(name, scope)
        : reference(name, scope);
    if (containsUnknown(value)) isUnknown = true;
    else if (!isScalarValue(value)) {
      throw validationError(
        `Template error: Fn::Sub expression does not resolve to a string: variable ${name} is no string`,
      );
    }
    return String(isScalarValue(value) ? value : "");
  });
  return isUnknown ? UNKNOWN : result;
}

function choose(argument: unknown, scope: EvaluationScope): unknown {
  const parts: unknown[] = Array.isArray(argument) ? argument : [];
  if (parts.length !== 3) {
    throw validationError(
      "Template error: Fn::If requires a list argument with three items: a condition, a value if true and a value if false",
    );
  }
  const [name, whenTrue, whenFalse] = parts;
  const isTrue = typeof name === "string" ? requireCondition(name, scope) : evaluateCondition(name, scope);
  return evaluate(isTrue ? whenTrue : whenFalse, scope);
}

function join(parts: readonly unknown[]): unknown {
  const [delimiter, list] = parts;
  const items: unknown[] = Array.isArray(list) ? list : [];
  if (typeof delimiter !== "string" || !Array.isArray(list) || parts.length !== 2 || !items.every(isScalarValue)) {
    throw validationError(
      "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.",
    );
  }
  return items.map(String).join(delimiter);
}

function split(parts: readonly unknown[]): unknown {
  const [delimiter, text] = parts;
  if (typeof delimiter !== "string" || !isScalarValue(text) || parts.length !== 2) {
    throw validationError(
      "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.",
    );
  }
  return String(text).split(delimiter);
}

function select(parts: readonly unknown[]): unknown {
  const [index, list] = parts;
  const items: unknown[] = Array.isArray(list) ? list : [];
  if (!isScalarValue(index) || !/^\d+$/.test(String(index)) || !Array.isArray(list) || parts.length !== 2) {
    throw validationError(
      "Template error: every Fn::Select object requires two non-null parameters, the first an integer index and the second a list",
    );
  }
  const selected = items[Number(index)];
  if (selected === undefined) {
    // AWS: two spaces after "Fn::Select", as observed.
    throw validationError(`Template error: Fn::Select  cannot select nonexistent value at index ${index}`);
  }
  return selected;
}

function findInMap(argument: unknown, scope: EvaluationScope): unknown {
  const [options, ...keys] = Array.isArray(argument) ? [argument[3] as unknown, ...argument.slice(0, 3)] : [];
  const [name, top, second] = keys.map((key) => evaluate(key, scope));
  if (containsUnknown([name, top, second])) return UNKNOWN;
  const mapping = scope.mapping(String(name));
  const inner = mapping === undefined ? undefined : memberOf(mapping, String(top));
  const value = isRecord(inner) ? memberOf(inner, String(second)) : undefined;
  if (value !== undefined) return value;
  // Only where it counts: it may name what is not there.
  if (isRecord(options) && options["DefaultValue"] !== undefined) return evaluate(options["DefaultValue"], scope);
  if (mapping === undefined) {
    throw validationError(
      `Template error: Mapping named '${String(name)}' is not present in the 'Mappings' section of template.`,
    );
  }
  throw validationError(`Template error: Unable to get mapping for ${String(name)}::${String(top)}::${String(second)}`);
}

function requireText(value: unknown, name: string): string {
  if (isScalarValue(value)) return String(value);
  throw validationError(`Template error: every ${name} object must have a String-typed value.`);
}
