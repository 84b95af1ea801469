// The ways of signing in, by the names that requests give them. AWS: InitiateAuth, RespondToAuthChallenge.

import type { AuthFlowType, ChallengeNameType } from "@aws-sdk/client-cognito-identity-provider";
import type { YardContext } from "../../../service/context.ts";
import { invalidParameter, notImplemented, refreshTokensRotate } from "../errors.ts";
import type { ClientRecord } from "../records.ts";
import { answerCustom, beginCustom } from "./custom-flow.ts";
import { answerSrp, beginSrp, required, signInWithPassword } from "./password-flows.ts";
import { refresh } from "./refresh.ts";
import { answerFactor, answerNewPassword, answerSelection, answerSetup } from "./second-factors.ts";
import type { AuthAnswer, SignIn } from "./sign-in.ts";
import { answerChoice, answerChosenPassword, beginUserAuth } from "./user-auth.ts";

type Parameters = Readonly<Record<string, string>>;

/** Begins a sign-in; throws InvalidParameterException for a way that the client does not allow. */
export async function initiate(
  yard: YardContext,
  signIn: SignIn,
  flow: AuthFlowType,
  parameters: Parameters,
  session?: string,
): Promise<AuthAnswer> {
  requireFlow(signIn, flow);
  if (session !== undefined && flow !== "USER_AUTH")
    throw invalidParameter("Session is only supported with the USER_AUTH flow.");
  switch (flow) {
    case "USER_PASSWORD_AUTH":
    case "ADMIN_USER_PASSWORD_AUTH":
    case "ADMIN_NO_SRP_AUTH":
      return signInWithPassword(yard, signIn, parameters);
    case "USER_SRP_AUTH":
      return beginSrp(yard, signIn, parameters);
    case "CUSTOM_AUTH":
      return beginCustom(yard, signIn, parameters);
    case "USER_AUTH":
      return beginUserAuth(yard, signIn, parameters, session);
    case "REFRESH_TOKEN":
    case "REFRESH_TOKEN_AUTH": {
      const secret = { hash: parameters["SECRET_HASH"], username: parameters["USERNAME"] };
      const token = required(parameters, "REFRESH_TOKEN");
      return { ChallengeParameters: {}, AuthenticationResult: await refresh(yard, signIn, token, secret) };
    }
    default:
      throw notImplemented("This authentication flow");
  }
}

/** Goes on with a sign-in. */
export async function respond(
  yard: YardContext,
  signIn: SignIn,
  challenge: ChallengeNameType,
  session: string | undefined,
  responses: Parameters,
): Promise<AuthAnswer> {
  switch (challenge) {
    case "PASSWORD_VERIFIER":
      return answerSrp(yard, signIn, responses);
    case "NEW_PASSWORD_REQUIRED":
      return answerNewPassword(yard, signIn, session, responses);
    case "SELECT_MFA_TYPE":
      return answerSelection(yard, signIn, session, responses);
    case "SELECT_CHALLENGE":
      return answerChoice(yard, signIn, session, responses);
    case "PASSWORD":
    case "PASSWORD_SRP":
      return answerChosenPassword(yard, signIn, challenge, session, responses);
    case "SOFTWARE_TOKEN_MFA":
    case "SMS_MFA":
    case "SMS_OTP":
    case "EMAIL_OTP":
      return answerFactor(yard, signIn, challenge, session, responses);
    case "MFA_SETUP":
      return answerSetup(yard, signIn, session);
    case "CUSTOM_CHALLENGE":
      return answerCustom(yard, signIn, session, responses);
    default:
      throw notImplemented(`The challenge ${challenge}`);
  }
}

/** By the flow that is asked for: what a client may list to allow it; the older names come second. */
const ALLOWED_BY: Partial<Readonly<Record<AuthFlowType, readonly string[]>>> = {
  USER_PASSWORD_AUTH: ["ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"],
  ADMIN_USER_PASSWORD_AUTH: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"],
  ADMIN_NO_SRP_AUTH: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"],
  USER_SRP_AUTH: ["ALLOW_USER_SRP_AUTH"],
  USER_AUTH: ["ALLOW_USER_AUTH"],
  CUSTOM_AUTH: ["ALLOW_CUSTOM_AUTH", "CUSTOM_AUTH_FLOW_ONLY"],
  REFRESH_TOKEN: ["ALLOW_REFRESH_TOKEN_AUTH"],
  REFRESH_TOKEN_AUTH: ["ALLOW_REFRESH_TOKEN_AUTH"],
};

function requireFlow({ client, isAdmin }: SignIn, flow: AuthFlowType): void {
  if (flow.startsWith("ADMIN_") && !isAdmin) throw invalidParameter(`Initiate Auth method not supported.`);
  // AWS: InitiateAuth: UnsupportedOperationException; "Refresh tokens": rotated ones are exchanged by GetTokensFromRefreshToken.
  if (flow.startsWith("REFRESH_TOKEN") && client.settings.RefreshTokenRotation?.Feature === "ENABLED")
    throw refreshTokensRotate();
  if (!isAllowed(client, flow))
    throw invalidParameter(
      isAdmin ? "Auth flow not enabled for this client" : `${flow} flow not enabled for this client`,
    );
}

function isAllowed({ settings: { ExplicitAuthFlows: listed } }: ClientRecord, flow: AuthFlowType): boolean {
  // AWS: CreateUserPoolClient: the older names allow SRP and refreshing without saying so.
  const isOld = listed.every((name) => !name.startsWith("ALLOW_"));
  const isImplied = isOld && (flow === "USER_SRP_AUTH" || flow.startsWith("REFRESH_TOKEN"));
  return isImplied || (ALLOWED_BY[flow] ?? []).some((name) => listed.includes(name));
}
