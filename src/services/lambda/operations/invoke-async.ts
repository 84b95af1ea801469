// InvokeAsync: takes an event, as Invoke does since 2014 with the invocation type Event. Deprecated, and still there.

import type { InvokeAsyncCommandInput, InvokeAsyncCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { enqueueEvent } from "../async-invocation.ts";
import { readBody } from "../code.ts";
import { requireInvocable } from "../durable/run.ts";
import { requireTarget } from "../functions.ts";
import { MOST_ASYNCHRONOUS_BYTES, readTrace, requirePayload } from "../invocation-input.ts";
import { parseFunctionName } from "../names.ts";

export const invokeAsync = defineOperation<Input<InvokeAsyncCommandInput>, InvokeAsyncCommandOutput>(
  "InvokeAsync",
  async (input, context) => {
    const reference = parseFunctionName(input.FunctionName, context);
    const target = context.store.read((tx) => requireTarget(tx, reference));
    // It takes no qualifier, which durable functions need.
    if (target.version.durable !== undefined) requireInvocable(target, true);
    const payload = requirePayload(await readBody(input.InvokeArgs), MOST_ASYNCHRONOUS_BYTES);
    context.store.write((tx) =>
      enqueueEvent(context, tx, reference, { payload, requestId: context.requestId, ...readTrace(context) }),
    );
    return { Status: 202 };
  },
);
