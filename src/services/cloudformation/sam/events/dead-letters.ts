// DeadLetterConfig of events: the ARN of a queue, or `Type: SQS` for one that SAM makes.

import { isRecord } from "../../template/values.ts";
import { SamError } from "../draft.ts";
import type { Draft, Values } from "../draft.ts";
import type { FunctionEvent } from "./event.ts";

/** Where an event's dead letters go. */
export interface DeadLetterQueue {
  readonly arn: unknown;
  /** The logical id of a queue that was made for it. */
  readonly made: string | undefined;
}

/** Reads an event's DeadLetterConfig, and makes the queue where one is asked for. */
export function deadLetterQueue(event: FunctionEvent, attributes: Values, draft: Draft): DeadLetterQueue | undefined {
  const { logicalId, properties } = event;
  const { DeadLetterConfig: config } = properties;
  if (!isRecord(config)) return undefined;
  const { Arn: arn, Type: type, QueueLogicalId: given } = config;
  const invalid = (message: string, member?: string): SamError =>
    new SamError(`Event with id [${logicalId}] is invalid. ${message}`, config, member);
  if (arn !== undefined && type !== undefined)
    throw invalid("You can either define 'Arn' or 'Type' property of DeadLetterConfig.");
  if (type !== undefined && type !== "SQS")
    throw invalid("The only valid value for 'Type' property of DeadLetterConfig is 'SQS'.", "Type");
  if (arn !== undefined) return { arn, made: undefined };
  if (type === undefined) throw invalid("No 'Arn' or 'Type' property provided for DeadLetterConfig.");
  if (given !== undefined && typeof given !== "string")
    throw invalid("QueueLogicalId must be a string", "QueueLogicalId");
  const made = given ?? `${logicalId}Queue`;
  draft.add(made, "AWS::SQS::Queue", attributes, {});
  return { arn: { "Fn::GetAtt": [made, "Arn"] }, made };
}
