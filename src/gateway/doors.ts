// Requests that a service's own door answers, outside the AWS API: an HTTP API's invocations, function URLs, websites.

import type { AwsError } from "../kernel/errors.ts";
import { invariant } from "../kernel/errors.ts";
import { monotonicMs } from "../kernel/real-time.ts";
import type { ServiceId } from "../model/model.ts";
import { requireAccess } from "../service/authorize.ts";
import type { Acceptance } from "../service/client-connection.ts";
import type { Door, DoorAccess, DoorRequest, PolicySigner } from "../service/service.ts";
import type { HttpResponse } from "../wire/wire.ts";
import { MOST_UNSIGNED_BYTES, readWhole } from "./body.ts";
import { callInfo, doorSigner } from "./caller.ts";
import type { ChainParts } from "./chain-parts.ts";
import { type IncomingRequest, originOf, pairs, parseQuery } from "./incoming.ts";
import { modelOf, record, reported } from "./request-records.ts";
import { verifySignedPolicy } from "./signed-policy.ts";

/** A request that a service's own door answers: an HTTP API's invocation, say. */
export async function answerDoor(
  parts: ChainParts,
  door: Door,
  incoming: IncomingRequest,
  host: string,
  requestId: string,
): Promise<HttpResponse> {
  const body = door.isStreamed === true ? new Uint8Array() : await readWhole(incoming.stream, MOST_UNSIGNED_BYTES);
  const request = doorRequest(parts, incoming, host, requestId, body);
  return door.answer(request, parts.yard(), doorAccess(parts, incoming, requestId, body));
}

/** Asks the door of a request for a WebSocket connection for consent; gives the answer that refuses it where there is none. */
export async function connectDoor(
  parts: ChainParts,
  door: Door | undefined,
  incoming: IncomingRequest,
  host: string,
  requestId: string,
): Promise<Acceptance | HttpResponse> {
  if (door?.connect === undefined) {
    const message = `WebSocket connections are taken by WebSocket APIs, and by nothing at "${host}${incoming.path}".`;
    return { status: 400, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) };
  }
  const body = new Uint8Array();
  const request = doorRequest(parts, incoming, host, requestId, body);
  return door.connect(request, parts.yard(), doorAccess(parts, incoming, requestId, body));
}

function doorRequest(
  parts: ChainParts,
  incoming: IncomingRequest,
  host: string,
  requestId: string,
  body: Uint8Array,
): DoorRequest {
  const { method, path, rawQuery, headers, sourceIp } = incoming;
  return {
    method,
    path,
    rawQuery,
    query: parseQuery(rawQuery),
    headers,
    rawHeaders: pairs(incoming.rawHeaders),
    body,
    host,
    origin: originOf(incoming, parts.yard()),
    sourceIp,
    requestId,
    abort: incoming.abortSignal(),
  };
}

function doorAccess(parts: ChainParts, incoming: IncomingRequest, requestId: string, body: Uint8Array): DoorAccess {
  const yard = parts.yard();
  const { stream, headers, sourceIp } = incoming;
  return {
    stream,
    signer: (signingName) => doorSigner(parts, incoming, signingName, body),
    authorize: authorizer(parts, { headers, sourceIp, requestId }),
    tokenIssuer: (arn) => yard.tokenIssuer(arn),
    verifyPolicy: (policy) =>
      verifySignedPolicy(policy, {
        findCredential: parts.identity.findCredential,
        yardNowMs: yard.clock.nowMs(),
      }),
    call: (...call) => callFromDoor(parts, incoming, requestId, ...call),
  };
}

/** How requests that come through a door are held against the policies of a service. */
export function authorizer(
  parts: Pick<ChainParts, "registry" | "identity" | "yard">,
  from: Pick<IncomingRequest, "headers" | "sourceIp"> & { readonly requestId?: string },
): DoorAccess["authorize"] {
  return (service, principal, requests, scope, resourcePolicy) => {
    const found = invariantly(parts.registry.service(service));
    const definition = resourcePolicy === undefined ? found : { ...found, resourcePolicy: () => resourcePolicy };
    const call = { ...scope, ...from, principal, yard: parts.yard() };
    requireAccess(parts.identity, { service: definition, serviceModel: modelOf(service) }, requests, call);
  };
}

/** An AWS call that a request means which came through a door: invoked and recorded like one that came as such. */
async function callFromDoor(
  parts: ChainParts,
  incoming: IncomingRequest,
  requestId: string,
  { service, name: operation }: { readonly service: ServiceId; readonly name: string },
  input: Record<string, unknown>,
  caller: PolicySigner,
  headers: IncomingRequest["headers"],
): Promise<Record<string, unknown>> {
  const startedMs = monotonicMs();
  let failure: AwsError | undefined;
  try {
    const call = callInfo(parts, { ...incoming, headers }, requestId, caller.principal, caller);
    await parts.registry.load(service);
    const output = await parts.invoke(parts.registry.require(service, operation), input, call);
    await parts.flush?.();
    return output;
  } catch (error) {
    failure = reported(parts, error, requestId);
    throw failure;
  } finally {
    record(parts, requestId, { service, operation }, caller.principal, failure, startedMs);
  }
}

function invariantly<T>(value: T | undefined): T {
  invariant(value !== undefined, "A door asks for a service that is not there.");
  return value;
}

/** The answer to an unsigned request under a name that may be an attacker's. */
export function misdirected(host: string): HttpResponse {
  const message = `Unsigned requests are answered under localhost and the names below it, and 127.0.0.1, but not "${host}".`;
  return { status: 421, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) };
}
