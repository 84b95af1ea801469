// What the store keeps of topics, subscriptions and signing keys.

export interface TopicRecord {
  readonly v: 1;
  readonly name: string;
  readonly createdAtMs: number;
  /** As they were set, without what defaults to something. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly subscriptionsDeleted: number;
  /** Of a FIFO topic: the number of its next message. */
  readonly nextSequence: number;
}

export interface SubscriptionRecord {
  readonly v: 1;
  readonly id: string;
  readonly topicName: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
  /** The account that subscribed. */
  readonly owner: string;
  /** The ARN of who subscribed. */
  readonly principal: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What messages are delivered to so far. */
export type Protocol = "sqs" | "lambda";

/** A message attribute as it was published: a string, or bytes. */
export interface MessageAttribute {
  readonly dataType: string;
  readonly value: string | Uint8Array;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** A published message on its way to one subscription. */
export interface NotificationRecord {
  readonly v: 1;
  readonly messageId: string;
  readonly topicArn: string;
  readonly subscriptionId: string;
  /** The message for this subscription's protocol. */
  readonly message: string;
  readonly subject?: string;
  readonly attributes?: MessageAttributes;
  readonly publishedAtMs: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly sequenceNumber?: string;
  readonly traceHeader?: string;
}

/** A message that a FIFO topic accepted in the last five minutes. */
export interface DeduplicationRecord {
  readonly v: 1;
  readonly messageId: string;
  readonly sequenceNumber: string;
  readonly untilMs: number;
}

/** The key pair with which an account's notifications of one region are signed. */
export interface SigningKeyRecord {
  readonly v: 1;
  /** Names the certificate in its URL. */
  readonly id: string;
  readonly privateKeyPem: string;
  readonly certificatePem: string;
}
