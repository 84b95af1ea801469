// What a WebSocket API takes and what not, as an attacker would try it: sizes, frames, floods, clients that do not read, throttles.

import { ApiGatewayManagementApiClient, PostToConnectionCommand } from "@aws-sdk/client-apigatewaymanagementapi";
import { connect } from "node:net";
import { beforeAll, expect, test } from "vitest";
import { sharedYard, type TestAccount, type TestYard } from "../../../../../testing/harness.ts";
import { join, mock, publish, type SocketApi } from "./fixture.ts";

let yard: TestYard;
let account: TestAccount;
let api: SocketApi;

beforeAll(async () => {
  yard = await sharedYard();
  account = yard.account();
  api = await publish(yard, account, { $default: mock("$context.connectionId") });
});

/** Connects by hand, sends these bytes, and gives the code with which the server says goodbye. */
async function codeAfter(bytes: Uint8Array): Promise<number> {
  const { hostname, port, pathname } = new URL(api.url);
  const socket = connect(Number(port), hostname);
  const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13";
  socket.write(
    `GET ${pathname} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n\r\n`,
  );
  socket.write(bytes);
  socket.on("error", () => undefined);
  const pieces: Buffer[] = [];
  for await (const piece of socket) {
    pieces.push(piece as Buffer);
    const all = Buffer.concat(pieces);
    const frames = all.subarray(all.indexOf("\r\n\r\n") + 4);
    // A short close frame from a server: 0x88, the length, the code.
    const at = frames.indexOf(0x88);
    if (at !== -1 && frames.length >= at + 4) {
      socket.destroy();
      return frames.readUInt16BE(at + 2);
    }
  }
  return 0;
}

/** A client's frame: masked with zeros unless told. */
function frame(first: number, payload: Uint8Array, isMasked = true): Buffer {
  const length = payload.length;
  const head = length < 126 ? [length] : length < 65_536 ? [126, length >> 8, length & 255] : undefined;
  if (head === undefined) throw new RangeError("The frame is longer than this builds");
  const [size = 0, ...rest] = head;
  return Buffer.concat([
    Buffer.from([first, size | (isMasked ? 0x80 : 0), ...rest, ...(isMasked ? [0, 0, 0, 0] : [])]),
    payload,
  ]);
}

const FIRST_OF_TEXT = 0x01;
const CONTINUATION = 0x00;
const TEXT = 0x81;

// Goal: breaches of the protocol and of the quotas close with the right code. Method: bytes that no library would send.
test.each([
  ["an unmasked frame", frame(TEXT, Buffer.from("hi"), false), 1002],
  ["a reserved bit", frame(0xc1, Buffer.from("hi")), 1002],
  ["text that is no UTF-8", frame(TEXT, Buffer.from([0xff, 0xfe])), 1007],
  // AWS: "Binary media types for WebSocket APIs".
  ["a binary frame", frame(0x82, Buffer.from("hi")), 1003],
  // AWS: "Quotas": frames of 32 KB; a larger one closes with 1009.
  ["a frame of more than 32 KB", frame(TEXT, Buffer.alloc(32 * 1024 + 1, "a")), 1009],
  [
    "a message of more than 128 KB in small frames",
    Buffer.concat([
      frame(FIRST_OF_TEXT, Buffer.alloc(30_000, "a")),
      ...Array.from({ length: 5 }, () => frame(CONTINUATION, Buffer.alloc(30_000, "a"))),
    ]),
    1009,
  ],
  [
    "a message of thousands of frames",
    Buffer.concat([
      frame(FIRST_OF_TEXT, Buffer.from("a")),
      ...Array.from({ length: 3000 }, () => frame(CONTINUATION, Buffer.from("a"))),
    ]),
    1008,
  ],
])("closes a connection for %s", async (_what, bytes, code) => {
  expect(await codeAfter(bytes)).toBe(code);
});

// Goal: the largest message that there may be arrives. Method: 128 KB in frames of 32 KB, each way.
test("takes and sends messages of 128 KB", async () => {
  const size = 128 * 1024;
  const measuring = await publish(yard, account, {
    $default: {
      integration: {
        TemplateSelectionExpression: "\\$default",
        RequestTemplates: {
          $default: `#if($input.body.length() == ${size}){"statusCode":200}#else{"statusCode":413}#end`,
        },
      },
      responses: [
        { IntegrationResponseKey: "/2\\d\\d/", ResponseTemplates: { $default: "$context.connectionId" } },
        { IntegrationResponseKey: "$default", ResponseTemplates: { $default: "not whole" } },
      ],
      isTwoWay: true,
    },
  });
  const client = await join(measuring.url);
  for (let at = 0; at < 4; at += 1) client.socket.send("a".repeat(32 * 1024), { fin: at === 3 });
  const ConnectionId = await client.next();
  const post = (Data: string): Promise<unknown> =>
    measuring.connections.send(new PostToConnectionCommand({ ConnectionId, Data }));
  await post("b".repeat(size));
  expect((await client.next()).length).toBe(size);
  // AWS: PostToConnection, PayloadTooLargeException.
  await expect(post("b".repeat(size + 1))).rejects.toMatchObject({
    name: "PayloadTooLargeException",
    $metadata: { httpStatusCode: 413 },
  });
  client.socket.close();
});

// Goal: who does not read costs a bounded amount of memory. Method: post to a client whose socket stands still until it is refused.
test("refuses to post to a client that does not read", async () => {
  const client = await join(api.url);
  client.send("hello");
  const ConnectionId = await client.next();
  client.socket.pause();
  const Data = "x".repeat(128 * 1024);
  const connections = new ApiGatewayManagementApiClient({ ...account.config, endpoint: api.management });
  const post = (): Promise<unknown> =>
    connections.send(new PostToConnectionCommand({ ConnectionId, Data })).then(
      () => undefined,
      (error: unknown) => error,
    );
  // The machine's own buffers take some megabytes first.
  let refusal = await post();
  for (let count = 0; refusal === undefined && count < 1000; count += 1) refusal = await post();
  // AWS: "the WebSocket client side buffer is full".
  expect(refusal).toMatchObject({ name: "LimitExceededException", $metadata: { httpStatusCode: 429 } });
  client.socket.terminate();
});

// Goal: a flood of one client is worked off and bounded. Method: many messages at once, each answered.
test("answers a flood", async () => {
  const client = await join(api.url);
  for (let count = 0; count < 500; count += 1) client.send("x");
  for (let count = 0; count < 500; count += 1) expect(await client.next()).toMatch(/^[\w-]{15}=$/);
  client.socket.close();
});

// Goal: a route's throttle is kept, and told. Method: a burst of two, and more messages than that.
test("throttles a route", async () => {
  const throttled = await publish(
    yard,
    account,
    { $default: mock("ok") },
    { DefaultRouteSettings: { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 0.001 } },
  );
  const client = await join(throttled.url);
  for (let count = 0; count < 3; count += 1) client.send("x");
  const answers = [await client.next(), await client.next(), await client.next()];
  expect(answers.filter((text) => text === "ok")).toHaveLength(2);
  // AWS: "Protect your WebSocket APIs": 429 Too Many Requests.
  expect(answers.filter((text) => text.includes("Too Many Requests"))).toHaveLength(1);
  client.socket.close();
});

// Goal: unsigned calls of the management API are refused. Method: without a signature, and with the signature of another service.
test("takes no unsigned calls of @connections", async () => {
  const url = `${api.management}/@connections/abc`;
  const answer = await fetch(url, { method: "POST", body: "x" });
  expect([answer.status, await answer.json()]).toEqual([403, { message: "Missing Authentication Token" }]);
  const wrong = await fetch(url, {
    method: "POST",
    headers: { authorization: "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/s3/aws4_request" },
  });
  expect(wrong.status).toBeGreaterThanOrEqual(400);
});
