// Codes that users get by mail or text message: made, sent, and checked.

import type { CodeDeliveryDetailsType } from "@aws-sdk/client-cognito-identity-provider";
import { timingSafeEqual } from "node:crypto";
import type { YardContext } from "../../../service/context.ts";
import { expiredCode, tooManyFailedAttempts, wrongCode } from "../errors.ts";
import { renderMessage, type MessageKind } from "../messages.ts";
import type { CodePurpose, UserRecord } from "../records.ts";
import { addMail } from "../repo.ts";
import { sendTextMessage } from "./text-messages.ts";
import { type Located, present, updateUser } from "./users.ts";

const HOUR_MS = 3_600_000;
/** LIMIT: AWS: "Quotas in Amazon Cognito": how long codes are good. */
export const VALID_MS: Readonly<Record<CodePurpose, number>> = {
  "sign-up": 24 * HOUR_MS,
  "forgot-password": HOUR_MS,
  "attribute:email": 24 * HOUR_MS,
  "attribute:phone_number": 24 * HOUR_MS,
};
/** LIMIT: AWS: "Quotas in Amazon Cognito": how often a code can be tried. */
export const MOST_ATTEMPTS = 5;

export type Medium = "EMAIL" | "SMS";

/** Makes a code for a user and sends it; says where it went. */
export async function sendCode(
  yard: YardContext,
  located: Located,
  code: {
    readonly purpose: CodePurpose;
    readonly kind: MessageKind;
    readonly medium: Medium;
    readonly destination: string;
    readonly clientId?: string | undefined;
    readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  },
): Promise<CodeDeliveryDetailsType> {
  const text = yard.random.text(6, "0123456789");
  const expiresAtMs = yard.clock.nowMs() + VALID_MS[code.purpose];
  const user = updateUser(yard, located, (current) => ({
    ...current,
    codes: { ...current.codes, [code.purpose]: { code: text, expiresAtMs, attempts: 0 } },
  }));
  await deliver(yard, { ...located, user }, { ...code, secret: text });
  return deliveryDetails(code.medium, code.destination);
}

/** Sends a message with a code or a password in it. */
export async function deliver(
  yard: YardContext,
  { scope, pool, user }: Located,
  message: {
    readonly kind: MessageKind;
    readonly medium: Medium;
    readonly destination: string;
    readonly secret: string;
    readonly clientId?: string | undefined;
    readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  },
): Promise<void> {
  const { subject, text } = await renderMessage(yard, { scope, pool, user }, message);
  // What SNS sends is in SNS's own inbox.
  if (message.medium === "SMS" && (await sendTextMessage(yard, { scope, pool }, message.destination, text))) return;
  const { EmailConfiguration: email } = pool.settings;
  yard.store.write((tx) =>
    addMail(tx, scope, {
      v: 1,
      kind: message.medium === "EMAIL" ? "email" : "sms",
      messageId: yard.random.uuid(),
      sentAtMs: yard.clock.nowMs(),
      // AWS: "Email settings for Amazon Cognito user pools": the default sender.
      from: message.medium === "EMAIL" ? (email?.From ?? "no-reply@verificationemail.com") : "Cognito",
      to: [message.destination],
      subject: message.medium === "EMAIL" ? subject : "",
      text,
    }),
  );
}

/** Where a code went, as answers say it: not in full. */
export function deliveryDetails(medium: Medium, destination: string): CodeDeliveryDetailsType {
  const isMail = medium === "EMAIL";
  return {
    AttributeName: isMail ? "email" : "phone_number",
    DeliveryMedium: medium,
    Destination: isMail
      ? maskMail(destination)
      : `+${"*".repeat(Math.max(0, destination.length - 5))}${destination.slice(-4)}`,
  };
}

/** Takes a code: throws CodeMismatchException or ExpiredCodeException, and gives the user without it. */
export function takeCode(yard: YardContext, located: Located, purpose: CodePurpose, given: string): UserRecord {
  // The user as it is now: many guesses at the same time are as many guesses.
  const found = present(yard, located).codes[purpose];
  if (found === undefined || found.expiresAtMs <= yard.clock.nowMs()) throw expiredCode();
  if (found.attempts >= MOST_ATTEMPTS) throw tooManyFailedAttempts();
  if (!isSame(found.code, given)) {
    updateUser(yard, located, (user) => ({
      ...user,
      codes: { ...user.codes, [purpose]: { ...found, attempts: found.attempts + 1 } },
    }));
    throw wrongCode();
  }
  return updateUser(yard, located, (user) => {
    const { [purpose]: _, ...codes } = user.codes;
    return { ...user, codes };
  });
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function maskMail(address: string): string {
  const [name = "", host = ""] = address.split("@");
  return `${name.slice(0, 1)}***@${host.slice(0, 1)}***`;
}
