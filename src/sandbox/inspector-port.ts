// The port at which a debugger finds a function, whichever process runs it at the moment: connections are passed on to the
// process's own inspector, and a debugger that is attached stops the function's time.

import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

/** Where a process's own inspector listens. */
export interface InspectorAddress {
  readonly host: string;
  readonly port: number;
}

/** What stops a function's time. */
export interface Pause {
  isPaused(): boolean;
  /** For how long altogether, until now. */
  pausedMs(): number;
}

export interface InspectorPort extends Pause {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens on `port` of this machine's own interface; rejects with the system's error if it is taken. `target` gives the
 * inspector of the process that runs the function, which may have to be started.
 */
export async function openInspectorPort(port: number, target: () => Promise<InspectorAddress>): Promise<InspectorPort> {
  const sockets = new Set<Socket>();
  let attached = 0;
  let attachedAt = 0;
  let sumMs = 0;

  function attach(client: Socket): void {
    if (attached++ === 0) attachedAt = performance.now();
    client.once("close", () => {
      if (--attached === 0) sumMs += performance.now() - attachedAt;
    });
  }

  function pass(client: Socket, { host, port: at }: InspectorAddress): void {
    const upstream = connect(at, host);
    keep(upstream);
    client.once("data", (first) => {
      if (isDebugger(first)) attach(client);
    });
    client.pipe(upstream).pipe(client);
    client.once("close", () => upstream.destroy());
    upstream.once("close", () => client.destroy());
  }

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => sockets.delete(socket));
  }

  const server = createServer({ pauseOnConnect: true }, (client) => {
    keep(client);
    target().then(
      (address) => pass(client, address),
      () => client.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });

  return {
    port: (server.address() as AddressInfo).port,
    isPaused: () => attached > 0,
    pausedMs: () => sumMs + (attached > 0 ? performance.now() - attachedAt : 0),
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Node's debuggers first ask over HTTP what there is; only the WebSocket is a session. Python's speak another protocol. */
function isDebugger(first: Buffer): boolean {
  const text = first.toString("latin1");
  return !text.startsWith("GET ") || /^upgrade: *websocket/im.test(text);
}
