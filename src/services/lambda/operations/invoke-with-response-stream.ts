// InvokeWithResponseStream: runs a function now, and answers while it writes.

import type {
  InvokeWithResponseStreamCommandInput,
  InvokeWithResponseStreamCommandOutput,
  InvokeWithResponseStreamResponseEvent,
} from "@aws-sdk/client-lambda";
import type { InvocationResult } from "../../../sandbox/sandboxes.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { notSupported } from "../errors.ts";
import { drawTarget, requireTarget } from "../functions.ts";
import { MOST_SYNCHRONOUS_BYTES, readClientContext, readTrace, requirePayload } from "../invocation-input.ts";
import { parseFunctionName } from "../names.ts";
import { createResponseStream } from "../response-stream.ts";
import type { ResponseStream } from "../response-stream.ts";
import { runTarget, takeRequest } from "../runner.ts";

export const invokeWithResponseStream = defineOperation<
  Input<InvokeWithResponseStreamCommandInput>,
  InvokeWithResponseStreamCommandOutput
>("InvokeWithResponseStream", async (input, context) => {
  if (input.TenantId !== undefined) throw notSupported("tenant isolation");
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const payload = requirePayload(input.Payload as Uint8Array | string | undefined, MOST_SYNCHRONOUS_BYTES);
  if (input.InvocationType === "DryRun") {
    context.store.read((tx) => requireTarget(tx, reference));
    return { StatusCode: 204, EventStream: noEvents() };
  }
  const target = context.store.read((tx) => drawTarget(tx, reference, context.random));
  if (target.version.durable !== undefined) throw notSupported("streamed responses of durable functions");
  takeRequest(context, target);
  const stream = createResponseStream();
  const running = runTarget(context, target, {
    requestId: context.requestId,
    payload,
    ...readClientContext(input.ClientContext),
    ...readTrace(context),
    sink: stream.sink,
  });
  const contentType = await stream.begun(running);
  return {
    StatusCode: 200,
    ExecutedVersion: target.version.version,
    ResponseStreamContentType: contentType ?? "application/octet-stream",
    EventStream: eventsOf(stream, running, input.LogType === "Tail"),
  };
});

/** The pieces, and at last how it ended. AWS: "InvokeWithResponseStream", InvokeComplete. */
async function* eventsOf(
  stream: ResponseStream,
  running: Promise<InvocationResult>,
  wantsLog: boolean,
): AsyncGenerator<InvokeWithResponseStreamResponseEvent> {
  for await (const Payload of stream.chunks(running)) yield { PayloadChunk: { Payload } };
  const { functionError, payload, logTail } = await running;
  yield {
    InvokeComplete: {
      ...(functionError === undefined
        ? {}
        : { ErrorCode: functionError, ErrorDetails: Buffer.from(payload).toString() }),
      ...(wantsLog ? { LogResult: Buffer.from(logTail).toString("base64") } : {}),
    },
  };
}

// AWS: a dry run says 204 and has no events.
// eslint-disable-next-line require-yield
async function* noEvents(): AsyncGenerator<InvokeWithResponseStreamResponseEvent> {}
