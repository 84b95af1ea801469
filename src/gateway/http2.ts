// HTTP/2 without TLS, on the gateway's one port, for clients that begin with it ("prior knowledge", RFC 9113, 3.3): the
// JavaScript SDK speaks to Kinesis in no other way. Who speaks HTTP/1.1 is told apart by the first bytes.

import type { Server } from "node:http";
import {
  createServer,
  type Http2Session,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { HttpResponse } from "../wire/wire.ts";
import type { IncomingRequest } from "./incoming.ts";

/** What a stream of a connection asks, and how it is answered. */
export type AnswerStream = (stream: ServerHttp2Stream, incoming: Omit<IncomingRequest, "abortSignal">) => void;

/** How the first line of every HTTP/2 connection begins; no method of HTTP/1.1 does. */
const PREFACE = "PRI";

/**
 * Lets `server` take connections of HTTP/2, too; their requests go to `answer`. Returns how to end them: each ends when its
 * requests are answered.
 */
export function acceptHttp2(server: Server, answer: AnswerStream): () => void {
  const sessions = new Set<Http2Session>();
  const silent = new Set<Socket>();
  const framed = new Set<Socket>();
  const http2 = createServer();
  http2.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    // A connection that breaks off ends its streams, which tell who waits; there is nobody else to tell.
    session.on("error", () => session.destroy());
  });
  http2.on(
    "stream",
    (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, _flags: number, rawHeaders: string[]) => {
      stream.on("error", () => stream.destroy());
      answer(stream, incomingOf(stream, headers, rawHeaders));
    },
  );

  const own = server.listeners("connection") as ((socket: Socket) => void)[];
  server.removeAllListeners("connection");
  server.on("connection", (socket: Socket) => {
    silent.add(socket);
    socket.once("close", () => silent.delete(socket));
    peek(socket, (isHttp2) => {
      silent.delete(socket);
      if (!isHttp2) {
        for (const listener of own) listener.call(server, socket);
        return;
      }
      framed.add(socket);
      socket.once("close", () => framed.delete(socket));
      http2.emit("connection", socket);
    });
  });

  return () => {
    // A client that leaves its side of the connection open would keep the server open for ever.
    for (const socket of framed) socket.once("finish", () => socket.destroy());
    for (const session of sessions) session.close();
    for (const socket of silent) socket.destroy();
  };
}

/** Looks at a connection's first bytes and leaves them where they are. */
function peek(socket: Socket, decide: (isHttp2: boolean) => void): void {
  let seen: Buffer = Buffer.alloc(0);
  const giveUp = (): void => void socket.destroy();
  const look = (chunk: Buffer): void => {
    seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk]);
    const start = seen.toString("latin1", 0, PREFACE.length);
    if (start.length < PREFACE.length && PREFACE.startsWith(start)) return;
    socket.pause();
    socket.removeListener("data", look);
    socket.removeListener("error", giveUp);
    socket.unshift(seen);
    decide(start === PREFACE);
    // A session of HTTP/2 takes what was read from the socket that stands still.
    if (start !== PREFACE) socket.resume();
  };
  socket.on("error", giveUp);
  socket.on("data", look);
}

function incomingOf(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  rawHeaders: readonly string[],
): Omit<IncomingRequest, "abortSignal"> {
  const url = headers[":path"] ?? "/";
  const mark = url.indexOf("?");
  const plain: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(headers))
    if (!name.startsWith(":")) plain[name] = Array.isArray(value) ? value.join(", ") : value;
  // RFC 9113, 8.3.1: ":authority" takes the place of "host". The SDK signs it under its own name.
  plain[":authority"] = headers[":authority"];
  plain["host"] ??= headers[":authority"];
  return {
    method: headers[":method"] ?? "GET",
    path: mark === -1 ? url : url.slice(0, mark),
    rawQuery: mark === -1 ? "" : url.slice(mark + 1),
    headers: plain,
    rawHeaders: rawHeaders.filter((_, index) => !(rawHeaders[index - (index % 2)] ?? "").startsWith(":")),
    stream,
    sourceIp: stream.session?.socket.remoteAddress ?? "127.0.0.1",
    isSecure: stream.session?.encrypted === true,
  };
}

/** Writes an answer to its stream. */
export async function writeToStream(
  stream: ServerHttp2Stream,
  method: string,
  { status, headers, cookies = [], body }: HttpResponse,
): Promise<void> {
  if (stream.destroyed) return;
  const isWhole = typeof body === "string" || body instanceof Uint8Array;
  const fields: OutgoingHttpHeaders = { ":status": status };
  for (const [name, value] of Object.entries(headers)) if (!CONNECTION_HEADERS.has(name)) fields[name] = value;
  if (isWhole && method !== "HEAD") fields["content-length"] = Buffer.byteLength(body);
  if (cookies.length > 0) fields["set-cookie"] = [...cookies];
  const isEmpty = method === "HEAD" || status === 204 || status === 304;
  stream.respond(fields, { endStream: isEmpty });
  if (isEmpty) {
    if (!isWhole) Readable.from(body).destroy();
    return;
  }
  if (isWhole) stream.end(body);
  else await pipeline(body instanceof Readable ? body : Readable.from(body, { objectMode: false }), stream);
}

/** RFC 9113, 8.2.2: what concerns the connection has no place in a message of HTTP/2. */
const CONNECTION_HEADERS = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade"]);
