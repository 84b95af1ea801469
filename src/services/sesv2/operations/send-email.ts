// SendEmail: takes a mail and keeps it in the inbox.
//
// DEVIATION: no mail leaves the machine. DEVIATION: recipients need not be verified: the account is never in AWS's
// sandbox for new accounts.

import type { SendEmailCommandInput, SendEmailCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { addressOf, identitiesFor, requireMailboxes, splitMailboxes } from "../addresses.ts";
import { badRequest, notImplemented, notVerified } from "../errors.ts";
import { headerOf, parseMime } from "../mime.ts";
import type { Mail } from "../records.ts";
import { addMail, loadIdentity } from "../repo.ts";

type MailContent = Omit<Mail, "v" | "messageId" | "sentAtMs">;

// LIMIT: AWS: "Service quotas in Amazon SES": recipients of one message.
const MOST_RECIPIENTS = 50;

export const sendEmail = defineOperation<Input<SendEmailCommandInput>, SendEmailCommandOutput>(
  "SendEmail",
  (input, context) => {
    const { Simple, Raw, Template } = input.Content;
    if (Template !== undefined) throw notImplemented("Sending by a template");
    if (input.ConfigurationSetName !== undefined) throw notImplemented("A configuration set");
    if (input.ListManagementOptions !== undefined) throw notImplemented("List management");
    if ((Simple === undefined) === (Raw === undefined))
      throw badRequest("Content must have exactly one of Simple, Raw or Template.");
    const mail = Raw === undefined ? readSimple(input) : readRaw(input, Raw.Data);
    const recipients = [...mail.to, ...mail.cc, ...mail.bcc];
    if (recipients.length === 0) throw badRequest("Must contain at least 1 recipient.");
    if (recipients.length > MOST_RECIPIENTS) throw badRequest("Recipient count exceeds 50.");
    requireMailboxes([mail.from, ...recipients, ...mail.replyTo]);
    requireVerified(mail.from, context);
    const nowMs = context.clock.nowMs();
    const messageId = `${context.random.hex(16)}-${context.random.uuid()}-000000`;
    context.store.write((tx) => addMail(tx, context, { v: 1, messageId, sentAtMs: nowMs, ...mail }));
    context.signals.notify(`sesv2/${context.account}/${context.region}`);
    return { MessageId: messageId };
  },
);

function readSimple(input: Input<SendEmailCommandInput>): MailContent {
  const { Subject, Body, Headers = [], Attachments = [] } = input.Content.Simple ?? {};
  if (Attachments.length > 0) throw notImplemented("An attachment of a simple message (send it raw)");
  if (input.FromEmailAddress === undefined) throw badRequest("Missing required parameter FromEmailAddress.");
  const text = Body?.Text?.Data;
  const html = Body?.Html?.Data;
  if (text === undefined && html === undefined) throw badRequest("Missing required parameter Body.");
  return {
    from: input.FromEmailAddress,
    ...readEnvelope(input),
    subject: Subject?.Data ?? "",
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    headers: Headers.map(({ Name, Value }) => ({ name: Name, value: Value })),
  };
}

// AWS: what the call gives goes before what the mail's headers say.
function readRaw(input: Input<SendEmailCommandInput>, data: Uint8Array): MailContent {
  const raw = Buffer.from(data).toString("utf8");
  const { headers, text, html } = parseMime(raw);
  const mailboxes = (name: string): string[] => splitMailboxes(headerOf(headers, name) ?? "");
  const from = input.FromEmailAddress ?? headerOf(headers, "from");
  if (from === undefined) throw badRequest("Missing required header 'From'.");
  const envelope = readEnvelope(input);
  const isGiven = envelope.to.length + envelope.cc.length + envelope.bcc.length > 0;
  return {
    from,
    to: isGiven ? envelope.to : mailboxes("to"),
    cc: isGiven ? envelope.cc : mailboxes("cc"),
    bcc: isGiven ? envelope.bcc : mailboxes("bcc"),
    replyTo: envelope.replyTo.length > 0 ? envelope.replyTo : mailboxes("reply-to"),
    tags: envelope.tags,
    subject: headerOf(headers, "subject") ?? "",
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    raw,
    headers,
  };
}

function readEnvelope(
  input: Input<SendEmailCommandInput>,
): Pick<MailContent, "to" | "cc" | "bcc" | "replyTo" | "tags"> {
  const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = input.Destination ?? {};
  return {
    to: ToAddresses,
    cc: CcAddresses,
    bcc: BccAddresses,
    replyTo: input.ReplyToAddresses ?? [],
    tags: Object.fromEntries((input.EmailTags ?? []).map(({ Name, Value }) => [Name, Value])),
  };
}

function requireVerified(from: string, context: Context): void {
  const address = addressOf(from) ?? from;
  const isVerified = context.store.read((tx) =>
    identitiesFor(address).some((identity) => loadIdentity(tx, context, identity) !== undefined),
  );
  if (!isVerified) throw notVerified([from], context.region);
}
