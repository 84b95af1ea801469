// Tokens: what they say, who believes them, and when they are over.

import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  AdminUserGlobalSignOutCommand,
  CreateGroupCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { createHmac } from "node:crypto";
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard, type TestYard } from "../../../testing/harness.ts";
import { PASSWORD, poolBench } from "./bench.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.now() }) });
});
afterAll(() => yard.stop());

// Goal: the tokens are what AWS's are, and anybody can check them with the published keys. AWS: "Understanding user pool JSON web tokens".
test("tokens are verified with the pool's published keys", async () => {
  const { cognito, UserPoolId, ClientId, user, signIn } = await poolBench({}, {}, yard);
  await user("ada", { email: "ada@example.com", email_verified: "true" });
  for (const [GroupName, Precedence] of [
    ["readers", 2],
    ["admins", 1],
  ] as const) {
    const RoleArn = `arn:aws:iam::123456789012:role/${GroupName}`;
    await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName, Precedence, RoleArn }));
    await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: "ada", GroupName }));
  }
  const { AccessToken, IdToken } = await signIn("ada");
  const issuer = `${yard.origin}/${UserPoolId}`;
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  const { payload: id } = await jwtVerify(IdToken, keys, { issuer, audience: ClientId });
  const { payload: access } = await jwtVerify(AccessToken, keys, { issuer });
  expect(id).toMatchObject({
    token_use: "id",
    "cognito:username": "ada",
    "cognito:groups": ["admins", "readers"],
    "cognito:preferred_role": "arn:aws:iam::123456789012:role/admins",
    email: "ada@example.com",
    email_verified: true,
  });
  expect(access).toMatchObject({
    token_use: "access",
    client_id: ClientId,
    username: "ada",
    scope: "aws.cognito.signin.user.admin",
    "cognito:groups": ["admins", "readers"],
    sub: id.sub,
    origin_jti: id["origin_jti"],
  });
  expect(Number(access.exp) - Number(access.iat)).toBe(3600);
  const discovery: unknown = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  expect(discovery).toMatchObject({ issuer, jwks_uri: `${issuer}/.well-known/jwks.json` });
});

// Goal: tokens end by time, by revocation, by sign-out, and with their user. AWS: "Ending user sessions with token revocation".
test("tokens end", async () => {
  const { cognito, UserPoolId, ClientId, user, signIn } = await poolBench({}, {}, yard);
  await user("ada");
  const whoAmI = (AccessToken: string) => cognito.send(new GetUserCommand({ AccessToken }));
  const refresh = (REFRESH_TOKEN: string) =>
    cognito.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: { REFRESH_TOKEN } }),
    );
  const first = await signIn("ada");
  await yard.advance(3_600_000);
  await expect(whoAmI(first.AccessToken)).rejects.toMatchObject({ message: "Access Token has expired" });
  const { AuthenticationResult: second } = await refresh(first.RefreshToken);
  expect(second?.RefreshToken).toBeUndefined();
  expect(decodeJwt(second?.AccessToken ?? "").auth_time).toBe(decodeJwt(first.AccessToken).auth_time);
  await whoAmI(second?.AccessToken ?? "");
  await cognito.send(new RevokeTokenCommand({ ClientId, Token: first.RefreshToken }));
  await expect(whoAmI(second?.AccessToken ?? "")).rejects.toMatchObject({ message: "Access Token has been revoked" });
  await expect(refresh(first.RefreshToken)).rejects.toMatchObject({ message: "Invalid Refresh Token" });
  const third = await signIn("ada");
  await cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: "ada" }));
  const fourth = await signIn("ada");
  await expect(whoAmI(third.AccessToken)).rejects.toMatchObject({ name: "NotAuthorizedException" });
  await whoAmI(fourth.AccessToken);
  await cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: fourth.RefreshToken }));
  await yard.advance(31 * 86_400_000);
  await expect(refresh(fourth.RefreshToken)).rejects.toMatchObject({ message: "Refresh Token has expired" });
  await cognito.send(new AdminDisableUserCommand({ UserPoolId, Username: "ada" }));
  await expect(signIn("ada")).rejects.toMatchObject({ message: "User is disabled." });
});

// Goal: tokens of another pool, of another key, or put together by hand let nobody in.
test("forged tokens are no tokens", async () => {
  const mine = await poolBench({}, {}, yard);
  const other = await poolBench({}, {}, yard);
  await mine.user("ada");
  await other.user("ada");
  const { AccessToken, IdToken } = await mine.signIn("ada");
  const foreign = (await other.signIn("ada")).AccessToken;
  const [header = "", body = "", signature = ""] = AccessToken.split(".");
  const swap = (payload: object) => Buffer.from(JSON.stringify(payload)).toString("base64url");
  const claims = decodeJwt(foreign);
  const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
  for (const token of [
    IdToken,
    `${header}.${swap({ ...decodeJwt(AccessToken), username: "root" })}.${signature}`,
    `${none}.${body}.`,
    `${header}.${swap({ ...claims, iss: decodeJwt(AccessToken).iss })}.${foreign.split(".")[2] ?? ""}`,
    "a.b.c",
  ])
    await expect(mine.cognito.send(new GetUserCommand({ AccessToken: token }))).rejects.toMatchObject({
      name: "NotAuthorizedException",
    });
});

// Goal: a client with a secret proves that it has it, everywhere. AWS: "Computing secret hash values".
test("a client's secret is asked for", async () => {
  const {
    cognito,
    UserPoolId,
    ClientId,
    ClientSecret = "",
    user,
  } = await poolBench({}, { GenerateSecret: true }, yard);
  await user("ada");
  const SECRET_HASH = createHmac("sha256", ClientSecret).update(`ada${ClientId}`).digest("base64");
  const AuthParameters = { USERNAME: "ada", PASSWORD };
  const signIn = (more: Record<string, string>) =>
    cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
        AuthParameters: { ...AuthParameters, ...more },
      }),
    );
  await expect(signIn({})).rejects.toMatchObject({
    message: `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
  });
  await expect(signIn({ SECRET_HASH: Buffer.alloc(32).toString("base64") })).rejects.toMatchObject({
    message: `Unable to verify secret hash for client ${ClientId}`,
  });
  expect((await signIn({ SECRET_HASH })).AuthenticationResult?.AccessToken).toBeDefined();
});
