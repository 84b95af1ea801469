// Methods of REST APIs as targets. Goal: a rule calls the method that its target names, with the event's values, only as far as its role or
// the API's policy allows, again where that may help, and what is given up is told. Method: APIs in front of a server of the test's own.

import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { PutTargetsCommand, type Target } from "@aws-sdk/client-eventbridge";
import { expect, onTestFinished, test } from "vitest";
import { sharedYard, testYard, type TestYard } from "../../../testing/harness.ts";
import { publish, type TestApi } from "../../apigateway/execute/test/fixture.ts";
import { toolsOf } from "./set-up.ts";

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An API before a server that answers with `statuses` in turn, and then with 200. */
async function setUp(yard: TestYard, statuses: number[] = []) {
  const account = yard.account();
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url, headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(statuses.shift() ?? 200).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/{proxy}`;
  const api = (authorizationType: "AWS_IAM" | "NONE", policy?: string): TestApi =>
    publish(yard, account, {
      methods: {
        "ANY /{proxy+}": {
          authorizationType,
          integration: {
            type: "HTTP_PROXY",
            httpMethod: "ANY",
            uri,
            requestParameters: {
              "integration.request.path.proxy": "method.request.path.proxy",
              "integration.request.header.X-Caller": "context.identity.userArn",
            },
          },
        },
      },
      ...(policy === undefined ? {} : { api: { policy } }),
    });
  return { ...toolsOf(yard, account), yard, seen, api };
}

const allow = (Resource: string, more: object = {}) => ({
  Effect: "Allow",
  Action: "execute-api:Invoke",
  Resource,
  ...more,
});

// AWS: "Amazon API Gateway targets for rules": path variables, query strings and headers with the event's values; the role signs.
test("a method that asks for IAM is called as the target's role, if that may", async () => {
  const { account, api, role, rule, put, queue, queueArn, drain, seen } = await setUp(await sharedYard());
  const { arn } = api("AWS_IAM");
  const dead = await queue("dead");
  const target = {
    Id: "api",
    Arn: `${arn}/POST/orders/*/items`,
    InputPath: "$.detail",
    HttpParameters: {
      PathParameterValues: ["$.detail.id"],
      HeaderParameters: { "X-Kind": "$.detail-type", "X-Fixed": "yes" },
      QueryStringParameters: { from: "$.source" },
    },
    DeadLetterConfig: { Arn: queueArn("dead") },
  } satisfies Target;
  await rule("r", [{ ...target, RoleArn: await role("may-not", [allow(`${arn}/POST/orders/*/prices`)]) }]);
  await put({ Detail: '{"id":"a b"}' });
  const [message] = await drain(dead);
  expect(message?.MessageAttributes).toMatchObject({
    ERROR_CODE: { StringValue: "SDK_CLIENT_ERROR" },
    ERROR_MESSAGE: { StringValue: "HTTP status code: 403" },
  });
  expect(seen).toEqual([]);

  await rule("r", [{ ...target, RoleArn: await role("may", [allow(`${arn}/POST/orders/*/items`)]) }]);
  await put({ Detail: '{"id":"a b"}' });
  expect(await drain(dead)).toEqual([]);
  expect(seen).toMatchObject([
    {
      method: "POST",
      url: "/orders/a%20b/items?from=shop",
      body: '{"id":"a b"}',
      headers: {
        "x-kind": "Order",
        "x-fixed": "yes",
        "content-type": "application/json; charset=utf-8",
        "x-caller": `arn:aws:sts::${account.account}:assumed-role/may/events`,
      },
    },
  ]);
});

// AWS: "Using resource-based policies for Amazon EventBridge", Amazon API Gateway permissions.
test("without a role the API's policy decides, by the rule", async () => {
  const { account, api, rule, put, yard, seen } = await setUp(await sharedYard());
  const ofRule = (name: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        allow("*", {
          Principal: { Service: "events.amazonaws.com" },
          Condition: {
            ArnEquals: { "aws:SourceArn": `arn:aws:events:${account.region}:${account.account}:rule/${name}` },
          },
        }),
      ],
    });
  const theirs = api("AWS_IAM", ofRule("another"));
  const ours = api("AWS_IAM", ofRule("r"));
  await rule("r", [
    { Id: "theirs", Arn: `${theirs.arn}/PUT/theirs` },
    { Id: "ours", Arn: `${ours.arn}/PUT/ours` },
  ]);
  await put({});
  await yard.yard.context.jobs.settled();
  expect(seen.map(({ method, url }) => [method, url])).toEqual([["PUT", "/ours"]]);
});

// AWS: "Amazon API Gateway targets", invocation retries: after 5xx and 429, and no other 4xx.
test("an API is called again after 500 and 429, and not after 404", async () => {
  const yard = await testYard();
  onTestFinished(() => yard.stop());
  const { api, rule, put, queue, queueArn, drain, seen } = await setUp(yard, [500, 429, 200, 404]);
  const { arn } = api("NONE");
  const dead = await queue("dead");
  await rule("r", [{ Id: "api", Arn: `${arn}/POST/x`, DeadLetterConfig: { Arn: queueArn("dead") } }]);
  await put({});
  for (const answered of [1, 2, 3]) {
    await yard.yard.context.jobs.settled();
    expect(seen).toHaveLength(answered);
    await yard.advance(10_000);
  }
  expect(await drain(dead)).toEqual([]);
  await put({});
  const [message] = await drain(dead);
  expect(seen).toHaveLength(4);
  expect(message?.MessageAttributes).toMatchObject({
    ERROR_MESSAGE: { StringValue: "HTTP status code: 404" },
    RETRY_ATTEMPTS: { StringValue: "0" },
  });
});

// AWS: "Amazon API Gateway targets": "the following HTTP header keys aren't permitted".
test("targets that cannot be called are refused", async () => {
  const { api, events, rule } = await setUp(await sharedYard());
  const { arn } = api("NONE");
  await rule("r", []).catch(() => undefined);
  const putTarget = (target: Omit<Target, "Id">) =>
    events.send(new PutTargetsCommand({ Rule: "r", Targets: [{ Id: "api", ...target }] }));
  for (const name of ["authorization", "X-Amz-Date", "Host", "x-forwarded-for"])
    await expect(
      putTarget({ Arn: `${arn}/POST/x`, HttpParameters: { HeaderParameters: { [name]: "x" } } }),
    ).rejects.toMatchObject({ name: "ValidationException" });
  await expect(putTarget({ Arn: `${arn}/*/x` })).rejects.toMatchObject({ name: "ValidationException" });
});

// Step Functions is not there yet: its targets say so at once, and are not tried again for a day.
test("a state machine's events go to the dead-letter queue, as the role lets them", async () => {
  const { account, role, rule, put, queue, queueArn, drain } = await setUp(await sharedYard());
  const dead = await queue("dead");
  const Arn = `arn:aws:states:${account.region}:${account.account}:stateMachine:m`;
  const RoleArn = await role("may", [{ Effect: "Allow", Action: "states:StartExecution", Resource: Arn }]);
  await rule("r", [{ Id: "m", Arn, RoleArn, DeadLetterConfig: { Arn: queueArn("dead") } }]);
  await put({});
  const [message] = await drain(dead);
  expect(message?.MessageAttributes?.["ERROR_MESSAGE"]?.StringValue).toContain("does not implement");
  expect(message?.MessageAttributes?.["RETRY_ATTEMPTS"]?.StringValue).toBe("0");
});
