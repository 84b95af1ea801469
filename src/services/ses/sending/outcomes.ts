// What becomes of a mail at each of its recipients, and the details of the events that tell so. Pure but for what is asked of the
// store: who receives mails in this yard, and whom the account no longer sends to.

import type { Random } from "../../../kernel/random.ts";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { addressOf } from "../addresses.ts";
import { receiverOf } from "../receiving/receiver.ts";
import type { ConfigurationSetRecord, SuppressionReason } from "../records.ts";
import { loadAccount, suppressed } from "../repo.ts";
import type { Departure } from "./mails.ts";
import { scenarioOf } from "./simulator.ts";

type BounceSubType = "General" | "Suppressed" | "OnAccountSuppressionList" | "UnsubscribedRecipient";

export type Outcome =
  | { readonly kind: "delivered"; readonly recipient: string }
  /** Taken by an account of this yard that receives mails. */
  | { readonly kind: "received"; readonly recipient: string; readonly receiver: Scope }
  | {
      readonly kind: "bounced";
      readonly recipient: string;
      readonly subType: BounceSubType;
      readonly status: string;
      readonly diagnosticCode: string;
    }
  | { readonly kind: "complained"; readonly recipient: string; readonly subType: string | null }
  | { readonly kind: "answered"; readonly recipient: string };

/** What becomes of the mail at one recipient. */
export function outcomeAt(tx: ReadTx, departure: Departure, mailbox: string): Outcome {
  const recipient = addressOf(mailbox) ?? mailbox;
  // AWS: "Using subscription management": SES does not send to who left the list.
  if (departure.unsubscribed?.includes(recipient) === true)
    return bounced(
      recipient,
      "UnsubscribedRecipient",
      "5.1.1",
      "Amazon SES did not send the message to this address because it is unsubscribed.",
    );
  const scenario = scenarioOf(recipient);
  if (scenario === "success") return { kind: "delivered", recipient };
  if (scenario === "ooto") return { kind: "answered", recipient };
  if (scenario === "complaint") return { kind: "complained", recipient, subType: null };
  if (scenario === "bounce") return bounced(recipient, "General", "5.1.1", "smtp; 550 5.1.1 user unknown");
  if (scenario === "suppressionlist")
    return bounced(
      recipient,
      "Suppressed",
      "5.1.1",
      "Amazon SES has suppressed sending to this address because it has a recent history of bouncing as an invalid address.",
    );
  const suppression = suppressed.load(tx, departure.scope, recipient);
  if (suppression !== undefined && suppressionReasons(tx, departure.scope, departure.set).includes(suppression.reason))
    // AWS: "Using the account-level suppression list": SES does not send, and the event has this subtype.
    return suppression.reason === "BOUNCE"
      ? bounced(
          recipient,
          "OnAccountSuppressionList",
          "5.1.1",
          "Amazon SES did not send the message to this address because it is on the suppression list for your account.",
        )
      : { kind: "complained", recipient, subType: "OnAccountSuppressionList" };
  const receiver = receiverOf(tx, recipient, departure.scope.region);
  if (receiver === undefined) return { kind: "delivered", recipient };
  if (receiver.isAccepted) return { kind: "received", recipient, receiver: receiver.scope };
  return bounced(recipient, "General", "5.1.1", "smtp; 550 5.1.1 Requested action not taken: mailbox unavailable");
}

/** Which reasons keep mails back: the configuration set's, where it has its own. */
export function suppressionReasons(
  tx: ReadTx,
  scope: Scope,
  set: ConfigurationSetRecord | undefined,
): readonly SuppressionReason[] {
  return set?.suppressedReasons ?? loadAccount(tx, scope).suppressedReasons;
}

const REPORTING_MTA = "dsn; a8-50.smtp-out.amazonses.com";

/** The "bounce" member of an event. */
export function bounceDetail(
  bounces: readonly Extract<Outcome, { kind: "bounced" }>[],
  nowMs: number,
  random: Random,
): Record<string, unknown> {
  const [first] = bounces;
  return {
    bounceType: "Permanent",
    bounceSubType: first?.subType ?? "General",
    bouncedRecipients: bounces.map(({ recipient, status, diagnosticCode }) => ({
      emailAddress: recipient,
      action: "failed",
      status,
      diagnosticCode,
    })),
    timestamp: new Date(nowMs).toISOString(),
    feedbackId: feedbackId(random),
    // AWS: a bounce of SES's own has no remote host.
    ...(first?.subType === "General" ? { remoteMtaIp: "127.0.0.1" } : {}),
    reportingMTA: REPORTING_MTA,
  };
}

/** The "complaint" member of an event. */
export function complaintDetail(
  recipients: readonly string[],
  subType: string | null,
  nowMs: number,
  random: Random,
): Record<string, unknown> {
  const timestamp = new Date(nowMs).toISOString();
  return {
    feedbackId: feedbackId(random),
    complaintSubType: subType,
    complainedRecipients: recipients.map((emailAddress) => ({ emailAddress })),
    timestamp,
    ...(subType === null
      ? { userAgent: "Amazon SES Mailbox Simulator", complaintFeedbackType: "abuse", arrivalDate: timestamp }
      : {}),
  };
}

/** The "delivery" member of an event. */
export function deliveryDetail(recipients: readonly string[], nowMs: number): Record<string, unknown> {
  return {
    timestamp: new Date(nowMs).toISOString(),
    processingTimeMillis: 0,
    recipients,
    smtpResponse: "250 2.6.0 Message received",
    remoteMtaIp: "127.0.0.1",
    reportingMTA: "a8-50.smtp-out.amazonses.com",
  };
}

/** The form of AWS's ids of messages and of feedback. */
export function feedbackId(random: Random): string {
  return `${random.hex(16)}-${random.uuid()}-000000`;
}

function bounced(recipient: string, subType: BounceSubType, status: string, diagnosticCode: string): Outcome {
  return { kind: "bounced", recipient, subType, status, diagnosticCode };
}
