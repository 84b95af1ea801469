// The job that takes a request to confirm, or word of a subscription's end, to its endpoint.

import type { JobHandler } from "../../../service/jobs.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import { CONFIRM_JOB } from "../confirmation.ts";
import { effectivePolicy, policyDelayMs } from "../delivery-policy.ts";
import { subscribeUrl } from "../links.ts";
import type { ConfirmationRecord, TopicRecord } from "../records.ts";
import { loadToken, loadTopic } from "../repo.ts";
import { isFifoTopic, parseTopicArn } from "../topic.ts";
import { asTopic, signatureVersionOf, toDeliveryFailure } from "./attempt.ts";
import { confirmationToSign, formatConfirmation } from "./envelope.ts";
import { postMessage } from "./http.ts";
import { mailConfirmation } from "./person.ts";
import { queueUrl } from "./queue.ts";
import { signText } from "./signing.ts";

export const confirmJob: JobHandler = {
  kind: CONFIRM_JOB,
  async run(job, yard) {
    const confirmation = job.payload as ConfirmationRecord;
    const { scope, topicName } = parseTopicArn(confirmation.topicArn);
    const { topic, token } = yard.store.read((tx) => ({
      topic: loadTopic(tx, scope, topicName),
      token: loadToken(tx, scope, confirmation.token),
    }));
    if (topic === undefined || token === undefined) return "done";
    try {
      await send(yard, scope, topic, confirmation);
      return "done";
    } catch (error) {
      const failure = toDeliveryFailure(error);
      const { healthyRetryPolicy } = effectivePolicy(topic.attributes["DeliveryPolicy"], undefined);
      const delayMs = failure.isRetryable ? policyDelayMs(healthyRetryPolicy, job.attempt) : undefined;
      if (delayMs !== undefined) return { retryAtMs: yard.clock.nowMs() + delayMs };
      const { topicArn, endpoint } = confirmation;
      yard.log.write("warn", "sns/confirmation-failed", { topicArn, endpoint, message: failure.message });
      return "done";
    }
  },
};

async function send(
  yard: YardContext,
  scope: Scope,
  topic: TopicRecord,
  confirmation: ConfirmationRecord,
): Promise<void> {
  const { topicArn, token, protocol, endpoint } = confirmation;
  const url = subscribeUrl(yard.address, topicArn, token);
  const text = confirmationToSign(confirmation, url);
  const isSigned = !isFifoTopic(topic.name);
  const signature = isSigned ? await signText(yard, scope, text, signatureVersionOf(topic)) : undefined;
  const body = formatConfirmation(confirmation, url, signature);
  if (protocol === "sqs") {
    await asTopic(yard, scope, topic.name, endpoint).sqs.sendMessage({
      QueueUrl: queueUrl(yard.origin, endpoint),
      MessageBody: body,
      ...(endpoint.endsWith(".fifo")
        ? { MessageGroupId: confirmation.subscriptionId, MessageDeduplicationId: confirmation.messageId }
        : {}),
    });
    return;
  }
  if (protocol === "email" || protocol === "email-json") {
    mailConfirmation(yard, scope, topic, confirmation, body);
    return;
  }
  await postMessage(yard, endpoint, {
    body,
    headers: {
      "x-amz-sns-message-type": confirmation.type,
      "x-amz-sns-message-id": confirmation.messageId,
      "x-amz-sns-topic-arn": topicArn,
      ...(confirmation.type === "UnsubscribeConfirmation"
        ? { "x-amz-sns-subscription-arn": `${topicArn}:${confirmation.subscriptionId}` }
        : {}),
      "Content-Type": "text/plain; charset=UTF-8",
    },
  });
}
