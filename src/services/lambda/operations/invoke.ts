// Invoke: runs a function now and answers with its result, or takes the event and answers at once.

import type { InvokeCommandInput, InvokeCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { enqueueEvent } from "../async-invocation.ts";
import { beginExecution, awaitExecution, requireInvocable } from "../durable/run.ts";
import { invalidParameter, notSupported } from "../errors.ts";
import { type Target, drawTarget, requireTarget } from "../functions.ts";
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
    const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
    const { InvocationType: type = "RequestResponse" } = input;
    // The SDK lets clients give anything that can be bytes; what was decoded is bytes, or text inside the process.
    const payload = requirePayload(
      input.Payload as Uint8Array | string | undefined,
      type === "Event" ? MOST_ASYNCHRONOUS_BYTES : MOST_SYNCHRONOUS_BYTES,
    );
    const target = context.store.read((tx) =>
      type === "DryRun" ? requireTarget(tx, reference) : drawTarget(tx, reference, context.random),
    );
    if (target.version.durable !== undefined) return invokeDurable(context, input, target, payload);
    // AWS: inferred wording.
    if (input.DurableExecutionName !== undefined)
      throw invalidParameter("DurableExecutionName is for durable functions only.");
    if (type === "DryRun") return { StatusCode: 204 };
    if (type === "Event") {
      context.store.write((tx) =>
        enqueueEvent(context, tx, reference, { payload, requestId: context.requestId, ...readTrace(context) }),
      );
      return { StatusCode: 202 };
    }
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

/** Begins an execution, and waits for its end if the caller does. */
async function invokeDurable(
  context: Context,
  { DurableExecutionName: name, InvocationType: type = "RequestResponse" }: Input<InvokeCommandInput>,
  drawn: Target,
  payload: Uint8Array,
): Promise<InvokeCommandOutput> {
  if (type === "DryRun") {
    requireInvocable(drawn, true);
    return { StatusCode: 204 } as InvokeCommandOutput;
  }
  const isAsynchronous = type === "Event";
  if (!isAsynchronous) takeRequest(context, drawn);
  const { traceId } = readTrace(context);
  const { arn, reference } = beginExecution(context, drawn, { name, payload, traceId, isAsynchronous });
  const ExecutedVersion = drawn.version.version;
  if (isAsynchronous) return { StatusCode: 202, DurableExecutionArn: arn, ExecutedVersion } as InvokeCommandOutput;
  const result = await awaitExecution(context, reference, context.abort);
  return {
    StatusCode: 200,
    ...(result.functionError === undefined ? {} : { FunctionError: result.functionError }),
    Payload: result.payload as InvokeCommandOutput["Payload"],
    ExecutedVersion,
    DurableExecutionArn: arn,
  } as InvokeCommandOutput;
}
