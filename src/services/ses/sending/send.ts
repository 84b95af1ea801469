// Takes a mail: who sends, to whom, how much, and then on its way. What both versions of the API end in.
//
// DEVIATION: no mail leaves the machine: it is kept in the inbox, and handed to accounts of this yard that receive mails.

import type { Context } from "../../../service/context.ts";
import { addressOf, flawOf } from "../addresses.ts";
import type { Faults } from "../faults.ts";
import { isVirus } from "../mime/parse.ts";
import type { ConfigurationSetRecord, Mail } from "../records.ts";
import { addMail, configurationSets, loadAccount, sentMails } from "../repo.ts";
import { depart, reject } from "./depart.ts";
import { finishMail } from "./finish.ts";
import type { Departure, Outgoing, SentMail } from "./mails.ts";
import { feedbackId } from "./outcomes.ts";
import { countSending } from "./quota.ts";
import { requireRecipients, requireSender } from "./sender.ts";
import { trackingOf } from "./tracking.ts";
import { isSimulator } from "./simulator.ts";

// LIMIT: AWS: "Service quotas in Amazon SES": recipients of one message, and its size after encoding.
const MOST_RECIPIENTS = 50;
const MOST_BYTES = { 1: 10 * 1024 * 1024, 2: 40 * 1024 * 1024 } as const;

/** Sends a mail and gives its id: `messageId`, where the mail says it already. */
export async function sendMail(
  context: Context,
  outgoing: Outgoing,
  faults: Faults,
  messageId = feedbackId(context.random),
): Promise<string> {
  const recipients = checkEnvelope(outgoing, faults);
  const { sender, set } = context.store.read((tx) => {
    const { identity, scope } = requireSender(tx, context, outgoing, faults);
    requireReturnPath(outgoing, faults);
    if (outgoing.returnPath !== undefined && outgoing.sourceArn === undefined)
      requireSender(tx, context, { from: outgoing.returnPath }, faults);
    requireRecipients(tx, context, recipients, faults);
    const name = outgoing.configurationSet ?? identity.configurationSet;
    const found = name === undefined ? undefined : configurationSets.load(tx, context, name);
    if (name !== undefined && found === undefined) throw faults.configurationSetMissing(name);
    requireEnabled(loadAccount(tx, context).isSending, found, faults);
    return { sender: { identity, scope }, set: found };
  });
  const sentAtMs = context.clock.nowMs();
  const finished = finishMail(outgoing, {
    messageId,
    sentAtMs,
    region: context.region,
    boundary: context.random.hex(32),
    tracking: trackingOf(context, set, messageId),
  });
  if (finished.bytes.length > MOST_BYTES[faults.version])
    throw faults.invalid(
      `Message length is more than ${MOST_BYTES[faults.version]} bytes long: '${finished.bytes.length}'.`,
    );
  const raw = await context.blobs.put(finished.bytes);
  const from = addressOf(outgoing.from) ?? outgoing.from;
  const sent: SentMail = {
    v: 1,
    messageId,
    sentAtMs,
    source: outgoing.from,
    returnPath: addressOf(outgoing.returnPath ?? from) ?? from,
    recipients: recipients.map((mailbox) => addressOf(mailbox) ?? mailbox),
    headers: finished.headers,
    subject: finished.subject,
    tags: outgoing.tags,
    ...(set === undefined ? {} : { configurationSet: set.name }),
    identity: { account: sender.scope.account, region: sender.scope.region, name: sender.identity.name },
    sourceIp: context.sourceIp ?? "127.0.0.1",
    callerIdentity: callerName(context),
    links: finished.links,
    raw,
  };
  const mail: Mail = {
    v: 1,
    messageId,
    sentAtMs,
    from: outgoing.from,
    to: outgoing.to,
    cc: outgoing.cc,
    bcc: outgoing.bcc,
    replyTo: outgoing.replyTo,
    subject: finished.subject,
    ...(finished.text === undefined ? {} : { text: finished.text }),
    ...(finished.html === undefined ? {} : { html: finished.html }),
    raw,
    attachments: finished.attachments,
    headers: finished.headers,
    tags: outgoing.tags,
  };
  const { unsubscribed = [] } = outgoing;
  const departure: Departure = { scope: context, mail: sent, set, identity: sender.identity, unsubscribed };
  context.store.write((tx) => {
    countSending(tx, context, context, recipients.filter((one) => !isSimulator(addressOf(one) ?? one)).length, faults);
    if (hasVirus(outgoing)) {
      reject(tx, context, departure);
      return;
    }
    addMail(tx, context, mail);
    sentMails.save(tx, context, sent);
    depart(tx, context, departure);
  });
  context.signals.notify(`sesv2/${context.account}/${context.region}`);
  return messageId;
}

function checkEnvelope(outgoing: Outgoing, faults: Faults): string[] {
  const recipients = [...outgoing.to, ...outgoing.cc, ...outgoing.bcc];
  if (recipients.length === 0) throw faults.invalid("Must contain at least 1 recipient.");
  if (recipients.length > MOST_RECIPIENTS) throw faults.invalid(`Recipient count exceeds ${MOST_RECIPIENTS}.`);
  const flaw = flawOf([outgoing.from, ...recipients, ...outgoing.replyTo]);
  if (flaw !== undefined) throw faults.invalid(flaw);
  for (const [name, value] of Object.entries(outgoing.tags)) {
    // AWS: MessageTag: ASCII letters, digits, underscores, dashes, in values also dots and "@"; 256 characters.
    if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw faults.invalid(`Invalid message tag name: <${name}>.`);
    if (!/^[A-Za-z0-9_.@-]{1,256}$/.test(value)) throw faults.invalid(`Invalid message tag value: <${value}>.`);
  }
  return recipients;
}

function requireReturnPath({ returnPath }: Outgoing, faults: Faults): void {
  const flaw = returnPath === undefined ? undefined : flawOf([returnPath]);
  if (flaw !== undefined) throw faults.invalid(flaw);
}

/** Throws while sending is off: for the account, or for the configuration set. */
export function requireEnabled(isSending: boolean, set: ConfigurationSetRecord | undefined, faults: Faults): void {
  if (!isSending) throw faults.accountPaused();
  if (set?.isSending === false) throw faults.configurationSetPaused(set.name);
}

function hasVirus({ content }: Outgoing): boolean {
  if (content.kind === "raw") return content.parsed.hasVirus;
  return content.attachments.some((part) => isVirus(part.content));
}

function callerName({ principal }: Context): string {
  if (principal.kind === "user") return principal.userName;
  if (principal.kind === "assumed-role") return principal.roleName;
  return principal.kind;
}
