// Publish: one message to a topic.

import type { PublishCommandInput, PublishCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, notImplemented } from "../errors.ts";
import { parseMessage } from "../message.ts";
import { publishMessages, requireTopicRules } from "../publish.ts";
import { parseTopicArn } from "../topic.ts";

export const publish = defineOperation<Input<PublishCommandInput>, PublishCommandOutput>(
  "Publish",
  async (input, context) => {
    if (input.PhoneNumber !== undefined) throw notImplemented("Publishing to a phone number");
    const arn = input.TopicArn ?? input.TargetArn;
    if (arn === undefined) throw invalidParameter("TopicArn or TargetArn Reason: no value for required parameter");
    if (input.TopicArn === undefined && arn.includes(":endpoint/"))
      throw notImplemented("Publishing to a platform endpoint");
    const address = parseTopicArn(arn, input.TopicArn === undefined ? "TargetArn" : "TopicArn");
    const message = parseMessage(input, requireTopicRules(context, address));
    const [result = {}] = await publishMessages(context, address, [message]);
    return result;
  },
);
