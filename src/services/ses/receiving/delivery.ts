// A mail in the hands of one rule, and how actions tell of it. Pure but for the type.
//
// AWS: "Notification contents for Amazon SES email receiving".

import type { Scope, YardContext } from "../../../service/context.ts";
import { describeHeaders } from "../sending/events.ts";
import type { Receipt } from "./enqueue.ts";
import type { ReceivedMail } from "./records.ts";

export interface Delivery {
  readonly yard: YardContext;
  readonly scope: Scope;
  readonly mail: ReceivedMail;
  readonly receipt: Receipt;
  /** The recipients that the rule is for. */
  readonly recipients: readonly string[];
  readonly rule: string;
  /** What policies see as aws:SourceArn. */
  readonly ruleArn: string;
  readonly isScanned: boolean;
  /** The mail, with what rules have added. */
  readonly content: Buffer;
  /** Tells the sender that the mail was not taken. */
  readonly onBounce: (diagnosticCode: string, status: string) => void;
}

/** The "mail" object. */
export function describeMail({ mail }: Delivery): Record<string, unknown> {
  return {
    timestamp: new Date(mail.receivedAtMs).toISOString(),
    source: mail.source,
    messageId: mail.messageId,
    destination: mail.recipients,
    ...describeHeaders(mail),
  };
}

/**
 * The "receipt" object with the action that it is about.
 * DEVIATION: spam, SPF, DKIM and DMARC need the world's DNS: mails from inside of the yard pass, others have "GRAY". Viruses are
 * found only in the form of the EICAR test file. A rule that does not scan has no verdicts of spam and viruses.
 */
export function describeReceipt(
  { yard, mail, receipt, recipients, isScanned }: Delivery,
  action: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const sender = receipt.sentBy === undefined ? "GRAY" : "PASS";
  const scanned = (status: string) => ({ status: isScanned ? status : "DISABLED" });
  return {
    timestamp: new Date(mail.receivedAtMs).toISOString(),
    processingTimeMillis: Math.max(0, yard.clock.nowMs() - mail.receivedAtMs),
    recipients,
    spamVerdict: scanned("PASS"),
    virusVerdict: scanned(mail.hasVirus ? "FAIL" : "PASS"),
    spfVerdict: { status: sender },
    dkimVerdict: { status: sender },
    dmarcVerdict: { status: sender },
    action,
  };
}
