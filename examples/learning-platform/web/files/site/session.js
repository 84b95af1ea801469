// Who is signed in: the user pool is asked directly, and its tokens stay in this tab.

import { config } from "./config.js";

const KEY = "learning.session";

/** @type {{ idToken: string, refreshToken: string, expiresAt: number } | undefined} */
let session = JSON.parse(sessionStorage.getItem(KEY) ?? "null") ?? undefined;

/** The signed-in user's address; undefined if nobody is. */
export function signedInAs() {
  if (session === undefined) return undefined;
  const [, claims = ""] = session.idToken.split(".");
  return JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/"))).email;
}

export async function signUp({ email, password, name }) {
  const UserAttributes = [
    { Name: "email", Value: email },
    { Name: "name", Value: name },
  ];
  await ask("SignUp", { ClientId: config.clientId, Username: email, Password: password, UserAttributes });
}

export async function confirm({ email, code }) {
  await ask("ConfirmSignUp", { ClientId: config.clientId, Username: email, ConfirmationCode: code });
}

export async function signIn({ email, password }) {
  await begin("USER_PASSWORD_AUTH", { USERNAME: email, PASSWORD: password });
}

export function signOut() {
  const { refreshToken } = session ?? {};
  keep(undefined);
  // Whoever has found the token somewhere cannot use it any more. Nobody waits for that.
  if (refreshToken !== undefined)
    ask("RevokeToken", { ClientId: config.clientId, Token: refreshToken }).catch(() => undefined);
}

/** A token for the API that is good for another minute at least. */
export async function token() {
  if (session === undefined) return undefined;
  if (session.expiresAt < Date.now() + 60_000)
    await begin("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: session.refreshToken }).catch(() => keep(undefined));
  return session?.idToken;
}

async function begin(AuthFlow, AuthParameters) {
  const { AuthenticationResult: result } = await ask("InitiateAuth", {
    ClientId: config.clientId,
    AuthFlow,
    AuthParameters,
  });
  keep({
    idToken: result.IdToken,
    refreshToken: result.RefreshToken ?? session?.refreshToken,
    expiresAt: Date.now() + result.ExpiresIn * 1000,
  });
}

function keep(value) {
  session = value;
  if (value === undefined) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, JSON.stringify(value));
  dispatchEvent(new Event("session"));
}

/** One call of the user pool's API, which needs no credentials. Its messages are for people. */
async function ask(operation, input) {
  const response = await fetch(`${new URL(config.userPoolUrl).origin}/`, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(input),
  });
  const answer = await response.json();
  if (response.ok) return answer;
  const error = new Error(answer.message ?? "That did not work.");
  error.name = String(answer.__type ?? "").replace(/.*#/, "");
  throw error;
}
