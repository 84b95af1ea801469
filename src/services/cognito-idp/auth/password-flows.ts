// Signing in with a password: sent as it is, or proved by SRP. AWS: "User pool authentication flow".

import { createHmac, timingSafeEqual } from "node:crypto";
import type { YardContext } from "../../../service/context.ts";
import { invalidParameter, wrongPassword } from "../errors.ts";
import type { PoolRecord, UserRecord, Verifier } from "../records.ts";
import { hasPassword, identityOf } from "../users/passwords.ts";
import { findUser, present, requireUser } from "../users/users.ts";
import { noteFailure, requireNotLocked } from "./failures.ts";
import { migrate } from "./migration.ts";
import { afterPassword } from "./second-factors.ts";
import { closeSession, openSession, readSession } from "./sessions.ts";
import {
  type AuthAnswer,
  beforeAuthentication,
  requireConfirmed,
  requireSecretHash,
  requireSigningUser,
  type SignIn,
} from "./sign-in.ts";
import { expectedSignature, isUsable, newChallenge } from "./srp.ts";

type Parameters = Readonly<Record<string, string>>;

/** USER_PASSWORD_AUTH and ADMIN_USER_PASSWORD_AUTH. */
export async function signInWithPassword(
  yard: YardContext,
  signIn: SignIn,
  parameters: Parameters,
): Promise<AuthAnswer> {
  const username = required(parameters, "USERNAME");
  const password = required(parameters, "PASSWORD");
  requireSecretHash(signIn, username, parameters["SECRET_HASH"]);
  return checkPassword(yard, signIn, username, password);
}

/** The sign-in of somebody whose application has proved itself. */
export async function checkPassword(
  yard: YardContext,
  signIn: SignIn,
  username: string,
  password: string,
): Promise<AuthAnswer> {
  const known = yard.store.read((tx) => findUser(tx, signIn.scope, signIn.pool, username));
  const found = known ?? (await migrate(yard, signIn, username, password)) ?? missing(yard, signIn, username, password);
  await beforeAuthentication(yard, signIn, found);
  // From here to the note of a failure nothing waits: guesses at the same time are counted one by one.
  const user = present(yard, { ...signIn, user: found });
  requireNotLocked(yard, user);
  if (!hasPassword(signIn.pool, user, password)) {
    noteFailure(yard, { ...signIn, user });
    throw wrongPassword();
  }
  requireConfirmed(user);
  return afterPassword(yard, signIn, user);
}

/** Refuses somebody who is not there; where nobody may learn that, after as much work as a wrong password takes. */
function missing(yard: YardContext, signIn: SignIn, username: string, password: string): UserRecord {
  if (signIn.client.settings.PreventUserExistenceErrors === "ENABLED")
    hasPassword(signIn.pool, userOrDecoy(yard, signIn, username).record, password);
  return requireSigningUser(yard, signIn, username);
}

/** USER_SRP_AUTH: the server's numbers, with which the client proves that it knows the password. */
export async function beginSrp(yard: YardContext, signIn: SignIn, parameters: Parameters): Promise<AuthAnswer> {
  const username = required(parameters, "USERNAME");
  const srpA = required(parameters, "SRP_A");
  requireSecretHash(signIn, username, parameters["SECRET_HASH"]);
  return askSrp(yard, signIn, username, srpA);
}

/** The same, for an application that has proved itself. */
export async function askSrp(yard: YardContext, signIn: SignIn, username: string, srpA: string): Promise<AuthAnswer> {
  if (!isUsable(srpA)) throw invalidParameter("Invalid SRP_A parameter.");
  const user = userOrDecoy(yard, signIn, username);
  if (user.isReal) await beforeAuthentication(yard, signIn, user.record);
  const verifier = user.record.password ?? { salt: "0", verifier: "0" };
  const challenge = newChallenge(yard.random, verifier);
  // AWS: the secret block is the client's only handle; what it stands for stays here.
  const secretBlock = openSession(yard, signIn, user.record.username, "PASSWORD_VERIFIER", {
    srpA,
    ...challenge,
    verifier,
  });
  return {
    ChallengeName: "PASSWORD_VERIFIER",
    ChallengeParameters: {
      SALT: verifier.salt,
      SECRET_BLOCK: secretBlock,
      SRP_B: challenge.srpB,
      USERNAME: user.record.username,
      USER_ID_FOR_SRP: user.record.username,
    },
  };
}

/** Answers PASSWORD_VERIFIER. */
export async function answerSrp(yard: YardContext, signIn: SignIn, responses: Parameters): Promise<AuthAnswer> {
  const secretBlock = required(responses, "PASSWORD_CLAIM_SECRET_BLOCK");
  const signature = required(responses, "PASSWORD_CLAIM_SIGNATURE");
  const timestamp = required(responses, "TIMESTAMP");
  requireSecretHash(signIn, required(responses, "USERNAME"), responses["SECRET_HASH"]);
  const { username, data } = readSession(yard, signIn, secretBlock, "PASSWORD_VERIFIER");
  // Whatever comes now, nobody tries again with the same numbers.
  if (!closeSession(yard, signIn, secretBlock)) throw wrongPassword();
  const user = yard.store.read((tx) => findUser(tx, signIn.scope, signIn.pool, username));
  if (user === undefined) throw wrongPassword();
  requireNotLocked(yard, user);
  const { srpA, b, srpB, verifier } = data as unknown as SrpData;
  const identity = identityOf(signIn.pool, username);
  const expected = expectedSignature(verifier, { b, srpB }, srpA, {
    identity,
    secretBlock: Buffer.from(secretBlock, "base64"),
    timestamp,
  });
  const [left, right] = [Buffer.from(expected, "base64"), Buffer.from(signature, "base64")];
  if (left.length !== right.length || !timingSafeEqual(left, right)) {
    noteFailure(yard, { ...signIn, user });
    throw wrongPassword();
  }
  const current = yard.store.read((tx) => requireUser(tx, signIn.scope, signIn.pool, username));
  requireConfirmed(current);
  return afterPassword(yard, signIn, current);
}

interface SrpData {
  readonly srpA: string;
  readonly b: string;
  readonly srpB: string;
  readonly verifier: { readonly salt: string; readonly verifier: string };
}

/** A parameter; throws InvalidParameterException where it is missing. */
export function required(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (value === undefined || value === "") throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

/** Where the client hides who is there, somebody who is not gets numbers, too. AWS: "Managing error responses". */
function userOrDecoy(
  yard: YardContext,
  signIn: SignIn,
  username: string,
): { readonly record: Pick<UserRecord, "username" | "password"> & UserRecord; readonly isReal: boolean } {
  const user = yard.store.read((tx) => findUser(tx, signIn.scope, signIn.pool, username));
  if (user !== undefined) return { record: user, isReal: true };
  if (signIn.client.settings.PreventUserExistenceErrors !== "ENABLED") requireSigningUser(yard, signIn, username);
  const nowMs = yard.clock.nowMs();
  const decoy = decoyOf(signIn.pool, username);
  const record: UserRecord = {
    v: 1,
    username: decoy.username,
    sub: "",
    attributes: {},
    status: "CONFIRMED",
    isEnabled: true,
    createdAtMs: nowMs,
    modifiedAtMs: nowMs,
    codes: {},
    factors: [],
    password: decoy.password,
  };
  return { record, isReal: false };
}

/** What somebody who is not there answers with: the same each time, as a user would, and of the same form. */
function decoyOf({ settings, signingKey }: PoolRecord, name: string): { username: string; password: Verifier } {
  const derive = (what: string): string =>
    createHmac("sha256", signingKey.privateKey).update(`${what} ${name}`).digest("hex");
  const hex = derive("username");
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return {
    username: settings.UsernameAttributes === undefined ? name : uuid,
    password: { salt: derive("salt").slice(0, 32), verifier: derive("verifier") },
  };
}
