// The Events of functions and of state machines: each kind has a file of its own.

import { isRecord } from "../../template/values.ts";
import { SamError } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { RoleDraft } from "../function-role.ts";
import type {
  ExpandEvent,
  ExpandStateMachineEvent,
  FunctionEvent,
  FunctionHandle,
  StateMachineHandle,
} from "./event.ts";
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
  ["CloudWatchEvent", expandStateMachineRuleEvent],
  ["EventBridgeRule", expandStateMachineRuleEvent],
  ["Schedule", expandStateMachineScheduleEvent],
  ["ScheduleV2", expandStateMachineScheduleV2Event],
]);

/** Events which SAM has for state machines and this cloud does not, yet. */
const MISSING_OF_STATE_MACHINES = new Set(["Api"]);

/** Expands all events of a function. */
export function expandEvents(handle: FunctionHandle, events: unknown, role: RoleDraft, draft: Draft): void {
  for (const { event, expand } of readEvents(handle.logicalId, events, EVENTS)) expand(event, handle, role, draft);
}

/** Expands all events of a state machine. */
export function expandStateMachineEvents(machine: StateMachineHandle, events: unknown, draft: Draft): void {
  for (const { event, expand } of readEvents(
    machine.logicalId,
    events,
    STATE_MACHINE_EVENTS,
    MISSING_OF_STATE_MACHINES,
  ))
    expand(event, machine, draft);
}

function readEvents<Expand>(
  ownerId: string,
  events: unknown,
  known: ReadonlyMap<unknown, Expand>,
  missing: ReadonlySet<string> = new Set(),
): readonly { event: FunctionEvent; expand: Expand }[] {
  if (events === undefined) return [];
  if (!isRecord(events)) throw new SamError("'Events' must be a map.");
  return Object.entries(events).map(([name, event]) => {
    const type = isRecord(event) ? event["Type"] : undefined;
    if (!isRecord(event) || typeof type !== "string")
      throw new SamError(`Event with id [${name}] is invalid. Event is missing Type.`, events, name);
    const expand = known.get(type);
    if (expand === undefined) {
      const message = missing.has(type)
        ? `The event type ${type} is not supported by this cloud yet.`
        : `Resource dict has missing or invalid value for key Type. Event Type is: ${type}.`;
      throw new SamError(`Event with id [${name}] is invalid. ${message}`, event, "Type");
    }
    const properties = isRecord(event["Properties"]) ? event["Properties"] : {};
    return { event: { logicalId: `${ownerId}${name}`, name, properties }, expand };
  });
}
