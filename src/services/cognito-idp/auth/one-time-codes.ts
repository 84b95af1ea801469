// Codes that are sent for one sign-in: as the second factor after a password, or in place of one.
// AWS: "Adding MFA to a user pool", "Passwordless sign-in".

import { timingSafeEqual } from "node:crypto";
import type { YardContext } from "../../../service/context.ts";
import { invalidParameter, wrongSecondFactor } from "../errors.ts";
import type { SessionRecord, UserRecord } from "../records.ts";
import { saveSession } from "../repo.ts";
import { deliver, deliveryDetails } from "../users/codes.ts";
import { noteFailure } from "./failures.ts";
import { closeSession, openSession } from "./sessions.ts";
import type { AuthAnswer, SignIn } from "./sign-in.ts";

/** The challenges that a code answers; SMS_MFA and SMS_OTP differ in when they are asked. */
export type CodeChallenge = "SMS_MFA" | "SMS_OTP" | "EMAIL_OTP";

/** A sign-in that waits, with the id by which it goes on. */
export interface Opened {
  readonly id: string;
  readonly record: SessionRecord;
}

/** LIMIT: AWS: codes of six digits after a password, and of eight where there is none. */
const DIGITS = { after: 6, alone: 8 } as const;

/** LIMIT: wrong codes of one session; a million codes must not be tried. */
const MOST_WRONG_CODES = 5;

/** Sends a code, and asks for it. `isAlone` where it takes the password's place. */
export async function askCode(
  yard: YardContext,
  signIn: SignIn,
  user: UserRecord,
  challenge: CodeChallenge,
  isAlone: boolean,
): Promise<AuthAnswer> {
  const secret = yard.random.text(isAlone ? DIGITS.alone : DIGITS.after, "0123456789");
  const medium = challenge === "EMAIL_OTP" ? "EMAIL" : "SMS";
  const destination = user.attributes[medium === "EMAIL" ? "email" : "phone_number"] ?? "";
  const Session = openSession(yard, signIn, user.username, challenge, { code: secret, isAlone });
  const message = { kind: "Authentication", medium, destination, secret } as const;
  await deliver(
    yard,
    { ...signIn, user },
    { ...message, clientId: signIn.client.clientId, clientMetadata: signIn.clientMetadata },
  );
  return codeAsked(challenge, Session, deliveryDetails(medium, destination).Destination ?? "", user.username);
}

/** The challenge as its answer has it. */
export function codeAsked(challenge: CodeChallenge, Session: string, sentTo: string, username: string): AuthAnswer {
  return {
    ChallengeName: challenge,
    Session,
    ChallengeParameters: {
      CODE_DELIVERY_DELIVERY_MEDIUM: challenge === "EMAIL_OTP" ? "EMAIL" : "SMS",
      CODE_DELIVERY_DESTINATION: sentTo,
      USER_ID_FOR_SRP: username,
    },
  };
}

/** Throws CodeMismatchException unless it is the code; one that takes a password's place is guessed as slowly. */
export function requireCode(
  yard: YardContext,
  signIn: SignIn,
  session: Opened,
  user: UserRecord,
  given: string | undefined,
  name: string,
): void {
  if (given === undefined) throw invalidParameter(`Missing required parameter ${name}`);
  const [left, right] = [Buffer.from(String(session.record.data["code"])), Buffer.from(given)];
  if (left.length === right.length && timingSafeEqual(left, right)) return;
  if (session.record.data["isAlone"] === true) noteFailure(yard, { ...signIn, user });
  throw wrongCodeOf(yard, signIn, session);
}

/** Notes a wrong code; after some of them the session is over. */
export function wrongCodeOf(yard: YardContext, signIn: SignIn, { id, record }: Opened): Error {
  const wrong = Number(record.data["wrong"] ?? 0) + 1;
  const { scope, pool } = signIn;
  if (wrong >= MOST_WRONG_CODES) closeSession(yard, signIn, id);
  else
    yard.store.write((tx) => saveSession(tx, scope, pool.poolId, id, { ...record, data: { ...record.data, wrong } }));
  return wrongSecondFactor();
}
