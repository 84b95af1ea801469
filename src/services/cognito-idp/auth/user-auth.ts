// USER_AUTH: users choose how they sign in, by what they have: a password, or a code that is sent.
// AWS: "Authentication flows", choice-based; InitiateAuth, RespondToAuthChallenge.

import type { AuthFactorType, ChallengeNameType } from "@aws-sdk/client-cognito-identity-provider";
import type { YardContext } from "../../../service/context.ts";
import { invalidParameter, invalidSession, wrongPassword } from "../errors.ts";
import type { PoolRecord, UserRecord } from "../records.ts";
import { pretendedDelivery } from "../users/decoy-codes.ts";
import { findUser, requireUser } from "../users/users.ts";
import { requireNotLocked } from "./failures.ts";
import { askCode, codeAsked } from "./one-time-codes.ts";
import { askSrp, checkPassword, required } from "./password-flows.ts";
import { usableFactors } from "./second-factors.ts";
import { closeSession, openSession, readSession } from "./sessions.ts";
import {
  type AuthAnswer,
  beforeAuthentication,
  complete,
  requireConfirmed,
  requireSecretHash,
  requireSigningUser,
  type SignIn,
} from "./sign-in.ts";

type Parameters = Readonly<Record<string, string>>;
/** The first challenges, as this flow names them. */
type Choice = Extract<ChallengeNameType, "PASSWORD" | "PASSWORD_SRP" | "EMAIL_OTP" | "SMS_OTP">;

/** The challenge of a session with which somebody who has confirmed an account signs in. */
export const CONFIRMED_SIGN_UP = "CONFIRMED_SIGN_UP";

/** Begins: with the challenge that is preferred, or with the choice of one. */
export async function beginUserAuth(
  yard: YardContext,
  signIn: SignIn,
  parameters: Parameters,
  session: string | undefined,
): Promise<AuthAnswer> {
  const username = required(parameters, "USERNAME");
  requireSecretHash(signIn, username, parameters["SECRET_HASH"]);
  if (session !== undefined) return enterConfirmed(yard, signIn, username, session);
  const { PREFERRED_CHALLENGE: preferred, PASSWORD: password, SRP_A: srpA } = parameters;
  if (preferred === "PASSWORD" && password !== undefined) return checkPassword(yard, signIn, username, password);
  if (preferred === "PASSWORD_SRP" && srpA !== undefined) return askSrp(yard, signIn, username, srpA);
  const user = userOrNobody(yard, signIn, username);
  const choices = choicesOf(signIn.pool, user);
  const choice = choices.find((each) => each === preferred);
  if (choice !== undefined) return ask(yard, signIn, user, username, choice);
  return {
    ChallengeName: "SELECT_CHALLENGE",
    Session: openSession(yard, signIn, user?.username ?? username, "SELECT_CHALLENGE"),
    AvailableChallenges: [...choices],
    ChallengeParameters: {},
  };
}

/** Answers SELECT_CHALLENGE. */
export async function answerChoice(
  yard: YardContext,
  signIn: SignIn,
  sessionId: string | undefined,
  responses: Parameters,
): Promise<AuthAnswer> {
  const { username } = readSession(yard, signIn, sessionId, "SELECT_CHALLENGE");
  requireSecretHash(signIn, responses["USERNAME"] ?? username, responses["SECRET_HASH"]);
  const answer = required(responses, "ANSWER");
  const user = yard.store.read((tx) => findUser(tx, signIn.scope, signIn.pool, username));
  const choice = choicesOf(signIn.pool, user).find((each) => each === answer);
  if (choice === undefined) throw invalidParameter(`Invalid answer to the challenge SELECT_CHALLENGE: ${answer}`);
  if (choice === "PASSWORD" || choice === "PASSWORD_SRP")
    return passwordOf(yard, signIn, choice, username, sessionId, responses);
  close(yard, signIn, sessionId);
  return ask(yard, signIn, user, username, choice);
}

/** Answers PASSWORD and PASSWORD_SRP, which were preferred without what they ask. */
export async function answerChosenPassword(
  yard: YardContext,
  signIn: SignIn,
  challenge: "PASSWORD" | "PASSWORD_SRP",
  sessionId: string | undefined,
  responses: Parameters,
): Promise<AuthAnswer> {
  const { username } = readSession(yard, signIn, sessionId, challenge);
  requireSecretHash(signIn, responses["USERNAME"] ?? username, responses["SECRET_HASH"]);
  return passwordOf(yard, signIn, challenge, username, sessionId, responses);
}

/** The factors with which a user can begin. AWS: GetUserAuthFactors: ConfiguredUserAuthFactors. */
export function firstFactorsOf(pool: PoolRecord, user: UserRecord): AuthFactorType[] {
  const allowed = pool.settings.Policies.SignInPolicy?.AllowedFirstAuthFactors ?? ["PASSWORD"];
  // AWS: "Passwordless sign-in": who has a second factor begins with the password.
  const hasSecond = pool.mfa.configuration !== "OFF" && usableFactors(pool, user).length > 0;
  const isCodeGood = user.status === "CONFIRMED" && !hasSecond;
  const canGive: Partial<Readonly<Record<AuthFactorType, boolean>>> = {
    PASSWORD: user.password !== undefined,
    EMAIL_OTP: isCodeGood && user.attributes["email_verified"] === "true",
    SMS_OTP: isCodeGood && user.attributes["phone_number_verified"] === "true",
  };
  return allowed.filter((factor) => canGive[factor] === true);
}

/** Of somebody who is not there: what the pool allows, as many have it. */
function choicesOf(pool: PoolRecord, user: UserRecord | undefined): readonly Choice[] {
  const allowed = pool.settings.Policies.SignInPolicy?.AllowedFirstAuthFactors ?? ["PASSWORD"];
  const factors = user === undefined ? allowed.filter((factor) => factor !== "SMS_OTP") : firstFactorsOf(pool, user);
  return factors.flatMap((factor): Choice[] =>
    factor === "PASSWORD"
      ? ["PASSWORD", "PASSWORD_SRP"]
      : factor === "EMAIL_OTP" || factor === "SMS_OTP"
        ? [factor]
        : [],
  );
}

async function ask(
  yard: YardContext,
  signIn: SignIn,
  user: UserRecord | undefined,
  username: string,
  choice: Choice,
): Promise<AuthAnswer> {
  if (choice === "PASSWORD" || choice === "PASSWORD_SRP")
    return {
      ChallengeName: choice,
      Session: openSession(yard, signIn, user?.username ?? username, choice),
      ChallengeParameters: {},
    };
  if (user === undefined) {
    // AWS: "Managing error responses": somebody who is not there seems to get a code, too.
    const code = yard.random.text(8, "0123456789");
    const Session = openSession(yard, signIn, username, choice, { code, isAlone: true });
    const { Destination = "" } = pretendedDelivery(signIn.pool, username);
    return codeAsked(choice, Session, Destination, username);
  }
  await beforeAuthentication(yard, signIn, user);
  requireNotLocked(yard, user);
  requireConfirmed(user);
  return askCode(yard, signIn, user, choice, true);
}

function passwordOf(
  yard: YardContext,
  signIn: SignIn,
  choice: "PASSWORD" | "PASSWORD_SRP",
  username: string,
  sessionId: string | undefined,
  responses: Parameters,
): Promise<AuthAnswer> {
  const given = required(responses, choice === "PASSWORD" ? "PASSWORD" : "SRP_A");
  close(yard, signIn, sessionId);
  return choice === "PASSWORD" ? checkPassword(yard, signIn, username, given) : askSrp(yard, signIn, username, given);
}

/** Who has just confirmed an account, by the session that ConfirmSignUp gave. */
async function enterConfirmed(
  yard: YardContext,
  signIn: SignIn,
  username: string,
  sessionId: string,
): Promise<AuthAnswer> {
  const session = readSession(yard, signIn, sessionId, CONFIRMED_SIGN_UP);
  const user = yard.store.read((tx) => requireUser(tx, signIn.scope, signIn.pool, session.username));
  const named = yard.store.read((tx) => findUser(tx, signIn.scope, signIn.pool, username));
  if (named?.username !== user.username) throw invalidSession();
  await beforeAuthentication(yard, signIn, user);
  requireConfirmed(user);
  close(yard, signIn, sessionId);
  return complete(yard, signIn, user);
}

/** Nobody where the client hides who is there. */
function userOrNobody(yard: YardContext, signIn: SignIn, username: string): UserRecord | undefined {
  const user = yard.store.read((tx) => findUser(tx, signIn.scope, signIn.pool, username));
  const isHidden = signIn.client.settings.PreventUserExistenceErrors === "ENABLED";
  return user === undefined && !isHidden ? requireSigningUser(yard, signIn, username) : user;
}

function close(yard: YardContext, signIn: SignIn, id: string | undefined): void {
  if (!closeSession(yard, signIn, id ?? "")) throw wrongPassword();
}
