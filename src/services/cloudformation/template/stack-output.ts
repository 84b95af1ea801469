// Fn::GetStackOutput: its form, and where it stands. Pure: who reads the outputs is engine/stack-outputs.ts.
// AWS: Template Reference, "Fn::GetStackOutput".

import { validationError } from "../errors.ts";
import { isRecord, isScalarValue } from "./values.ts";

/** The function's name. */
export const GET_STACK_OUTPUT = "Fn::GetStackOutput";

/** Which output of which stack. */
export interface StackOutputRequest {
  readonly stackName: string;
  readonly outputName: string;
  /** That of the reading stack, if left out. */
  readonly region?: string;
  /** Who reads: whoever the reading stack acts for, if left out. */
  readonly roleArn?: string;
}

const REQUIRED = ["StackName", "OutputName"];
const MEMBERS: ReadonlySet<string> = new Set([...REQUIRED, "Region", "RoleArn"]);

/** What is wrong with the function's argument as it is written; undefined if nothing is. AWS: the form is documented, the wording inferred. */
export function stackOutputFault(argument: unknown): string | undefined {
  const isRight =
    isRecord(argument) &&
    REQUIRED.every((name) => argument[name] !== undefined) &&
    Object.keys(argument).every((name) => MEMBERS.has(name));
  return isRight
    ? undefined
    : `Template error: every ${GET_STACK_OUTPUT} object requires StackName and OutputName, and may have Region and RoleArn`;
}

/** The request that an evaluated argument makes; throws a ValidationError where it makes none. */
export function readStackOutputRequest(argument: unknown): StackOutputRequest {
  const fault = stackOutputFault(argument);
  if (fault !== undefined || !isRecord(argument)) throw validationError(fault ?? "");
  for (const [name, value] of Object.entries(argument)) {
    if (!isScalarValue(value)) throw validationError(`Template error: ${name} of ${GET_STACK_OUTPUT} must be a string`);
  }
  const { StackName: stackName, OutputName: outputName, Region: region, RoleArn: roleArn } = argument;
  return {
    stackName: String(stackName),
    outputName: String(outputName),
    ...(isScalarValue(region) ? { region: String(region) } : {}),
    ...(isScalarValue(roleArn) ? { roleArn: String(roleArn) } : {}),
  };
}

/** The arguments of all such functions in a value, inner ones first; branches that conditions do not choose are left out. */
export function stackOutputsIn(value: unknown, conditions: ReadonlyMap<string, boolean>): unknown[] {
  const found: unknown[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const item of node) walk(item);
      return;
    }
    if (!isRecord(node)) return;
    const branches: unknown = node["Fn::If"];
    if (Array.isArray(branches) && typeof branches[0] === "string" && conditions.has(branches[0])) {
      walk(branches[conditions.get(branches[0]) === true ? 1 : 2]);
      return;
    }
    for (const child of Object.values(node)) walk(child);
    if (Object.hasOwn(node, GET_STACK_OUTPUT)) found.push(node[GET_STACK_OUTPUT]);
  };
  walk(value);
  return found;
}
