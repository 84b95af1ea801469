// The Events of a function: each kind has a file of its own.

import { isRecord } from "../../template/values.ts";
import { SamError } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { RoleDraft } from "../function-role.ts";
import type { ExpandEvent, FunctionHandle } from "./event.ts";
import { expandCognitoEvent } from "./cognito-event.ts";
import { expandApiEvent } from "./api-event.ts";
import { expandHttpApiEvent } from "./http-api-event.ts";
import { expandLogsEvent } from "./logs-event.ts";
import { dynamoDbEvent, kinesisEvent, sqsEvent } from "./polled-event.ts";
import { expandCloudWatchEvent, expandEventBridgeRuleEvent, expandScheduleEvent } from "./rule-event.ts";
import { expandS3Event } from "./s3-event.ts";
import { expandScheduleV2Event } from "./schedule-v2-event.ts";
import { expandSnsEvent } from "./sns-event.ts";

const EVENTS: ReadonlyMap<unknown, ExpandEvent> = new Map([
  ["CloudWatchEvent", expandCloudWatchEvent],
  ["CloudWatchLogs", expandLogsEvent],
  ["Cognito", expandCognitoEvent],
  ["DynamoDB", dynamoDbEvent],
  ["EventBridgeRule", expandEventBridgeRuleEvent],
  ["Api", expandApiEvent],
  ["HttpApi", expandHttpApiEvent],
  ["Kinesis", kinesisEvent],
  ["S3", expandS3Event],
  ["SNS", expandSnsEvent],
  ["SQS", sqsEvent],
  ["Schedule", expandScheduleEvent],
  ["ScheduleV2", expandScheduleV2Event],
]);

/** Expands all events of a function. */
export function expandEvents(handle: FunctionHandle, events: unknown, role: RoleDraft, draft: Draft): void {
  if (events === undefined) return;
  if (!isRecord(events)) throw new SamError("'Events' must be a map.");
  for (const [name, event] of Object.entries(events)) {
    const type = isRecord(event) ? event["Type"] : undefined;
    if (!isRecord(event) || typeof type !== "string")
      throw new SamError(`Event with id [${name}] is invalid. Event is missing Type.`, events, name);
    const expand = EVENTS.get(type);
    if (expand === undefined) {
      throw new SamError(
        `Event with id [${name}] is invalid. The event type ${type} is not supported by this cloud yet.`,
        event,
        "Type",
      );
    }
    const properties = isRecord(event["Properties"]) ? event["Properties"] : {};
    expand({ logicalId: `${handle.logicalId}${name}`, name, properties }, handle, role, draft);
  }
}
