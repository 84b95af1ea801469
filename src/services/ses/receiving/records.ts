// What the store keeps of receiving: rule sets, filters, and mails whose rules are still running.

import type { AttachmentView, Header } from "../records.ts";

export interface RuleSetRecord {
  readonly v: 1;
  readonly name: string;
  readonly createdAtMs: number;
  /** In the order in which they run. */
  readonly rules: readonly ReceiptRule[];
}

export interface ReceiptRule {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly tlsPolicy: "Require" | "Optional";
  readonly recipients: readonly string[];
  readonly actions: readonly RuleAction[];
  readonly isScanned: boolean;
}

/** An action as the API has it: exactly one member. */
export interface RuleAction {
  readonly S3Action?: {
    readonly BucketName: string;
    readonly ObjectKeyPrefix?: string;
    readonly KmsKeyArn?: string;
    readonly TopicArn?: string;
    readonly IamRoleArn?: string;
  };
  readonly SNSAction?: { readonly TopicArn: string; readonly Encoding?: "UTF-8" | "Base64" };
  readonly LambdaAction?: {
    readonly FunctionArn: string;
    readonly InvocationType?: "Event" | "RequestResponse";
    readonly TopicArn?: string;
  };
  readonly BounceAction?: {
    readonly SmtpReplyCode: string;
    readonly StatusCode?: string;
    readonly Message: string;
    readonly Sender: string;
    readonly TopicArn?: string;
  };
  readonly StopAction?: { readonly Scope: "RuleSet"; readonly TopicArn?: string };
  readonly AddHeaderAction?: { readonly HeaderName: string; readonly HeaderValue: string };
}

export interface FilterRecord {
  readonly v: 1;
  readonly name: string;
  readonly policy: "Block" | "Allow";
  readonly cidr: string;
}

/** A mail that came in, for as long as its rules need it and it can be bounced. */
export interface ReceivedMail {
  readonly v: 1;
  readonly messageId: string;
  readonly receivedAtMs: number;
  /** The envelope's sender; empty for bounces. */
  readonly source: string;
  /** Those of the envelope that are this account's. */
  readonly recipients: readonly string[];
  readonly raw: { readonly sha256: string; readonly bytes: number };
  readonly headers: readonly Header[];
  readonly attachments: readonly AttachmentView[];
  readonly hasVirus: boolean;
}
