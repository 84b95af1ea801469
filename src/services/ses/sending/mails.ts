// Mails on their way: as operations ask for them, and as they go out.

import type { Scope } from "../../../service/context.ts";
import type { Part } from "../mime/compose.ts";
import type { ParsedMail } from "../mime/parse.ts";
import type { ConfigurationSetRecord, Header, IdentityRecord, Mail } from "../records.ts";

/** A mail as an operation asks for it, in whichever version of the API. */
export interface Outgoing {
  /** The mailbox that the mail is from. */
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  /** Where bounces and complaints go; the sender if it says nothing. */
  readonly returnPath?: string;
  /** The identity that sends, where it is not one of the caller's. */
  readonly sourceArn?: string;
  readonly configurationSet?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly content: SimpleContent | RawContent;
  /** Recipients whom the list no longer lets be written to. */
  readonly unsubscribed?: readonly string[];
}

export interface SimpleContent {
  readonly kind: "simple";
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly headers: readonly Header[];
  readonly attachments: readonly Part[];
}

export interface RawContent {
  readonly kind: "raw";
  readonly bytes: Buffer;
  readonly parsed: ParsedMail;
}

/** Whose identity sends a mail: another account's, where its policy allows that. */
export interface Sender {
  readonly scope: Scope;
  readonly identity: IdentityRecord;
}

/** A link whose clicks are events. */
export interface TrackedLink {
  readonly url: string;
  readonly tags: Readonly<Record<string, readonly string[]>>;
}

/** A mail that was accepted, with all that its events tell of it. */
export interface SentMail {
  readonly v: 1;
  readonly messageId: string;
  readonly sentAtMs: number;
  /** The mailbox that it is from. */
  readonly source: string;
  readonly returnPath: string;
  readonly recipients: readonly string[];
  readonly headers: readonly Header[];
  readonly subject: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly configurationSet?: string;
  /** The identity's, and its name: where notifications are configured. */
  readonly identity: { readonly account: string; readonly region: string; readonly name: string };
  /** What its HTML led to before it was made to be tracked. */
  readonly links: readonly TrackedLink[];
  readonly sourceIp: string;
  readonly callerIdentity: string;
  readonly raw?: Exclude<NonNullable<Mail["raw"]>, string>;
}

/** What sending looks at while it goes on in one transaction. */
export interface Departure {
  readonly scope: Scope;
  readonly mail: SentMail;
  readonly set: ConfigurationSetRecord | undefined;
  readonly identity: IdentityRecord;
  /** Recipients who left the list that the mail is for. */
  readonly unsubscribed?: readonly string[];
}
