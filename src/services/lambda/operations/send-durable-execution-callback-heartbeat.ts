// SendDurableExecutionCallbackHeartbeat: says that what a durable execution waits for is still on its way.

import type {
  SendDurableExecutionCallbackHeartbeatCommandInput,
  SendDurableExecutionCallbackHeartbeatCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { beat } from "../durable/callbacks.ts";

export const sendDurableExecutionCallbackHeartbeat = defineOperation<
  Input<SendDurableExecutionCallbackHeartbeatCommandInput>,
  SendDurableExecutionCallbackHeartbeatCommandOutput
>("SendDurableExecutionCallbackHeartbeat", (input, context) => {
  beat(context, input.CallbackId);
  return {};
});
