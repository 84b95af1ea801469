// Brings batches of telemetry to where an extension listens. The address is never the extension's choice: only the sandbox's own
// and, by name, 127.0.0.1, both without credentials and without a redirect being followed.

import { request } from "node:http";
import { connect } from "node:net";
import type { Socket } from "node:net";
import type { Destination } from "./subscription.ts";

/** Delivers a batch, and says whether it arrived. */
export type Deliver = (events: readonly string[], signal: AbortSignal) => Promise<boolean>;

/** The way to a destination in the sandbox that has this address. */
export function deliveryTo(destination: Destination, ownHost: string): Deliver {
  return destination.protocol === "HTTP" ? overHttp(destination, ownHost) : overTcp(destination.port, ownHost);
}

/** AWS: "Telemetry API": an array of records. */
function overHttp(destination: Extract<Destination, { protocol: "HTTP" }>, ownHost: string): Deliver {
  const { method, port, path, host, isLocalhost } = destination;
  return (events, signal) =>
    new Promise((resolve) => {
      const body = Buffer.from(`[${events.join(",")}]`);
      const call = request({
        host: isLocalhost ? "127.0.0.1" : ownHost,
        port,
        path,
        method,
        signal,
        agent: false,
        headers: { host: `${host}:${port}`, "content-type": "application/json", "content-length": body.length },
      });
      call.on("response", (response) => {
        const { statusCode = 500 } = response;
        response.resume();
        response.on("close", () => resolve(statusCode >= 200 && statusCode < 300));
      });
      call.on("error", () => resolve(false));
      call.end(body);
    });
}

/** AWS: "Lambda Logs API": lines of JSON. */
function overTcp(port: number, ownHost: string): Deliver {
  let socket: Socket | undefined;
  return (events, signal) =>
    new Promise((resolve) => {
      if (socket === undefined) {
        const opened = connect({ host: ownHost, port });
        socket = opened;
        signal.addEventListener("abort", () => opened.destroy());
        opened.on("close", () => (socket = undefined));
        opened.on("error", () => resolve(false));
        opened.resume();
      }
      socket.once("close", () => resolve(false));
      socket.write(events.map((event) => `${event}\n`).join(""), (error) => resolve(!error));
    });
}
