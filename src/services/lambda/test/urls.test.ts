// Goal: function URLs as AWS makes, guards and answers them. Method: the real SDK, and plain HTTP to the addresses that it gives.

import http from "node:http";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  InvokeWithResponseStreamCommand,
  ListFunctionUrlConfigsCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionUrlConfigCommand,
} from "@aws-sdk/client-lambda";
import type { CreateFunctionUrlConfigCommandInput } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import type { TestAccount } from "../../../testing/harness.ts";
import { lambdaBench } from "./bench.ts";
import type { LambdaBench } from "./bench.ts";

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  readonly pieces: readonly string[];
  readonly isWhole: boolean;
}

/** A request to a function URL: by its host, which not every resolver knows. */
function ask(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { host, port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: "127.0.0.1",
        port,
        path: pathname + search,
        method: options.method ?? "GET",
        headers: { host, ...options.headers },
      },
      (response) => {
        const pieces: string[] = [];
        response.setEncoding("utf8");
        response.on("data", (piece: string) => pieces.push(piece));
        const finish = (isWhole: boolean) => (): void =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: pieces.join(""),
            pieces,
            isWhole,
          });
        response.on("end", finish(true));
        response.on("error", finish(false));
      },
    );
    request.on("error", reject);
    request.end(options.body);
  });
}

/** The request's headers with a signature for Lambda. */
async function signed(
  url: string,
  credentials: TestAccount["config"]["credentials"],
  region: string,
): Promise<Record<string, string>> {
  const { hostname, host, pathname, search } = new URL(url);
  const signer = new SignatureV4({ credentials, region, service: "lambda", sha256: Hash.bind(null, "sha256") });
  const { headers } = await signer.sign({
    method: "GET",
    protocol: "http:",
    hostname,
    path: pathname,
    query: Object.fromEntries(new URLSearchParams(search)),
    headers: { host },
  });
  return headers;
}

async function open(
  { lambda }: LambdaBench,
  FunctionName: string,
  settings: Partial<CreateFunctionUrlConfigCommandInput> = {},
): Promise<string> {
  const { FunctionUrl = "" } = await lambda.send(
    new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "NONE", ...settings }),
  );
  return FunctionUrl;
}

/** AWS: "Control access to Lambda function URLs": both statements are needed since October 2025. */
async function letIn({ lambda }: LambdaBench, FunctionName: string, isWhole = true): Promise<void> {
  await lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: "url",
      Action: "lambda:InvokeFunctionUrl",
      Principal: "*",
      FunctionUrlAuthType: "NONE",
    }),
  );
  if (isWhole)
    await lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: "invoke",
        Action: "lambda:InvokeFunction",
        Principal: "*",
        InvokedViaFunctionUrl: true,
      }),
    );
}

const ECHO = "export const handler = async (event) => event";

test("an address is made once, shown, changed and taken away", async () => {
  const bench = await lambdaBench();
  const { lambda, create } = bench;
  const arn = await create("f", ECHO);
  const made = await lambda.send(
    new CreateFunctionUrlConfigCommand({ FunctionName: "f", AuthType: "NONE", Cors: { AllowOrigins: ["*"] } }),
  );
  expect(made).toMatchObject({
    $metadata: { httpStatusCode: 201 },
    FunctionArn: arn,
    AuthType: "NONE",
    Cors: { AllowOrigins: ["*"] },
    InvokeMode: "BUFFERED",
    FunctionUrl: expect.stringMatching(/^http:\/\/[a-z0-9]{32}\.lambda-url\.us-east-1\.localhost:\d+\/$/) as unknown,
  });
  await expect(open(bench, "f")).rejects.toMatchObject({
    name: "ResourceConflictException",
    message: `Failed to create function url config for [functionArn = ${arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
  });
  const changed = await lambda.send(
    new UpdateFunctionUrlConfigCommand({ FunctionName: "f", AuthType: "AWS_IAM", Cors: {} }),
  );
  expect([changed.AuthType, changed.Cors, changed.FunctionUrl]).toEqual(["AWS_IAM", undefined, made.FunctionUrl]);
  await lambda.send(new CreateAliasCommand({ FunctionName: "f", Name: "live", FunctionVersion: "$LATEST" }));
  await open(bench, "f", { Qualifier: "live" });
  const { FunctionUrlConfigs } = await lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName: "f" }));
  expect(FunctionUrlConfigs?.map(({ FunctionArn }) => FunctionArn)).toEqual([arn, `${arn}:live`]);
  await expect(open(bench, "f", { Qualifier: "absent" })).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName: "f" }));
  await expect(lambda.send(new GetFunctionUrlConfigCommand({ FunctionName: "f" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "The resource you requested does not exist.",
  });
  expect((await ask(made.FunctionUrl ?? "")).status).toBe(403);
});

test("without authentication the function's policy decides, and needs both actions", async () => {
  const bench = await lambdaBench();
  await bench.create("f", ECHO);
  const url = await open(bench, "f");
  const refused = await ask(url);
  expect([refused.status, refused.headers["x-amzn-errortype"]]).toEqual([403, "AccessDeniedException"]);
  await letIn(bench, "f", false);
  expect((await ask(url)).status).toBe(403);
  await bench.lambda.send(
    new AddPermissionCommand({
      FunctionName: "f",
      StatementId: "invoke",
      Action: "lambda:InvokeFunction",
      Principal: "*",
      InvokedViaFunctionUrl: true,
    }),
  );
  expect((await ask(url)).status).toBe(200);
  // The second statement opens the URL only, not the Invoke operation.
  const other = await lambdaBench();
  await expect(other.invoke(await bench.create("g", ECHO))).rejects.toMatchObject({ name: "AccessDeniedException" });
});

test("the event has format 2.0, and the answer becomes a response", async () => {
  const bench = await lambdaBench();
  await bench.create("f", ECHO);
  await letIn(bench, "f");
  const url = await open(bench, "f");
  const { body } = await ask(`${url}a%20b?x=1&x=2`, {
    method: "POST",
    headers: { "content-type": "text/plain", cookie: "a=1; b=2" },
    body: "hello",
  });
  const { hostname } = new URL(url);
  // AWS: "Invoking Lambda function URLs", request payload.
  expect(JSON.parse(body)).toMatchObject({
    version: "2.0",
    routeKey: "$default",
    rawPath: "/a b",
    rawQueryString: "x=1&x=2",
    cookies: ["a=1", "b=2"],
    headers: { "content-type": "text/plain", "x-forwarded-proto": "http" },
    queryStringParameters: { x: "1,2" },
    requestContext: {
      accountId: "anonymous",
      apiId: hostname.split(".")[0],
      domainName: hostname,
      domainPrefix: hostname.split(".")[0],
      http: { method: "POST", path: "/a b", protocol: "HTTP/1.1", sourceIp: "127.0.0.1" },
      routeKey: "$default",
      stage: "$default",
    },
    body: "hello",
    isBase64Encoded: false,
  });
  // The path form is for clients that cannot resolve the name.
  const { port } = new URL(url);
  const byPath = await ask(`http://127.0.0.1:${port}/_aws/lambda-url/${hostname.split(".")[0]}/p`);
  expect(JSON.parse(byPath.body)).toMatchObject({ rawPath: "/p", requestContext: { domainName: hostname } });

  await bench.create(
    "g",
    "export const handler = async () => ({ statusCode: 201, headers: { 'X-A': 'b' }, cookies: ['c=d'], body: Buffer.from('hi').toString('base64'), isBase64Encoded: true })",
  );
  await letIn(bench, "g");
  const made = await ask(await open(bench, "g"));
  expect([
    made.status,
    made.headers["x-a"],
    made.headers["set-cookie"],
    made.headers["content-type"],
    made.body,
  ]).toEqual([201, "b", ["c=d"], "application/json", "hi"]);
});

test("with IAM, callers sign, and may if their policies or the function's let them", async () => {
  const bench = await lambdaBench();
  const other = await lambdaBench();
  await bench.create("f", ECHO);
  const url = await open(bench, "f", { AuthType: "AWS_IAM" });
  expect((await ask(url)).status).toBe(403);
  const { region, config } = bench.account;
  const own = await ask(url, { headers: await signed(url, config.credentials, region) });
  expect(own.status).toBe(200);
  expect(JSON.parse(own.body)).toMatchObject({
    requestContext: {
      accountId: bench.account.account,
      authorizer: {
        iam: { accessKey: config.credentials.accessKeyId, accountId: bench.account.account, cognitoIdentity: null },
      },
    },
  });
  const wrong = { ...config.credentials, secretAccessKey: "x" };
  expect((await ask(url, { headers: await signed(url, wrong, region) })).status).toBe(403);
  const foreign = await signed(url, other.account.config.credentials, region);
  expect((await ask(url, { headers: foreign })).status).toBe(403);
  for (const Action of ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"])
    await bench.lambda.send(
      new AddPermissionCommand({
        FunctionName: "f",
        StatementId: Action.replace(":", "-"),
        Action,
        Principal: other.account.account,
        ...(Action.endsWith("Url") ? { FunctionUrlAuthType: "AWS_IAM" } : { InvokedViaFunctionUrl: true }),
      }),
    );
  expect((await ask(url, { headers: foreign })).status).toBe(200);
});

test("pages of other origins are let in by the URL's CORS settings", async () => {
  const bench = await lambdaBench();
  await bench.create("f", ECHO);
  await letIn(bench, "f");
  const url = await open(bench, "f", {
    Cors: { AllowOrigins: ["https://a.example"], AllowMethods: ["GET"], AllowHeaders: ["x-a"], MaxAge: 60 },
  });
  const preflight = await ask(url, {
    method: "OPTIONS",
    headers: { origin: "https://a.example", "access-control-request-method": "GET" },
  });
  expect(preflight.headers).toMatchObject({
    "access-control-allow-origin": "https://a.example",
    "access-control-allow-methods": "GET",
    "access-control-allow-headers": "x-a",
    "access-control-max-age": "60",
  });
  const from = async (origin: string) =>
    (await ask(url, { headers: { origin } })).headers["access-control-allow-origin"];
  expect([await from("https://a.example"), await from("https://b.example")]).toEqual(["https://a.example", undefined]);
});

test("a failing function is a bad gateway, and a throttled one says so", async () => {
  const bench = await lambdaBench();
  await bench.create("f", "export const handler = async () => { throw new Error('no') }");
  await letIn(bench, "f");
  const url = await open(bench, "f");
  expect(await ask(url)).toMatchObject({ status: 502, body: "Internal Server Error" });
  await bench.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: "f", ReservedConcurrentExecutions: 0 }));
  const throttled = await ask(url);
  expect([throttled.status, throttled.headers["x-amzn-errortype"], JSON.parse(throttled.body)]).toMatchObject([
    429,
    "TooManyRequestsException",
    { Reason: "ReservedFunctionConcurrentInvocationLimitExceeded" },
  ]);
  await bench.lambda.send(new DeleteFunctionCommand({ FunctionName: "f" }));
  expect((await ask(url)).status).toBe(403);
});

const STREAMING = `export const handler = awslambda.streamifyResponse(async (event, stream) => {
  const out = awslambda.HttpResponseStream.from(stream, { statusCode: 202, headers: { "Content-Type": "text/plain", "x-a": "b" }, cookies: ["c=d"] });
  out.write("one,");
  await new Promise((done) => setTimeout(done, 50));
  if (event.rawPath === "/broken") throw new Error("no more");
  out.end("two");
})`;

test("a streaming URL answers in pieces, with the head that the function gives", async () => {
  const bench = await lambdaBench();
  await bench.create("f", STREAMING);
  await letIn(bench, "f");
  const url = await open(bench, "f", { InvokeMode: "RESPONSE_STREAM" });
  const answer = await ask(url);
  expect([answer.status, answer.headers["x-a"], answer.headers["set-cookie"], answer.headers["content-type"]]).toEqual([
    202,
    "b",
    ["c=d"],
    "text/plain",
  ]);
  expect([answer.body, answer.pieces.length, answer.isWhole]).toEqual(["one,two", 2, true]);
  const broken = await ask(`${url}broken`);
  expect([broken.status, broken.body, broken.isWhole]).toEqual([202, "one,", false]);
});

test("InvokeWithResponseStream gives events, and says at the end how it went", async () => {
  const { lambda, create } = await lambdaBench();
  await create(
    "f",
    `export const handler = awslambda.streamifyResponse(async (event, stream) => {
      stream.setContentType("text/csv"); stream.write("a,"); console.log("logged");
      if (event.fails) throw new RangeError("no"); stream.end("b") })`,
  );
  const read = async (event: unknown) => {
    const answer = await lambda.send(
      new InvokeWithResponseStreamCommand({ FunctionName: "f", Payload: JSON.stringify(event), LogType: "Tail" }),
    );
    let text = "";
    let complete;
    for await (const { PayloadChunk, InvokeComplete } of answer.EventStream ?? []) {
      text += Buffer.from(PayloadChunk?.Payload ?? []).toString();
      complete = InvokeComplete ?? complete;
    }
    return { answer, text, complete };
  };
  const good = await read({});
  expect(good.answer).toMatchObject({
    StatusCode: 200,
    ExecutedVersion: "$LATEST",
    ResponseStreamContentType: "text/csv",
  });
  expect([good.text, good.complete?.ErrorCode]).toEqual(["a,b", undefined]);
  expect(Buffer.from(good.complete?.LogResult ?? "", "base64").toString()).toContain("logged");
  const bad = await read({ fails: true });
  expect([bad.text, bad.complete?.ErrorCode]).toEqual(["a,", "Unhandled"]);
  expect(JSON.parse(bad.complete?.ErrorDetails ?? "")).toMatchObject({ errorType: "RangeError", errorMessage: "no" });
  await create("plain", ECHO);
  const plain = await lambda.send(
    new InvokeWithResponseStreamCommand({ FunctionName: "plain", Payload: JSON.stringify({ n: 1 }) }),
  );
  const events = [];
  for await (const event of plain.EventStream ?? []) events.push(event);
  expect(Buffer.from(events[0]?.PayloadChunk?.Payload ?? []).toString()).toBe('{"n":1}');
  await expect(lambda.send(new InvokeWithResponseStreamCommand({ FunctionName: "absent" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});
