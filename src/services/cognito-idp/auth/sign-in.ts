// What all ways of signing in share: who asks, which ways the client allows, and what comes before and after.

import { createHmac, timingSafeEqual } from "node:crypto";
import type { AuthenticationResultType, ChallengeNameType } from "@aws-sdk/client-cognito-identity-provider";
import type { YardContext } from "../../../service/context.ts";
import { notAuthorized, passwordResetRequired, userNotConfirmed, userNotFound, wrongPassword } from "../errors.ts";
import { secretsOf } from "../client-secrets.ts";
import type { Client } from "../pools.ts";
import type { UserRecord } from "../records.ts";
import { callTrigger } from "../triggers.ts";
import { findUser, shownAttributes, updateUser } from "../users/users.ts";
import { issueTokens } from "./tokens.ts";

/** A sign-in under way. */
export interface SignIn extends Client {
  readonly clientMetadata: Readonly<Record<string, string>> | undefined;
  /** AdminInitiateAuth: signed by the customer, not called by an application. */
  readonly isAdmin: boolean;
  /** On the hosted pages: the end is the user, for whom a code is made, and no tokens yet. */
  readonly isHosted?: boolean;
}

/** The answer to a step of a sign-in: the next challenge, or tokens. */
export interface AuthAnswer {
  readonly ChallengeName?: ChallengeNameType;
  readonly Session?: string;
  readonly ChallengeParameters: Record<string, string>;
  /** Of SELECT_CHALLENGE: what can be chosen. */
  readonly AvailableChallenges?: ChallengeNameType[];
  readonly AuthenticationResult?: AuthenticationResultType;
  /** On the hosted pages. */
  readonly user?: UserRecord;
}

/** Throws NotAuthorizedException unless a client with a secret proves that it knows it. AWS: "Computing secret hash values". */
export function requireSecretHash({ client }: Client, username: string, hash: string | undefined): void {
  const { clientId } = client;
  const secrets = secretsOf(client);
  if (secrets.length === 0) return;
  if (hash === undefined)
    throw notAuthorized(`Client ${clientId} is configured with secret but SECRET_HASH was not received`);
  const actual = Buffer.from(hash, "base64");
  const isProved = secrets.some(({ value }) => {
    const expected = createHmac("sha256", value).update(`${username}${clientId}`).digest();
    return actual.length === expected.length && timingSafeEqual(actual, expected);
  });
  if (!isProved) throw notAuthorized(`Unable to verify secret hash for client ${clientId}`);
}

/** The user who signs in; throws as the client wants it for one who is not there. */
export function requireSigningUser(yard: YardContext, { scope, pool, client }: Client, username: string): UserRecord {
  const user = yard.store.read((tx) => findUser(tx, scope, pool, username));
  if (user !== undefined) return user;
  // AWS: "Managing error responses".
  throw client.settings.PreventUserExistenceErrors === "ENABLED" ? wrongPassword() : userNotFound();
}

/** Has the pool's function agree before the password is looked at. */
export async function beforeAuthentication(yard: YardContext, signIn: SignIn, user: UserRecord): Promise<void> {
  if (!user.isEnabled) throw notAuthorized("User is disabled.");
  await callTrigger(yard, signIn, {
    name: "PreAuthentication",
    source: "PreAuthentication_Authentication",
    clientId: signIn.client.clientId,
    username: user.username,
    request: { userAttributes: shownAttributes(user), validationData: signIn.clientMetadata ?? null },
    response: {},
  });
}

/** Throws unless a user who knows the password may go on. */
export function requireConfirmed(user: UserRecord): void {
  if (user.status === "UNCONFIRMED") throw userNotConfirmed();
  if (user.status === "RESET_REQUIRED") throw passwordResetRequired();
}

/** The end of a sign-in: tokens. */
export async function complete(
  yard: YardContext,
  signIn: SignIn,
  user: UserRecord,
  source = "TokenGeneration_Authentication",
): Promise<AuthAnswer> {
  const located = { ...signIn, user };
  const current =
    user.failures === undefined
      ? user
      : updateUser(yard, located, (present) => {
          const { failures: _, ...rest } = present;
          return rest;
        });
  await callTrigger(yard, signIn, {
    name: "PostAuthentication",
    source: "PostAuthentication_Authentication",
    clientId: signIn.client.clientId,
    username: current.username,
    request: {
      userAttributes: shownAttributes(current),
      newDeviceUsed: false,
      clientMetadata: signIn.clientMetadata,
    },
    response: {},
  });
  if (signIn.isHosted === true) return { ChallengeParameters: {}, user: current };
  const AuthenticationResult = await issueTokens(
    yard,
    { ...signIn, user: current },
    { source, clientMetadata: signIn.clientMetadata },
  );
  return { ChallengeParameters: {}, AuthenticationResult };
}
