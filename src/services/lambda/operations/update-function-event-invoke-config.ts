// UpdateFunctionEventInvokeConfig: changes single settings of asynchronous invocations.

import type {
  UpdateFunctionEventInvokeConfigCommandInput,
  UpdateFunctionEventInvokeConfigCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeEventInvoke, noEventInvoke, readEventInvoke, settingsQualifier } from "../event-invoke.ts";
import { requireTarget } from "../functions.ts";
import { parseFunctionName } from "../names.ts";
import type { EventInvokeRecord } from "../records.ts";
import { loadEventInvoke, saveEventInvoke } from "../repo.ts";

export const updateFunctionEventInvokeConfig = defineOperation<
  Input<UpdateFunctionEventInvokeConfigCommandInput>,
  UpdateFunctionEventInvokeConfigCommandOutput
>("UpdateFunctionEventInvokeConfig", (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const { scope, name } = reference;
  const qualifier = settingsQualifier(reference);
  const changes = readEventInvoke(input);
  const saved = context.store.write((tx) => {
    requireTarget(tx, reference);
    const before = loadEventInvoke(tx, scope, name, qualifier);
    if (before === undefined) throw noEventInvoke(reference);
    const next: EventInvokeRecord = { ...before, ...changes, modifiedAtMs: context.clock.nowMs() };
    saveEventInvoke(tx, scope, name, qualifier, next);
    return next;
  });
  return describeEventInvoke(reference, saved);
});
