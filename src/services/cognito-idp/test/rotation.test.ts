// What takes the place of something else: refresh tokens that rotate, and the secrets of clients.

import {
  AddUserPoolClientSecretCommand,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientSecretCommand,
  GetClientTokenCommand,
  GetTokensFromRefreshTokenCommand,
  CreateResourceServerCommand,
  ListUserPoolClientSecretsCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard, type TestYard } from "../../../testing/harness.ts";
import { poolBench } from "./bench.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.now() }) });
});
afterAll(() => yard.stop());

test("a refresh token is exchanged for the next one", async () => {
  // Goal: rotation with its time of grace. AWS: "Refresh tokens", rotation; GetTokensFromRefreshToken, RefreshTokenReuseException.
  const bench = await poolBench(
    {},
    {
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 10 },
      RefreshTokenValidity: 1,
    },
    yard,
  );
  const { cognito, ClientId } = bench;
  await bench.user("ada");
  const first = (await bench.signIn("ada")).RefreshToken;
  const exchange = async (RefreshToken: string): Promise<string> => {
    const answer = await cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));
    return answer.AuthenticationResult?.RefreshToken ?? "";
  };
  const second = await exchange(first);
  expect(second).not.toBe(first);
  // An answer that was lost: the client asks again.
  expect(await exchange(first)).not.toBe("");
  await yard.clock.advance(10_000);
  await expect(exchange(first)).rejects.toMatchObject({ name: "RefreshTokenReuseException" });
  const third = await exchange(second);
  // The next token is good for what is left of the first one's day.
  await yard.clock.advance(86_400_000);
  await expect(exchange(third)).rejects.toMatchObject({
    name: "NotAuthorizedException",
    message: "Refresh Token has expired",
  });
  const other = (await bench.signIn("ada")).RefreshToken;
  const next = await exchange(other);
  await cognito.send(new RevokeTokenCommand({ ClientId, Token: next }));
  await expect(exchange(other)).rejects.toMatchObject({ name: "NotAuthorizedException" });
  await expect(
    cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId: bench.UserPoolId,
        ClientName: "both",
        ExplicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
        RefreshTokenRotation: { Feature: "ENABLED" },
      }),
    ),
  ).rejects.toMatchObject({ name: "InvalidParameterException" });
});

test("a client's secret is replaced without a moment in which none is good", async () => {
  // Goal: two secrets at a time, each of which proves the client. AWS: AddUserPoolClientSecret. Method: tokens for the client itself.
  const { cognito, UserPoolId } = await poolBench({}, {}, yard);
  await cognito.send(
    new CreateResourceServerCommand({
      UserPoolId,
      Identifier: "courses",
      Name: "Courses",
      Scopes: [{ ScopeName: "read", ScopeDescription: "Reads" }],
    }),
  );
  const { UserPoolClient: made } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: "machine",
      GenerateSecret: true,
      // The SDK's types do not know it yet.
      ExplicitAuthFlows: ["ALLOW_CLIENT_TOKEN_AUTH" as "ALLOW_CUSTOM_AUTH"],
      AllowedOAuthFlows: ["client_credentials"],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: ["courses/read"],
    }),
  );
  const { ClientId, ClientSecret: first = "" } = made ?? {};
  const tokenWith = (Secret: string, Scopes?: string[]) =>
    cognito.send(new GetClientTokenCommand({ ClientId, Secret, Scopes }));
  const add = () => cognito.send(new AddUserPoolClientSecretCommand({ UserPoolId, ClientId }));
  const { ClientSecretDescriptor: added } = await add();
  const second = added?.ClientSecretValue ?? "";
  for (const secret of [first, second]) {
    const { ClientAuthenticationResult: result } = await tokenWith(secret);
    expect(result).toMatchObject({ TokenType: "Bearer", ExpiresIn: 3600, AccessToken: expect.any(String) as string });
  }
  await expect(add()).rejects.toMatchObject({ name: "LimitExceededException" });
  await expect(tokenWith("wrong")).rejects.toMatchObject({ name: "NotAuthorizedException" });
  await expect(tokenWith(first, ["courses/write"])).rejects.toMatchObject({ name: "InvalidParameterException" });
  const { ClientSecrets = [] } = await cognito.send(new ListUserPoolClientSecretsCommand({ UserPoolId, ClientId }));
  expect(ClientSecrets.map(({ ClientSecretValue }) => ClientSecretValue)).toEqual([undefined, undefined]);
  expect(ClientSecrets[1]?.ClientSecretId).toBe(added?.ClientSecretId);
  const remove = (ClientSecretId = "") =>
    cognito.send(new DeleteUserPoolClientSecretCommand({ UserPoolId, ClientId, ClientSecretId }));
  await remove(ClientSecrets[0]?.ClientSecretId);
  await expect(tokenWith(first)).rejects.toMatchObject({ name: "NotAuthorizedException" });
  await tokenWith(second);
  await expect(remove(added?.ClientSecretId)).rejects.toMatchObject({ name: "InvalidParameterException" });
  await expect(remove("none")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});
