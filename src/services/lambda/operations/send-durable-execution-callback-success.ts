// SendDurableExecutionCallbackSuccess: brings a callback that a durable execution waits for.

import type {
  SendDurableExecutionCallbackSuccessCommandInput,
  SendDurableExecutionCallbackSuccessCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { endCallback } from "../durable/callbacks.ts";

export const sendDurableExecutionCallbackSuccess = defineOperation<
  Input<SendDurableExecutionCallbackSuccessCommandInput>,
  SendDurableExecutionCallbackSuccessCommandOutput
>("SendDurableExecutionCallbackSuccess", (input, context) => {
  const result = input.Result as Uint8Array | string | undefined;
  endCallback(context, input.CallbackId, {
    status: "SUCCEEDED",
    ...(result === undefined || result.length === 0 ? {} : { result: Buffer.from(result).toString() }),
  });
  return {};
});
