// What SES tells of a mail, in the two forms that it has: notifications of an identity, and events of a configuration set. Pure.
//
// AWS: "Amazon SNS notification contents for Amazon SES"; "Contents of event data that Amazon SES publishes to Amazon SNS";
// "Amazon Simple Email Service events" (EventBridge's names of them).

import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import type { Scope } from "../../../service/context.ts";
import { headerOf } from "../mime/headers.ts";
import { addressOf, domainOf, splitMailboxes } from "../addresses.ts";
import { identityArn } from "../arns.ts";
import type { EventType, Header } from "../records.ts";
import type { SentMail } from "./mails.ts";

/** Something that happened to a mail: its type, and the member that says more. */
export interface MailEvent {
  readonly type: EventType;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Tags of a link that was clicked, for CloudWatch's dimensions. */
  readonly linkTags?: Readonly<Record<string, readonly string[]>>;
}

interface Naming {
  /** The "eventType" of events. */
  readonly name: string;
  /** The member that the detail is in. */
  readonly member: string;
  /** EventBridge's detail-type. */
  readonly detailType: string;
}

export const EVENT_NAMES: Readonly<Record<EventType, Naming>> = {
  SEND: { name: "Send", member: "send", detailType: "Email Sent" },
  REJECT: { name: "Reject", member: "reject", detailType: "Email Rejected" },
  BOUNCE: { name: "Bounce", member: "bounce", detailType: "Email Bounced" },
  COMPLAINT: { name: "Complaint", member: "complaint", detailType: "Email Complaint Received" },
  DELIVERY: { name: "Delivery", member: "delivery", detailType: "Email Delivered" },
  OPEN: { name: "Open", member: "open", detailType: "Email Opened" },
  CLICK: { name: "Click", member: "click", detailType: "Email Clicked" },
  RENDERING_FAILURE: { name: "Rendering Failure", member: "failure", detailType: "Email Rendering Failed" },
  DELIVERY_DELAY: { name: "DeliveryDelay", member: "deliveryDelay", detailType: "Email Delivery Delayed" },
  SUBSCRIPTION: { name: "Subscription", member: "subscription", detailType: "Email Subscribed" },
};

/** The record of an event as a configuration set's destinations get it. */
export function eventRecord(mail: SentMail, scope: Scope, event: MailEvent): Record<string, unknown> {
  const { name, member } = EVENT_NAMES[event.type];
  return {
    eventType: name,
    mail: {
      timestamp: new Date(mail.sentAtMs).toISOString(),
      source: mail.source,
      sourceArn: arnOfIdentity(mail),
      sendingAccountId: scope.account,
      messageId: mail.messageId,
      destination: mail.recipients,
      ...describeHeaders(mail),
      tags: {
        "ses:source-tls-version": ["TLSv1.3"],
        ...(mail.configurationSet === undefined ? {} : { "ses:configuration-set": [mail.configurationSet] }),
        "ses:source-ip": [mail.sourceIp],
        "ses:from-domain": [domainOf(addressOf(mail.source) ?? mail.source)],
        "ses:caller-identity": [mail.callerIdentity],
        ...Object.fromEntries(Object.entries(mail.tags).map(([key, value]) => [key, [value]])),
      },
    },
    [member]: event.detail,
  };
}

/** The notification that an identity's topic gets. */
export function notification(mail: SentMail, scope: Scope, event: MailEvent, hasHeaders: boolean): object {
  const { name, member } = EVENT_NAMES[event.type];
  return {
    notificationType: name,
    [member]: event.detail,
    mail: {
      timestamp: new Date(mail.sentAtMs).toISOString(),
      source: mail.source,
      sourceArn: arnOfIdentity(mail),
      sourceIp: mail.sourceIp,
      callerIdentity: mail.callerIdentity,
      sendingAccountId: scope.account,
      messageId: mail.messageId,
      destination: mail.recipients,
      ...(hasHeaders ? describeHeaders(mail) : {}),
    },
  };
}

/** LIMIT: AWS: "headersTruncated": headers beyond 10 KB are left out. */
const MOST_HEADER_BYTES = 10 * 1024;

/** Headers as mail objects of events and of received mails have them. */
export function describeHeaders(mail: {
  readonly headers: readonly Header[];
  readonly messageId: string;
}): Record<string, unknown> {
  let left = MOST_HEADER_BYTES;
  const headers = mail.headers.filter(({ name, value }) => {
    left -= Buffer.byteLength(name) + Buffer.byteLength(value) + 4;
    return left >= 0;
  });
  const one = (name: string): string | undefined => headerOf(mail.headers, name);
  const many = (name: string): string[] | undefined => {
    const value = one(name);
    return value === undefined ? undefined : splitMailboxes(value);
  };
  const common = {
    returnPath: one("return-path"),
    from: many("from"),
    date: one("date"),
    to: many("to"),
    cc: many("cc"),
    replyTo: many("reply-to"),
    sender: one("sender"),
    messageId: one("message-id") ?? mail.messageId,
    subject: one("subject"),
  };
  return {
    headersTruncated: headers.length < mail.headers.length,
    headers,
    commonHeaders: Object.fromEntries(Object.entries(common).filter(([, value]) => value !== undefined)),
  };
}

/** The ARN of the identity that sent a mail. */
export function arnOfIdentity({ identity }: Pick<SentMail, "identity">): string {
  return identityArn(
    { account: parseAccountId(identity.account), region: parseRegion(identity.region) },
    identity.name,
  );
}
