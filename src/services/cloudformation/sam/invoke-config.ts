// EventInvokeConfig: what becomes of asynchronous invocations, and the rights that the destinations need.

import { isRecord } from "../template/values.ts";
import { asPythonText } from "./python-text.ts";
import { idHash, isNoValue, isSet, SamError } from "./draft.ts";
import type { Draft, Values } from "./draft.ts";
import type { FunctionHandle } from "./events/event.ts";
import { allowPolicy, bucketPolicy, DESTINATION_ACTIONS } from "./role-policies.ts";
import type { RoleDraft } from "./function-role.ts";

/** Adds the AWS::Lambda::EventInvokeConfig of a function, if it has one. */
export function expandInvokeConfig(
  handle: FunctionHandle,
  config: unknown,
  aliasId: string | undefined,
  alias: unknown,
  role: RoleDraft,
  draft: Draft,
): void {
  if (config === undefined || (isRecord(config) && Object.keys(config).length === 0)) return;
  if (!isRecord(config)) throw new SamError("'EventInvokeConfig' should be a map.");
  const configId = `${handle.logicalId}EventInvokeConfig`;
  const { DestinationConfig: given } = config;
  if (isSet(given) && !isRecord(given))
    throw new SamError("Property 'EventInvokeConfig.DestinationConfig' should be a map.", config, "DestinationConfig");
  const destinations = isRecord(given) ? given : {};
  const shown: Values = {};
  for (const event of ["OnSuccess", "OnFailure"]) {
    const destination = destinations[event] ?? undefined;
    if (destination === undefined) continue;
    if (!isRecord(destination))
      throw new SamError(
        `Property 'EventInvokeConfig.DestinationConfig.${event}' should be a map.`,
        destinations,
        event,
      );
    const { type, target } = destinationOf({ handle, configId, event, destination }, draft);
    shown[event] = { Destination: target };
    const name = `${configId}${event}`;
    role.policies.push({
      policy:
        type === "S3Bucket"
          ? bucketPolicy(name, target)
          : allowPolicy(`${name}${type}Policy`, DESTINATION_ACTIONS.get(type) ?? "", target),
      place: "first",
    });
  }
  const attributes = { ...handle.attributes, ...(aliasId === undefined ? {} : { DependsOn: [aliasId] }) };
  draft.add(configId, "AWS::Lambda::EventInvokeConfig", attributes, {
    DestinationConfig: shown,
    FunctionName: { Ref: handle.logicalId },
    MaximumEventAgeInSeconds: config["MaximumEventAgeInSeconds"],
    MaximumRetryAttempts: config["MaximumRetryAttempts"],
    Qualifier: alias ?? "$LATEST",
  });
}

interface Destination {
  readonly handle: FunctionHandle;
  readonly configId: string;
  readonly event: string;
  readonly destination: Values;
}

const TYPES = ["SQS", "SNS", "EventBridge", "Lambda", "S3Bucket"];

/** Where results go. AWS: a queue or a topic is made where none is given, be it on one side of Fn::If only. */
function destinationOf(of: Destination, draft: Draft): { readonly type: string; readonly target: unknown } {
  const { handle, configId, event, destination } = of;
  const { Type: type, Destination: target } = destination;
  if (typeof type !== "string" || !TYPES.includes(type))
    throw new SamError(`'Type: ${asPythonText(type, 0)}' must be one of ${asPythonText(TYPES)}`, destination, "Type");
  const choice = choiceOf(target ?? undefined, configId, draft);
  if (target !== undefined && target !== null && choice === undefined) return { type, target };
  if (type !== "SQS" && type !== "SNS")
    throw new SamError("Destination is required if Type is not ['SQS', 'SNS']", destination);
  const madeId = `${configId}${event}${type === "SQS" ? "Queue" : "Topic"}`;
  const own = type === "SQS" ? { "Fn::GetAtt": [madeId, "Arn"] } : { Ref: madeId };
  const condition = bothConditions(handle, choice?.condition, draft);
  draft.add(
    madeId,
    type === "SQS" ? "AWS::SQS::Queue" : "AWS::SNS::Topic",
    { ...handle.attributes, ...(condition === undefined ? {} : { Condition: condition }) },
    {},
  );
  return { type, target: choice === undefined ? own : { "Fn::If": [choice.condition, own, choice.given] } };
}

/** Under which condition one is made, and what is given else. */
function choiceOf(
  target: unknown,
  configId: string,
  draft: Draft,
): { readonly condition: string; readonly given: unknown } | undefined {
  const branches = isRecord(target) ? target["Fn::If"] : undefined;
  if (branches === undefined) return undefined;
  if (!Array.isArray(branches) || branches.length !== 3)
    throw new SamError(
      "Malformed 'Destination' property: Fn::If requires 3 arguments.",
      undefined,
      undefined,
      configId,
    );
  const [name, then, otherwise]: unknown[] = branches;
  const condition = String(name);
  if (isNoValue(then) === isNoValue(otherwise)) return undefined;
  if (isNoValue(then)) return { condition, given: otherwise };
  const opposite = `NOT${condition}${idHash(configId)}`;
  draft.conditions.set(opposite, { "Fn::Not": [{ Condition: condition }] });
  return { condition: opposite, given: then };
}

function bothConditions(handle: FunctionHandle, own: string | undefined, draft: Draft): string | undefined {
  const { condition, logicalId } = handle;
  if (condition === undefined || own === undefined) return own ?? condition;
  const both = `${condition}AND${own}${idHash(logicalId)}`;
  draft.conditions.set(both, { "Fn::And": [{ Condition: condition }, { Condition: own }] });
  return both;
}
