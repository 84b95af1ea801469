// CUSTOM_AUTH: the pool's functions say what is asked, and when it is enough. AWS: "Custom authentication challenge Lambda triggers".

import type { YardContext } from "../../../service/context.ts";
import { invalidLambdaResponse, notAuthorized, notImplemented } from "../errors.ts";
import type { UserRecord } from "../records.ts";
import { asRecord, callTrigger } from "../triggers.ts";
import { requireUser, shownAttributes } from "../users/users.ts";
import { required } from "./password-flows.ts";
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

/** A challenge that was answered. */
interface Round {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  readonly challengeMetadata: unknown;
}

/** Begins: asks the pool's function for the first challenge. */
export async function beginCustom(yard: YardContext, signIn: SignIn, parameters: Parameters): Promise<AuthAnswer> {
  const username = required(parameters, "USERNAME");
  requireSecretHash(signIn, username, parameters["SECRET_HASH"]);
  const user = requireSigningUser(yard, signIn, username);
  await beforeAuthentication(yard, signIn, user);
  requireConfirmed(user);
  return next(yard, signIn, user, []);
}

/** Answers CUSTOM_CHALLENGE. */
export async function answerCustom(
  yard: YardContext,
  signIn: SignIn,
  sessionId: string | undefined,
  responses: Parameters,
): Promise<AuthAnswer> {
  const { username, data } = readSession(yard, signIn, sessionId, "CUSTOM_CHALLENGE");
  const user = yard.store.read((tx) => requireUser(tx, signIn.scope, signIn.pool, username));
  if (!user.isEnabled) throw notAuthorized("User is disabled.");
  requireConfirmed(user);
  const verdict = await callTrigger(yard, signIn, {
    name: "VerifyAuthChallengeResponse",
    source: "VerifyAuthChallengeResponse_Authentication",
    clientId: signIn.client.clientId,
    username,
    request: {
      userAttributes: shownAttributes(user),
      privateChallengeParameters: data["private"],
      challengeAnswer: required(responses, "ANSWER"),
      clientMetadata: signIn.clientMetadata,
    },
    response: { answerCorrect: null },
  });
  if (!closeSession(yard, signIn, sessionId ?? "")) throw notAuthorized("Invalid session for the user.");
  const round: Round = {
    challengeName: "CUSTOM_CHALLENGE",
    challengeResult: verdict?.["answerCorrect"] === true,
    challengeMetadata: data["metadata"] ?? null,
  };
  return next(yard, signIn, user, [...(data["rounds"] as readonly Round[]), round]);
}

async function next(
  yard: YardContext,
  signIn: SignIn,
  user: UserRecord,
  rounds: readonly Round[],
): Promise<AuthAnswer> {
  const common = { clientId: signIn.client.clientId, username: user.username };
  const request = {
    userAttributes: shownAttributes(user),
    session: rounds,
    clientMetadata: signIn.clientMetadata,
    userNotFound: false,
  };
  const decision = await callTrigger(yard, signIn, {
    ...common,
    name: "DefineAuthChallenge",
    source: "DefineAuthChallenge_Authentication",
    request,
    response: { challengeName: null, issueTokens: null, failAuthentication: null },
  });
  if (decision === undefined) throw notAuthorized("Custom auth lambda trigger is not configured for the user pool.");
  if (decision["failAuthentication"] === true) throw notAuthorized("Incorrect username or password.");
  if (decision["issueTokens"] === true) return complete(yard, signIn, user);
  const { challengeName } = decision;
  if (challengeName === undefined || challengeName === null)
    throw invalidLambdaResponse(
      "The DefineAuthChallenge function neither issues tokens, nor fails, nor names a challenge.",
    );
  if (challengeName !== "CUSTOM_CHALLENGE")
    throw notImplemented(`The challenge ${JSON.stringify(challengeName)} within custom authentication`);
  const made = await callTrigger(yard, signIn, {
    ...common,
    name: "CreateAuthChallenge",
    source: "CreateAuthChallenge_Authentication",
    request: { ...request, challengeName },
    response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
  });
  const shown = asRecord(made?.["publicChallengeParameters"]) ?? {};
  const Session = openSession(yard, signIn, user.username, challengeName, {
    rounds,
    private: made?.["privateChallengeParameters"] ?? {},
    metadata: made?.["challengeMetadata"] ?? null,
  });
  const texts = Object.entries(shown).map(([name, value]) => [name, String(value)] as const);
  return {
    ChallengeName: challengeName,
    Session,
    ChallengeParameters: { ...Object.fromEntries(texts), USERNAME: user.username },
  };
}
