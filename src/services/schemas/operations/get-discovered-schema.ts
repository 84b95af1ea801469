// GetDiscoveredSchema: the schema that events have in common.

import type { GetDiscoveredSchemaCommandInput, GetDiscoveredSchemaCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { documentOf, documentOfEvents } from "../discovery/document.ts";
import { mergeShapes, shapeOf } from "../discovery/shape.ts";
import { badRequest } from "../errors.ts";

export const getDiscoveredSchema = defineOperation<
  Input<GetDiscoveredSchemaCommandInput>,
  GetDiscoveredSchemaCommandOutput
>("GetDiscoveredSchema", (input) => {
  const events = input.Events.map(parseEvent);
  const [first] = events;
  const isOfEvents = events.every((event) => event["detail-type"] !== undefined && event["detail"] !== undefined);
  if (!isOfEvents || first === undefined)
    return { Content: documentOf(input.Type, events.map(shapeOf).reduce(mergeShapes)) };
  const facts = { source: String(first["source"]), detailType: String(first["detail-type"]) };
  const detail = events.map((event) => shapeOf(event["detail"])).reduce(mergeShapes);
  return { Content: documentOfEvents(input.Type, facts, detail) };
});

function parseEvent(text: string): Readonly<Record<string, unknown>> {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    throw badRequest("Events must be valid JSON.");
  }
  if (typeof event !== "object" || event === null || Array.isArray(event))
    throw badRequest("Events must be JSON objects.");
  return event as Readonly<Record<string, unknown>>;
}
