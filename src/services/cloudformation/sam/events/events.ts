// The Events of a function: each kind has a file of its own.

import { isRecord } from "../../template/values.ts";
import { SamError } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { RoleDraft } from "../function-role.ts";
import type { ExpandEvent, FunctionHandle } from "./event.ts";
import { expandHttpApiEvent } from "./http-api-event.ts";
import { dynamoDbEvent, kinesisEvent, sqsEvent } from "./polled-event.ts";
import { expandSnsEvent } from "./sns-event.ts";

const EVENTS: ReadonlyMap<unknown, ExpandEvent> = new Map([
  ["DynamoDB", dynamoDbEvent],
  ["HttpApi", expandHttpApiEvent],
  ["Kinesis", kinesisEvent],
  ["SNS", expandSnsEvent],
  ["SQS", sqsEvent],
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
    expand({ logicalId: `${handle.logicalId}${name}`, properties }, handle, role, draft);
  }
}
