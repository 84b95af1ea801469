// A proxy between a command and a server, which counts the calls that change something and can end the command at one of
// them: the call reaches the server and takes effect, its answer never arrives. What is tested needs no seam for that.

import { Agent, createServer, request } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy that runs. */
export interface CuttingProxy {
  /** Where the command finds the server now. */
  readonly origin: string;
  /** The changing calls so far, in words. */
  readonly steps: readonly string[];
  /** Counts anew; `cut` is called when the call of that number was answered by the server, instead of the answer. */
  arm(step: number, cut: () => void): void;
  close(): void;
}

/** Starts a proxy in front of `origin`. */
export async function cuttingProxy(origin: string): Promise<CuttingProxy> {
  const agent = new Agent({ keepAlive: true });
  let steps: string[] = [];
  let armed = { step: Number.POSITIVE_INFINITY, cut: (): void => undefined };
  let isCut = false;

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await bytesOf(incoming);
    const answer = await forward(incoming, body);
    // After the cut nobody is there to answer to; what the dead process had sent already still takes effect.
    if (isCut) return;
    const step = stepOf(incoming, body);
    if (step !== undefined) {
      steps.push(step);
      if (steps.length === armed.step) {
        isCut = true;
        armed.cut();
        return;
      }
    }
    outgoing.writeHead(answer.status, answer.headers);
    outgoing.end(answer.body);
  }

  function forward(
    { method, url, headers }: IncomingMessage,
    body: Buffer,
  ): Promise<{ status: number; headers: string[]; body: Buffer }> {
    const { hostname, port } = new URL(origin);
    return new Promise((resolve, reject) => {
      const sent = request({ agent, hostname, port, method, path: url, headers }, (response) => {
        bytesOf(response).then(
          (bytes) => resolve({ status: response.statusCode ?? 500, headers: response.rawHeaders, body: bytes }),
          reject,
        );
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get steps() {
      return steps;
    },
    arm(step, cut) {
      steps = [];
      isCut = false;
      armed = { step, cut };
    },
    close() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

// Calls that only look leave no trace: to die at one of them is to have died after the change before it.
function stepOf({ method = "", url = "", headers }: IncomingMessage, body: Buffer): string | undefined {
  const target = headers["x-amz-target"];
  const operation =
    typeof target === "string" ? target.split(".").at(-1) : /(?:^|&)Action=(\w+)/.exec(body.toString("latin1"))?.[1];
  if (operation !== undefined) return /^(Get|Describe|List|Validate)/.test(operation) ? undefined : operation;
  return method === "GET" || method === "HEAD" ? undefined : `${method} ${url.split("?")[0]}`;
}
