// The fields of an event that CloudWatch Logs finds by itself.
// AWS: "Supported logs and discovered fields": those of all events, of Lambda's lines, and of JSON.

import type { Scope } from "../../../service/context.ts";
import type { LogEvent } from "../records.ts";
import { writePointer } from "./pointer.ts";
import { type EventFields, walk } from "./row.ts";
import { Moment, type Value } from "./values.ts";

/** LIMIT: AWS: fields of a JSON event. */
const MOST_FIELDS = 200;
const LAMBDA = "/aws/lambda/";

/** Where an event is. */
export interface EventPlace {
  readonly scope: Scope;
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** An event's fields; JSON is read when it is first asked for. */
export function eventFields({ scope, logGroupName, logStreamName }: EventPlace, event: LogEvent): EventFields {
  const { timestampMs, ingestedAtMs, message } = event;
  const isLambda = logGroupName.startsWith(LAMBDA);
  let json: unknown;
  let report: ReadonlyMap<string, Value> | undefined;
  return {
    atMs: timestampMs,
    get pointer() {
      return writePointer({ logGroupName, logStreamName, position: event });
    },
    get(name) {
      if (!name.startsWith("@")) return walk((json ??= jsonOf(message, isLambda)), name);
      if (name === "@message") return message;
      if (name === "@timestamp") return new Moment(timestampMs);
      if (name === "@ingestionTime") return new Moment(ingestedAtMs);
      if (name === "@logStream") return logStreamName;
      if (name === "@log") return `${scope.account}:${logGroupName}`;
      if (isLambda) return (report ??= lambdaFields(message)).get(name) ?? null;
      return null;
    },
  };
}

/** All that an event has, for GetLogRecord: names and values, those of AWS first. */
export function recordOf(place: EventPlace, event: LogEvent): Record<string, Value> {
  const { scope, logGroupName, logStreamName } = place;
  const isLambda = logGroupName.startsWith(LAMBDA);
  return {
    "@timestamp": event.timestampMs,
    "@ingestionTime": event.ingestedAtMs,
    "@logStream": logStreamName,
    "@log": `${scope.account}:${logGroupName}`,
    "@message": event.message,
    ...(isLambda ? Object.fromEntries(lambdaFields(event.message)) : {}),
    ...jsonFields(event.message, isLambda),
  };
}

/** Fields of JSON by their paths. */
function jsonFields(message: string, isLambda: boolean): Record<string, Value> {
  const found: Record<string, Value> = {};
  const visit = (json: unknown, path: string): void => {
    if (Object.keys(found).length >= MOST_FIELDS) return;
    if (typeof json !== "object" || json === null) found[path] = json as Value;
    else for (const [name, member] of Object.entries(json)) visit(member, path === "" ? name : `${path}.${name}`);
  };
  const json = jsonOf(message, isLambda);
  if (typeof json === "object" && json !== null) visit(json, "");
  return found;
}

/** AWS: of Lambda's logs the first JSON in the line, of others all of the message. */
function jsonOf(message: string, isLambda: boolean): unknown {
  const start = isLambda ? message.indexOf("{") : message.trimStart().startsWith("{") ? 0 : -1;
  if (start === -1) return null;
  const end = message.lastIndexOf("}");
  try {
    return JSON.parse(message.slice(start, end + 1));
  } catch {
    return null;
  }
}

const MEGABYTE = 1_000_000;
const REPORTED: readonly (readonly [field: string, pattern: RegExp, factor: number])[] = [
  ["@duration", /\tDuration: ([\d.]+) ms/, 1],
  ["@billedDuration", /\tBilled Duration: ([\d.]+) ms/, 1],
  ["@initDuration", /\tInit Duration: ([\d.]+) ms/, 1],
  ["@memorySize", /\tMemory Size: (\d+) MB/, MEGABYTE],
  ["@maxMemoryUsed", /\tMax Memory Used: (\d+) MB/, MEGABYTE],
];
const TYPED = /^(START|END|REPORT) RequestId: (\S+)/;
/** A line that a function's console wrote: time, request, level. */
const LINE = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t([0-9a-f-]{36})\t/;

function lambdaFields(message: string): ReadonlyMap<string, Value> {
  const fields = new Map<string, Value>();
  const [, type, requestId = LINE.exec(message)?.[1]] = TYPED.exec(message) ?? [];
  if (type !== undefined) fields.set("@type", type);
  if (requestId !== undefined) fields.set("@requestId", requestId);
  if (type !== "REPORT") return fields;
  for (const [field, pattern, factor] of REPORTED) {
    const [, number] = pattern.exec(message) ?? [];
    if (number !== undefined) fields.set(field, Number(number) * factor);
  }
  const [, traceId] = /XRAY TraceId: (\S+)/.exec(message) ?? [];
  const [, segmentId] = /SegmentId: (\S+)/.exec(message) ?? [];
  if (traceId !== undefined) fields.set("@xrayTraceId", traceId);
  if (segmentId !== undefined) fields.set("@xraySegmentId", segmentId);
  return fields;
}
