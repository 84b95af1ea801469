// AWS's Runtime API (2018-06-01) for bootstraps that bring their own runtime client. Each sandbox has a listener of its
// own, and sees nothing but its own work.
// AWS: "Using the Lambda runtime API for custom runtimes".

import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { countResponse, streamTooLarge } from "./runtime-channel.ts";
import type { RuntimeAnswer, RuntimeChannel } from "./runtime-channel.ts";
import type { Invocation, ResponseSink } from "./sandboxes.ts";

const PREFIX = "/2018-06-01/runtime";
// LIMIT: AWS: "Lambda quotas": 6 MB for a response; a little more is read, so that the excess can be reported.
const MOST_BODY_BYTES = 7 * 1024 * 1024;

export interface RuntimeApi extends RuntimeChannel {
  /** AWS_LAMBDA_RUNTIME_API: host and port. */
  readonly address: string;
}

/**
 * Opens a Runtime API for one sandbox, on `host` and a port that the system chooses. Runtime clients know only a host
 * and a port, so what keeps others out is that they can not guess both: see loopbackAddress.
 */
export async function openRuntimeApi(host: string): Promise<RuntimeApi> {
  let becomeReady: (failure: RuntimeAnswer | undefined) => void = () => {};
  const ready = new Promise<RuntimeAnswer | undefined>((resolve) => (becomeReady = resolve));
  let work: { invocation: Invocation; deadlineMs: number } | undefined;
  let answer: ((answer: RuntimeAnswer) => void) | undefined;
  let poll: ServerResponse | undefined;

  function next(response: ServerResponse): void {
    becomeReady(undefined);
    poll = response;
    handOut();
  }

  function handOut(): void {
    if (poll === undefined || work === undefined || answer === undefined) return;
    const { invocation, deadlineMs } = work;
    const headers: Record<string, string> = {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": invocation.requestId,
      "lambda-runtime-deadline-ms": String(Math.round(deadlineMs)),
      "lambda-runtime-invoked-function-arn": invocation.invokedFunctionArn,
    };
    // A trace may come from a message's attribute, where anything can stand. What is no header's value is no trace.
    if (invocation.traceId !== undefined && /^[ -~]*$/.test(invocation.traceId))
      headers["lambda-runtime-trace-id"] = invocation.traceId;
    if (invocation.clientContext !== undefined)
      headers["lambda-runtime-client-context"] = headerJson(invocation.clientContext);
    poll.writeHead(200, headers).end(invocation.payload);
    poll = undefined;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    if (request.method === "GET" && path === `${PREFIX}/invocation/next`) {
      next(response);
      return;
    }
    const [, requestId, kind] = new RegExp(`^${PREFIX}/invocation/([^/]+)/(response|error)$`).exec(path) ?? [];
    const sink = work?.invocation.requestId === requestId ? work?.invocation.sink : undefined;
    if (sink !== undefined && isStreamed(request) && request.method === "POST" && kind === "response") {
      const deliver = takeAnswer();
      const streamed = await stream(request, sink);
      reply(response, 202, { status: "OK" });
      deliver?.(streamed);
      return;
    }
    const body = await buffer(limited(request));
    const errorType = String(request.headers["lambda-runtime-function-error-type"] ?? "Unhandled");
    if (request.method === "POST" && path === `${PREFIX}/init/error`) {
      becomeReady({ payload: body, errorType, isFatal: true });
      reply(response, 202, { status: "OK" });
      return;
    }
    if (request.method !== "POST" || requestId === undefined) {
      reply(response, 404, { errorMessage: `${path} is not part of the Runtime API.`, errorType: "NotFound" });
      return;
    }
    if (work?.invocation.requestId !== requestId || answer === undefined) {
      reply(response, 400, { errorMessage: "Invalid request ID", errorType: "InvalidRequestID" });
      return;
    }
    const deliver = takeAnswer();
    reply(response, 202, { status: "OK" });
    deliver?.({ payload: body, isFatal: false, ...(kind === "error" ? { errorType } : {}) });
  }

  function takeAnswer(): typeof answer {
    const deliver = answer;
    answer = undefined;
    work = undefined;
    return deliver;
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  // The next invocation may be hours away; only the sandbox's end ends the poll.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    address: `${host}:${port}`,
    ready,
    invoke(invocation, remainingMs) {
      work = { invocation, deadlineMs: Date.now() + remainingMs };
      return new Promise((resolve) => {
        answer = resolve;
        handOut();
      });
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** AWS: "Building a custom runtime", response streaming. */
function isStreamed({ headers }: IncomingMessage): boolean {
  return headers["lambda-runtime-function-response-mode"]?.toString().toLowerCase() === "streaming";
}

/** Passes a response on as it comes. What breaks it off is told in trailers. */
async function stream(request: IncomingMessage, sink: ResponseSink): Promise<RuntimeAnswer> {
  const streamed = countResponse();
  sink.begin(request.headers["content-type"] ?? "application/octet-stream");
  for await (const chunk of request as AsyncIterable<Buffer>) {
    const taken = streamed.write(chunk, sink);
    if (taken === false) return streamTooLarge();
    if (taken !== undefined) await taken;
  }
  const errorType = request.trailers["lambda-runtime-function-error-type"];
  if (errorType === undefined) return { payload: new Uint8Array(), isFatal: false };
  const body = Buffer.from(request.trailers["lambda-runtime-function-error-body"] ?? "", "base64");
  return { payload: body, errorType, isFatal: false };
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

/** JSON text as a header can carry it: valid JSON has line breaks only between its tokens, and escapes for all else. */
function headerJson(json: string): string {
  return json
    .replaceAll(/[\t\r\n]+/g, " ")
    .replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

async function* limited(request: IncomingMessage): AsyncIterable<Buffer> {
  let total = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total <= MOST_BODY_BYTES) yield chunk;
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
