// After the password: a new password where it was temporary, and the second factor. AWS: "Adding MFA to a user pool".

import type { YardContext } from "../../../service/context.ts";
import {
  invalidParameter,
  noSoftwareTokenOfUser,
  noTextMessagesOfPool,
  notAuthorized,
  usedSoftwareToken,
  userNotFound,
} from "../errors.ts";
import type { PoolRecord, SecondFactor, UserRecord } from "../records.ts";
import { readAttributes, requireAll } from "../attributes.ts";
import { keepPassword, requirePassword } from "../users/passwords.ts";
import { findUser, shownAttributes, updateUser } from "../users/users.ts";
import { requireNotLocked } from "./failures.ts";
import { askCode, type CodeChallenge, type Opened, requireCode, wrongCodeOf } from "./one-time-codes.ts";
import { closeSession, openSession, readSession } from "./sessions.ts";
import { type AuthAnswer, complete, requireConfirmed, type SignIn } from "./sign-in.ts";
import { totpStep } from "../../../kernel/totp.ts";

type Responses = Readonly<Record<string, string>>;

/** The step after a password that was right. */
export async function afterPassword(yard: YardContext, signIn: SignIn, user: UserRecord): Promise<AuthAnswer> {
  if (user.status === "FORCE_CHANGE_PASSWORD") return askNewPassword(yard, signIn, user);
  return askSecondFactor(yard, signIn, user);
}

/** Asks for the user's second factor; tokens where there is none. */
async function askSecondFactor(yard: YardContext, signIn: SignIn, user: UserRecord): Promise<AuthAnswer> {
  const { configuration } = signIn.pool.mfa;
  const factors = configuration === "OFF" ? [] : usableFactors(signIn.pool, user);
  const [first] = factors;
  if (first === undefined) {
    if (configuration !== "ON") return complete(yard, signIn, user);
    const Session = openSession(yard, signIn, user.username, "MFA_SETUP");
    // AWS: RespondToAuthChallenge, MFA_SETUP: those that are switched on for the pool.
    const { isSmsEnabled, isSoftwareTokenEnabled } = signIn.pool.mfa;
    const MFAS_CAN_SETUP = JSON.stringify([
      ...(isSmsEnabled ? ["SMS_MFA"] : []),
      ...(isSoftwareTokenEnabled ? ["SOFTWARE_TOKEN_MFA"] : []),
    ]);
    return {
      ChallengeName: "MFA_SETUP",
      Session,
      ChallengeParameters: { MFAS_CAN_SETUP, USER_ID_FOR_SRP: user.username },
    };
  }
  if (factors.length > 1 && user.factors.length === 0) {
    const Session = openSession(yard, signIn, user.username, "SELECT_MFA_TYPE");
    const ChallengeParameters = { MFAS_CAN_CHOOSE: JSON.stringify(factors), USER_ID_FOR_SRP: user.username };
    return { ChallengeName: "SELECT_MFA_TYPE", Session, ChallengeParameters };
  }
  return askFactor(yard, signIn, user, first);
}

async function askFactor(
  yard: YardContext,
  signIn: SignIn,
  user: UserRecord,
  factor: SecondFactor,
): Promise<AuthAnswer> {
  if (factor !== "SOFTWARE_TOKEN_MFA") return askCode(yard, signIn, user, factor, false);
  const Session = openSession(yard, signIn, user.username, factor);
  return { ChallengeName: factor, Session, ChallengeParameters: { USER_ID_FOR_SRP: user.username } };
}

/** The second factors that a user can give, the preferred one first. */
export function usableFactors({ mfa }: PoolRecord, user: UserRecord): readonly SecondFactor[] {
  const canGive: Readonly<Record<SecondFactor, boolean>> = {
    SOFTWARE_TOKEN_MFA: mfa.isSoftwareTokenEnabled && user.softwareToken?.isVerified === true,
    SMS_MFA: mfa.isSmsEnabled && user.attributes["phone_number_verified"] === "true",
    EMAIL_OTP: mfa.email !== undefined && user.attributes["email_verified"] === "true",
  };
  const chosen = user.factors.filter((factor) => canGive[factor]);
  if (chosen.length > 0 || mfa.configuration !== "ON") return chosen;
  // AWS: where a second factor is required, each that the user could give counts.
  return (["SOFTWARE_TOKEN_MFA", "SMS_MFA", "EMAIL_OTP"] as const).filter((factor) => canGive[factor]);
}

function askNewPassword(yard: YardContext, signIn: SignIn, user: UserRecord): AuthAnswer {
  if (user.temporaryUntilMs !== undefined && user.temporaryUntilMs <= yard.clock.nowMs())
    throw notAuthorized("Temporary password has expired and must be reset by an administrator.");
  const Session = openSession(yard, signIn, user.username, "NEW_PASSWORD_REQUIRED");
  const { sub: _, ...attributes } = shownAttributes(user);
  const missing = signIn.pool.schema.flatMap(({ Name = "", Required }) =>
    Required === true && Name !== "sub" && attributes[Name] === undefined ? [`userAttributes.${Name}`] : [],
  );
  return {
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session,
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missing),
      userAttributes: JSON.stringify(attributes),
    },
  };
}

/** Answers NEW_PASSWORD_REQUIRED. */
export async function answerNewPassword(
  yard: YardContext,
  signIn: SignIn,
  sessionId: string | undefined,
  responses: Responses,
): Promise<AuthAnswer> {
  const { session, user } = read(yard, signIn, sessionId, "NEW_PASSWORD_REQUIRED");
  const password = responses["NEW_PASSWORD"];
  if (password === undefined) throw invalidParameter("Missing required parameter NEW_PASSWORD");
  requirePassword(signIn.pool, password);
  const prefix = "userAttributes.";
  const given = Object.entries(responses).flatMap(([name, Value]) =>
    name.startsWith(prefix) ? [{ Name: name.slice(prefix.length), Value }] : [],
  );
  const writable = signIn.client.settings.WriteAttributes;
  const attributes = readAttributes(signIn.pool.schema, given, { isNew: true, writable });
  // AWS: public reports: what the administrator gave cannot be given anew, and whether it is verified even less.
  for (const name of Object.keys(attributes))
    if (user.attributes[name] !== undefined) throw notAuthorized(`Cannot modify an already provided ${name}`);
    else if (name.endsWith("_verified")) throw notAuthorized(`Cannot modify the non-mutable attribute ${name}`);
  requireAll(signIn.pool.schema, { ...user.attributes, ...attributes });
  const verifier = keepPassword(yard.random, signIn.pool, user.username, password);
  close(yard, signIn, session);
  const changed = updateUser(yard, { ...signIn, user }, (current) => {
    const { temporaryUntilMs: _, ...rest } = current;
    return {
      ...rest,
      attributes: { ...current.attributes, ...attributes },
      password: verifier,
      status: "CONFIRMED",
    };
  });
  return askSecondFactor(yard, signIn, changed);
}

/** Answers SELECT_MFA_TYPE. */
export function answerSelection(
  yard: YardContext,
  signIn: SignIn,
  sessionId: string | undefined,
  responses: Responses,
): Promise<AuthAnswer> {
  const { session, user } = read(yard, signIn, sessionId, "SELECT_MFA_TYPE");
  const factor = usableFactors(signIn.pool, user).find((each) => each === responses["ANSWER"]);
  if (factor === undefined) throw invalidParameter("Invalid answer to the challenge SELECT_MFA_TYPE.");
  close(yard, signIn, session);
  return askFactor(yard, signIn, user, factor);
}

/**
 * Answers SOFTWARE_TOKEN_MFA, and the challenges of codes that were sent: after a password, or in place of one. A wrong code can be
 * followed by another, some times.
 */
export async function answerFactor(
  yard: YardContext,
  signIn: SignIn,
  factor: "SOFTWARE_TOKEN_MFA" | CodeChallenge,
  sessionId: string | undefined,
  responses: Responses,
): Promise<AuthAnswer> {
  const { session, user } = read(yard, signIn, sessionId, factor);
  const name = `${factor}_CODE`;
  const code = responses[name];
  const { isSmsEnabled, isSoftwareTokenEnabled } = signIn.pool.mfa;
  if (factor !== "SOFTWARE_TOKEN_MFA") {
    if (factor === "SMS_MFA" && !isSmsEnabled) throw noTextMessagesOfPool();
    if (session.record.data["isAlone"] === true) requireNotLocked(yard, user);
    requireCode(yard, signIn, session, user, code, name);
    close(yard, signIn, session);
    return complete(yard, signIn, user);
  }
  if (code === undefined) throw invalidParameter(`Missing required parameter ${name}`);
  if (!isSoftwareTokenEnabled || user.softwareToken === undefined) throw noSoftwareTokenOfUser();
  const { secret, lastStep } = user.softwareToken;
  const nowMs = yard.clock.nowMs();
  const step = totpStep(secret, code, nowMs, lastStep);
  if (step === undefined && totpStep(secret, code, nowMs) !== undefined) throw usedSoftwareToken();
  if (step === undefined) throw wrongCodeOf(yard, signIn, session);
  close(yard, signIn, session);
  const used = updateUser(yard, { ...signIn, user }, (current) => ({
    ...current,
    ...(current.softwareToken && { softwareToken: { ...current.softwareToken, lastStep: step } }),
  }));
  return complete(yard, signIn, used);
}

/** Answers MFA_SETUP: with the session that VerifySoftwareToken gave. */
export async function answerSetup(
  yard: YardContext,
  signIn: SignIn,
  sessionId: string | undefined,
): Promise<AuthAnswer> {
  const { session, user } = read(yard, signIn, sessionId, "MFA_SETUP");
  if (user.softwareToken?.isVerified !== true)
    throw invalidParameter("The software token has not been verified for the user.");
  close(yard, signIn, session);
  return complete(yard, signIn, user);
}

function read(yard: YardContext, signIn: SignIn, id: string | undefined, challenge: string) {
  const record = readSession(yard, signIn, id, challenge);
  const session: Opened = { id: id ?? "", record };
  const user = yard.store.read((tx) => findUser(tx, signIn.scope, signIn.pool, record.username));
  // Nobody, who seemed to get a code where the client hides who is there.
  if (user === undefined) throw record.data["isAlone"] === true ? wrongCodeOf(yard, signIn, session) : userNotFound();
  if (!user.isEnabled) throw notAuthorized("User is disabled.");
  // A password that was reset since lets nobody go on.
  requireConfirmed(user);
  return { session, user };
}

function close(yard: YardContext, signIn: SignIn, { id }: Opened): void {
  if (!closeSession(yard, signIn, id)) throw notAuthorized("Invalid session for the user.");
}
