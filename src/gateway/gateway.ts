// The socket side of the gateway: reads requests, hands them to the chain (chain.ts), writes its answers.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { OperatorError } from "../kernel/errors.ts";
import type { HttpResponse } from "../wire/wire.ts";
import { createChain, createConnector } from "./chain.ts";
import type { Chain, ChainParts } from "./chain-parts.ts";
import type { IncomingRequest } from "./incoming.ts";
import type { SecureFront } from "./https.ts";
import { acceptHttp2, writeToStream } from "./http2.ts";
import { acceptUpgrades } from "./upgrades.ts";

export interface Gateway {
  /** The chain: answers a request, from whichever socket. */
  readonly answer: Chain;
  /** Binds the socket and gives the origin. Requests wait until `open`. */
  listen(host: string, port: number): Promise<string>;
  /** Binds a second socket that speaks TLS, and gives its origin. */
  listenSecurely(host: string, port: number): Promise<string>;
  /** From here on requests are answered. */
  open(): void;
  /** Stops accepting, ends open polls, and waits for requests that are being answered. */
  close(): Promise<void>;
}

/** The gateway of one yard. */
export function createGateway(parts: ChainParts): Gateway {
  const answer = createChain(parts);
  let openGateway = (): void => undefined;
  const opened = new Promise<void>((resolve) => (openGateway = resolve));
  const server = createServer((request, response) => void serve(request, response));
  // Long polls and uploads take what they take; the header's own limit stays.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 65_000;
  let isClosing = false;
  let secureFront: SecureFront | undefined;
  // Those who wait, by request: closing ends open polls.
  const waiting = new Set<AbortController>();

  /** The signal of one answer. Made when it is asked for: an AbortSignal costs more than a short request's whole way. */
  function signalOf(answered: Writable): () => AbortSignal {
    let gone: AbortController | undefined;
    return () => {
      if (gone === undefined) {
        const controller = new AbortController();
        gone = controller;
        waiting.add(controller);
        answered.once("close", () => {
          waiting.delete(controller);
          if (!answered.writableFinished) controller.abort();
        });
        if (answered.destroyed) controller.abort();
      }
      return gone.signal;
    };
  }

  const endStreams = acceptHttp2(server, (stream, incoming) => {
    const reply = opened.then(() => answer({ ...incoming, abortSignal: signalOf(stream) }));
    void reply
      .then((whole) => writeToStream(stream, incoming.method, whole))
      .catch((error: unknown) => {
        parts.yard().log.write("debug", "response.cut", { error });
        stream.destroy();
      });
  });

  const connect = createConnector(parts);
  const endConnections = acceptUpgrades(server, async (request, gone) => {
    await opened;
    return connect(incomingOf(request, () => gone));
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await opened;
    const reply = await answer(incomingOf(request, signalOf(response)));
    await endOfTurn();
    // A client that never pauses would keep its connection, and so the server, open for ever.
    if (isClosing) response.setHeader("connection", "close");
    await write(request, response, reply).catch((error: unknown) => {
      // The client went away, or a body's source failed half-way: the connection is the only place left to say so.
      parts.yard().log.write("debug", "response.cut", { error });
      response.destroy();
    });
  }

  async function listen(host: string, port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      server.once("error", (cause: NodeJS.ErrnoException) => {
        reject(
          cause.code === "EADDRINUSE"
            ? new OperatorError({
                code: "ERR_PORT_IN_USE",
                message: `Port ${port} of ${host} is already in use.`,
                hints: [`stackyard up --port ${port + 1}`, `stackyard serve --port ${port + 1}`],
                cause,
              })
            : cause,
        );
      });
      server.listen(port, host, resolve);
    });
    const address = server.address() as AddressInfo;
    return `http://${host}:${address.port}`;
  }

  async function listenWithTls(host: string, port: number): Promise<string> {
    const { listenSecurely } = await import("./https.ts");
    secureFront = await listenSecurely(server, parts, host, port);
    return secureFront.origin;
  }

  async function close(): Promise<void> {
    await closePlain();
    await secureFront?.close();
  }

  function closePlain(): Promise<void> {
    isClosing = true;
    return new Promise((resolve) => {
      server.close(() => resolve());
      for (const gone of waiting) gone.abort();
      endStreams();
      endConnections();
      server.closeIdleConnections();
    });
  }

  return { answer, listen, listenSecurely: listenWithTls, open: () => openGateway(), close };
}

let turn: Promise<void> | undefined;

/**
 * Resolves when the requests that came in together have been worked on, so that their answers are written one right after
 * the other. A write that finds its reader asleep must wake it, which costs more than the write: now one in a turn does.
 */
function endOfTurn(): Promise<void> {
  turn ??= new Promise((resolve) => {
    setImmediate(() => {
      turn = undefined;
      resolve();
    });
  });
  return turn;
}

function incomingOf(request: IncomingMessage, abortSignal: () => AbortSignal): IncomingRequest {
  const url = request.url ?? "/";
  const mark = url.indexOf("?");
  return {
    method: request.method ?? "GET",
    path: mark === -1 ? url : url.slice(0, mark),
    rawQuery: mark === -1 ? "" : url.slice(mark + 1),
    headers: request.headers as Record<string, string | undefined>,
    rawHeaders: request.rawHeaders,
    stream: request,
    sourceIp: request.socket.remoteAddress ?? "127.0.0.1",
    isSecure: "encrypted" in request.socket && request.socket.encrypted === true,
    abortSignal,
  };
}

async function write(request: IncomingMessage, response: ServerResponse, reply: HttpResponse): Promise<void> {
  const { status, headers, body } = reply;
  const isWhole = typeof body === "string" || body instanceof Uint8Array;
  if (isWhole && request.method !== "HEAD")
    headers["content-length"] = String(typeof body === "string" ? Buffer.byteLength(body) : body.length);
  // A body that nobody read would be taken for the next request of this connection.
  if (!request.readableEnded && !request.complete) headers["connection"] = "close";
  if (reply.cookies !== undefined && reply.cookies.length > 0) response.setHeader("set-cookie", reply.cookies);
  response.writeHead(status, headers);
  if (request.method === "HEAD" || status === 204 || status === 304) {
    response.end();
    if (!isWhole) Readable.from(body).destroy();
    return;
  }
  if (isWhole) {
    response.end(body);
    return;
  }
  await pipeline(body instanceof Readable ? body : Readable.from(body, { objectMode: false }), response);
}
