// What the store keeps for SES. Members that came later are optional: rows of before do not have them.

/** Which feedback an identity's owner can be told of. */
export type Feedback = "Bounce" | "Complaint" | "Delivery";

export interface IdentityRecord {
  readonly v: 1;
  /** An address or a domain, as it was created. */
  readonly name: string;
  readonly type: "EMAIL_ADDRESS" | "DOMAIN";
  readonly createdAtMs: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Of a domain: the names under which AWS would look its keys up. */
  readonly dkimTokens: readonly string[];
  /** Set until whoever owns the address or the domain has shown it: what proves it. */
  readonly pending?: PendingVerification;
  /** A link to an address that is verified already. */
  readonly verifying?: PendingVerification;
  /** The value of the domain's TXT record in version 1 of the API. */
  readonly verificationToken?: string;
  /** True if not set. */
  readonly isSigned?: boolean;
  /** Keys of the customer's own: only the selector is kept readable; the private key is never given out. */
  readonly ownKey?: { readonly selector: string };
  readonly mailFrom?: MailFrom;
  /** True if not set: bounces and complaints come back as mails. */
  readonly forwardsFeedback?: boolean;
  readonly topics?: Readonly<Partial<Record<Feedback, string>>>;
  readonly headersIn?: readonly Feedback[];
  /** By name, JSON texts: who else may send as this identity. */
  readonly policies?: Readonly<Record<string, string>>;
  /** The configuration set of mails that name none. */
  readonly configurationSet?: string;
}

export interface PendingVerification {
  readonly token: string;
  readonly expiresAtMs: number;
  /** Where a custom verification mail's link leads to afterwards. */
  readonly redirects?: { readonly success: string; readonly failure: string };
}

export interface MailFrom {
  readonly domain: string;
  readonly onMxFailure: "USE_DEFAULT_VALUE" | "REJECT_MESSAGE";
}

/** A mail that was accepted. It leaves the machine nowhere: it is kept, so that people and tests can read it. */
export interface Mail {
  readonly v: 1;
  readonly messageId: string;
  readonly sentAtMs: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  /** The mail as it would leave, in MIME: a blob. Rows of before have the text itself, or nothing. */
  readonly raw?: { readonly sha256: string; readonly bytes: number } | string;
  readonly attachments?: readonly AttachmentView[];
  readonly headers: readonly Header[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface Header {
  readonly name: string;
  readonly value: string;
}

/** What can be told of an attachment without opening it. */
export interface AttachmentView {
  readonly fileName?: string;
  readonly contentType: string;
  readonly bytes: number;
  /** Without angle brackets: what "cid:" in the HTML names. */
  readonly contentId?: string;
}

export interface TemplateRecord {
  readonly v: 1;
  readonly name: string;
  readonly createdAtMs: number;
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface VerificationTemplateRecord {
  readonly v: 1;
  readonly name: string;
  readonly from: string;
  readonly subject: string;
  readonly content: string;
  readonly successUrl: string;
  readonly failureUrl: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What can happen to a mail, as version 2 of the API names it. */
export type EventType =
  | "SEND"
  | "REJECT"
  | "BOUNCE"
  | "COMPLAINT"
  | "DELIVERY"
  | "OPEN"
  | "CLICK"
  | "RENDERING_FAILURE"
  | "DELIVERY_DELAY"
  | "SUBSCRIPTION";

export interface EventDestinationRecord {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly types: readonly EventType[];
  readonly topicArn?: string;
  readonly firehose?: { readonly roleArn: string; readonly streamArn: string };
  readonly dimensions?: readonly Dimension[];
  readonly eventBusArn?: string;
}

export interface Dimension {
  readonly name: string;
  readonly source: "MESSAGE_TAG" | "EMAIL_HEADER" | "LINK_TAG";
  readonly fallback: string;
}

export type SuppressionReason = "BOUNCE" | "COMPLAINT";

export interface ConfigurationSetRecord {
  readonly v: 1;
  readonly name: string;
  readonly createdAtMs: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly isSending: boolean;
  readonly hasReputationMetrics: boolean;
  /** When sending was last begun anew after a pause. */
  readonly freshStartMs?: number;
  readonly tlsPolicy: "REQUIRE" | "OPTIONAL";
  readonly maxDeliverySeconds?: number;
  /** Undefined: the account's. */
  readonly suppressedReasons?: readonly SuppressionReason[];
  readonly destinations: readonly EventDestinationRecord[];
}

export interface SuppressedRecord {
  readonly v: 1;
  readonly address: string;
  readonly reason: SuppressionReason;
  readonly updatedAtMs: number;
  readonly messageId?: string;
  readonly feedbackId?: string;
}

export interface AccountRecord {
  readonly v: 1;
  readonly isSending: boolean;
  /** False: the account is in the sandbox, where recipients must be verified, too. */
  readonly isInProduction: boolean;
  readonly suppressedReasons: readonly SuppressionReason[];
  readonly details?: AccountDetails;
}

export interface AccountDetails {
  readonly mailType: "MARKETING" | "TRANSACTIONAL";
  readonly websiteUrl: string;
  readonly contactLanguage?: "EN" | "JA";
  readonly useCase?: string;
  readonly contacts?: readonly string[];
}

/** What was sent in a quarter of an hour. AWS: GetSendStatistics: each data point is one of 15 minutes. */
export interface StatisticsRecord {
  readonly v: 1;
  readonly startMs: number;
  readonly attempts: number;
  readonly bounces: number;
  readonly complaints: number;
  readonly rejects: number;
}

/** What became of a configuration set's mails since then. */
export interface ReputationRecord {
  readonly v: 1;
  readonly name: string;
  readonly sinceMs: number;
  readonly sends: number;
  readonly bounces: number;
  readonly complaints: number;
}

/** What was sent in the second that began then. */
export interface RateRecord {
  readonly v: 1;
  readonly secondMs: number;
  readonly sent: number;
}

export interface Topic {
  readonly name: string;
  readonly displayName: string;
  readonly description?: string;
  readonly defaultStatus: "OPT_IN" | "OPT_OUT";
}

export interface ContactListRecord {
  readonly v: 1;
  readonly name: string;
  readonly description?: string;
  readonly topics: readonly Topic[];
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface ContactRecord {
  readonly v: 1;
  readonly list: string;
  readonly address: string;
  readonly preferences: Readonly<Record<string, "OPT_IN" | "OPT_OUT">>;
  readonly hasLeftAll: boolean;
  readonly attributes?: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** The link of one mail by which its recipient leaves a list, or one topic of it. */
export interface UnsubscribeRecord {
  readonly v: 1;
  readonly token: string;
  readonly list: string;
  readonly topic?: string;
  readonly address: string;
  readonly messageId: string;
}
