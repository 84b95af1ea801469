// Connections that leave HTTP behind: the WebSocket protocol (RFC 6455), for doors that take such connections. The library
// `ws` speaks the protocol; it is loaded when the first client asks for it.

import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocket, WebSocketServer } from "ws";
import { realTimer } from "../kernel/real-time.ts";
import type { Acceptance, ClientConnection, ConnectionLimits } from "../service/client-connection.ts";
import type { HttpResponse } from "../wire/wire.ts";
import { frameLengthCheck } from "./frame-lengths.ts";

/** Whether a request may become a connection: consent, or the answer that refuses it. Never rejects. */
export type Connect = (request: IncomingMessage, gone: AbortSignal) => Promise<Acceptance | HttpResponse>;

// LIMIT: ours: so long a client has to answer a goodbye, until it is cut off.
const GOODBYE_MS = 5000;

/** Lets `server` take WebSocket connections to which `connect` consents. Returns how to end them all. */
export function acceptUpgrades(server: Server, connect: Connect): () => void {
  const pending = new Set<Duplex>();
  const open = new Map<WebSocket, () => void>();
  let isClosing = false;

  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // RFC 9110, 7.8: a server may ignore an upgrade. Java's HTTP client and others offer "h2c" with their first request.
    if (request.headers.upgrade?.toLowerCase() !== "websocket") answerPlainly(server, request, socket, head);
    else void serve(request, socket, head);
  });

  async function serve(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const gone = new AbortController();
    const leave = (): void => {
      pending.delete(socket);
      gone.abort();
    };
    socket.once("close", leave);
    socket.on("error", () => socket.destroy());
    pending.add(socket);
    const outcome = handshakeError(request) ?? (await connect(request, gone.signal));
    pending.delete(socket);
    socket.removeListener("close", leave);
    if (!("open" in outcome)) {
      refuse(socket, outcome);
      return;
    }
    const library = await webSocketServer(outcome.limits);
    // The client was told nothing yet: whoever goes now was never connected.
    if (isClosing || socket.destroyed || !socket.readable) {
      socket.destroy();
      outcome.abandoned();
      return;
    }
    if (outcome.subprotocol !== undefined) subprotocols.set(request, outcome.subprotocol);
    library.handleUpgrade(request, socket, head, (webSocket) => attach(webSocket, socket, outcome));
  }

  function attach(webSocket: WebSocket, socket: Duplex, { limits, open: begin }: Acceptance): void {
    // What we said as goodbye counts, and not what the client makes of it.
    let said: { readonly code: number; readonly reason: string } | undefined;
    const close = (code: number, reason: string): void => {
      if (said !== undefined) return;
      said = { code, reason };
      webSocket.close(code, reason);
      const stop = realTimer(GOODBYE_MS, () => webSocket.terminate());
      webSocket.once("close", stop);
    };
    const events = begin(connectionOf(webSocket, limits, close));
    const tell = (code: number, reason: string): void => {
      if (open.delete(webSocket)) events.closed(said?.code ?? code, said?.reason ?? reason);
    };
    open.set(webSocket, () => {
      close(1001, "Going away");
      // Told at once: when the socket is closed, those who are told may be gone.
      tell(1001, "Going away");
      // A client that never answers would keep the server open.
      setImmediate(() => webSocket.terminate());
    });
    const isShortEnough = frameLengthCheck(limits.mostFrameBytes);
    socket.prependListener("data", (piece: Buffer) => {
      if (said === undefined && !isShortEnough(piece)) close(1009, "Message too big");
    });
    webSocket.on("message", (data, isBinary) => {
      if (said !== undefined) return;
      if (isBinary) events.binary();
      // Buffers are what the library gives where nothing else is asked for.
      else events.message((data as Buffer).toString("utf8"));
    });
    webSocket.on("ping", () => events.heartbeat());
    webSocket.on("pong", () => events.heartbeat());
    // A breach of the protocol: the library closes with the right code, and tells "close" after this.
    webSocket.on("error", (error: Error & { code?: string }) => {
      said ??= { code: CODES[error.code ?? ""] ?? 1002, reason: error.message };
    });
    webSocket.once("close", (code, reason) => tell(code, reason.toString("utf8")));
  }

  return () => {
    isClosing = true;
    for (const socket of pending) socket.destroy();
    for (const end of open.values()) end();
  };
}

/** How the library names breaches, and the codes with which it closes (RFC 6455, 7.4.1). */
const CODES: Readonly<Record<string, number>> = {
  WS_ERR_INVALID_UTF8: 1007,
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 1009,
  WS_ERR_TOO_MANY_BUFFERED_PARTS: 1008,
};

function connectionOf(
  webSocket: WebSocket,
  { mostFrameBytes }: ConnectionLimits,
  close: ClientConnection["close"],
): ClientConnection {
  return {
    get unsentBytes() {
      return webSocket.bufferedAmount;
    },
    send(text) {
      if (webSocket.readyState !== webSocket.OPEN) return;
      // Pieces of a text message may end inside a character (RFC 6455, 5.6).
      for (let at = 0; at === 0 || at < text.length; at += mostFrameBytes) {
        const fin = at + mostFrameBytes >= text.length;
        webSocket.send(text.subarray(at, at + mostFrameBytes), { binary: false, fin });
      }
    },
    close,
    pause: () => webSocket.pause(),
    resume: () => webSocket.resume(),
  };
}

const servers = new Map<string, Promise<WebSocketServer>>();
const subprotocols = new WeakMap<IncomingMessage, string>();

/** The library with these limits. Compression is not agreed on: a small message could become a large one. */
function webSocketServer({ mostMessageBytes, mostFrames }: ConnectionLimits): Promise<WebSocketServer> {
  const key = `${mostMessageBytes} ${mostFrames}`;
  let server = servers.get(key);
  if (server === undefined) {
    server = import("ws").then(
      (library) =>
        new library.WebSocketServer({
          noServer: true,
          clientTracking: false,
          perMessageDeflate: false,
          maxPayload: mostMessageBytes,
          maxFragments: mostFrames,
          handleProtocols: (_offered, request) => subprotocols.get(request) ?? false,
        }),
    );
    servers.set(key, server);
  }
  return server;
}

/** RFC 6455, 4.2.1: what is no handshake is refused before anybody is asked. */
function handshakeError({ method, headers }: IncomingMessage): HttpResponse | undefined {
  const version = headers["sec-websocket-version"];
  const isHandshake =
    method === "GET" && version === "13" && /^[+/0-9A-Za-z]{22}==$/.test(headers["sec-websocket-key"] ?? "");
  if (isHandshake) return undefined;
  return {
    status: 400,
    headers: { "content-type": "application/json", "sec-websocket-version": "13" },
    body: JSON.stringify({ message: "Bad Request: this is no handshake of RFC 6455 with version 13." }),
  };
}

const REASONS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  410: "Gone",
  421: "Misdirected Request",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  504: "Gateway Timeout",
};

/** Writes an answer to a client that will not be connected. */
function refuse(socket: Duplex, { status, headers, body }: HttpResponse): void {
  const text = typeof body === "string" || body instanceof Uint8Array ? body : "";
  const lines = [
    `HTTP/1.1 ${status} ${REASONS[status] ?? "Refused"}`,
    ...Object.entries({ ...headers, "content-length": Buffer.byteLength(text), connection: "close" }).map(
      ([name, value]) => `${name}: ${value}`,
    ),
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  socket.end(text);
}

/** Gives a request back to the server as if it had not asked for another protocol. */
function answerPlainly(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method = "GET", url = "/", httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    const value = rawHeaders[index + 1] ?? "";
    const lower = name.toLowerCase();
    if (lower === "upgrade" || lower === "http2-settings") continue;
    const kept = lower === "connection" ? withoutUpgrade(value) : value;
    if (kept !== "") lines.push(`${name}: ${kept}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), head]));
  server.emit("connection", socket);
}

function withoutUpgrade(connection: string): string {
  const tokens = connection.split(",").map((token) => token.trim());
  return tokens.filter((token) => !["upgrade", "http2-settings"].includes(token.toLowerCase())).join(", ");
}
