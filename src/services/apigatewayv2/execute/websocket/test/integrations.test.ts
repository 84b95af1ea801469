// What routes lead to besides mocks and proxies: functions behind templates, HTTP endpoints, models; and what is counted and logged.

import {
  ApiGatewayV2Client,
  CreateDeploymentCommand,
  CreateModelCommand,
  GetRoutesCommand,
  UpdateRouteCommand,
} from "@aws-sdk/client-apigatewayv2";
import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeAll, expect, test } from "vitest";
import type { TestAccount, TestYard } from "../../../../../testing/harness.ts";
import { lambdaBench, type LambdaBench } from "../../../../lambda/test/bench.ts";
import { functionOf, join, mock, publish } from "./fixture.ts";

let yard: TestYard;
let account: TestAccount;
let bench: LambdaBench;

beforeAll(async () => {
  bench = await lambdaBench();
  ({ yard, account } = bench);
});

// Goal: a function behind templates gets what they make, and its failures choose the answer. Method: a function that fails on demand.
test("maps messages to a function and its answers back", async () => {
  const greet = await functionOf(
    bench,
    "greet",
    `export const handler = async ({ name }) => {
      if (name === "nobody") throw new Error("NotFound: nobody");
      return { text: "Hello " + name };
    };`,
    "AWS",
  );
  const api = await publish(yard, account, {
    greet: {
      integration: {
        ...greet,
        TemplateSelectionExpression: "${request.body.kind}",
        RequestTemplates: {
          formal: '{"name":"Dr. $input.path(\'$.name\')"}',
          $default: '{"name":"$input.path(\'$.name\')"}',
        },
      },
      responses: [
        {
          IntegrationResponseKey: "/NotFound.*/",
          ResponseTemplates: { $default: '{"error":"$input.path(\'$.errorMessage\')"}' },
        },
        { IntegrationResponseKey: "$default", ResponseTemplates: { $default: "$input.path('$.text')!" } },
      ],
      isTwoWay: true,
    },
  });
  const client = await join(api.url);
  const ask = async (message: object): Promise<string> => {
    client.send({ action: "greet", ...message });
    return client.next();
  };
  expect(await ask({ name: "Ada" })).toBe("Hello Ada!");
  expect(await ask({ name: "Ada", kind: "formal" })).toBe("Hello Dr. Ada!");
  expect(await ask({ name: "nobody" })).toBe('{"error":"NotFound: nobody"}');
  client.socket.close();
});

// Goal: a proxy whose function fails tells the client, and no more than AWS does. Method: functions that throw and answer nonsense.
test("tells of functions that fail", async () => {
  const broken = await functionOf(
    bench,
    "broken",
    'export const handler = async () => { throw new Error("secret"); };',
  );
  const api = await publish(yard, account, { $default: { integration: broken, isTwoWay: true } });
  const client = await join(api.url);
  client.send("x");
  const text = await client.next();
  expect(JSON.parse(text)).toMatchObject({ message: "Internal server error", connectionId: expect.any(String) });
  expect(text).not.toContain("secret");
  client.socket.close();
});

// Goal: HTTP endpoints get the message, the parameters that are mapped, and give the answer. Method: an endpoint that says what it got.
test("calls HTTP endpoints", async () => {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => (body += String(piece)));
    request.on("end", () => {
      response.statusCode = request.url?.startsWith("/teapot") === true ? 418 : 200;
      response.end(JSON.stringify({ url: request.url, who: request.headers["x-connection"], body }));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const api = await publish(yard, account, {
    proxy: {
      integration: {
        IntegrationType: "HTTP_PROXY",
        IntegrationMethod: "POST",
        IntegrationUri: `${base}/{room}`,
        RequestParameters: {
          "integration.request.header.X-Connection": "context.connectionId",
          "integration.request.path.room": "route.request.body.room",
          "integration.request.querystring.fixed": "'yes'",
        },
      },
      isTwoWay: true,
    },
    teapot: {
      integration: { IntegrationType: "HTTP", IntegrationMethod: "POST", IntegrationUri: `${base}/teapot` },
      responses: [
        { IntegrationResponseKey: "/4\\d\\d/", ResponseTemplates: { $default: "refused" } },
        { IntegrationResponseKey: "$default" },
      ],
      isTwoWay: true,
    },
  });
  const client = await join(api.url);
  client.send({ action: "proxy", room: "a b" });
  expect(JSON.parse(await client.next())).toEqual({
    url: "/a%20b?fixed=yes",
    who: expect.stringMatching(/^[\w-]{15}=$/),
    body: '{"action":"proxy","room":"a b"}',
  });
  client.send({ action: "teapot" });
  expect(await client.next()).toBe("refused");
  client.socket.close();
  server.close();
});

// Goal: messages are held against the model that they select. Method: one that fits and one that does not; counted as the client's error.
test("validates messages, and counts what becomes of them", async () => {
  const api = await publish(yard, account, { $default: mock("fits") });
  const client = account.client(ApiGatewayV2Client);
  const { ApiId } = { ApiId: api.apiId };
  const Schema = JSON.stringify({ type: "object", required: ["text"], properties: { text: { type: "string" } } });
  await client.send(new CreateModelCommand({ ApiId, Name: "Message", ContentType: "application/json", Schema }));
  const { Items = [] } = await client.send(new GetRoutesCommand({ ApiId }));
  const RouteId = Items[0]?.RouteId;
  const RequestModels = { $default: "Message" };
  await client.send(new UpdateRouteCommand({ ApiId, RouteId, ModelSelectionExpression: "$default", RequestModels }));
  await client.send(new CreateDeploymentCommand({ ApiId, StageName: "live" }));
  const joined = await join(api.url);
  joined.send({ text: "hi" });
  expect(await joined.next()).toBe("fits");
  joined.send({ text: 5 });
  expect(JSON.parse(await joined.next())).toMatchObject({ message: "Invalid request body" });
  joined.socket.close();
  const sumOf = async (MetricName: string): Promise<number | undefined> => {
    const { Datapoints = [] } = await account.client(CloudWatchClient).send(
      new GetMetricStatisticsCommand({
        Namespace: "AWS/ApiGateway",
        MetricName,
        Dimensions: [
          { Name: "ApiId", Value: ApiId },
          { Name: "Stage", Value: "live" },
        ],
        StartTime: new Date(yard.clock.nowMs() - 600_000),
        EndTime: new Date(yard.clock.nowMs() + 60_000),
        Period: 3600,
        Statistics: ["Sum"],
      }),
    );
    return Datapoints.reduce((sum, each) => sum + (each.Sum ?? 0), 0);
  };
  // AWS: "from or to the client": two that came, and one answer or message each.
  expect(await sumOf("MessageCount")).toBe(4);
  expect(await sumOf("ClientError")).toBe(1);
});
