// AWS's Runtime API (2018-06-01) for bootstraps that bring their own runtime client. Each sandbox has a listener of its
// own, and sees nothing but its own work.
// AWS: "Using the Lambda runtime API for custom runtimes".

import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody, reply } from "./api-server.ts";
import type { ApiServer } from "./api-server.ts";
import { countResponse, streamTooLarge } from "./runtime-channel.ts";
import type { RuntimeAnswer, RuntimeChannel } from "./runtime-channel.ts";
import type { Invocation, ResponseSink } from "./sandboxes.ts";

const PREFIX = "/2018-06-01/runtime";

/** Serves the Runtime API of one sandbox on its listener. */
export function serveRuntimeApi(server: ApiServer): RuntimeChannel {
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

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const path = request.url ?? "";
    if (!path.startsWith(`${PREFIX}/`)) return false;
    if (request.method === "GET" && path === `${PREFIX}/invocation/next`) {
      next(response);
      return true;
    }
    const [, requestId, kind] = new RegExp(`^${PREFIX}/invocation/([^/]+)/(response|error)$`).exec(path) ?? [];
    const sink = work?.invocation.requestId === requestId ? work?.invocation.sink : undefined;
    if (sink !== undefined && isStreamed(request) && request.method === "POST" && kind === "response") {
      const deliver = takeAnswer();
      const streamed = await stream(request, sink);
      reply(response, 202, { status: "OK" });
      deliver?.(streamed);
      return true;
    }
    const body = await readBody(request);
    const errorType = String(request.headers["lambda-runtime-function-error-type"] ?? "Unhandled");
    if (request.method === "POST" && path === `${PREFIX}/init/error`) {
      becomeReady({ payload: body, errorType, isFatal: true });
      reply(response, 202, { status: "OK" });
      return true;
    }
    if (request.method !== "POST" || requestId === undefined) return false;
    if (work?.invocation.requestId !== requestId || answer === undefined) {
      reply(response, 400, { errorMessage: "Invalid request ID", errorType: "InvalidRequestID" });
      return true;
    }
    const deliver = takeAnswer();
    reply(response, 202, { status: "OK" });
    deliver?.({ payload: body, isFatal: false, ...(kind === "error" ? { errorType } : {}) });
    return true;
  }

  function takeAnswer(): typeof answer {
    const deliver = answer;
    answer = undefined;
    work = undefined;
    return deliver;
  }

  server.serve(handle);

  return {
    ready,
    invoke(invocation, remainingMs) {
      work = { invocation, deadlineMs: Date.now() + remainingMs };
      return new Promise((resolve) => {
        answer = resolve;
        handOut();
      });
    },
    // The listener outlives the runtime: extensions use it, too.
    close: () => {},
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

/** JSON text as a header can carry it: valid JSON has line breaks only between its tokens, and escapes for all else. */
function headerJson(json: string): string {
  return json
    .replaceAll(/[\t\r\n]+/g, " ")
    .replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
