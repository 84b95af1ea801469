// One port, two protocols: HTTP/2 with prior knowledge beside HTTP/1.1, and a server that closes whoever is connected.

import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { once } from "node:events";
import { expect, test } from "vitest";
import { testYard } from "../testing/harness.ts";

/** One request over HTTP/2; its status, headers and text. */
async function ask(origin: string, headers: Readonly<Record<string, string>>, body = "") {
  const session = connectHttp2(origin);
  const stream = session.request({ ":method": "POST", ":path": "/", ...headers });
  stream.end(body);
  const [answer] = (await once(stream, "response")) as [Record<string, string | number>];
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  session.close();
  return { status: answer[":status"], type: answer["content-type"], text: Buffer.concat(parts).toString() };
}

// Goal: a request means the same in both protocols. Method: the same unsigned call in each.
test("answers HTTP/2 as HTTP/1.1", async () => {
  const yard = await testYard();
  const headers = { "x-amz-target": "Kinesis_20131202.ListStreams", "content-type": "application/x-amz-json-1.1" };
  const plain = await fetch(yard.origin, { method: "POST", headers, body: "{}" });
  const over2 = await ask(yard.origin, headers, "{}");
  expect(over2.status).toBe(plain.status);
  expect(over2.type).toBe(plain.headers.get("content-type"));
  expect(over2.text).toBe(await plain.text());
  expect(over2.text).toContain("MissingAuthenticationToken");
  await yard.stop();
});

// Goal: a first byte that both protocols could begin with decides nothing. Method: "P", and the rest afterwards.
test.each([
  "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n",
  "PUT /b HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n",
])("waits for what tells the protocols apart: %s", async (text) => {
  const yard = await testYard();
  const socket = connect(Number(new URL(yard.origin).port), "127.0.0.1");
  await once(socket, "connect");
  socket.setNoDelay(true);
  await new Promise<void>((resolve) => {
    socket.write(text.slice(0, 1), () => resolve());
  });
  socket.write(text.slice(1));
  const [answer] = (await once(socket, "data")) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 \d{3} /);
  socket.destroy();
  await yard.stop();
});

// Goal: nobody keeps the server from closing. Method: a connection that says nothing, and a session without a request.
test("closes silent connections and idle sessions", async () => {
  const yard = await testYard();
  const silent = connect(Number(new URL(yard.origin).port), "127.0.0.1");
  await once(silent, "connect");
  const session = connectHttp2(yard.origin);
  await once(session, "remoteSettings");
  const ends = [once(silent, "close"), once(session, "close")];
  await yard.stop();
  await Promise.all(ends);
  expect([silent.destroyed, session.destroyed]).toEqual([true, true]);
});

// Goal: nobody keeps a server from ending. Method: a client that says nothing more and never closes its side (RFC 9113, 3.4 and 6.5: the
// preface and an empty SETTINGS frame).
test("closes although a client leaves its side of the connection open", async () => {
  const yard = await testYard();
  const socket = connect({ port: Number(new URL(yard.origin).port), host: "127.0.0.1", allowHalfOpen: true });
  await once(socket, "connect");
  socket.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]));
  await once(socket, "data");
  socket.resume();
  await yard.stop();
  socket.destroy();
});
