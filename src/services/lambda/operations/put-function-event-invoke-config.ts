// PutFunctionEventInvokeConfig: sets how asynchronous invocations are retried and reported, in whole.

import type {
  PutFunctionEventInvokeConfigCommandInput,
  PutFunctionEventInvokeConfigCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeEventInvoke, readEventInvoke, settingsQualifier } from "../event-invoke.ts";
import { requireTarget } from "../functions.ts";
import { parseFunctionName } from "../names.ts";
import type { EventInvokeRecord } from "../records.ts";
import { saveEventInvoke } from "../repo.ts";

export const putFunctionEventInvokeConfig = defineOperation<
  Input<PutFunctionEventInvokeConfigCommandInput>,
  PutFunctionEventInvokeConfigCommandOutput
>("PutFunctionEventInvokeConfig", (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const { scope, name } = reference;
  const qualifier = settingsQualifier(reference);
  const changes = readEventInvoke(input);
  const saved = context.store.write((tx) => {
    requireTarget(tx, reference);
    const next: EventInvokeRecord = { v: 1, ...changes, modifiedAtMs: context.clock.nowMs() };
    saveEventInvoke(tx, scope, name, qualifier, next);
    return next;
  });
  return describeEventInvoke(reference, saved);
});
