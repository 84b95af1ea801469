// Publish: one message to a topic, a device or a telephone.

import type { PublishCommandInput, PublishCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { DeliveryFailure } from "../delivery/attempt.ts";
import { push, sendText } from "../delivery/device.ts";
import { requireKeyUse } from "../encryption.ts";
import { endpointDisabled, endpointNotFound, invalidParameter, platformApplicationDisabled } from "../errors.ts";
import { parseMessage, textFor } from "../message.ts";
import { publishMessages, requireTopicRules } from "../publish.ts";
import { parseEndpointArn } from "../push.ts";
import { loadEndpoint, loadPlatformApplication } from "../repo.ts";
import { describeTextMessage, requirePhoneNumber, requireTextLength } from "../sms.ts";
import { parseTopicArn } from "../topic.ts";

type PublishInput = Input<PublishCommandInput>;

export const publish = defineOperation<PublishInput, PublishCommandOutput>("Publish", async (input, context) => {
  if (input.PhoneNumber !== undefined) return publishToTelephone(input, input.PhoneNumber, context);
  const arn = input.TopicArn ?? input.TargetArn;
  if (arn === undefined) throw invalidParameter("TopicArn or TargetArn Reason: no value for required parameter");
  if (input.TopicArn === undefined && arn.includes(":endpoint/")) return publishToDevice(input, arn, context);
  const address = parseTopicArn(arn, input.TopicArn === undefined ? "TargetArn" : "TopicArn");
  const rules = requireTopicRules(context, address);
  const message = parseMessage(input, rules);
  if (rules.kmsKeyId !== undefined) await requireKeyUse(context, address, rules.kmsKeyId);
  const [result = {}] = await publishMessages(context, address, [message]);
  return result;
});

const NO_TOPIC = { isFifo: false, deduplicatesByContent: false };

function publishToTelephone(input: PublishInput, phoneNumber: string, context: Context): { MessageId: string } {
  if (input.TopicArn !== undefined || input.TargetArn !== undefined)
    throw invalidParameter("PhoneNumber Reason: PhoneNumber, TopicArn and TargetArn exclude each other");
  const to = requirePhoneNumber(phoneNumber);
  const { attributes, message, isStructured } = parseMessage(input, NO_TOPIC);
  const text = textFor(message, isStructured, "sms", to);
  requireTextLength(text);
  // What the message says of itself is wrong for the caller, not for the delivery.
  describeTextMessage({}, attributes);
  const messageId = context.random.uuid();
  try {
    sendText(context, context, { messageId, to, text, ...(attributes === undefined ? {} : { attributes }) });
  } catch (error) {
    // AWS: a message that a carrier or a person refuses was published all the same.
    if (!(error instanceof DeliveryFailure)) throw error;
    context.log.write("warn", "sns/text-message-failed", { messageId, to, message: error.message });
  }
  return { MessageId: messageId };
}

function publishToDevice(input: PublishInput, endpointArn: string, context: Context): { MessageId: string } {
  const address = parseEndpointArn(endpointArn, "TargetArn");
  const { subject = "", message, isStructured } = parseMessage(input, NO_TOPIC);
  context.store.read((tx) => {
    const endpoint = loadEndpoint(tx, address, address.id);
    if (endpoint === undefined) throw endpointNotFound();
    if (loadPlatformApplication(tx, address)?.attributes["Enabled"] === "false") throw platformApplicationDisabled();
    if (!endpoint.isEnabled) throw endpointDisabled();
  });
  const messageId = context.random.uuid();
  const text = textFor(message, isStructured, "application", endpointArn);
  push(context, address.scope, endpointArn, { messageId, subject, text });
  return { MessageId: messageId };
}
