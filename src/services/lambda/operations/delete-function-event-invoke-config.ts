// DeleteFunctionEventInvokeConfig: back to AWS's defaults.

import type {
  DeleteFunctionEventInvokeConfigCommandInput,
  DeleteFunctionEventInvokeConfigCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { noEventInvoke, settingsQualifier } from "../event-invoke.ts";
import { requireFunction } from "../functions.ts";
import { parseFunctionName } from "../names.ts";
import { removeEventInvoke } from "../repo.ts";

export const deleteFunctionEventInvokeConfig = defineOperation<
  Input<DeleteFunctionEventInvokeConfigCommandInput>,
  DeleteFunctionEventInvokeConfigCommandOutput
>("DeleteFunctionEventInvokeConfig", (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context, input.Qualifier);
  context.store.write((tx) => {
    requireFunction(tx, reference);
    if (!removeEventInvoke(tx, reference.scope, reference.name, settingsQualifier(reference)))
      throw noEventInvoke(reference);
  });
  return {};
});
