// SendDurableExecutionCallbackFailure: says that what a durable execution waits for has failed.

import type {
  SendDurableExecutionCallbackFailureCommandInput,
  SendDurableExecutionCallbackFailureCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { endCallback } from "../durable/callbacks.ts";
import { readError } from "../durable/error-object.ts";

export const sendDurableExecutionCallbackFailure = defineOperation<
  Input<SendDurableExecutionCallbackFailureCommandInput>,
  SendDurableExecutionCallbackFailureCommandOutput
>("SendDurableExecutionCallbackFailure", (input, context) => {
  endCallback(context, input.CallbackId, { status: "FAILED", error: readError(input.Error ?? {}) });
  return {};
});
