// HTTP endpoints that ARNs name, called from inside the process: a stage's methods through the door that requests from outside come
// by, as if the principal had signed the request; others by the service that has them.

import { Readable } from "node:stream";
import type { Principal } from "../iam/principal.ts";
import { parseArn } from "../kernel/arns.ts";
import { AwsError, InvariantError } from "../kernel/errors.ts";
import { realTimer } from "../kernel/real-time.ts";
import type { Scope } from "../service/context.ts";
import {
  type EndpointAnswer,
  type EndpointRequest,
  fillPath,
  type HttpEndpoints,
  parseStageMethod,
  passingFailure,
  type StageMethod,
} from "../service/http-endpoints.ts";
import type { DoorAccess, DoorRequest } from "../service/service.ts";
import type { HttpResponse } from "../wire/wire.ts";
import type { ChainParts } from "./chain-parts.ts";
import { authorizer } from "./doors.ts";
import { parseQuery } from "./incoming.ts";

type Parts = Pick<ChainParts, "registry" | "identity" | "yard">;

/** LIMIT: AWS: API Gateway answers with 10 MB at most, and EventBridge Pipes takes 6 MB of an enrichment. */
const MOST_ANSWER_BYTES = 6_291_556;
/** What calls from inside come from. */
const SOURCE_IP = "127.0.0.1";

/** All endpoints of a yard, for one principal. */
export function createHttpEndpoints(parts: Parts, principal: Principal, scope: Scope): HttpEndpoints {
  return {
    async call(request) {
      const method = parseStageMethod(request.arn);
      if (method !== undefined) return callStage(parts, principal, scope, method, request);
      const arn = parseArn(request.arn);
      for (const service of parts.registry.services)
        for (const kind of service.httpEndpoints ?? [])
          if (arn !== undefined && kind.accepts(arn)) {
            const authorize = authorizer(parts, { sourceIp: SOURCE_IP, headers: {} });
            const caller = { principal, scope };
            return kind.call(
              request,
              { ...caller, authorize: (requests) => authorize(service.id, principal, requests, scope) },
              parts.yard(),
            );
          }
      throw new AwsError({ code: "ValidationException", message: `${request.arn} is no HTTP endpoint.` });
    },
  };
}

async function callStage(
  parts: Parts,
  principal: Principal,
  scope: Scope,
  { apiId, stage, method, path }: StageMethod,
  asked: EndpointRequest,
): Promise<EndpointAnswer> {
  const yard = parts.yard();
  const abort = new AbortController();
  const request = doorRequest(
    { ...asked, method, host: `${apiId}.execute-api.localhost`, path: `/${stage}${fillPath(path, asked.pathValues)}` },
    { requestId: yard.random.uuid(), origin: yard.address, abort: abort.signal },
  );
  await parts.registry.loadDoors();
  const door = parts.registry.doors.find((each) => each.accepts(request.host, request.path, request, yard));
  // AWS: the host of an API that is not there answers like that.
  if (door === undefined) return { status: 403, body: Buffer.from('{"message":"Forbidden"}') };
  const answer = door.answer(request, yard, {
    stream: Readable.from([]),
    signer: () => ({ principal, accessKeyId: "" }),
    authorize: authorizer(parts, { sourceIp: SOURCE_IP, headers: request.headers }),
    tokenIssuer: (arn) => yard.tokenIssuer(arn),
    verifyPolicy: unsigned,
    call: unsigned,
  });
  return within(asked.timeoutMs, abort, answer.then(readAnswer));
}

const unsigned: DoorAccess["verifyPolicy"] & DoorAccess["call"] = () => {
  throw new InvariantError("A stage of an API asks for what only S3's forms have.");
};

interface Message extends Pick<EndpointRequest, "headers" | "query" | "body"> {
  readonly method: string;
  readonly host: string;
  readonly path: string;
}

function doorRequest(
  { method, host, path, headers, query, body }: Message,
  about: Pick<DoorRequest, "requestId" | "origin" | "abort">,
): DoorRequest {
  const bytes = method === "GET" || method === "HEAD" ? Buffer.alloc(0) : Buffer.from(body);
  const rawHeaders: [string, string][] = [
    ["Host", host],
    ["Content-Type", "application/json; charset=utf-8"],
    ["Content-Length", String(bytes.length)],
    ["User-Agent", "Amazon/EventBridge/ApiGateway"],
  ];
  for (const [name, value] of Object.entries(headers)) {
    const own = rawHeaders.findIndex(([each]) => each.toLowerCase() === name.toLowerCase());
    if (own === -1) rawHeaders.push([name, value]);
    else rawHeaders[own] = [name, value];
  }
  const rawQuery = Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join("&");
  return {
    method,
    path,
    rawQuery,
    query: parseQuery(rawQuery),
    headers: Object.fromEntries(rawHeaders.map(([name, value]) => [name.toLowerCase(), value])),
    rawHeaders,
    body: bytes,
    host,
    sourceIp: SOURCE_IP,
    ...about,
  };
}

/** The answer, or a failure once the time is over: nobody waits for it then. */
async function within<T>(timeoutMs: number, abort: AbortController, answer: Promise<T>): Promise<T> {
  let stopTimer = (): void => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    stopTimer = realTimer(timeoutMs, () => {
      abort.abort();
      reject(passingFailure(`The endpoint did not answer within ${timeoutMs} ms.`));
    });
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    stopTimer();
  }
}

async function readAnswer({ status, body }: HttpResponse): Promise<EndpointAnswer> {
  if (typeof body === "string" || body instanceof Uint8Array) return { status, body: Buffer.from(body) };
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MOST_ANSWER_BYTES) break;
  }
  return { status, body: Buffer.concat(chunks).subarray(0, MOST_ANSWER_BYTES) };
}
