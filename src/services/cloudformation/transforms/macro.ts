// Macros: a customer's function that is given a piece of a template and answers what to put in its place.

import { AwsError } from "../../../kernel/errors.ts";
import type { Context } from "../../../service/context.ts";
import { findOwner, loadResources } from "../repo.ts";
import { isRecord } from "../template/values.ts";
import { TransformFailure } from "./failure.ts";

/** The resource type that declares one. */
export const MACRO_TYPE = "AWS::CloudFormation::Macro";

/** One use of a macro in a template. */
export interface MacroCall {
  readonly name: string;
  readonly fragment: unknown;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The values of the template's parameters. */
  readonly templateParameters: Readonly<Record<string, unknown>>;
}

/**
 * Calls the macro's function as the caller, who needs lambda:InvokeFunction on it.
 * AWS: User Guide, "Perform custom processing on CloudFormation templates with template macros": event and answer.
 */
export async function runMacro(call: MacroCall, context: Context): Promise<unknown> {
  const { name, fragment } = call;
  const functionName = context.store.read((tx) => {
    const stackId = findOwner(tx, context, MACRO_TYPE, name);
    if (stackId === undefined) return undefined;
    const declared = [...loadResources(tx, context, stackId).values()].find(
      ({ current }) => current.typeName === MACRO_TYPE && current.physicalId === name,
    );
    return declared?.current.properties["FunctionName"];
  });
  const transform = `${context.account}::${name}`;
  if (typeof functionName !== "string") {
    // AWS: "No transform named NAME found.", as observed.
    throw new AwsError({ code: "ValidationError", message: `No transform named ${transform} found.` });
  }
  const event = {
    region: context.region,
    accountId: context.account,
    fragment,
    transformId: transform,
    params: call.parameters,
    requestId: context.random.uuid(),
    templateParameterValues: call.templateParameters,
  };
  const answer = await invoke(functionName, event, transform, context);
  // AWS: "any other value" of status than success is a failure; these sentences, as observed.
  if (!isRecord(answer) || answer["requestId"] !== event.requestId || typeof answer["status"] !== "string")
    throw new TransformFailure(transform, `Received malformed response from transform ${transform}`);
  if (answer["status"].toLowerCase() !== "success") {
    const { errorMessage } = answer;
    throw new TransformFailure(
      transform,
      typeof errorMessage === "string" ? errorMessage : "failed without an error message.",
    );
  }
  if (answer["fragment"] === undefined)
    throw new TransformFailure(transform, `Received malformed response from transform ${transform}`);
  return answer["fragment"];
}

async function invoke(functionName: string, event: object, transform: string, context: Context): Promise<unknown> {
  const { Payload, FunctionError } = await context.aws.lambda
    .invoke({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(event)) })
    .catch((error: unknown) => {
      throw error instanceof AwsError ? new TransformFailure(transform, error.message) : error;
    });
  const text = Buffer.from(Payload ?? "").toString();
  if (FunctionError !== undefined) throw new TransformFailure(transform, `Failed to execute: ${text}`);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
