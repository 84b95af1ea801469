// A mail leaves: what becomes of it at each recipient, in the transaction that took it. Whoever is told of it, is told by jobs of
// the same transaction.

import type { YardContext } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import { enqueueReceipt } from "../receiving/enqueue.ts";
import { suppressed } from "../repo.ts";
import { sendNotice } from "./notices.ts";
import type { Departure } from "./mails.ts";
import {
  bounceDetail,
  complaintDetail,
  deliveryDetail,
  feedbackId,
  outcomeAt,
  suppressionReasons,
  type Outcome,
} from "./outcomes.ts";
import { tell } from "./publish.ts";
import { addStatistics } from "./quota.ts";
import { isSimulator } from "./simulator.ts";

/** Sends the mail to all its recipients. */
export function depart(tx: WriteTx, yard: YardContext, departure: Departure): void {
  const { mail, scope } = departure;
  const nowMs = yard.clock.nowMs();
  tell(tx, yard, departure, { type: "SEND", detail: {} });
  const outcomes = mail.recipients.map((recipient) => outcomeAt(tx, departure, recipient));
  const of = <Kind extends Outcome["kind"]>(kind: Kind) =>
    outcomes.filter((outcome): outcome is Extract<Outcome, { kind: Kind }> => outcome.kind === kind);
  const arrived = outcomes.filter(
    (outcome) => outcome.kind !== "bounced" && !(outcome.kind === "complained" && outcome.subType !== null),
  );
  if (arrived.length > 0)
    tell(tx, yard, departure, {
      type: "DELIVERY",
      detail: deliveryDetail(
        arrived.map(({ recipient }) => recipient),
        nowMs,
      ),
    });
  for (const subType of new Set(of("bounced").map((bounce) => bounce.subType)))
    bounce(
      tx,
      yard,
      departure,
      of("bounced").filter((one) => one.subType === subType),
    );
  for (const subType of new Set(of("complained").map((complaint) => complaint.subType)))
    complain(
      tx,
      yard,
      departure,
      of("complained").filter((one) => one.subType === subType),
      subType,
    );
  for (const { recipient } of of("answered")) answer(tx, yard, departure, recipient);
  receive(tx, yard, departure, of("received"));
  // AWS: "Using the mailbox simulator": its mails do not count.
  const counted = <T extends Outcome>(list: readonly T[]): number =>
    list.filter(({ recipient }) => !isSimulator(recipient)).length;
  addStatistics(tx, scope, nowMs, {
    attempts: counted(outcomes),
    bounces: counted(of("bounced")),
    complaints: counted(of("complained")),
  });
}

/** A mail with a virus: it was accepted, and goes nowhere. AWS: "Reject object". */
export function reject(tx: WriteTx, yard: YardContext, departure: Departure): void {
  tell(tx, yard, departure, { type: "SEND", detail: {} });
  tell(tx, yard, departure, { type: "REJECT", detail: { reason: "Bad content" } });
  addStatistics(tx, departure.scope, yard.clock.nowMs(), { attempts: departure.mail.recipients.length, rejects: 1 });
}

/** Recipients did not take the mail: tells whoever wants to know, and keeps the account from sending there again. */
export function bounce(
  tx: WriteTx,
  yard: YardContext,
  departure: Departure,
  bounces: readonly Extract<Outcome, { kind: "bounced" }>[],
): void {
  const detail = bounceDetail(bounces, yard.clock.nowMs(), yard.random);
  for (const { recipient, subType } of bounces)
    if (subType === "General") suppress(tx, yard, departure, recipient, "BOUNCE", String(detail["feedbackId"]));
  tell(tx, yard, departure, { type: "BOUNCE", detail });
  const lines = bounces.map(({ recipient, diagnosticCode }) => `${recipient}:\n${diagnosticCode}\n`);
  forward(
    tx,
    yard,
    departure,
    "Delivery Status Notification (Failure)",
    `An error occurred while trying to deliver the mail to the following recipients:\n${lines.join("")}`,
  );
}

function complain(
  tx: WriteTx,
  yard: YardContext,
  departure: Departure,
  complaints: readonly Extract<Outcome, { kind: "complained" }>[],
  subType: string | null,
): void {
  const recipients = complaints.map(({ recipient }) => recipient);
  const detail = complaintDetail(recipients, subType, yard.clock.nowMs(), yard.random);
  tell(tx, yard, departure, { type: "COMPLAINT", detail });
  forward(
    tx,
    yard,
    departure,
    `complaint about message from ${departure.mail.source}`,
    `This is an email abuse report for a message to ${recipients.join(", ")}.\n`,
  );
}

// AWS: "Receiving Amazon SES notifications through email": to the Return-Path, else to the sender, unless it is turned off.
function forward(
  tx: WriteTx,
  yard: YardContext,
  { identity, mail, scope }: Departure,
  subject: string,
  text: string,
): void {
  if (identity.forwardsFeedback === false) return;
  sendNotice(tx, yard, scope, { from: "MAILER-DAEMON@amazonses.com", to: mail.returnPath, subject, text });
}

function answer(tx: WriteTx, yard: YardContext, { mail, scope }: Departure, recipient: string): void {
  const subject = `Auto-Reply: ${mail.subject}`;
  sendNotice(tx, yard, scope, { from: recipient, to: mail.returnPath, subject, text: "I am out of the office.\n" });
}

// AWS: the account-level suppression list takes hard bounces and complaints, where its reasons (or the configuration set's) say so;
// the simulator's never.
function suppress(
  tx: WriteTx,
  yard: YardContext,
  { scope, set, mail }: Departure,
  address: string,
  reason: "BOUNCE" | "COMPLAINT",
  feedback: string,
): void {
  if (isSimulator(address) || !suppressionReasons(tx, scope, set).includes(reason)) return;
  suppressed.save(tx, scope, {
    v: 1,
    address,
    reason,
    updatedAtMs: yard.clock.nowMs(),
    messageId: mail.messageId,
    feedbackId: feedback,
  });
}

function receive(
  tx: WriteTx,
  yard: YardContext,
  { scope, mail, identity }: Departure,
  taken: readonly Extract<Outcome, { kind: "received" }>[],
): void {
  const { raw } = mail;
  if (raw === undefined) return;
  const receivers = new Map(taken.map(({ receiver }) => [`${receiver.account} ${receiver.region}`, receiver]));
  for (const [key, receiver] of receivers)
    enqueueReceipt(tx, yard, receiver, {
      messageId: feedbackId(yard.random),
      // AWS: "Using a custom MAIL FROM domain": the envelope's sender is an address of SES's, or of the identity's own domain.
      source: `${mail.messageId}@${identity.mailFrom?.domain ?? `${scope.region}.amazonses.com`}`,
      recipients: taken
        .filter((one) => `${one.receiver.account} ${one.receiver.region}` === key)
        .map(({ recipient }) => recipient),
      content: { raw },
      isEncrypted: true,
      sentBy: { account: scope.account, region: scope.region, messageId: mail.messageId },
    });
}
