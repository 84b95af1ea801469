// Output event streams: the frames of application/vnd.amazon.eventstream, made from the events of an async iterable.
// CloudWatch Logs StartLiveTail, Kinesis SubscribeToShard, Lambda InvokeWithResponseStream.

import { EventStreamCodec } from "@smithy/core/event-streams";
import { AwsError } from "../kernel/errors.ts";
import type { Member, OperationModel, StructureShape } from "../model/model.ts";
import type { BodyFormat, Values } from "./http-bindings.ts";
import { toBuffer } from "./text-values.ts";

/** The content type of a response whose body is an event stream. */
export const EVENT_STREAM_TYPE = "application/vnd.amazon.eventstream";

type HeaderValue =
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "integer"; readonly value: number }
  | { readonly type: "timestamp"; readonly value: Date }
  | { readonly type: "binary"; readonly value: Uint8Array };
type Headers = Record<string, HeaderValue>;

const frames = new EventStreamCodec(
  (bytes) => toBuffer(bytes).toString("utf8"),
  (text) => Buffer.from(text, "utf8"),
);

const string = (value: string): HeaderValue => ({ type: "string", value });

/** The output member that is an event stream, if the operation has one. */
export function eventStreamMember(operation: OperationModel): Member | undefined {
  for (const member of operation.output.members.values())
    if (member.shape.kind === "union" && member.shape.traits.streaming === true) return member;
  return undefined;
}

/**
 * Compiles writing the events of `member`. An event is a union value such as { PayloadChunk: { Payload } }. RPC
 * protocols begin with an initial-response that has the output's other members; HTTP bindings have them as headers.
 * An AwsError thrown by the iterable becomes the stream's modelled exception, or a plain error frame.
 */
export function compileEventStream(
  member: Member,
  format: BodyFormat,
): (events: AsyncIterable<Values>, initial?: Uint8Array) => AsyncIterable<Uint8Array> {
  const union = member.shape as StructureShape;
  const writers = new Map([...union.members.values()].map((event) => [event.name, eventWriter(event, format)]));

  return async function* (events, initial) {
    if (initial !== undefined)
      yield frame({ ":event-type": string("initial-response"), ...eventHeaders(format.contentType) }, initial);
    try {
      for await (const event of events) {
        const [name, value] = Object.entries(event)[0] ?? [];
        const write = name === undefined ? undefined : writers.get(name);
        if (write !== undefined) yield write(value as Values);
      }
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      yield writeError(error, union, writers);
    }
  };
}

type EventWriter = (event: Values) => Uint8Array;

function eventHeaders(contentType: string): Headers {
  return { ":message-type": string("event"), ":content-type": string(contentType) };
}

function frame(headers: Headers, body: Uint8Array): Uint8Array {
  return frames.encode({ headers, body });
}

function eventWriter(event: Member, format: BodyFormat): EventWriter {
  const shape = event.shape as StructureShape;
  const inHeaders = [...shape.members.values()].filter((member) => member.traits.eventHeader === true);
  const payload = [...shape.members.values()].find((member) => member.traits.eventPayload === true);
  const type: Headers =
    shape.error === undefined
      ? { ":event-type": string(event.name), ":message-type": string("event") }
      : { ":exception-type": string(event.name), ":message-type": string("exception") };
  const [contentType, encode] = payloadWriter(shape, payload, inHeaders, format);
  return (value) => {
    const headers: Headers = { ...type, ":content-type": string(contentType) };
    for (const { name, shape: header } of inHeaders) {
      const given = value[name];
      if (given !== undefined && given !== null) headers[name] = headerValue(given, header.kind);
    }
    return frame(headers, encode(value));
  };
}

function payloadWriter(
  shape: StructureShape,
  payload: Member | undefined,
  inHeaders: readonly Member[],
  format: BodyFormat,
): readonly [contentType: string, encode: (event: Values) => Uint8Array] {
  if (payload === undefined) {
    const inBody = [...shape.members.values()].filter((member) => !inHeaders.includes(member));
    if (inBody.length === 0) return [format.contentType, () => new Uint8Array()];
    const encode = format.bodyEncoder(shape, (member) => inBody.includes(member));
    return [format.contentType, (event) => Buffer.from(encode(event))];
  }
  const { name } = payload;
  if (payload.shape.kind === "blob")
    return ["application/octet-stream", (event) => toBuffer(event[name] ?? new Uint8Array())];
  if (payload.shape.kind === "string") return ["text/plain", (event) => toBuffer(event[name] ?? "")];
  const encode = format.payloadEncoder(payload);
  return [format.contentType, (event) => Buffer.from(encode(event[name] ?? {}))];
}

function headerValue(value: unknown, kind: string): HeaderValue {
  if (kind === "boolean") return { type: "boolean", value: value === true };
  if (kind === "timestamp" && value instanceof Date) return { type: "timestamp", value };
  if (kind === "number") return { type: "integer", value: Number(value) };
  if (kind === "blob") return { type: "binary", value: toBuffer(value) };
  return string(value as string);
}

function writeError(error: AwsError, union: StructureShape, writers: ReadonlyMap<string, EventWriter>): Uint8Array {
  for (const member of union.members.values()) {
    const shape = member.shape as StructureShape;
    if (shape.error === undefined || shape.name !== error.code) continue;
    const messageName = shape.members.has("Message") ? "Message" : "message";
    const write = writers.get(member.name) as EventWriter;
    return write({ ...error.members, [messageName]: error.message });
  }
  return frame(
    {
      ":message-type": string("error"),
      ":error-code": string(error.code),
      ":error-message": string(error.message),
    },
    new Uint8Array(),
  );
}
