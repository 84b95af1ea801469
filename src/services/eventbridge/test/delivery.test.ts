// From PutEvents to targets, through the whole yard: patterns choose, policies and roles decide, failures go to dead-letter queues.

import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateApiDestinationCommand,
  CreateConnectionCommand,
  CreateEventBusCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  PutPermissionCommand,
} from "@aws-sdk/client-eventbridge";
import { DeleteRoleCommand, DeleteRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { expect, onTestFinished, test } from "vitest";
import { sharedYard, testYard } from "../../../testing/harness.ts";
import { bodies, toolsOf } from "./set-up.ts";

async function setUp() {
  const yard = await sharedYard();
  return { yard, ...toolsOf(yard, yard.account()) };
}

// AWS: "Event structure reference".
test("an event that a rule wants comes to its target as it is", async () => {
  const { account, queue, queueArn, rule, put, drain } = await setUp();
  const url = await queue("orders");
  await rule("orders", [{ Id: "q", Arn: queueArn("orders") }]);
  const { FailedEntryCount, Entries = [] } = await put(
    { Detail: '{"total": 3.5, "items": ["a"]}', Resources: ["arn:x"], Time: new Date("2026-01-02T03:04:05.678Z") },
    { Source: "other" },
  );
  expect(FailedEntryCount).toBe(0);
  expect(bodies(await drain(url))).toEqual([
    {
      version: "0",
      id: Entries[0]?.EventId,
      "detail-type": "Order",
      source: "shop",
      account: account.account,
      time: "2026-01-02T03:04:05Z",
      region: account.region,
      resources: ["arn:x"],
      detail: { total: 3.5, items: ["a"] },
    },
  ]);
});

test("a rule that is disabled wants nothing", async () => {
  const { events, queue, queueArn, rule, put, drain } = await setUp();
  const url = await queue("q");
  await rule("r", [{ Id: "q", Arn: queueArn("q") }]);
  await events.send(new DisableRuleCommand({ Name: "r" }));
  await put({});
  expect(await drain(url)).toEqual([]);
  await events.send(new EnableRuleCommand({ Name: "r" }));
  await put({});
  expect(await drain(url)).toHaveLength(1);
});

// AWS: PutEvents: each entry is accepted or refused by itself.
test("entries are refused one by one", async () => {
  const { put, queue, queueArn, rule, drain } = await setUp();
  const url = await queue("q");
  await rule("r", [{ Id: "q", Arn: queueArn("q") }]);
  const { FailedEntryCount, Entries } = await put(
    { Source: "" },
    { DetailType: "" },
    { Detail: "{" },
    { Detail: "[1]" },
    { Source: "aws.s3" },
    {},
  );
  expect(FailedEntryCount).toBe(5);
  expect(Entries?.map(({ ErrorCode, ErrorMessage }) => [ErrorCode, ErrorMessage])).toEqual([
    ["InvalidArgument", "Parameter Source is not valid. Reason: Source is a required argument."],
    ["InvalidArgument", "Parameter DetailType is not valid. Reason: DetailType is a required argument."],
    ["MalformedDetail", "Detail is malformed."],
    ["MalformedDetail", "Detail is malformed."],
    ["NotAuthorizedForSourceException", "Not authorized for the source."],
    [undefined, undefined],
  ]);
  expect(await drain(url)).toHaveLength(1);
});

test("entries of 256 KB together are too many", async () => {
  const { put } = await setUp();
  const Detail = JSON.stringify({ text: "x".repeat(140_000) });
  await expect(put({ Detail }, { Detail })).rejects.toThrow(
    "Total size of the entries in the request is over the limit.",
  );
  await expect(put({ Detail })).resolves.toMatchObject({ FailedEntryCount: 0 });
});

// AWS: "Amazon EventBridge input transformation".
test("targets get what they asked for of an event", async () => {
  const { queue, queueArn, rule, put, drain } = await setUp();
  const url = await queue("q");
  const Arn = queueArn("q");
  await rule("r", [
    { Id: "1", Arn, Input: '{"fixed":true}' },
    { Id: "2", Arn, InputPath: "$.detail" },
    {
      Id: "3",
      Arn,
      InputTransformer: {
        InputPathsMap: { n: "$.detail.n", who: "$.detail.who", list: "$.detail.list", gone: "$.detail.gone" },
        InputTemplate:
          '{"n": <n>, "who": <who>, "text": "<who> says \\"<n>\\" of <list><gone>", "rule": <aws.events.rule-name>}',
      },
    },
    { Id: "4", Arn, InputTransformer: { InputPathsMap: { n: "$.detail.n" }, InputTemplate: '"<n> things"' } },
  ]);
  await put({ Detail: '{"n": 1, "who": "A \\"B\\"", "list": ["x"]}' });
  const got = bodies(await drain(url));
  expect(got).toHaveLength(4);
  expect(got).toEqual(
    expect.arrayContaining([
      { fixed: true },
      { n: 1, who: 'A "B"', list: ["x"] },
      { n: 1, who: 'A "B"', text: 'A "B" says "1" of ["x"]', rule: "r" },
      "1 things",
    ]),
  );
});

test("FIFO queues get their group, and each event once", async () => {
  const { queue, queueArn, rule, put, drain } = await setUp();
  const url = await queue("q.fifo");
  await rule("r", [{ Id: "q", Arn: queueArn("q.fifo"), SqsParameters: { MessageGroupId: "g" } }]);
  await put({}, {});
  const messages = await drain(url);
  expect(messages.map(({ Attributes }) => Attributes?.["MessageGroupId"])).toEqual(["g", "g"]);
});

test("a role that was made anew is assumed anew", async () => {
  const { iam, queue, queueArn, role, rule, put, drain } = await setUp();
  const url = await queue("q", "sns.amazonaws.com");
  const send = [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: queueArn("q") }];
  await rule("r", [{ Id: "q", Arn: queueArn("q"), RoleArn: await role("sender", send) }]);
  await put({});
  expect(await drain(url)).toHaveLength(1);
  await iam.send(new DeleteRolePolicyCommand({ RoleName: "sender", PolicyName: "p" }));
  await iam.send(new DeleteRoleCommand({ RoleName: "sender" }));
  await role("sender", send);
  await put({});
  expect(await drain(url)).toHaveLength(1);
});

// AWS: "Using dead-letter queues": what another attempt cannot mend goes there at once, with the reason.
test("what is denied goes to the dead-letter queue", async () => {
  const { account, queue, queueArn, rule, put, drain } = await setUp();
  const dead = await queue("dead");
  await queue("closed", "sns.amazonaws.com");
  await rule("r", [{ Id: "q", Arn: queueArn("closed"), DeadLetterConfig: { Arn: queueArn("dead") } }]);
  await put({ Detail: '{"n":7}' });
  const [message] = await drain(dead);
  expect(JSON.parse(message?.Body ?? "")).toMatchObject({ detail: { n: 7 } });
  const attributes = Object.fromEntries(
    Object.entries(message?.MessageAttributes ?? {}).map(([name, { StringValue }]) => [name, StringValue]),
  );
  expect(attributes).toMatchObject({
    RULE_ARN: `arn:aws:events:${account.region}:${account.account}:rule/r`,
    TARGET_ARN: queueArn("closed"),
    ERROR_CODE: "NO_PERMISSIONS",
    RETRY_ATTEMPTS: "0",
  });
  expect(attributes["ERROR_MESSAGE"]).toContain("is not authorized to perform: sqs:sendmessage");
});

test("a topic is a target by its policy", async () => {
  const { account, queue, queueArn, rule, put, drain } = await setUp();
  const sns = account.client(SNSClient);
  const url = await queue("q", "sns.amazonaws.com");
  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "t" }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queueArn("q") }));
  await rule("r", [{ Id: "t", Arn: TopicArn, InputPath: "$.detail" }]);
  await put({});
  expect(bodies(await drain(url))).toMatchObject([{ Type: "Notification", Message: '{"n":1}' }]);
  const setPolicy = (Service: string) => {
    const statement = { Effect: "Allow", Principal: { Service }, Action: "sns:Publish", Resource: TopicArn };
    const AttributeValue = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    return sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue }));
  };
  await setPolicy("s3.amazonaws.com");
  await put({});
  expect(await drain(url)).toEqual([]);
  await setPolicy("events.amazonaws.com");
  await put({});
  expect(await drain(url)).toHaveLength(1);
});

test("a bus of another account gets what its policy lets in, as it was sent", async () => {
  const { yard, account, rule, put } = await setUp();
  const other = toolsOf(yard, yard.account());
  const busArn = `arn:aws:events:${account.region}:${other.account.account}:event-bus/central`;
  await other.events.send(new CreateEventBusCommand({ Name: "central" }));
  const url = await other.queue("q");
  await other.rule("all", [{ Id: "q", Arn: other.queueArn("q") }], { EventBusName: "central" });
  await rule("on", [{ Id: "bus", Arn: busArn }]);
  await put({});
  expect(await other.drain(url)).toEqual([]);
  await other.events.send(
    new PutPermissionCommand({
      EventBusName: "central",
      StatementId: "s",
      Action: "events:PutEvents",
      Principal: account.account,
    }),
  );
  const { Entries = [] } = await put({});
  expect(bodies(await other.drain(url))).toMatchObject([
    { id: Entries[0]?.EventId, account: account.account, source: "shop" },
  ]);
  // Straight to the other account's bus, too.
  await put({ EventBusName: busArn });
  expect(await other.drain(url)).toHaveLength(1);
  await expect(toolsOf(yard, yard.account()).put({ EventBusName: busArn })).rejects.toThrow(
    "is not authorized to perform: events:PutEvents",
  );
});

// AWS: "API destinations": the connection's secrets are in the request; the role says whether the rule may.
test("an API destination is called with what its connection says", async () => {
  const { events, role, rule, put, yard } = await setUp();
  const seen: { method: string; url: string; key: unknown; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      seen.push({ method: request.method ?? "", url: request.url ?? "", key: request.headers["x-key"], body });
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { ConnectionArn } = await events.send(
    new CreateConnectionCommand({
      Name: "c",
      AuthorizationType: "API_KEY",
      AuthParameters: {
        ApiKeyAuthParameters: { ApiKeyName: "x-key", ApiKeyValue: "secret" },
        InvocationHttpParameters: { BodyParameters: [{ Key: "from", Value: "yard" }] },
      },
    }),
  );
  const { ApiDestinationArn: Arn = "" } = await events.send(
    new CreateApiDestinationCommand({
      Name: "d",
      ConnectionArn,
      HttpMethod: "POST",
      InvocationEndpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders/*`,
    }),
  );
  const mayNot = await role("may-not", []);
  const HttpParameters = { PathParameterValues: ["$.detail.id"], QueryStringParameters: { kind: "x" } };
  await rule("r", [{ Id: "d", Arn, RoleArn: mayNot, InputPath: "$.detail", HttpParameters }]);
  await put({ Detail: '{"id":"a b"}' });
  await yard.yard.context.jobs.settled();
  expect(seen).toEqual([]);
  const may = await role("may", [{ Effect: "Allow", Action: "events:InvokeApiDestination", Resource: Arn }]);
  await rule("r", [{ Id: "d", Arn, RoleArn: may, InputPath: "$.detail", HttpParameters }]);
  await put({ Detail: '{"id":"a b"}' });
  await yard.yard.context.jobs.settled();
  expect(seen).toEqual([
    { method: "POST", url: "/orders/a%20b?kind=x", key: "secret", body: '{"id":"a b","from":"yard"}' },
  ]);
});

// AWS: "OAuth authorization for connections": the token is fetched once, kept, and fetched anew after a 401.
test("an API destination gets the token that its connection fetched", async () => {
  const { events, role, rule, put, yard } = await setUp();
  const seen: string[] = [];
  let tokens = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (request.url === "/token") {
      tokens += 1;
      response.end(JSON.stringify({ access_token: `token-${tokens}`, expires_in: 3600 }));
      return;
    }
    seen.push(request.headers.authorization ?? "");
    // The second call finds its token revoked.
    response.writeHead(seen.length === 2 ? 401 : 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { ConnectionArn } = await events.send(
    new CreateConnectionCommand({
      Name: "c",
      AuthorizationType: "OAUTH_CLIENT_CREDENTIALS",
      AuthParameters: {
        OAuthParameters: {
          AuthorizationEndpoint: `${origin}/token`,
          HttpMethod: "POST",
          ClientParameters: { ClientID: "id", ClientSecret: "secret" },
        },
      },
    }),
  );
  const { ApiDestinationArn: Arn = "" } = await events.send(
    new CreateApiDestinationCommand({
      Name: "d",
      ConnectionArn,
      HttpMethod: "POST",
      InvocationEndpoint: `${origin}/in`,
    }),
  );
  const RoleArn = await role("may", [{ Effect: "Allow", Action: "events:InvokeApiDestination", Resource: Arn }]);
  await rule("r", [{ Id: "d", Arn, RoleArn }]);
  await put({});
  await yard.yard.context.jobs.settled();
  await put({});
  await yard.yard.context.jobs.settled();
  // The retry of the second call is due a second later; another event shows the new token at once.
  await put({});
  await yard.yard.context.jobs.settled();
  expect(seen.slice(0, 3)).toEqual(["Bearer token-1", "Bearer token-1", "Bearer token-2"]);
  expect(tokens).toBe(2);
});

test("an event that was accepted reaches its target after a restart", async () => {
  const stateDir = mkdtempSync(join(tmpdir(), "stackyard-events-"));
  onTestFinished(() => rmSync(stateDir, { recursive: true, force: true }));
  const first = await testYard({ stateDir });
  const account = first.account();
  const before = toolsOf(first, account);
  const url = await before.queue("q");
  await before.rule("r", [{ Id: "q", Arn: before.queueArn("q") }]);
  const sent = await Promise.all(Array.from({ length: 10 }, () => before.put({}, {})));
  await first.stop();
  const second = await testYard({ stateDir });
  onTestFinished(() => second.stop());
  const config = { ...account.config, endpoint: second.origin };
  const again = toolsOf(second, { ...account, config, client: (constructor) => new constructor(config) });
  const got = bodies(await again.drain(url.replace(first.origin, second.origin)));
  const ids = sent.flatMap(({ Entries = [] }) => Entries.map(({ EventId }) => EventId));
  expect(new Set(got.map((event) => (event as { id: string }).id))).toEqual(new Set(ids));
});
