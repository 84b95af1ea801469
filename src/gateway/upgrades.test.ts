// Connections that would leave HTTP behind, at doors that take none, and the lengths of frames.

import { connect } from "node:net";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { sharedYard } from "../testing/harness.ts";
import { frameLengthCheck } from "./frame-lengths.ts";

/** What a server says to these bytes until it ends the connection. */
async function tell(origin: string, text: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.write(text);
  let answer = "";
  for await (const piece of socket) answer += String(piece);
  return answer;
}

/** How a client is refused. */
function refusal(url: string): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.on("open", () => reject(new Error("The connection was taken.")));
    socket.on("error", reject);
    socket.on("unexpected-response", (_request, response) => {
      let text = "";
      response.on("data", (piece) => (text += String(piece)));
      response.on("end", () => resolve({ status: response.statusCode, text }));
    });
  });
}

// Goal: what takes no connections says so. Method: the AWS API, a function URL's and an unknown API's address.
test.each(["/", "/_aws/lambda-url/abc/", "/_aws/execute-api/aaaaaaaaaa/prod"])(
  "refuses a connection at %s",
  async (path) => {
    const yard = await sharedYard();
    const { status } = await refusal(`${yard.origin.replace("http", "ws")}${path}`);
    expect([400, 403]).toContain(status);
  },
);

// Goal: a request that offers HTTP/2 is answered as if it had not. Method: what Java's HTTP client and curl --http2 send, with a body.
test("ignores offers of other protocols", async () => {
  const yard = await sharedYard();
  const body = "{}";
  const head = [
    "POST / HTTP/1.1",
    "Host: localhost",
    "Connection: Upgrade, HTTP2-Settings, close",
    "Upgrade: h2c",
    "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA",
    "X-Amz-Target: AmazonSQS.ListQueues",
    "Content-Type: application/x-amz-json-1.0",
    `Content-Length: ${body.length}`,
  ];
  const answer = await tell(yard.origin, `${head.join("\r\n")}\r\n\r\n${body}`);
  expect(answer).toContain("MissingAuthenticationToken");
});

// Goal: nobody is asked about what is no handshake. Method: handshakes with a part missing or wrong.
test.each([
  "Sec-WebSocket-Version: 13\r\n",
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n",
  "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
])("refuses what is no handshake: %s", async (headers) => {
  const yard = await sharedYard();
  const head = `GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${headers}\r\n`;
  const answer = await tell(yard.origin, head);
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(answer).toContain("sec-websocket-version: 13");
});

/** A client's frame with a payload of zeros. */
function frame(length: number): Uint8Array {
  const head = Buffer.alloc(14);
  head[0] = 0x81;
  if (length < 126) {
    head[1] = 0x80 | length;
    return Buffer.concat([head.subarray(0, 6), Buffer.alloc(length)]);
  }
  head[1] = 0x80 | (length < 65_536 ? 126 : 127);
  if (length < 65_536) head.writeUInt16BE(length, 2);
  else head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head.subarray(0, length < 65_536 ? 8 : 14), Buffer.alloc(length)]);
}

// Goal: frames are measured wherever the bytes are cut. Method: frames around each boundary of the encoding, in pieces of several sizes.
test.each([1, 3, 7, 1000, 200_000])("measures frames in pieces of %i bytes", (pieceBytes) => {
  const verdicts = (frames: readonly number[]): boolean[] => {
    const check = frameLengthCheck(70_000);
    const bytes = Buffer.concat(frames.map(frame));
    const found: boolean[] = [];
    for (let at = 0; at < bytes.length; at += pieceBytes) found.push(check(bytes.subarray(at, at + pieceBytes)));
    return found;
  };
  expect(verdicts([0, 1, 125, 126, 127, 65_535, 65_536, 70_000, 5])).not.toContain(false);
  expect(verdicts([0, 125, 65_536, 70_001, 5])).toContain(false);
});
