// A request's way, from the socket to the answer: one named step after the other. Each step has a file beside this one.

import { CONTROL_MODEL, CONTROL_SERVICE, CONTROL_TARGET } from "../control/model.ts";
import type { Principal } from "../iam/principal.ts";
import { type AwsError, invariant } from "../kernel/errors.ts";
import { monotonicMs } from "../kernel/real-time.ts";
import type { Door } from "../service/service.ts";
import { codecFor } from "../wire/codecs.ts";
import { type RequestHead, route, routedRequest } from "../wire/route.ts";
import type { HttpResponse } from "../wire/wire.ts";
import { readWhole } from "./body.ts";
import { authenticate, callInfo, styleOf } from "./caller.ts";
import type { Chain, ChainParts, Connector, Refused, Target } from "./chain-parts.ts";
import { answerPreflight, withCrossOrigin } from "./cross-origin.ts";
import { answerDoor, connectDoor, misdirected } from "./doors.ts";
import { headOf, hostOf, type IncomingRequest, isOwnName } from "./incoming.ts";
import { mostBytes, payload, saysItsHash, takesStream, unpacked } from "./payload.ts";
import { modelOf, record, reported, tellAnswered } from "./request-records.ts";
import { claimedCredentials, missingAuthentication } from "./signature.ts";

const ANONYMOUS: Principal = { kind: "anonymous" };

/** Puts the steps together. The answer never rejects: a failure is an answer, too. */
export function createChain(parts: ChainParts): Chain {
  return async function answer(incoming) {
    const requestId = parts.yard().random.uuid();
    const host = hostOf(incoming);
    try {
      const reading = readDoors(parts, host, incoming);
      if (reading !== undefined) await reading;
      const door = findDoor(parts, host, incoming);
      if (door !== undefined && isMisled(parts, door, host)) return misdirected(host);
      if (door !== undefined) return await answerDoor(parts, door, incoming, host, requestId);
      const { headers, rawQuery: query } = incoming;
      const other = parts.elsewhere(() => claimedCredentials({ headers, query }));
      if (other !== undefined) return await other(incoming);
      if (incoming.method === "OPTIONS") {
        const preflight = answerPreflight(parts, incoming, requestId);
        if (preflight !== undefined) return preflight;
      }
      return await answerCall(parts, incoming, requestId);
    } catch (error) {
      // Only what fails before the operation and its codec are known comes here.
      return codecFor("awsJson1_1").encodeError(CONTROL_MODEL, undefined, reported(parts, error, requestId), requestId);
    }
  };
}

/** The way of a request for a WebSocket connection. It never rejects, either. */
export function createConnector(parts: ChainParts): Connector {
  return async function connect(incoming) {
    const requestId = parts.yard().random.uuid();
    const host = hostOf(incoming);
    try {
      const reading = readDoors(parts, host, incoming);
      if (reading !== undefined) await reading;
      const door = findDoor(parts, host, incoming);
      if (door !== undefined && isMisled(parts, door, host)) return misdirected(host);
      return await connectDoor(parts, door, incoming, host, requestId);
    } catch (error) {
      const { status, message } = reported(parts, error, requestId);
      return { status, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) };
    }
  };
}

/**
 * Reads in the services with doors, unless the request is a call of the AWS API for certain: signed, and to no name of its own.
 * Doors that have something to open for such a request were read in at the start.
 */
function readDoors(
  { registry }: ChainParts,
  host: string,
  { headers: { authorization } }: IncomingRequest,
): Promise<void> | undefined {
  const isCall = authorization?.startsWith("AWS") === true && /^(localhost|[\d.]+|\[::1\])$/.test(host);
  return isCall ? undefined : registry.loadDoors();
}

/** Finds the door that a request is for. */
function findDoor({ registry, yard }: ChainParts, host: string, incoming: IncomingRequest): Door | undefined {
  return registry.doors.find((door) => door.accepts(host, incoming.path, incoming, yard()));
}

/** Whether the name under which a request came is neither ours nor a customer's own. */
function isMisled(parts: ChainParts, door: Door, host: string): boolean {
  return !isOwnName(host) && door.isOwnHost?.(host, parts.yard()) !== true;
}

/** A call of the AWS API. */
async function answerCall(parts: ChainParts, incoming: IncomingRequest, requestId: string): Promise<HttpResponse> {
  const startedMs = monotonicMs();
  const head = headOf(incoming);
  const { target, formBody } = await findOperation(incoming, head);
  if (target.kind === "refused") return refuse(parts, target, requestId);
  const reading = parts.registry.load(target.service);
  if (reading !== undefined) await reading;
  const service = modelOf(target.service);
  const operation = service.operations.get(target.operation);
  const codec = codecFor(target.protocol);
  let principal: Principal | undefined;
  let failure: AwsError | undefined;
  let answer: HttpResponse | undefined;
  try {
    const isStreamed = operation !== undefined && takesStream(operation) && saysItsHash(target, incoming);
    const whole = formBody ?? (isStreamed ? undefined : await readWhole(incoming.stream, mostBytes(incoming)));
    const verified = authenticate(parts, incoming, target, service, whole);
    principal = verified?.principal ?? ANONYMOUS;
    if (verified !== undefined && verified.sessionToken === undefined)
      parts.yard().accesses.useKey(verified.accessKeyId, service.signingName, verified.region ?? parts.region);
    const endpoint = parts.registry.require(target.service, target.operation);
    const isOpen = endpoint.service.anonymousOperations?.includes(target.operation) === true;
    if (verified === undefined && !(isOpen && isOwnName(hostOf(incoming))))
      throw missingAuthentication(styleOf(target));
    const request = routedRequest({ ...head, body: payload(incoming, verified, whole) }, target);
    const input = codec.decodeInput(endpoint.model, request);
    const output = await parts.invoke(endpoint, input, callInfo(parts, incoming, requestId, principal, verified));
    await parts.flush?.();
    answer = withCrossOrigin(parts, incoming, target.service, codec.encodeOutput(endpoint.model, output, requestId));
    return answer;
  } catch (error) {
    failure = reported(parts, error, requestId);
    answer = withCrossOrigin(
      parts,
      incoming,
      target.service,
      codec.encodeError(service, operation, failure, requestId),
    );
    return answer;
  } finally {
    if (answer !== undefined)
      tellAnswered(parts, incoming, { requestId, target, principal, failure, startedMs, answer });
    record(parts, requestId, target, principal, failure, startedMs);
  }
}

/** Which operation of which service, in which protocol. The query protocols name it in the body, which is then read. */
async function findOperation(
  incoming: IncomingRequest,
  head: RequestHead,
): Promise<{ target: Target | Refused; formBody?: Buffer }> {
  const controlTarget = head.headers["x-amz-target"];
  if (controlTarget?.startsWith(`${CONTROL_TARGET}.`) === true) {
    const operation = controlTarget.slice(CONTROL_TARGET.length + 1);
    return {
      target: { kind: "operation", service: CONTROL_SERVICE, operation, protocol: "awsJson1_1", path: head.path },
    };
  }
  const found = route(head);
  if (found.kind !== "needs-body") return { target: found };
  const formBody = await readWhole(incoming.stream, mostBytes(incoming));
  const target = route(head, unpacked(formBody, incoming));
  invariant(target.kind !== "needs-body", "The router asked for the body twice.");
  return { target, formBody };
}

/** The answer to a request that means no operation. */
function refuse(parts: ChainParts, { service, protocol, error }: Refused, requestId: string): HttpResponse {
  const model = service === undefined ? CONTROL_MODEL : modelOf(service);
  return codecFor(protocol).encodeError(model, undefined, reported(parts, error, requestId), requestId);
}
