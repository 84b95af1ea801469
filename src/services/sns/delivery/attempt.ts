// One attempt to take a message to a subscription: what every way of delivery gets, and what it gives or throws.

import { parseArn } from "../../../kernel/arns.ts";
import { AwsError } from "../../../kernel/errors.ts";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import type { AwsApis } from "../../../service/apis.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import { unsubscribeUrl } from "../links.ts";
import type { NotificationRecord, SubscriptionRecord, TopicRecord } from "../records.ts";
import { subscriptionArn } from "../subscription.ts";
import { isFifoTopic, topicArn } from "../topic.ts";
import { type EnvelopeLinks, textToSign } from "./envelope.ts";
import { signText } from "./signing.ts";

export interface Attempt {
  readonly yard: YardContext;
  readonly scope: Scope;
  readonly topic: TopicRecord;
  readonly subscription: SubscriptionRecord;
  readonly notification: NotificationRecord;
}

/** What the endpoint answered, for the log of deliveries. */
export interface Receipt {
  readonly statusCode: number;
  readonly providerResponse: string;
}

/** A delivery that an endpoint did not take. */
export class DeliveryFailure extends Error {
  override readonly name = "DeliveryFailure";
  readonly isRetryable: boolean;
  readonly receipt: Receipt;

  constructor(options: { message: string; isRetryable: boolean; statusCode: number }) {
    super(options.message);
    this.isRetryable = options.isRetryable;
    this.receipt = { statusCode: options.statusCode, providerResponse: options.message };
  }
}

const THROTTLES = new Set(["TooManyRequestsException", "RequestThrottled", "ThrottlingException", "OverLimit"]);

/**
 * What a failure of another service means for the delivery; throws what is a bug of ours. AWS: "Why do message deliveries
 * fail?": an error of the client's kind (the endpoint is gone, or its policy denies) is not tried again.
 */
export function toDeliveryFailure(error: unknown): DeliveryFailure {
  if (error instanceof DeliveryFailure) return error;
  if (!(error instanceof AwsError)) throw error;
  const isRetryable = error.fault === "server" || THROTTLES.has(error.code);
  return new DeliveryFailure({ message: `${error.code}: ${error.message}`, isRetryable, statusCode: error.status });
}

/**
 * Calls as the service principal of SNS that acts for the topic: the endpoint's own policy decides whether it may. The call
 * carries on the trace of who published, where that is given.
 */
export function asTopic(
  yard: YardContext,
  scope: Scope,
  topicName: string,
  targetArn: string,
  traceHeader?: string,
): AwsApis {
  const target = parseArn(targetArn);
  const targetScope =
    target === undefined ? scope : { account: parseAccountId(target.account), region: parseRegion(target.region) };
  return yard.as(
    {
      kind: "service",
      service: "sns.amazonaws.com",
      sourceArn: topicArn(scope, topicName),
      sourceAccount: scope.account,
    },
    targetScope,
    traceHeader === undefined ? undefined : { headers: { "x-amzn-trace-id": traceHeader } },
  );
}

/** Signature and links of a notification. */
export async function linksOf({ yard, scope, topic, subscription, notification }: Attempt): Promise<EnvelopeLinks> {
  const links = { unsubscribeUrl: unsubscribeUrl(yard.address, subscriptionArn(scope, subscription)) };
  if (isFifoTopic(topic.name)) return links;
  const signature = await signText(yard, scope, textToSign(notification), signatureVersionOf(topic));
  return { ...links, signature };
}

export function signatureVersionOf(topic: TopicRecord): string {
  return topic.attributes["SignatureVersion"] ?? "1";
}
