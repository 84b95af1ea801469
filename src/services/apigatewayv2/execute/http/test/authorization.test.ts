// Goal: routes let in whom they should, and tell functions who came. Method: each kind of authorization over HTTP, with real functions,
// roles, signatures and tokens; issuers are a user pool of the yard and a server beside it.

import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type ApiGatewayV2Client,
  CreateAuthorizerCommand,
  type CreateAuthorizerCommandInput,
  ResetAuthorizersCacheCommand,
} from "@aws-sdk/client-apigatewayv2";
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import { SignJWT } from "jose";
import { afterAll, describe, expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../../../../testing/harness.ts";
import { lambdaBench, type LambdaBench } from "../../../../lambda/test/bench.ts";
import { functionUri, lambda, makeApi, openFunction, type TestAnswer, type TestApi } from "./fixture.ts";

const yard = await sharedYard();
/** Answers with what its event says of the authorizer. */
const ECHO = `export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event.requestContext.authorizer ?? null) });`;

async function authorizer(apis: ApiGatewayV2Client, input: Partial<CreateAuthorizerCommandInput>): Promise<string> {
  const full = { Name: "who", ...input } as CreateAuthorizerCommandInput;
  const { AuthorizerId = "" } = await apis.send(new CreateAuthorizerCommand(full));
  return AuthorizerId;
}

function shown({ status, json, headers }: TestAnswer): readonly unknown[] {
  return [status, json, headers["www-authenticate"]];
}

describe("JWT authorizers", async () => {
  // An issuer of its own, as any identity provider on the internet is one.
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const server = createServer((request, response) => {
    const keys = [{ ...publicKey.export({ format: "jwk" }), kid: "k1", alg: "RS256", use: "sig" }];
    const answer = request.url === "/keys" ? { keys } : { issuer, jwks_uri: `${issuer}/keys` };
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  afterAll(() => server.close());

  async function token(claims: Record<string, unknown>, nowMs: number, header: object = {}): Promise<string> {
    const seconds = Math.floor(nowMs / 1000);
    return new SignJWT({ iss: issuer, aud: "shop", iat: seconds, exp: seconds + 3600, ...claims })
      .setProtectedHeader({ alg: "RS256", kid: "k1", ...header })
      .sign(privateKey);
  }

  async function guarded(bench: LambdaBench): Promise<TestApi> {
    const echo = await openFunction(bench, "echo", ECHO);
    const api = await makeApi(yard, bench.account, { routes: {} });
    const AuthorizerId = await authorizer(api.apis, {
      ApiId: api.apiId,
      AuthorizerType: "JWT",
      IdentitySource: ["$request.header.Authorization"],
      JwtConfiguration: { Issuer: issuer, Audience: ["shop"] },
    });
    await api.route("GET /me", lambda(echo), { AuthorizationType: "JWT", AuthorizerId });
    const AuthorizationScopes = ["orders:read", "orders:all"];
    await api.route("GET /orders", lambda(echo), { AuthorizationType: "JWT", AuthorizerId, AuthorizationScopes });
    return api;
  }

  test("a token of the issuer comes in with its claims as texts, and nothing else does", async () => {
    const bench = await lambdaBench(yard);
    const api = await guarded(bench);
    const nowMs = yard.clock.nowMs();
    const ask = async (jwt: string, path = "/me"): Promise<TestAnswer> =>
      api.call(`GET ${path}`, { headers: { authorization: `Bearer ${jwt}` } });
    const good = await ask(await token({ sub: "ada", groups: ["a", "b"], admin: true, scope: "orders:read x" }, nowMs));
    expect([good.status, good.json]).toMatchObject([
      200,
      // AWS: recorded: lists are written in brackets, with spaces; scopes are null where the route asks for none.
      { jwt: { claims: { sub: "ada", groups: "[a b]", admin: "true", aud: "shop" }, scopes: null } },
    ]);
    const scoped = await ask(await token({ scope: "orders:read x" }, nowMs), "/orders");
    expect([scoped.status, scoped.json]).toMatchObject([200, { jwt: { scopes: ["orders:read"] } }]);
    // AWS: "Troubleshooting issues with HTTP API JWT authorizers" has the header's form.
    const invalid = (why: string): string => `Bearer scope="" error="invalid_token" error_description="${why}"`;
    const refused = async (jwt: string): Promise<readonly unknown[]> => shown(await ask(jwt));
    const message = { message: "Unauthorized" };
    expect(shown(await api.call("GET /me"))).toEqual([401, message, "Bearer"]);
    expect(await refused(await token({ aud: "other" }, nowMs))).toEqual([
      401,
      message,
      invalid("the token does not have a valid audience"),
    ]);
    expect(await refused(await token({}, nowMs - 7_200_000))).toEqual([401, message, invalid("the token has expired")]);
    expect((await refused(await token({ iss: "http://evil.example" }, nowMs)))[0]).toBe(401);
    expect((await refused(`${await token({}, nowMs)}x`))[0]).toBe(401);
    expect((await refused("none"))[0]).toBe(401);
    const unscoped = await ask(await token({ scope: "x" }, nowMs), "/orders");
    expect([unscoped.status, unscoped.json]).toEqual([403, { message: "Forbidden" }]);
    // AWS: client_id is looked at where there is no aud.
    const byClient = await ask(await token({ aud: undefined, client_id: "shop" }, nowMs));
    expect(byClient.status).toBe(200);
  });

  test("a user pool of the yard is an issuer, under its own address and under AWS's", async () => {
    const bench = await lambdaBench(yard);
    const cognito = bench.account.client(CognitoIdentityProviderClient);
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: "p" }));
    const UserPoolId = UserPool?.Id ?? "";
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: "web",
        ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
      }),
    );
    const ClientId = UserPoolClient?.ClientId ?? "";
    const Password = "Str0ng!pass";
    await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: "ada", MessageAction: "SUPPRESS" }));
    await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username: "ada", Password, Permanent: true }));
    const { AuthenticationResult } = await cognito.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: "ada", PASSWORD: Password },
      }),
    );
    const { AccessToken, IdToken } = AuthenticationResult ?? {};
    const echo = await openFunction(bench, "echo", ECHO);
    for (const Issuer of [
      `${yard.origin}/${UserPoolId}`,
      `https://cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`,
    ]) {
      const api = await makeApi(yard, bench.account, { routes: {} });
      const AuthorizerId = await authorizer(api.apis, {
        ApiId: api.apiId,
        AuthorizerType: "JWT",
        IdentitySource: ["$request.header.Authorization"],
        JwtConfiguration: { Issuer, Audience: [ClientId] },
      });
      await api.route("GET /me", lambda(echo), { AuthorizationType: "JWT", AuthorizerId });
      for (const jwt of [AccessToken, IdToken]) {
        const answer = await api.call("GET /me", { headers: { authorization: String(jwt) } });
        expect([answer.status, answer.text]).toEqual([200, expect.stringContaining(UserPoolId)]);
      }
    }
  });
});

describe("Lambda authorizers", () => {
  const SIMPLE = `let asked = 0;
    export const handler = async (event) => {
      asked += 1;
      if (event.headers.authorization === "break") throw new Error("broken");
      return { isAuthorized: event.identitySource?.[0] === "let me in", context: { asked, plan: "gold", list: [1], event } };
    };`;

  test("simple responses say yes or no, their context reaches the function, and they are kept", async () => {
    const bench = await lambdaBench(yard);
    const echo = await openFunction(bench, "echo", ECHO);
    const check = await openFunction(bench, "check", SIMPLE);
    const api = await makeApi(yard, bench.account, { routes: {} });
    const AuthorizerId = await authorizer(api.apis, {
      ApiId: api.apiId,
      AuthorizerType: "REQUEST",
      AuthorizerUri: functionUri(check),
      AuthorizerPayloadFormatVersion: "2.0",
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 60,
      IdentitySource: ["$request.header.authorization"],
    });
    await api.route("GET /orders/{id}", lambda(echo), { AuthorizationType: "CUSTOM", AuthorizerId });
    const ask = async (authorization: string): Promise<TestAnswer> =>
      api.call("GET /orders/7?page=2", { headers: { authorization } });
    const first = await ask("let me in");
    expect([first.status, first.json]).toMatchObject([
      200,
      {
        lambda: {
          asked: 1,
          plan: "gold",
          list: [1],
          // AWS: "Control access to HTTP APIs with AWS Lambda authorizers", the example of format 2.0.
          event: {
            version: "2.0",
            type: "REQUEST",
            routeArn: `arn:aws:execute-api:us-east-1:${bench.account.account}:${api.apiId}/$default/GET/orders/7`,
            identitySource: ["let me in"],
            routeKey: "GET /orders/{id}",
            rawPath: "/orders/7",
            rawQueryString: "page=2",
            pathParameters: { id: "7" },
            requestContext: { apiId: api.apiId, http: { method: "GET" }, stage: "$default" },
          },
        },
      },
    ]);
    expect((await ask("let me in")).json).toMatchObject({ lambda: { asked: 1 } });
    await api.apis.send(new ResetAuthorizersCacheCommand({ ApiId: api.apiId, StageName: "$default" }));
    expect((await ask("let me in")).json).toMatchObject({ lambda: { asked: 2 } });
    expect(shown(await ask("go away"))).toEqual([403, { message: "Forbidden" }, undefined]);
    // AWS: without an identity source the function is not asked.
    expect(shown(await api.call("GET /orders/7"))).toEqual([401, { message: "Unauthorized" }, undefined]);
    expect(shown(await ask("break"))).toEqual([500, { message: "Internal Server Error" }, undefined]);
  });

  test("policies are evaluated for the route that is asked for", async () => {
    const bench = await lambdaBench(yard);
    const echo = await openFunction(bench, "echo", ECHO);
    const check = await openFunction(
      bench,
      "check",
      `export const handler = async (event) => ({ principalId: "ada", context: { version: event.version, type: event.type },
        policyDocument: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "execute-api:Invoke",
          Resource: event.methodArn.replace(/GET.*/, "GET/mine/*") }] } });`,
    );
    const api = await makeApi(yard, bench.account, { routes: {} });
    const AuthorizerId = await authorizer(api.apis, {
      ApiId: api.apiId,
      AuthorizerType: "REQUEST",
      AuthorizerUri: functionUri(check),
      AuthorizerPayloadFormatVersion: "1.0",
      IdentitySource: [],
    });
    await api.route("GET /{proxy+}", lambda(echo), { AuthorizationType: "CUSTOM", AuthorizerId });
    const mine = await api.call("GET /mine/1");
    expect([mine.status, mine.json]).toEqual([200, { lambda: { version: "1.0", type: "REQUEST" } }]);
    expect((await api.call("GET /yours/1")).status).toBe(403);
  });

  test("a function that API Gateway may not invoke is an error of the API, not a way in", async () => {
    const bench = await lambdaBench(yard);
    const echo = await openFunction(bench, "echo", ECHO);
    const check = await bench.create("check", SIMPLE);
    const api = await makeApi(yard, bench.account, { routes: {} });
    const AuthorizerId = await authorizer(api.apis, {
      ApiId: api.apiId,
      AuthorizerType: "REQUEST",
      AuthorizerUri: functionUri(check),
      AuthorizerPayloadFormatVersion: "2.0",
      EnableSimpleResponses: true,
      IdentitySource: ["$request.header.authorization"],
    });
    await api.route("GET /a", lambda(echo), { AuthorizationType: "CUSTOM", AuthorizerId });
    expect((await api.call("GET /a", { headers: { authorization: "let me in" } })).status).toBe(500);
  });
});

describe("AWS_IAM", () => {
  async function signed(
    api: TestApi,
    account: TestAccount,
    credentials: { accessKeyId: string; secretAccessKey: string },
    path: string,
  ): Promise<TestAnswer> {
    const host = `${api.host}:${new URL(yard.origin).port}`;
    const sha256 = Hash.bind(null, "sha256");
    const signer = new SignatureV4({ service: "execute-api", region: account.region, credentials, sha256 });
    const request = { method: "GET", protocol: "http:", hostname: api.host, path, query: {}, headers: { host } };
    const { headers } = await signer.sign(request);
    return api.call(`GET ${path}`, { headers });
  }

  test("who signs and may invoke comes in as himself; all others are told Forbidden", async () => {
    const bench = await lambdaBench(yard);
    const { account } = bench;
    const echo = await openFunction(bench, "echo", ECHO);
    const api = await makeApi(yard, account, { routes: {} });
    await api.route("GET /a", lambda(echo), { AuthorizationType: "AWS_IAM" });
    await api.route("GET /b", lambda(echo), { AuthorizationType: "AWS_IAM" });
    const forbidden = [403, { message: "Forbidden" }, undefined];
    expect(shown(await api.call("GET /a"))).toEqual(forbidden);
    const iam = account.client(IAMClient);
    await iam.send(new CreateUserCommand({ UserName: "ada" }));
    const Resource = `arn:aws:execute-api:us-east-1:${account.account}:${api.apiId}/$default/GET/a`;
    const Statement = [{ Effect: "Allow", Action: "execute-api:Invoke", Resource }];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.send(new PutUserPolicyCommand({ UserName: "ada", PolicyName: "invoke", PolicyDocument }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ada" }));
    const keys = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
    const fine = await signed(api, account, keys, "/a");
    expect([fine.status, fine.json]).toMatchObject([
      200,
      { iam: { accountId: account.account, userArn: `arn:aws:iam::${account.account}:user/ada` } },
    ]);
    expect(shown(await signed(api, account, keys, "/b"))).toEqual(forbidden);
    expect(shown(await signed(api, account, { ...keys, secretAccessKey: "x".repeat(40) }, "/a"))).toEqual(forbidden);
    // Another account's administrator has nobody's leave: HTTP APIs have no policies of their own.
    const other = yard.account();
    const theirs = await other.client(IAMClient).config.credentials();
    expect(shown(await signed(api, other, theirs, "/a"))).toEqual(forbidden);
  });
});
