// Invoke: runs a function now and answers with its result, or takes the event and answers at once.

import type { InvokeCommandInput, InvokeCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { enqueueEvent } from "../async-invocation.ts";
import { invalidParameter, invalidPayload, notSupported, requestTooLarge } from "../errors.ts";
import { drawTarget, requireTarget } from "../functions.ts";
import { parseFunctionName } from "../names.ts";
import { runTarget } from "../runner.ts";

// LIMIT: AWS: "Lambda quotas": 6 MB for a synchronous request, 1 MB for an asynchronous one (256 KB until October 2025).
const MOST_SYNCHRONOUS_BYTES = 6_291_456;
const MOST_ASYNCHRONOUS_BYTES = 1_048_576;

const EMPTY_EVENT = Buffer.from("{}");

export const invoke = defineOperation<Input<InvokeCommandInput>, InvokeCommandOutput>(
  "Invoke",
  async (input, context) => {
    if (input.TenantId !== undefined) throw notSupported("tenant isolation");
    if (input.DurableExecutionName !== undefined) throw notSupported("durable functions");
    const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
    const { InvocationType: type = "RequestResponse" } = input;
    // The SDK lets clients give anything that can be bytes; what was decoded is bytes, or text inside the process.
    const payload = requirePayload(
      input.Payload as Uint8Array | string | undefined,
      type === "Event" ? MOST_ASYNCHRONOUS_BYTES : MOST_SYNCHRONOUS_BYTES,
    );
    if (type === "DryRun") {
      context.store.read((tx) => requireTarget(tx, reference));
      return { StatusCode: 204 };
    }
    if (type === "Event") {
      context.store.read((tx) => requireTarget(tx, reference));
      context.store.write((tx) =>
        enqueueEvent(context, tx, reference, { payload, requestId: context.requestId, ...readTrace(context) }),
      );
      return { StatusCode: 202 };
    }
    const target = context.store.read((tx) => drawTarget(tx, reference, context.random));
    const clientContext = readClientContext(input.ClientContext);
    const result = await runTarget(context, target, {
      requestId: context.requestId,
      payload,
      ...(clientContext === undefined ? {} : { clientContext }),
      ...readTrace(context),
    });
    return {
      StatusCode: 200,
      ...(result.functionError === undefined ? {} : { FunctionError: result.functionError }),
      ...(input.LogType === "Tail" ? { LogResult: Buffer.from(result.logTail).toString("base64") } : {}),
      // The SDK's type has helpers on it which only its own decoder adds: to this side it is bytes.
      Payload: result.payload as InvokeCommandOutput["Payload"],
      ExecutedVersion: target.version.version,
    };
  },
);

function requirePayload(payload: Uint8Array | string | undefined, mostBytes: number): Uint8Array {
  const bytes = typeof payload === "string" ? Buffer.from(payload) : payload;
  if (bytes === undefined || bytes.length === 0) return EMPTY_EVENT;
  if (bytes.length > mostBytes) throw requestTooLarge(mostBytes);
  try {
    JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
  } catch (error) {
    throw invalidPayload(error instanceof Error ? error.message : String(error));
  }
  return bytes;
}

function readClientContext(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  const json = Buffer.from(text, "base64").toString();
  try {
    JSON.parse(json);
  } catch {
    throw invalidParameter("Client context must be a valid Base64-encoded JSON object.");
  }
  return json;
}

/** The caller's trace, or a new one that is not sampled: functions always see one. */
function readTrace(context: Context): { traceId: string } {
  const given = context.headers["x-amzn-trace-id"];
  if (given !== undefined) return { traceId: given };
  const seconds = Math.floor(context.clock.nowMs() / 1000).toString(16);
  return { traceId: `Root=1-${seconds}-${context.random.hex(24)};Sampled=0` };
}
