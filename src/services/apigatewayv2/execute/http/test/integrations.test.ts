// Goal: integrations get the request as mapped, and clients the answer as mapped; stages limit, log and count. Method: real functions, a
// server beside the yard, and services of the yard, all over HTTP.

import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import {
  CreateDeploymentCommand,
  CreateStageCommand,
  UpdateApiCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { CreateStreamCommand, KinesisClient } from "@aws-sdk/client-kinesis";
import { afterAll, describe, expect, test } from "vitest";
import { sharedYard } from "../../../../../testing/harness.ts";
import { lambdaBench } from "../../../../lambda/test/bench.ts";
import { gatewayRole, lambda, makeApi, openFunction } from "./fixture.ts";

const yard = await sharedYard();
const ECHO = `export const handler = async (event) => ({ statusCode: 200, headers: { "x-from": "function" },
  body: JSON.stringify(event) });`;

describe("addresses", async () => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url, headers } = request;
      response.statusCode = Number(headers["x-status"] ?? 200);
      response
        .setHeader("content-type", "application/json")
        .setHeader("x-backend", "b")
        .setHeader("set-cookie", ["a=1", "b=2"]);
      response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }));
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const backend = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  afterAll(() => server.close());
  interface Seen {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
  }

  test("greedy proxies pass on method, path, query, headers and body, and the answer comes back as it is", async () => {
    const account = yard.account();
    const api = await makeApi(yard, account, {
      routes: {
        "ANY /pets/{proxy+}": {
          IntegrationType: "HTTP_PROXY",
          IntegrationMethod: "ANY",
          IntegrationUri: `${backend}/v2/{proxy}`,
        },
      },
    });
    const answer = await api.call("PUT /pets/dogs/a%20b?x=1&x=2", { headers: { "x-mine": "m" }, body: "hello" });
    const seen = answer.json as Seen;
    expect([answer.status, answer.headers["x-backend"], answer.headers["set-cookie"]]).toEqual([
      200,
      "b",
      ["a=1", "b=2"],
    ]);
    expect([seen.method, seen.url, seen.body, seen.headers["x-mine"]]).toEqual([
      "PUT",
      "/v2/dogs/a%20b?x=1&x=2",
      "hello",
      "m",
    ]);
    // AWS: HTTP APIs tell backends of the client by "Forwarded".
    expect(seen.headers["forwarded"]).toContain("for=127.0.0.1");
    // No path leads out of the integration's.
    for (const path of ["/pets/..%2fadmin", "/pets/%2e%2e/admin", "/pets/a/.%2e/admin"])
      expect((await api.call(`GET ${path}`)).status).toBe(400);
    const failed = await api.call("GET /pets/none", { headers: { "x-status": "418" } });
    expect(failed.status).toBe(418);
  });

  test("parameters are appended, overwritten and removed, and answers are mapped by their status", async () => {
    // AWS: "Transform API requests and responses for HTTP APIs in API Gateway": the examples.
    const account = yard.account();
    const api = await makeApi(yard, account, {
      stage: { StageVariables: { environment: "dev" } },
      routes: {
        "POST /orders/{id}": {
          IntegrationType: "HTTP_PROXY",
          IntegrationMethod: "POST",
          IntegrationUri: `${backend}/old`,
          RequestParameters: {
            "overwrite:path": "/orders/${request.path.id}/from/${stageVariables.environment}",
            "append:header.x-seen": "$context.routeKey",
            "overwrite:header.x-name": "$request.body.customer.name",
            "remove:header.x-secret": "''",
            "append:querystring.tag": "$request.header.x-tag",
            "remove:querystring.drop": "''",
          },
          ResponseParameters: {
            "404": { "overwrite:statuscode": "403", "append:header.x-error": "$response.body.url" },
            "200": { "remove:header.x-backend": "''" },
          },
        },
      },
    });
    const body = JSON.stringify({ customer: { name: "Ada" } });
    const headers = { "x-tag": "t", "x-secret": "s", "content-type": "application/json" };
    const answer = await api.call("POST /orders/7?drop=1&tag=a", { headers, body });
    const seen = answer.json as Seen;
    expect(seen.url).toBe("/orders/7/from/dev?tag=a&tag=t");
    expect([seen.headers["x-seen"], seen.headers["x-name"], seen.headers["x-secret"]]).toEqual([
      "POST /orders/{id}",
      "Ada",
      undefined,
    ]);
    expect([answer.status, answer.headers["x-backend"]]).toEqual([200, undefined]);
    const missing = await api.call("POST /orders/8", { headers: { ...headers, "x-status": "404" }, body });
    expect([missing.status, missing.headers["x-error"]]).toEqual([403, "/orders/8/from/dev?tag=t"]);
  });

  test("a backend that is not there is Service Unavailable", async () => {
    const api = await makeApi(yard, yard.account(), {
      routes: {
        $default: { IntegrationType: "HTTP_PROXY", IntegrationMethod: "GET", IntegrationUri: "http://127.0.0.1:1/" },
      },
    });
    const answer = await api.call("GET /");
    expect([answer.status, answer.json]).toEqual([503, { message: "Service Unavailable" }]);
  });
});

describe("functions", () => {
  test("format 1.0 is that of REST APIs, with a version", async () => {
    const bench = await lambdaBench(yard);
    const echo = await openFunction(bench, "echo", ECHO);
    const api = await makeApi(yard, bench.account, {
      stage: { StageName: "live", StageVariables: { a: "b" } },
      routes: { "POST /a/{id}": lambda(echo, { PayloadFormatVersion: "1.0" }) },
    });
    const answer = await api.call("POST /live/a/7?x=1&x=2", {
      body: "text",
      headers: { "content-type": "text/plain" },
    });
    expect(answer.json).toMatchObject({
      version: "1.0",
      resource: "/a/{id}",
      path: "/live/a/7",
      httpMethod: "POST",
      queryStringParameters: { x: "2" },
      multiValueQueryStringParameters: { x: ["1", "2"] },
      pathParameters: { id: "7" },
      stageVariables: { a: "b" },
      body: "text",
      isBase64Encoded: false,
      requestContext: { accountId: bench.account.account, apiId: api.apiId, stage: "live", resourcePath: "/a/{id}" },
    });
  });

  test("stage variables name functions, deployments keep what was, and a stage without one serves nothing", async () => {
    const bench = await lambdaBench(yard);
    const one = await openFunction(
      bench,
      "one",
      `export const handler = async () => ({ statusCode: 200, body: "one" });`,
    );
    const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${one.replace(/one$/, "${stageVariables.which}")}/invocations`;
    const api = await makeApi(yard, bench.account, {
      stage: { StageVariables: { which: "one" } },
      routes: { "GET /": lambda(uri) },
    });
    expect((await api.call("GET /")).text).toBe("one");
    await api.apis.send(
      new CreateStageCommand({ ApiId: api.apiId, StageName: "still", StageVariables: { which: "one" } }),
    );
    expect((await api.call("GET /still/")).status).toBe(404);
    await api.apis.send(new CreateDeploymentCommand({ ApiId: api.apiId, StageName: "still" }));
    await api.route("GET /new", lambda(one));
    expect((await api.call("GET /still/")).text).toBe("one");
    expect([(await api.call("GET /new")).status, (await api.call("GET /still/new")).status]).toEqual([200, 404]);
    await api.apis.send(new UpdateApiCommand({ ApiId: api.apiId, DisableExecuteApiEndpoint: true }));
    expect((await api.call("GET /")).status).toBe(404);
  });
});

describe("AWS services", () => {
  test("a queue gets what the request says, under the role, and its service's answer goes to the client", async () => {
    const account = yard.account();
    const sqs = account.client(SQSClient);
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "orders" }));
    const CredentialsArn = await gatewayRole(account, ["sqs:SendMessage"]);
    const common = { CredentialsArn, PayloadFormatVersion: "1.0" };
    const MessageAttributes = '{"route":{"DataType":"String","StringValue":"${context.routeKey}"}}';
    const api = await makeApi(yard, account, {
      routes: {
        "POST /orders": {
          ...common,
          IntegrationSubtype: "SQS-SendMessage",
          RequestParameters: { QueueUrl, MessageBody: "$request.body.order", MessageAttributes },
        },
        "DELETE /orders": { ...common, IntegrationSubtype: "SQS-PurgeQueue", RequestParameters: { QueueUrl } },
      },
    });
    const sent = await api.call("POST /orders", { body: JSON.stringify({ order: { id: 7 } }) });
    expect([sent.status, sent.text]).toEqual([200, expect.stringContaining("<SendMessageResult>")]);
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ["All"] }));
    expect(Messages?.[0]?.Body).toBe('{"id":7}');
    expect(Messages?.[0]?.MessageAttributes?.["route"]?.StringValue).toBe("POST /orders");
    // What the role may not do is refused by the service, in its words.
    const purged = await api.call("DELETE /orders");
    expect([purged.status, purged.text]).toEqual([403, expect.stringContaining("AccessDenied")]);
    // Without what the service needs there is nothing to send.
    expect((await api.call("POST /orders", { body: "{}" })).status).toBe(400);
  });

  test("events and records are put", async () => {
    const account = yard.account();
    const CredentialsArn = await gatewayRole(account, ["events:PutEvents", "kinesis:PutRecord"]);
    await account.client(KinesisClient).send(new CreateStreamCommand({ StreamName: "clicks", ShardCount: 1 }));
    const common = { CredentialsArn, PayloadFormatVersion: "1.0" };
    const api = await makeApi(yard, account, {
      routes: {
        "POST /events": {
          ...common,
          IntegrationSubtype: "EventBridge-PutEvents",
          RequestParameters: { Detail: "$request.body", DetailType: "Order", Source: "shop", Resources: "a,b" },
        },
        "POST /clicks": {
          ...common,
          IntegrationSubtype: "Kinesis-PutRecord",
          RequestParameters: { StreamName: "clicks", Data: "$request.body", PartitionKey: "$request.querystring.key" },
        },
      },
    });
    const event = await api.call("POST /events", { body: '{"id":1}' });
    expect([event.status, event.json]).toMatchObject([200, { FailedEntryCount: 0 }]);
    const click = await api.call("POST /clicks?key=k", { body: "click" });
    expect([click.status, click.json]).toMatchObject([200, { ShardId: "shardId-000000000000" }]);
  });
});

describe("stages", () => {
  test("routes are throttled by the stage's settings, each by its own", async () => {
    // AWS: "Throttle requests to your HTTP APIs": 429 Too Many Requests.
    const bench = await lambdaBench(yard);
    const echo = await openFunction(bench, "echo", ECHO);
    const api = await makeApi(yard, bench.account, {
      routes: { "GET /a": lambda(echo), "GET /b": lambda(echo) },
      stage: {
        DefaultRouteSettings: { ThrottlingBurstLimit: 100, ThrottlingRateLimit: 100 },
        RouteSettings: { "GET /a": { ThrottlingBurstLimit: 1, ThrottlingRateLimit: 0 } },
      },
    });
    expect((await api.call("GET /a")).status).toBe(200);
    const throttled = await api.call("GET /a");
    expect([throttled.status, throttled.json]).toEqual([429, { message: "Too Many Requests" }]);
    expect((await api.call("GET /b")).status).toBe(200);
    const unknown = new UpdateStageCommand({
      ApiId: api.apiId,
      StageName: "$default",
      RouteSettings: { "GET /c": { ThrottlingBurstLimit: 1 } },
    });
    // AWS: recorded by many: "Unable to find Route by key ... within the provided RouteSettings".
    await expect(api.apis.send(unknown)).rejects.toMatchObject({
      name: "NotFoundException",
      message: "Unable to find Route by key GET /c within the provided RouteSettings",
    });
  });
});
