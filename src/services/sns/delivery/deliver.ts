// The job that takes one notification to one subscription, again where it fails, and at last to the dead-letter queue.

import type { Scope } from "../../../service/context.ts";
import type { JobHandler, JobOutcome, Jobs } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { policyDelayMs } from "../delivery-policy.ts";
import { countNotification } from "../metrics.ts";
import type { NotificationRecord, Protocol } from "../records.ts";
import { loadSubscription, loadTopic } from "../repo.ts";
import { deadLetterQueueOf } from "../subscription.ts";
import { parseTopicArn } from "../topic.ts";
import { type Attempt, type DeliveryFailure, type Receipt, toDeliveryFailure } from "./attempt.ts";
import { pushNotification, textNotification } from "./device.ts";
import { invokeFunction } from "./function.ts";
import { policyOfSubscription, postNotification } from "./http.ts";
import { mailNotification } from "./person.ts";
import { sendToQueue } from "./queue.ts";
import { retryDelayMs } from "./retry.ts";
import { logDelivery } from "./status-log.ts";
import { putIntoStream } from "./stream.ts";

/** Has a notification delivered after this transaction; those of one group of a FIFO topic one after the other. */
export function enqueueDelivery(
  jobs: Jobs,
  tx: WriteTx,
  scope: Scope,
  notification: NotificationRecord,
  dueAtMs?: number,
): void {
  const { account, region } = scope;
  const { subscriptionId, groupId, sequenceNumber } = notification;
  jobs.enqueue(tx, {
    account,
    region,
    kind: deliverJob.kind,
    payload: notification,
    ...(sequenceNumber === undefined ? {} : { lane: `sns ${subscriptionId} ${groupId ?? ""}` }),
    ...(dueAtMs === undefined ? {} : { dueAtMs }),
  });
}

export const deliverJob: JobHandler = {
  kind: "sns/deliver",
  async run(job, yard) {
    const notification = job.payload as NotificationRecord;
    const { scope, topicName } = parseTopicArn(notification.topicArn);
    const { subscription, topic } = yard.store.read((tx) => ({
      subscription: loadSubscription(tx, scope, topicName, notification.subscriptionId),
      topic: loadTopic(tx, scope, topicName),
    }));
    // Unsubscribed, or the topic was deleted, since the message was published.
    if (subscription === undefined || topic === undefined) return "done";
    const attempt: Attempt = { yard, scope, topic, subscription, notification };
    try {
      const receipt = await WAYS[subscription.protocol](attempt);
      countNotification(yard, scope, topicName, "NumberOfNotificationsDelivered");
      await logDelivery(attempt, { status: "SUCCESS", receipt, attempts: job.attempt });
      return "done";
    } catch (error) {
      return await giveUpOrRetry(attempt, toDeliveryFailure(error), job.attempt);
    }
  },
};

const WAYS: Readonly<Record<Protocol, (attempt: Attempt) => Promise<Receipt>>> = {
  application: pushNotification,
  email: mailNotification,
  "email-json": mailNotification,
  firehose: putIntoStream,
  http: postNotification,
  https: postNotification,
  lambda: invokeFunction,
  sms: textNotification,
  sqs: (attempt) => sendToQueue(attempt, attempt.subscription.endpoint),
};

async function giveUpOrRetry(attempt: Attempt, failure: DeliveryFailure, count: number): Promise<JobOutcome> {
  const { yard, scope, topic, subscription, notification } = attempt;
  const isHttp = subscription.protocol === "http" || subscription.protocol === "https";
  if (failure.isRetryable) {
    const delayMs = isHttp
      ? policyDelayMs(policyOfSubscription(topic, subscription).healthyRetryPolicy, count)
      : retryDelayMs(count);
    if (delayMs !== undefined) return { retryAtMs: yard.clock.nowMs() + delayMs };
  }
  const deadLetterQueue = deadLetterQueueOf(subscription);
  const fields = {
    topicArn: notification.topicArn,
    messageId: notification.messageId,
    endpoint: subscription.endpoint,
    message: failure.message,
    deadLetterQueue,
  };
  yard.log.write("warn", "sns/delivery-failed", fields);
  countNotification(yard, scope, topic.name, "NumberOfNotificationsFailed");
  await logDelivery(attempt, { status: "FAILURE", receipt: failure.receipt, attempts: count });
  if (deadLetterQueue === undefined) return "done";
  try {
    await sendToQueue(attempt, deadLetterQueue);
    countNotification(yard, scope, topic.name, "NumberOfNotificationsRedrivenToDlq");
  } catch (error) {
    countNotification(yard, scope, topic.name, "NumberOfNotificationsFailedToRedriveToDlq");
    const deadLetterFailure = toDeliveryFailure(error);
    yard.log.write("warn", "sns/dead-letter-failed", { ...fields, message: deadLetterFailure.message });
  }
  return "done";
}
