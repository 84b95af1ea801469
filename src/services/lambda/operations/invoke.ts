// Invoke: runs a function now and answers with its result, or takes the event and answers at once.

import type { InvokeCommandInput, InvokeCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { enqueueEvent } from "../async-invocation.ts";
import { notSupported } from "../errors.ts";
import { drawTarget, requireTarget } from "../functions.ts";
import {
  MOST_ASYNCHRONOUS_BYTES,
  MOST_SYNCHRONOUS_BYTES,
  readClientContext,
  readTrace,
  requirePayload,
} from "../invocation-input.ts";
import { parseFunctionName } from "../names.ts";
import { runTarget, takeRequest } from "../runner.ts";

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
    takeRequest(context, target);
    const result = await runTarget(context, target, {
      requestId: context.requestId,
      payload,
      ...readClientContext(input.ClientContext),
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
