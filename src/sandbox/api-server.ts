// The HTTP listener that a sandbox knows as AWS_LAMBDA_RUNTIME_API. Each sandbox has its own, and only processes of that
// sandbox are answered. What it serves is told by its handlers: the Runtime, Extensions, Telemetry and Logs APIs.

import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { InvariantError } from "../kernel/errors.ts";

// LIMIT: AWS: "Lambda quotas": 6 MB for a response; a little more is read, so that the excess can be reported.
const MOST_BODY_BYTES = 7 * 1024 * 1024;

/** Answers a request, or says that it is not its own. */
export type ApiHandler = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

/** Whether the process at the other end of a connection belongs to the sandbox. */
export type PeerCheck = (socket: Socket) => Promise<boolean>;

export interface ApiServer {
  /** AWS_LAMBDA_RUNTIME_API: host and port. */
  readonly address: string;
  /** The host alone: an address that no other sandbox has, on systems that have many. */
  readonly host: string;
  /** Adds an API. */
  serve(handler: ApiHandler): void;
  /** From now on only these are answered. */
  admit(isOwn: PeerCheck): void;
  close(): void;
}

/** Opens a listener for one sandbox, on `host` and a port that the system chooses. */
export async function openApiServer(host: string): Promise<ApiServer> {
  const handlers: ApiHandler[] = [];
  const checks = new WeakMap<Socket, Promise<boolean>>();
  let isOwn: PeerCheck | undefined;

  /** Once a connection: who has opened it keeps it. */
  function isAdmitted(socket: Socket): Promise<boolean> | true {
    if (isOwn === undefined) return true;
    let check = checks.get(socket);
    if (check === undefined) checks.set(socket, (check = isOwn(socket).catch(() => false)));
    return check;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!(await isAdmitted(request.socket))) {
      request.socket.destroy();
      return;
    }
    for (const handler of handlers) if (await handler(request, response)) return;
    reply(response, 404, { errorMessage: `${request.url} is not part of the Runtime API.`, errorType: "NotFound" });
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  // The next event may be hours away; only the sandbox's end ends a poll.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, host, resolve);
  });
  const address = server.address();
  if (!isAddressInfo(address)) throw new InvariantError("A listener has no port.");

  return {
    address: `${host}:${address.port}`,
    host,
    serve: (handler) => handlers.push(handler),
    admit(check) {
      isOwn = check;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function isAddressInfo(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === "object" && address !== null;
}

/**
 * An address that another sandbox is not likely to find: on Linux all of 127.0.0.0/8 is this machine, so the address
 * carries 24 random bits beside the port. Elsewhere only the port is unknown.
 */
export function loopbackAddress(random: { bytes(length: number): Uint8Array }): string {
  if (process.platform !== "linux") return "127.0.0.1";
  const [a = 0, b = 0, c = 0] = random.bytes(3);
  return `127.${a}.${b}.${(c % 254) + 1}`;
}

/** Answers with JSON. */
export function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** The whole body, or as much of it as is enough to know that it is too large. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return buffer(limited(request));
}

async function* limited(request: IncomingMessage): AsyncIterable<Buffer> {
  let total = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total <= MOST_BODY_BYTES) yield chunk;
  }
}
