// GetFunctionEventInvokeConfig: how asynchronous invocations are retried and reported.

import type {
  GetFunctionEventInvokeConfigCommandInput,
  GetFunctionEventInvokeConfigCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeEventInvoke, noEventInvoke, settingsQualifier } from "../event-invoke.ts";
import { requireTarget } from "../functions.ts";
import { parseFunctionName } from "../names.ts";
import { loadEventInvoke } from "../repo.ts";

export const getFunctionEventInvokeConfig = defineOperation<
  Input<GetFunctionEventInvokeConfigCommandInput>,
  GetFunctionEventInvokeConfigCommandOutput
>("GetFunctionEventInvokeConfig", (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const record = context.store.read((tx) => {
    requireTarget(tx, reference);
    return loadEventInvoke(tx, reference.scope, reference.name, settingsQualifier(reference));
  });
  if (record === undefined) throw noEventInvoke(reference);
  return describeEventInvoke(reference, record);
});
