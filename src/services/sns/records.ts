// What the store keeps of topics, subscriptions, messages under way, and signing keys.

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
  /** When its archive was opened. */
  readonly archivedSinceMs?: number;
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
  /** Until it is confirmed: what proves that the endpoint's owner has the confirmation. */
  readonly pendingToken?: string;
  /** It was confirmed by a link, without credentials. */
  readonly isConfirmedByLink?: true;
  /** AuthenticateOnUnsubscribe: links do not end it. */
  readonly isUnsubscribeAuthenticated?: true;
  /** Of a delivery policy that throttles: when the next message may go. */
  readonly nextDeliveryAtMs?: number;
}

export type Protocol =
  | "sqs"
  | "lambda"
  | "firehose"
  | "http"
  | "https"
  | "email"
  | "email-json"
  | "sms"
  | "application";

/** What a token in a link stands for. */
export interface TokenRecord {
  readonly v: 1;
  readonly topicName: string;
  readonly subscriptionId: string;
  readonly untilMs: number;
  /** A subscription that was ended by a link: the token brings it back. */
  readonly restores?: SubscriptionRecord;
}

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
  /** It comes out of the topic's archive. */
  readonly isReplayed?: true;
}

/** A message in a FIFO topic's archive: a notification before it is anybody's. */
export interface ArchivedRecord extends Omit<NotificationRecord, "topicArn" | "subscriptionId" | "isReplayed"> {
  readonly sequenceNumber: string;
  /** MessageStructure "json": the message has a text for each protocol. */
  readonly isStructured: boolean;
}

/** A request to confirm that a subscription begins, or word that it has ended. */
export interface ConfirmationRecord {
  readonly v: 1;
  readonly type: "SubscriptionConfirmation" | "UnsubscribeConfirmation";
  readonly messageId: string;
  readonly topicArn: string;
  readonly subscriptionId: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
  readonly token: string;
  readonly requestedAtMs: number;
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

/** An e-mail, a text message or a push notification: it goes nowhere, and is kept for people and tests to read. */
export interface InboxRecord {
  readonly v: 1;
  readonly kind: "email" | "sms" | "push";
  readonly messageId: string;
  readonly sentAtMs: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** What a push notification or a text message has besides: its platform and token, its type and price. */
  readonly details?: Readonly<Record<string, string>>;
}

/** Whether the person behind a number wants text messages. */
export interface OptOutRecord {
  readonly v: 1;
  readonly number: string;
  readonly isOptedOut: boolean;
  /** When OptInPhoneNumber was called last. */
  readonly optedInAtMs?: number;
}

/** A number in the SMS sandbox. */
export interface SandboxNumberRecord {
  readonly v: 1;
  readonly number: string;
  readonly oneTimePassword: string;
  readonly sentAtMs: number;
  readonly verifiedAtMs?: number;
}
