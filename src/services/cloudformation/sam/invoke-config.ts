// EventInvokeConfig: what becomes of asynchronous invocations, and the rights that the destinations need.

import { isRecord } from "../template/values.ts";
import { SamError } from "./draft.ts";
import type { Draft, Values } from "./draft.ts";
import type { FunctionHandle } from "./events/event.ts";
import { allowPolicy } from "./role-policies.ts";
import type { RoleDraft } from "./function-role.ts";

/** The action that sending to a destination of a type needs. */
export const DESTINATION_ACTIONS: ReadonlyMap<unknown, string> = new Map([
  ["EventBridge", "events:PutEvents"],
  ["Lambda", "lambda:InvokeFunction"],
  ["SNS", "sns:publish"],
  ["SQS", "sqs:SendMessage"],
]);

/** Adds the AWS::Lambda::EventInvokeConfig of a function, if it has one. */
export function expandInvokeConfig(
  handle: FunctionHandle,
  config: unknown,
  aliasId: string | undefined,
  alias: unknown,
  role: RoleDraft,
  draft: Draft,
): void {
  if (config === undefined) return;
  if (!isRecord(config)) throw new SamError("'EventInvokeConfig' should be a map.");
  const configId = `${handle.logicalId}EventInvokeConfig`;
  const destinations = isRecord(config["DestinationConfig"]) ? config["DestinationConfig"] : {};
  const shown: Values = {};
  for (const event of ["OnSuccess", "OnFailure"]) {
    const destination = destinations[event];
    if (!isRecord(destination)) continue;
    const { Type: type, Destination: target } = destination;
    if (target === undefined) {
      throw new SamError(
        "A destination that SAM makes by itself is not supported by this cloud yet: give 'Destination'.",
        destination,
      );
    }
    shown[event] = { Destination: target };
    const action = DESTINATION_ACTIONS.get(type);
    if (action === undefined)
      throw new SamError(`'Type: ${String(type)}' must be one of SQS, SNS, EventBridge, Lambda`, destination, "Type");
    role.policies.push({
      policy: allowPolicy(`${configId}${event}${String(type)}Policy`, action, target),
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
