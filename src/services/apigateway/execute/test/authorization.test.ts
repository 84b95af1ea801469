// Goal: methods let in whom they should, in the order of AWS's workflow, and tell the others what AWS tells them. Method: each kind of
// authorization over HTTP, with real functions, roles and signatures; policies are the evaluator's.

import { generateKeyPairSync, type JsonWebKey } from "node:crypto";
import {
  APIGatewayClient,
  CreateAuthorizerCommand,
  CreateRestApiCommand,
  TestInvokeAuthorizerCommand,
} from "@aws-sdk/client-api-gateway";
import { CreateUserCommand, CreateAccessKeyCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import { SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../../../testing/harness.ts";
import type { LambdaBench } from "../../../lambda/test/bench.ts";
import type { AuthorizerRecord } from "../../records.ts";
import { saveApiKey } from "../../repo.ts";
import type { Call } from "../call.ts";
import { authorizeByToken } from "../authorization/user-pools.ts";
import { functionsBench, functionUri, mock, publish, type TestAnswer, type TestApi } from "./fixture.ts";

const yard = await sharedYard();
const HELLO = mock(
  '{"user":"$context.authorizer.principalId","plan":"$context.authorizer.plan","arn":"$context.identity.userArn"}',
);

function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function shown({ status, json, headers }: TestAnswer): readonly unknown[] {
  return [status, json, headers["x-amzn-errortype"]];
}

describe("resource policies", () => {
  test("an API without authorization asks its policy", async () => {
    // AWS: "API Gateway resource policies only": an explicit allow is needed.
    const account = yard.account();
    const allow = { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "*" };
    const api = (text: string): TestApi =>
      publish(yard, account, { methods: { "GET /a": mock("{}"), "GET /b": mock("{}") }, api: { policy: text } });
    const here = api(policy({ ...allow, Condition: { IpAddress: { "aws:SourceIp": "127.0.0.0/8" } } }));
    expect((await here.call("GET /a")).status).toBe(200);
    const elsewhere = api(policy({ ...allow, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }));
    const [status, json, type] = shown(await elsewhere.call("GET /a"));
    expect([status, type]).toEqual([403, "AccessDeniedException"]);
    expect((json as { Message: string }).Message).toBe(
      `User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:${account.region}:********${account.account.slice(8)}:${elsewhere.apiId}/live/GET/a because no resource-based policy allows the execute-api:Invoke action`,
    );
    const denied = api(policy(allow, { ...allow, Effect: "Deny", Resource: "arn:aws:execute-api:*:*:*/live/GET/b" }));
    expect((await denied.call("GET /a")).status).toBe(200);
    expect((await denied.call("GET /b")).text).toContain("with an explicit deny in a resource-based policy");
  });
});

/** A signed request. */
async function signed(
  api: TestApi,
  account: TestAccount,
  credentials: { accessKeyId: string; secretAccessKey: string },
  path: string,
): Promise<TestAnswer> {
  const { port } = new URL(yard.origin);
  const host = `${api.host}:${port}`;
  const signer = new SignatureV4({
    service: "execute-api",
    region: account.region,
    credentials,
    sha256: Hash.bind(null, "sha256"),
  });
  const { headers } = await signer.sign({
    method: "GET",
    protocol: "http:",
    hostname: api.host,
    path: `/live${path}`,
    query: {},
    headers: { host },
  });
  return api.call(`GET ${path}`, { headers });
}

describe("AWS_IAM", () => {
  test("who signs and may invoke comes in, as himself", async () => {
    const account = yard.account();
    const api = publish(yard, account, {
      methods: {
        "GET /a": { ...HELLO, authorizationType: "AWS_IAM" },
        "GET /b": { ...HELLO, authorizationType: "AWS_IAM" },
      },
    });
    expect(shown(await api.call("GET /a"))).toEqual([
      403,
      { message: "Missing Authentication Token" },
      "MissingAuthenticationTokenException",
    ]);
    const iam = account.client(IAMClient);
    await iam.send(new CreateUserCommand({ UserName: "ada" }));
    await iam.send(
      new PutUserPolicyCommand({
        UserName: "ada",
        PolicyName: "invoke",
        PolicyDocument: policy({ Effect: "Allow", Action: "execute-api:Invoke", Resource: `${api.arn}/GET/a` }),
      }),
    );
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ada" }));
    const keys = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
    const fine = await signed(api, account, keys, "/a");
    expect([fine.status, (fine.json as { arn: string }).arn]).toEqual([
      200,
      `arn:aws:iam::${account.account}:user/ada`,
    ]);
    const [status, json, type] = shown(await signed(api, account, keys, "/b"));
    expect([status, type]).toEqual([403, "AccessDeniedException"]);
    expect((json as { Message: string }).Message).toContain(
      `User: arn:aws:iam::${account.account}:user/ada is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:${account.region}:********`,
    );
    const forged = shown(await signed(api, account, { ...keys, secretAccessKey: "x".repeat(40) }, "/a"));
    expect([forged[0], forged[2]]).toEqual([403, "InvalidSignatureException"]);
  });

  test("another account needs its own policy and the API's", async () => {
    // AWS: "How API Gateway resource policies affect authorization workflow", table B.
    const owner = yard.account();
    const other = yard.account();
    const method = { ...HELLO, authorizationType: "AWS_IAM" as const };
    const allow = { Effect: "Allow", Principal: { AWS: other.account }, Action: "execute-api:Invoke", Resource: "*" };
    const shut = publish(yard, owner, { methods: { "GET /a": method } });
    const open = publish(yard, owner, { methods: { "GET /a": method }, api: { policy: policy(allow) } });
    expect((await signed(shut, other, other.config.credentials, "/a")).status).toBe(403);
    expect((await signed(open, other, other.config.credentials, "/a")).status).toBe(200);
  });
});

describe("Lambda authorizers", () => {
  const SOURCE = `
    let calls = 0;
    export const handler = async (event) => {
      calls += 1;
      const token = event.authorizationToken ?? event.headers["X-User"];
      if (token === "unauthorized") throw new Error("Unauthorized");
      if (token === "fail") throw new Error("broken");
      if (token === "invalid") return { principalId: "x" };
      if (token === "object") return { principalId: "x", policyDocument: { Statement: [] }, context: { a: { b: 1 } } };
      const statement = { Action: "execute-api:Invoke", Effect: token === "deny" ? "Deny" : "Allow", Resource: event.methodArn };
      return { principalId: token, policyDocument: { Version: "2012-10-17", Statement: token === "nothing" ? [] : [statement] },
        context: { plan: calls, isOn: true, type: event.type } };
    };`;

  async function authorized(changes: Partial<AuthorizerRecord>, bench: LambdaBench): Promise<TestApi> {
    const arn = await bench.create("authorizer", SOURCE);
    const authorizer: AuthorizerRecord = {
      v: 1,
      id: "auth01",
      name: "a",
      type: "TOKEN",
      authorizerUri: functionUri(arn),
      authorizerResultTtlInSeconds: 0,
      ...changes,
    };
    const api = publish(yard, bench.account, {
      methods: {
        "GET /a": { ...HELLO, authorizationType: "CUSTOM", authorizerId: "auth01" },
        "GET /b": { ...HELLO, authorizationType: "CUSTOM", authorizerId: "auth01" },
      },
      authorizers: [authorizer],
    });
    const [, , , region, account] = api.arn.split(":");
    await bench.lambda.send(
      new AddPermissionCommand({
        FunctionName: "authorizer",
        StatementId: "gateway",
        Action: "lambda:InvokeFunction",
        Principal: "apigateway.amazonaws.com",
        SourceArn: `arn:aws:execute-api:${region}:${account}:${api.apiId}/authorizers/auth01`,
      }),
    );
    return api;
  }

  test("TOKEN: what the function says, and how it fails", async () => {
    const api = await authorized({ identityValidationExpression: "[a-z]+" }, await functionsBench());
    const ask = async (token?: string): Promise<readonly unknown[]> =>
      shown(await api.call("GET /a", { headers: token === undefined ? {} : { authorization: token } }));
    expect(await ask("ada")).toEqual([200, { user: "ada", plan: "1", arn: "" }, undefined]);
    // AWS: a token that is missing, that the expression refuses, or that the function calls unauthorized.
    const unauthorized = [401, { message: "Unauthorized" }, "UnauthorizedException"];
    expect([await ask(), await ask("123"), await ask("unauthorized")]).toEqual([
      unauthorized,
      unauthorized,
      unauthorized,
    ]);
    expect(await ask("deny")).toEqual([
      403,
      { Message: "User is not authorized to access this resource with an explicit deny" },
      "AccessDeniedException",
    ]);
    expect(await ask("nothing")).toEqual([
      403,
      { Message: "User is not authorized to access this resource" },
      "AccessDeniedException",
    ]);
    const broken = [500, { message: null }, "AuthorizerConfigurationException"];
    expect([await ask("fail"), await ask("invalid"), await ask("object")]).toEqual([broken, broken, broken]);
  });

  test("decisions are kept for their time, for all methods of the stage", async () => {
    // AWS: "the policy is cached for all methods": the one for GET /a does not allow GET /b.
    const bench = await functionsBench();
    const api = await authorized({ authorizerResultTtlInSeconds: 300 }, bench);
    const plan = async (path: string): Promise<unknown> =>
      (await api.call(`GET ${path}`, { headers: { authorization: "ada" } })).json;
    expect(await plan("/a")).toMatchObject({ plan: "1" });
    expect(await plan("/a")).toMatchObject({ plan: "1" });
    expect(await plan("/b")).toEqual({ Message: "User is not authorized to access this resource" });
    api.stage({ authorizersFlushedAtMs: yard.clock.nowMs() });
    expect(await plan("/a")).toMatchObject({ plan: "2" });
  });

  test("REQUEST: all identity sources are needed", async () => {
    const api = await authorized(
      { type: "REQUEST", identitySource: "method.request.header.X-User, method.request.querystring.q, context.stage" },
      await functionsBench(),
    );
    const fine = await api.call("GET /a?q=1", { headers: { "X-User": "ada" } });
    expect([fine.status, fine.json]).toEqual([200, { user: "ada", plan: "1", arn: "" }]);
    expect((await api.call("GET /a", { headers: { "X-User": "ada" } })).status).toBe(401);
    expect((await api.call("GET /a?q=1")).status).toBe(401);
  });
});

describe("what authorizers do besides", () => {
  test("an authorizer names the caller's key", async () => {
    // AWS: "API key source": AUTHORIZER: usageIdentifierKey.
    const bench = await functionsBench();
    const arn = await bench.create(
      "keys",
      `export const handler = async (event) => ({ principalId: "p", usageIdentifierKey: event.authorizationToken,
        policyDocument: { Version: "2012-10-17", Statement: [{ Action: "*", Effect: "Allow", Resource: "*" }] } });`,
    );
    await bench.lambda.send(
      new AddPermissionCommand({
        FunctionName: "keys",
        StatementId: "g",
        Action: "lambda:InvokeFunction",
        Principal: "apigateway.amazonaws.com",
      }),
    );
    const api = publish(yard, bench.account, {
      methods: {
        "GET /a": {
          ...mock('{"key":"$context.identity.apiKeyId"}'),
          authorizationType: "CUSTOM",
          authorizerId: "a",
          apiKeyRequired: true,
        },
      },
      authorizers: [
        { v: 1, id: "a", name: "a", type: "TOKEN", authorizerUri: functionUri(arn), authorizerResultTtlInSeconds: 0 },
      ],
      api: { apiKeySource: "AUTHORIZER" },
    });
    const scope = { account: bench.account.account, region: bench.account.region };
    const value = `a-key-of-${api.apiId}-for-ada`;
    yard.yard.context.store.write((tx) =>
      saveApiKey(tx, scope, {
        v: 1,
        id: "k1",
        value,
        enabled: true,
        createdAtMs: 0,
        updatedAtMs: 0,
        stageKeys: [`${api.apiId}/live`],
        tags: {},
      }),
    );
    const ask = async (token: string): Promise<readonly unknown[]> =>
      shown(await api.call("GET /a", { headers: { authorization: token } }));
    expect(await ask(value)).toEqual([200, { key: "k1" }, undefined]);
    expect(await ask("another-key-altogether")).toEqual([403, { message: "Forbidden" }, "ForbiddenException"]);
  });

  test("TestInvokeAuthorizer asks the function and shows its policy", async () => {
    const bench = await functionsBench();
    const arn = await bench.create(
      "tested",
      `export const handler = async (event) => { if (event.authorizationToken !== "ada") throw new Error("Unauthorized");
        return { principalId: "ada", context: { plan: 1 }, policyDocument: { Version: "2012-10-17", Statement: [] } }; };`,
    );
    await bench.lambda.send(
      new AddPermissionCommand({
        FunctionName: "tested",
        StatementId: "g",
        Action: "lambda:InvokeFunction",
        Principal: "apigateway.amazonaws.com",
      }),
    );
    const gateway = bench.account.client(APIGatewayClient);
    const { id: restApiId } = await gateway.send(new CreateRestApiCommand({ name: "tested" }));
    const { id: authorizerId } = await gateway.send(
      new CreateAuthorizerCommand({
        restApiId,
        name: "a",
        type: "TOKEN",
        authorizerUri: functionUri(arn),
        identitySource: "method.request.header.Authorization",
      }),
    );
    const ask = (token: string) =>
      gateway.send(new TestInvokeAuthorizerCommand({ restApiId, authorizerId, headers: { Authorization: token } }));
    expect(await ask("ada")).toMatchObject({
      clientStatus: 200,
      principalId: "ada",
      policy: '{"Version":"2012-10-17","Statement":[]}',
      authorization: { plan: ["1"] },
    });
    expect((await ask("bob")).clientStatus).toBe(401);
  });

  test("the caller's own credentials reach the integration", async () => {
    // AWS: credentials "arn:aws:iam::*:user/*": the caller's identity is passed on.
    const account = yard.account();
    const { QueueUrl } = await account.client(SQSClient).send(new CreateQueueCommand({ QueueName: "own" }));
    const method = (authorizationType: "AWS_IAM" | "NONE") => ({
      authorizationType,
      integration: {
        type: "AWS" as const,
        uri: `arn:aws:apigateway:${account.region}:sqs:path/${account.account}/own`,
        credentials: "arn:aws:iam::*:user/*",
        requestParameters: { "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'" },
        requestTemplates: { "application/json": "Action=SendMessage&MessageBody=hi" },
      },
    });
    const api = publish(yard, account, { methods: { "GET /signed": method("AWS_IAM"), "GET /open": method("NONE") } });
    expect((await signed(api, account, account.config.credentials, "/signed")).json).toMatchObject({
      SendMessageResponse: {},
    });
    expect((await api.call("GET /open")).status).toBe(500);
    // Nobody of another account lends an API his rights by calling it.
    const other = yard.account();
    const everyone = policy({ Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "*" });
    const foreign = publish(yard, account, {
      methods: { "GET /signed": method("AWS_IAM") },
      api: { policy: everyone },
    });
    expect((await signed(foreign, other, other.config.credentials, "/signed")).status).toBe(500);
    expect(QueueUrl).toContain("own");
  });
});

describe("user pools", () => {
  const ARN = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc";
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const issuer = {
    issuer: "https://pool",
    keys: [
      { ...publicKey.export({ format: "jwk" }), kid: "k", alg: "RS256", use: "sig" } as JsonWebKey &
        Record<string, unknown>,
    ],
  };
  const authorizer: AuthorizerRecord = {
    v: 1,
    id: "a",
    name: "a",
    type: "COGNITO_USER_POOLS",
    providerARNs: [ARN],
    authorizerResultTtlInSeconds: 300,
  };

  function token(
    claims: Record<string, unknown>,
    options: { key?: typeof privateKey; expires?: string } = {},
  ): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: "RS256", kid: "k" })
      .setIssuer("https://pool")
      .setExpirationTime(options.expires ?? "1h")
      .sign(options.key ?? privateKey);
  }

  /** The claims that the method sees, or what it answers. */
  async function ask(given: string | undefined, scopes?: readonly string[]): Promise<unknown> {
    const facts: Call["facts"] = { integration: {} };
    const call = {
      request: { headers: given === undefined ? [] : [["Authorization", given]] },
      method: { authorizationScopes: scopes },
      facts,
      yard: { clock: yard.clock },
    } as unknown as Call;
    try {
      await authorizeByToken(call, authorizer, { tokenIssuer: (arn) => (arn === ARN ? issuer : undefined) });
      return facts.authorizer;
    } catch (error) {
      return (error as { text: string }).text;
    }
  }

  test("identity tokens without scopes, access tokens with one", async () => {
    // AWS: "Integrate a REST API with a user pool".
    const id = await token({ sub: "1", token_use: "id", "cognito:groups": ["a", "b"] });
    const accessToken = await token({ sub: "1", token_use: "access", scope: "shop/read shop/write" });
    expect(await ask(id)).toMatchObject({ claims: { sub: "1", token_use: "id", "cognito:groups": "a,b" } });
    expect(await ask(`Bearer ${id}`)).toMatchObject({ claims: { sub: "1" } });
    expect(await ask(accessToken)).toBe("Unauthorized");
    expect(await ask(accessToken, ["shop/read"])).toMatchObject({ claims: { scope: "shop/read shop/write" } });
    expect(await ask(accessToken, ["shop/admin"])).toBe("Unauthorized");
  });

  test("tokens that are none, of others, expired or without a signature are refused", async () => {
    const { privateKey: foreign } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    expect(await ask(undefined)).toBe("Unauthorized");
    expect(await ask("abc")).toBe("Unauthorized");
    expect(await ask(await token({ token_use: "id" }, { key: foreign }))).toBe("Unauthorized");
    expect(await ask(await token({ token_use: "id" }, { expires: "-1h" }))).toBe("The incoming token has expired");
    const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from('{"iss":"https://pool","token_use":"id"}').toString("base64url")}.`;
    expect(await ask(none)).toBe("Unauthorized");
  });
});
