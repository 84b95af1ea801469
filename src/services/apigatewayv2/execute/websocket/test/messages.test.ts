// WebSocket APIs over real sockets: who is connected, where messages go, what comes back, and the backend's side.

import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
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

const ECHO = "export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });";
const WHO = '{"id":"$context.connectionId","route":"$context.routeKey"}';

// Goal: messages go where the selection expression says. Method: routes that say their names.
test("routes messages by the expression, and to $default what no route is for", async () => {
  const api = await publish(yard, account, { join: mock(WHO), $default: mock(WHO) });
  const client = await join(api.url);
  const routeOf = async (message: unknown): Promise<unknown> => {
    client.send(message);
    return (JSON.parse(await client.next()) as { route: string }).route;
  };
  expect(await routeOf({ action: "join" })).toBe("join");
  expect(await routeOf({ action: "unknown" })).toBe("$default");
  // AWS: "About WebSocket APIs in API Gateway": non-JSON messages are directed to $default.
  expect(await routeOf("hello")).toBe("$default");
  // Clients cannot say that somebody connects.
  expect(await routeOf({ action: "$connect" })).toBe("$default");
  client.socket.close();
});

// Goal: a message that no route is for is answered as AWS does. Method: an API without $default.
test("tells a client that its message has no route", async () => {
  const api = await publish(yard, account, { join: mock() });
  const client = await join(api.url);
  client.send({ action: "leave" });
  // AWS: messages of this form, as clients get them (aws-samples/simple-websockets-chat-app, its issues).
  expect(JSON.parse(await client.next())).toEqual({
    message: "Forbidden",
    connectionId: expect.stringMatching(/^[\w-]{15}=$/),
    requestId: expect.stringMatching(/^[\w-]{15}=$/),
  });
  client.socket.close();
});

// Goal: functions are told what AWS tells them. Method: a function that says what it was told.
test("tells functions of connections and messages", async () => {
  const echo = await functionOf(bench, "echo", ECHO);
  const api = await publish(yard, account, { say: { integration: echo, isTwoWay: true } });
  const client = await join(`${api.url}?room=1`, { headers: { "user-agent": "tester" } });
  client.send({ action: "say", text: "hi" });
  const event = JSON.parse(await client.next()) as { requestContext: Record<string, unknown> };
  expect(event).toEqual({
    requestContext: {
      routeKey: "say",
      messageId: expect.any(String),
      eventType: "MESSAGE",
      extendedRequestId: event.requestContext["requestId"],
      requestTime: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      messageDirection: "IN",
      stage: "live",
      connectedAt: expect.any(Number),
      requestTimeEpoch: expect.any(Number),
      identity: { sourceIp: "127.0.0.1", userAgent: "tester" },
      requestId: expect.any(String),
      domainName: new URL(yard.origin).host,
      connectionId: expect.any(String),
      apiId: api.apiId,
    },
    body: '{"action":"say","text":"hi"}',
    isBase64Encoded: false,
  });
  client.socket.close();
});

// Goal: the backend reaches clients by their ids. Method: all operations, before and after the client has gone.
test("posts to, looks at and ends connections", async () => {
  const api = await publish(yard, account, { who: mock(WHO) });
  const client = await join(api.url, { headers: { "user-agent": "tester" } });
  client.send({ action: "who" });
  const { id } = JSON.parse(await client.next()) as { id: string };
  await api.connections.send(new PostToConnectionCommand({ ConnectionId: id, Data: "grüß dich" }));
  expect(await client.next()).toBe("grüß dich");
  expect(await api.connections.send(new GetConnectionCommand({ ConnectionId: id }))).toMatchObject({
    ConnectedAt: expect.any(Date),
    LastActiveAt: expect.any(Date),
    Identity: { SourceIp: "127.0.0.1", UserAgent: "tester" },
  });
  await api.connections.send(new DeleteConnectionCommand({ ConnectionId: id }));
  expect(await client.closed).toEqual({ code: 1000, reason: "Connection Closed Normally" });
  for (const command of [
    new PostToConnectionCommand({ ConnectionId: id, Data: "?" }),
    new GetConnectionCommand({ ConnectionId: id }),
    new DeleteConnectionCommand({ ConnectionId: id }),
  ])
    await expect(api.connections.send(command as GetConnectionCommand)).rejects.toMatchObject({
      name: "GoneException",
      $metadata: { httpStatusCode: 410 },
    });
});
