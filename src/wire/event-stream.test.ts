import { EventStreamCodec } from "@smithy/core/event-streams";
import { expect, test } from "vitest";
import { AwsError } from "../kernel/errors.ts";
import { loadModel } from "../model/load.ts";
import { codecFor } from "./codecs.ts";

/** The frames of an encoded output, as [type, content type, payload]. */
async function framesOf(service: string, operationName: string, output: Record<string, unknown>) {
  const model = loadModel(service);
  const operation = model.operations.get(operationName);
  if (operation === undefined) throw new Error(`${service} has no ${operationName}`);
  const response = codecFor(model.protocols[0] ?? "awsJson1_1").encodeOutput(operation, output, "r");
  expect(response.headers["content-type"]).toBe("application/vnd.amazon.eventstream");
  const codec = new EventStreamCodec(
    (bytes) => Buffer.from(bytes as Uint8Array).toString("utf8"),
    (text) => Buffer.from(text),
  );
  const frames: string[][] = [];
  for await (const bytes of response.body as AsyncIterable<Uint8Array>) {
    const { headers, body } = codec.decode(bytes);
    const type = [":event-type", ":exception-type", ":error-code"].find((name) => headers[name] !== undefined) ?? "";
    frames.push([String(headers[type]?.value), Buffer.from(body).toString()]);
  }
  return frames;
}

async function* events(...values: (Record<string, unknown> | Error)[]) {
  for (const value of values) {
    if (value instanceof Error) throw value;
    yield value;
  }
}

test("Lambda's response stream has raw payloads and a JSON completion", async () => {
  const stream = events({ PayloadChunk: { Payload: Buffer.from("hi") } }, { InvokeComplete: { ErrorCode: "E" } });
  expect(await framesOf("lambda", "InvokeWithResponseStream", { StatusCode: 200, EventStream: stream })).toEqual([
    ["PayloadChunk", "hi"],
    ["InvokeComplete", '{"ErrorCode":"E"}'],
  ]);
});

test("an RPC protocol's stream begins with an initial response", async () => {
  const stream = events({ sessionStart: { requestId: "1" } });
  expect(await framesOf("cloudwatch-logs", "StartLiveTail", { responseStream: stream })).toEqual([
    ["initial-response", "{}"],
    ["sessionStart", '{"requestId":"1"}'],
  ]);
});

test("an AWS error inside the stream becomes the modelled exception", async () => {
  const stream = events(new AwsError({ code: "SessionTimeoutException", message: "Over." }));
  const frames = await framesOf("cloudwatch-logs", "StartLiveTail", { responseStream: stream });
  expect(frames[1]).toEqual(["SessionTimeoutException", '{"message":"Over."}']);
  const other = events(new AwsError({ code: "Unmodelled", message: "Over." }));
  expect((await framesOf("cloudwatch-logs", "StartLiveTail", { responseStream: other }))[1]).toEqual([
    "Unmodelled",
    "",
  ]);
});
