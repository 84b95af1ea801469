// The job that takes one notification to one subscription, as the service principal of SNS acting for the topic: the
// queue's or the function's own policy decides whether it may.

import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { AwsApis } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { JobHandler, JobOutcome, Jobs } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { formatEnvelope, formatEvent } from "./envelope.ts";
import type { EnvelopeLinks } from "./envelope.ts";
import { unsubscribeUrl } from "./links.ts";
import type { MessageAttributes, NotificationRecord, SubscriptionRecord } from "./records.ts";
import { loadSubscription, loadTopic } from "./repo.ts";
import { retryDelayMs } from "./retry.ts";
import { signNotification } from "./signing.ts";
import { deadLetterQueueOf, isRaw, subscriptionArn } from "./subscription.ts";
import { isFifoTopic, parseTopicArn } from "./topic.ts";

/** Has a notification delivered after this transaction; those of one group of a FIFO topic one after the other. */
export function enqueueDelivery(jobs: Jobs, tx: WriteTx, scope: Scope, notification: NotificationRecord): void {
  const { account, region } = scope;
  const { subscriptionId, groupId, sequenceNumber } = notification;
  const lane = sequenceNumber === undefined ? {} : { lane: `sns ${subscriptionId} ${groupId ?? ""}` };
  jobs.enqueue(tx, { account, region, kind: deliverJob.kind, payload: notification, ...lane });
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
    const delivery = new Delivery(yard, scope, subscription, notification);
    const version = topic.attributes["SignatureVersion"] ?? "1";
    try {
      await delivery.send(version);
      return "done";
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return delivery.fail(error, job.attempt, version);
    }
  },
};

// One attempt.
class Delivery {
  readonly #yard: YardContext;
  readonly #scope: Scope;
  readonly #subscription: SubscriptionRecord;
  readonly #notification: NotificationRecord;
  readonly #aws: (targetArn: string) => AwsApis;

  constructor(yard: YardContext, scope: Scope, subscription: SubscriptionRecord, notification: NotificationRecord) {
    this.#yard = yard;
    this.#scope = scope;
    this.#subscription = subscription;
    this.#notification = notification;
    this.#aws = (targetArn) =>
      yard.as(
        {
          kind: "service",
          service: "sns.amazonaws.com",
          sourceArn: notification.topicArn,
          sourceAccount: scope.account,
        },
        scopeOfArn(targetArn, scope),
      );
  }

  async send(signatureVersion: string): Promise<void> {
    const { protocol, endpoint } = this.#subscription;
    if (protocol === "sqs") return this.#sendToQueue(endpoint, signatureVersion);
    const links = await this.#links(signatureVersion);
    const arn = subscriptionArn(this.#scope, this.#subscription);
    await this.#aws(endpoint).lambda.invoke({
      FunctionName: endpoint,
      InvocationType: "Event",
      Payload: Buffer.from(formatEvent(this.#notification, arn, links)),
    });
  }

  /**
   * AWS: "Why do message deliveries fail?": an error of the client's kind (the endpoint is gone, or its policy denies)
   * is not tried again; an error of the server's kind is, by the delivery policy. Then the message goes to the
   * subscription's dead-letter queue, or is dropped.
   */
  async fail(error: AwsError, attempt: number, signatureVersion: string): Promise<JobOutcome> {
    if (error.fault === "server" || THROTTLES.has(error.code)) {
      const delayMs = retryDelayMs(attempt);
      if (delayMs !== undefined) return { retryAtMs: this.#yard.clock.nowMs() + delayMs };
    }
    const deadLetterQueue = deadLetterQueueOf(this.#subscription);
    const fields = {
      topicArn: this.#notification.topicArn,
      messageId: this.#notification.messageId,
      endpoint: this.#subscription.endpoint,
      code: error.code,
      message: error.message,
      deadLetterQueue,
    };
    this.#yard.log.write("warn", "sns/delivery-failed", fields);
    if (deadLetterQueue === undefined) return "done";
    try {
      await this.#sendToQueue(deadLetterQueue, signatureVersion);
    } catch (deadLetterError) {
      if (!(deadLetterError instanceof AwsError)) throw deadLetterError;
      this.#yard.log.write("warn", "sns/dead-letter-failed", { ...fields, message: deadLetterError.message });
    }
    return "done";
  }

  async #sendToQueue(queueArn: string, signatureVersion: string): Promise<void> {
    const { groupId, deduplicationId, traceHeader, attributes, message } = this.#notification;
    const isFifoQueue = queueArn.endsWith(".fifo");
    const isRawDelivery = isRaw(this.#subscription);
    const { account, name } = queueOfArn(queueArn);
    await this.#aws(queueArn).sqs.sendMessage({
      QueueUrl: `${this.#yard.origin}/${account}/${name}`,
      MessageBody: isRawDelivery ? message : formatEnvelope(this.#notification, await this.#links(signatureVersion)),
      ...(isRawDelivery && attributes !== undefined ? { MessageAttributes: encodeAttributes(attributes) } : {}),
      ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
      ...(isFifoQueue && deduplicationId !== undefined ? { MessageDeduplicationId: deduplicationId } : {}),
      ...(traceHeader === undefined
        ? {}
        : { MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: traceHeader } } }),
    });
  }

  async #links(signatureVersion: string): Promise<EnvelopeLinks> {
    const arn = subscriptionArn(this.#scope, this.#subscription);
    const links = { unsubscribeUrl: unsubscribeUrl(this.#yard.origin, arn) };
    if (isFifoTopic(this.#subscription.topicName)) return links;
    const signature = await signNotification(this.#yard, this.#scope, this.#notification, signatureVersion);
    return { ...links, signature };
  }
}

const THROTTLES = new Set(["TooManyRequestsException", "RequestThrottled", "ThrottlingException", "OverLimit"]);

function queueOfArn(arn: string): { account: string; name: string } {
  const parts = parseArn(arn);
  return { account: parts?.account ?? "", name: parts?.resource ?? "" };
}

function scopeOfArn(arn: string, otherwise: Scope): Scope {
  const parts = parseArn(arn);
  if (parts === undefined) return otherwise;
  return { account: parseAccountId(parts.account), region: parseRegion(parts.region) };
}

function encodeAttributes(
  attributes: MessageAttributes,
): Record<string, { DataType: string; StringValue?: string; BinaryValue?: Uint8Array }> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, value }]) => [
      name,
      typeof value === "string"
        ? { DataType: dataType, StringValue: value }
        : { DataType: dataType, BinaryValue: value },
    ]),
  );
}
