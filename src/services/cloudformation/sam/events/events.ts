// The Events of functions and of state machines: each kind has a file of its own.

import { isRecord } from "../../template/values.ts";
import { asPythonText, pythonTypeOf } from "../python-text.ts";
import { SamError } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { withoutNulls } from "../globals.ts";
import { requireValid } from "../property-rules.ts";
import type { PropertyRules } from "../property-rules.ts";
import type { RoleDraft } from "../function-role.ts";
import type {
  ExpandEvent,
  ExpandStateMachineEvent,
  FunctionEvent,
  FunctionHandle,
  StateMachineHandle,
} from "./event.ts";
import { FUNCTION_EVENT_RULES, STATE_MACHINE_EVENT_RULES } from "./event-rules.ts";
import { expandCognitoEvent } from "./cognito-event.ts";
import { expandAlexaEvent } from "./alexa-event.ts";
import { documentDbEvent, mqEvent, mskEvent, selfManagedKafkaEvent } from "./broker-event.ts";
import { expandIotEvent } from "./iot-event.ts";
import { expandApiEvent } from "./api-event.ts";
import { expandHttpApiEvent } from "./http-api-event.ts";
import { expandLogsEvent } from "./logs-event.ts";
import { dynamoDbEvent, kinesisEvent, sqsEvent } from "./polled-event.ts";
import {
  expandCloudWatchEvent,
  expandEventBridgeRuleEvent,
  expandScheduleEvent,
  expandStateMachineRuleEvent,
  expandStateMachineScheduleEvent,
} from "./rule-event.ts";
import { expandS3Event } from "./s3-event.ts";
import { expandScheduleV2Event, expandStateMachineScheduleV2Event } from "./schedule-v2-event.ts";
import { expandStateMachineApiEvent } from "./state-machine-api-event.ts";
import { expandSnsEvent } from "./sns-event.ts";

const EVENTS: ReadonlyMap<unknown, ExpandEvent> = new Map([
  ["AlexaSkill", expandAlexaEvent],
  ["CloudWatchEvent", expandCloudWatchEvent],
  ["CloudWatchLogs", expandLogsEvent],
  ["Cognito", expandCognitoEvent],
  ["DocumentDB", documentDbEvent],
  ["DynamoDB", dynamoDbEvent],
  ["EventBridgeRule", expandEventBridgeRuleEvent],
  ["Api", expandApiEvent],
  ["HttpApi", expandHttpApiEvent],
  ["IoTRule", expandIotEvent],
  ["Kinesis", kinesisEvent],
  ["MQ", mqEvent],
  ["MSK", mskEvent],
  ["S3", expandS3Event],
  ["SNS", expandSnsEvent],
  ["SQS", sqsEvent],
  ["Schedule", expandScheduleEvent],
  ["ScheduleV2", expandScheduleV2Event],
  ["SelfManagedKafka", selfManagedKafkaEvent],
]);

const STATE_MACHINE_EVENTS: ReadonlyMap<unknown, ExpandStateMachineEvent> = new Map([
  ["Api", expandStateMachineApiEvent],
  ["CloudWatchEvent", expandStateMachineRuleEvent],
  ["EventBridgeRule", expandStateMachineRuleEvent],
  ["Schedule", expandStateMachineScheduleEvent],
  ["ScheduleV2", expandStateMachineScheduleV2Event],
]);

/** Events that are read: what they need can be added. */
export interface ReadEvents<Expand> {
  readonly all: readonly { readonly event: FunctionEvent; readonly expand: Expand }[];
}

/** Reads the events of a function. */
export function readEvents(functionId: string, events: unknown): ReadEvents<ExpandEvent> {
  return read(functionId, events, EVENTS, FUNCTION_EVENT_RULES);
}

/** Expands all events of a function. */
export function expandEvents(
  { all }: ReadEvents<ExpandEvent>,
  handle: FunctionHandle,
  role: RoleDraft,
  draft: Draft,
): void {
  for (const { event, expand } of all) expand(event, handle, role, draft);
}

/** Reads the events of a state machine. */
export function readStateMachineEvents(machineId: string, events: unknown): ReadEvents<ExpandStateMachineEvent> {
  return read(machineId, events, STATE_MACHINE_EVENTS, STATE_MACHINE_EVENT_RULES);
}

/** Expands all events of a state machine. */
export function expandStateMachineEvents(
  { all }: ReadEvents<ExpandStateMachineEvent>,
  machine: StateMachineHandle,
  draft: Draft,
): void {
  for (const { event, expand } of all) expand(event, machine, draft);
}

function read<Expand>(
  ownerId: string,
  events: unknown,
  known: ReadonlyMap<unknown, Expand>,
  rules: Readonly<Record<string, PropertyRules>>,
): ReadEvents<Expand> {
  if (!isRecord(events)) return { all: [] };
  const all = Object.entries(events).map(([name, source]) => {
    const invalid = (message: string): SamError =>
      new SamError(`Event with id [${name}] is invalid. ${message}`, events, name);
    // AWS: the translator's own language shows where an event is none.
    if (!isRecord(source)) throw invalid(`'${pythonTypeOf(source)}' object has no attribute 'get'`);
    const { Type: type, Properties: written = {} } = source;
    const expand = typeof type === "string" ? known.get(type) : undefined;
    if (typeof type !== "string" || expand === undefined)
      throw invalid(
        `Resource dict has missing or invalid value for key Type. Event Type is: ${asPythonText(type, 0)}.`,
      );
    const logicalId = `${ownerId}${name}`;
    if (!isRecord(written))
      throw new SamError("Properties of a resource must be an object.", source, "Properties", logicalId);
    requireValid(written, rules[type] ?? {}, { typeName: type, owner: written, logicalId });
    return { event: { logicalId, name, properties: withoutNulls(written) }, expand };
  });
  return { all };
}
