// SendMessage: keeps one message.

import type { SendMessageCommandInput, SendMessageCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireQueue } from "../queues.ts";
import { checkMessage, sendMessages } from "../send.ts";
import { requireThroughput } from "../throttle.ts";

export const sendMessage = defineOperation<Input<SendMessageCommandInput>, SendMessageCommandOutput>(
  "SendMessage",
  async (input, context) => {
    const queue = requireQueue(context, input.QueueUrl);
    requireThroughput(context, queue, "send");
    const [result = {}] = await sendMessages(context, queue, [checkMessage(context, queue, input)]);
    return result;
  },
);
