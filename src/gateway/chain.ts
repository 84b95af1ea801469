// A request's way, from the socket to the answer: one named step after the other, in this file.

import { hash } from "node:crypto";
import type { Readable } from "node:stream";
import { CONTROL_MODEL, CONTROL_SERVICE, CONTROL_TARGET } from "../control/model.ts";
import type { Principal } from "../iam/principal.ts";
import { displayName } from "../iam/principals.ts";
import type { RequestLog } from "../inspect/request-log.ts";
import { type AwsError, invariant } from "../kernel/errors.ts";
import { parseAccountId, parseRegion, type Region } from "../kernel/ids.ts";
import { machineNowMs, monotonicMs } from "../kernel/real-time.ts";
import { loadModel } from "../model/load.ts";
import type { OperationModel, Protocol, ServiceId, ServiceModel } from "../model/model.ts";
import { requireAccess } from "../service/authorize.ts";
import type { YardContext } from "../service/context.ts";
import type { Identity } from "../service/identity.ts";
import { type CallInfo, type Invoke, toAwsError } from "../service/invoke.ts";
import type { Registry } from "../service/registry.ts";
import type { Door, DoorSigner, PolicySigner } from "../service/service.ts";
import { decodeAwsChunked } from "../wire/aws-chunked.ts";
import { codecFor } from "../wire/codecs.ts";
import { type RequestHead, route, type Route, routedRequest } from "../wire/route.ts";
import type { HttpResponse } from "../wire/wire.ts";
import { MOST_UNSIGNED_BYTES, readWhole, runThrough, verifyingSha256 } from "./body.ts";
import {
  type ClaimedCredentials,
  claimedCredentials,
  contentMismatch,
  isSigned,
  missingAuthentication,
  type SignatureStyle,
  verifySignature,
  type VerifiedRequest,
} from "./signature.ts";
import { verifySignedPolicy } from "./signed-policy.ts";

/** A request as the socket gives it. */
export interface IncomingRequest {
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  /** Still percent-encoded, without the "?". */
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  readonly stream: Readable;
  readonly sourceIp: string;
  /** Aborts when the client goes away or the gateway closes. */
  readonly abortSignal: () => AbortSignal;
}

export interface ChainParts {
  readonly registry: Registry;
  readonly identity: Identity;
  readonly invoke: Invoke;
  readonly requests: RequestLog;
  /** Of unsigned requests. */
  readonly region: Region;
  readonly yard: () => YardContext;
  /** Awaited before each answer, where acknowledged means on the disk. */
  readonly flush: (() => Promise<void>) | undefined;
  /** The chain of the yard whose credentials a request claims, if that is not this one. */
  readonly elsewhere: (claim: () => ClaimedCredentials | undefined) => Chain | undefined;
}

export type Chain = (incoming: IncomingRequest) => Promise<HttpResponse>;

const ANONYMOUS: Principal = { kind: "anonymous" };
/** The account in whose name an unsigned request is made: none that a resource could belong to. */
const NO_ACCOUNT = parseAccountId("000000000000");

/** Puts the steps together. The answer never rejects: a failure is an answer, too. */
export function createChain(parts: ChainParts): Chain {
  const doors = parts.registry.services.flatMap((service) => service.doors ?? []);

  return async function answer(incoming) {
    const requestId = parts.yard().random.uuid();
    const host = hostOf(incoming);
    const door = doors.find((each) => each.accepts(host, incoming.path, incoming));
    try {
      if (door !== undefined && !isOwnName(host)) return misdirected(host);
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

/** A call of the AWS API. */
async function answerCall(parts: ChainParts, incoming: IncomingRequest, requestId: string): Promise<HttpResponse> {
  const startedMs = monotonicMs();
  const head = headOf(incoming);
  const { target, formBody } = await findOperation(incoming, head);
  if (target.kind === "refused") return refuse(parts, target, requestId);
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

/** What a browser asks before it lets a page of another origin send a request; undefined where no service answers. */
function answerPreflight(parts: ChainParts, incoming: IncomingRequest, requestId: string): HttpResponse | undefined {
  for (const { id, crossOrigin } of parts.registry.services) {
    if (crossOrigin === undefined) continue;
    try {
      const answer = crossOrigin.preflight(incoming, parts.yard());
      if (answer !== undefined) return answer;
    } catch (error) {
      const service = modelOf(id);
      const codec = codecFor(service.protocols[0] ?? "restXml");
      return codec.encodeError(service, undefined, reported(parts, error, requestId), requestId);
    }
  }
  return undefined;
}

/** The answer, with what its service says to pages of other origins. Requests that no page made pay nothing. */
function withCrossOrigin(
  parts: ChainParts,
  incoming: IncomingRequest,
  service: string,
  answer: HttpResponse,
): HttpResponse {
  if (incoming.headers["origin"] === undefined) return answer;
  const { crossOrigin } = parts.registry.services.find(({ id }) => id === service) ?? {};
  if (crossOrigin !== undefined) Object.assign(answer.headers, crossOrigin.headers(incoming, parts.yard()));
  return answer;
}

function record(
  parts: ChainParts,
  requestId: string,
  { service, operation }: Pick<Target, "service" | "operation">,
  principal: Principal | undefined,
  failure: AwsError | undefined,
  startedMs: number,
): void {
  parts.requests.record({
    requestId,
    atMs: parts.yard().clock.nowMs(),
    service,
    operation,
    principal: principal === undefined ? "" : displayName(principal),
    status: failure?.status ?? 200,
    ...(failure === undefined ? {} : { error: failure.code }),
    durationMs: monotonicMs() - startedMs,
  });
}

/** Tells a service that keeps logs for its customers. */
function tellAnswered(
  parts: ChainParts,
  incoming: IncomingRequest,
  told: {
    readonly requestId: string;
    readonly target: Target;
    readonly principal: Principal | undefined;
    readonly failure: AwsError | undefined;
    readonly startedMs: number;
    readonly answer: HttpResponse;
  },
): void {
  const { requestId, target, principal, failure, startedMs, answer } = told;
  const { answered } = parts.registry.services.find(({ id }) => id === target.service) ?? {};
  if (answered === undefined) return;
  const { method, path, rawQuery, headers, sourceIp } = incoming;
  const yard = parts.yard();
  answered(
    {
      operation: target.operation,
      method,
      path,
      rawQuery,
      headers,
      requestId,
      principal,
      sourceIp,
      atMs: yard.clock.nowMs(),
      durationMs: monotonicMs() - startedMs,
      status: answer.status,
      errorCode: failure?.code,
      answerHeaders: answer.headers,
    },
    yard,
  );
}

/** A request that a service's own door answers: an HTTP API's invocation, say. */
async function answerDoor(
  parts: ChainParts,
  door: Door,
  incoming: IncomingRequest,
  host: string,
  requestId: string,
): Promise<HttpResponse> {
  const yard = parts.yard();
  const { method, path, rawQuery, headers, sourceIp } = incoming;
  const { stream } = incoming;
  const body = door.isStreamed === true ? new Uint8Array() : await readWhole(stream, MOST_UNSIGNED_BYTES);
  const rawHeaders = pairs(incoming.rawHeaders);
  const request = {
    method,
    path,
    rawQuery,
    query: parseQuery(rawQuery),
    headers,
    rawHeaders,
    body,
    host,
    origin: originOf(incoming, yard),
    sourceIp,
    requestId,
    abort: incoming.abortSignal(),
  };
  return door.answer(request, yard, {
    stream,
    signer: (signingName) => doorSigner(parts, incoming, signingName, body),
    authorize(service, principal, requests, scope) {
      const definition = invariantly(parts.registry.services.find(({ id }) => id === service));
      const call = { ...scope, principal, yard, headers, sourceIp };
      requireAccess(parts.identity, { service: definition, serviceModel: modelOf(service) }, requests, call);
    },
    verifyPolicy: (policy) =>
      verifySignedPolicy(policy, {
        findCredential: parts.identity.findCredential,
        yardNowMs: yard.clock.nowMs(),
      }),
    call: (...call) => callFromDoor(parts, incoming, requestId, ...call),
  });
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

/** Who signed a request to a door; the body is signed with the rest. */
function doorSigner(
  parts: ChainParts,
  { method, path, rawQuery, headers }: IncomingRequest,
  signingName: string,
  body: Uint8Array,
): DoorSigner | undefined {
  if (!isSigned({ headers, query: rawQuery })) return undefined;
  return verifySignature({
    method,
    path,
    query: rawQuery,
    headers,
    bodySha256: () => hash("sha256", body),
    nowMs: machineNowMs(),
    yardNowMs: parts.yard().clock.nowMs(),
    style: "rest-json",
    signingName,
    findCredential: parts.identity.findCredential,
  });
}

function invariantly<T>(value: T | undefined): T {
  invariant(value !== undefined, "A door asks for a service that is not there.");
  return value;
}

type Target = Extract<Route, { kind: "operation" }>;
type Refused = Extract<Route, { kind: "refused" }>;

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
  const target = route(head, formBody);
  invariant(target.kind !== "needs-body", "The router asked for the body twice.");
  return { target, formBody };
}

/** How much of a body is read before it is known whether the signature is right. */
function mostBytes({ headers, rawQuery }: IncomingRequest): number | undefined {
  return isSigned({ headers, query: rawQuery }) ? undefined : MOST_UNSIGNED_BYTES;
}

/** The answer to a request that means no operation. */
function refuse(parts: ChainParts, { service, protocol, error }: Refused, requestId: string): HttpResponse {
  const model = service === undefined ? CONTROL_MODEL : modelOf(service);
  return codecFor(protocol).encodeError(model, undefined, reported(parts, error, requestId), requestId);
}

/** Who calls, by the signature; undefined for an unsigned request. */
function authenticate(
  parts: ChainParts,
  incoming: IncomingRequest,
  target: Target,
  service: ServiceModel,
  whole: Buffer | undefined,
): VerifiedRequest | undefined {
  const { method, path, rawQuery, headers } = incoming;
  if (!isSigned({ headers, query: rawQuery })) return undefined;
  return verifySignature({
    method,
    path,
    query: rawQuery,
    headers,
    bodySha256: whole === undefined ? undefined : () => hash("sha256", whole),
    nowMs: machineNowMs(),
    yardNowMs: parts.yard().clock.nowMs(),
    style: styleOf(target),
    signingName: service.signingName,
    findCredential: parts.identity.findCredential,
  });
}

/**
 * The body as the operation reads it. It may break off before the operation listens: then whoever reads it is told, and
 * not the process.
 */
function payload(
  incoming: IncomingRequest,
  verified: VerifiedRequest | undefined,
  whole: Buffer | undefined,
): Buffer | Readable {
  const body = checkedPayload(incoming, verified, whole);
  if ("pipe" in body) body.on("error", () => undefined);
  return body;
}

/** The body held against what was signed, and freed of S3's chunks. */
function checkedPayload(
  { stream, headers }: IncomingRequest,
  verified: VerifiedRequest | undefined,
  whole: Buffer | undefined,
): Buffer | Readable {
  if (whole !== undefined) return whole;
  const signed = verified?.payload;
  if (signed?.kind === "expected") {
    const { sha256 } = signed;
    return runThrough(
      stream,
      verifyingSha256(sha256, (actual) => contentMismatch(sha256, actual)),
    );
  }
  if (signed?.kind === "chunked") {
    const { hasTrailer, chunks } = signed;
    const decodedBytes = Number(headers["x-amz-decoded-content-length"]);
    const trailerNames = headers["x-amz-trailer"]?.split(",").map((name) => name.trim().toLowerCase());
    return decodeAwsChunked(stream, {
      hasTrailer,
      ...(chunks === undefined ? {} : { chunks }),
      ...(Number.isSafeInteger(decodedBytes) ? { decodedBytes } : {}),
      ...(trailerNames === undefined ? {} : { trailerNames }),
    });
  }
  return stream;
}

/** What the operation's context says of the call. */
function callInfo(
  parts: ChainParts,
  incoming: IncomingRequest,
  requestId: string,
  principal: Principal,
  verified: (Pick<VerifiedRequest, "region"> & { readonly accessKeyId?: string }) | undefined,
): CallInfo {
  return {
    principal,
    account: "account" in principal ? principal.account : NO_ACCOUNT,
    region: verified?.region === undefined ? parts.region : parseRegion(verified.region),
    requestId,
    origin: originOf(incoming, parts.yard()),
    headers: incoming.headers,
    abortSignal: incoming.abortSignal,
    sourceIp: incoming.sourceIp,
    ...(verified?.accessKeyId === undefined ? {} : { accessKeyId: verified.accessKeyId }),
  };
}

/** The failure as the client gets it; one that is ours goes into the log with its cause. */
function reported(parts: ChainParts, error: unknown, requestId: string): AwsError {
  const failure = toAwsError(error);
  if (failure.cause !== undefined && failure.status === 500)
    parts.yard().log.write("error", "request.failed", { requestId, error: failure.cause });
  return failure;
}

function modelOf(service: string): ServiceModel {
  return service === CONTROL_SERVICE ? CONTROL_MODEL : loadModel(service);
}

/**
 * Whether the signature can be held against the request before its body has come. S3's clients say the body's hash, or that it
 * is not signed; botocore's other clients sign it and say nothing.
 */
function saysItsHash({ service }: Target, { headers }: IncomingRequest): boolean {
  return service === "s3" || headers["x-amz-content-sha256"] !== undefined;
}

const streaming = new WeakMap<OperationModel, boolean>();

function takesStream(operation: OperationModel): boolean {
  let takes = streaming.get(operation);
  if (takes === undefined) {
    takes = [...operation.input.members.values()].some((member) => member.traits.streaming === true);
    streaming.set(operation, takes);
  }
  return takes;
}

const STYLES: Readonly<Record<Protocol, SignatureStyle>> = {
  awsJson1_0: "json",
  awsJson1_1: "json",
  rpcv2Cbor: "json",
  restJson1: "rest-json",
  restXml: "query",
  awsQuery: "query",
  ec2Query: "query",
};

function styleOf(target: Target): SignatureStyle {
  return target.service === "s3" ? "s3" : STYLES[target.protocol];
}

function hostOf({ headers }: IncomingRequest): string {
  return (headers["host"] ?? "").replace(/:\d+$/, "").toLowerCase();
}

/**
 * Whether a request came under a name that this machine has for itself. A page in a browser can lead a name of its own to
 * 127.0.0.1 (DNS rebinding); what needs no signature is not for such names. Signed requests may come under any.
 */
function isOwnName(host: string): boolean {
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(host) ||
    // AWS's own names, which a hosts file or a proxy can lead here and no attacker can have.
    host.endsWith(".amazonaws.com")
  );
}

function misdirected(host: string): HttpResponse {
  const message = `Unsigned requests are answered under localhost and the names below it, and 127.0.0.1, but not "${host}".`;
  return { status: 421, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) };
}

function originOf({ headers }: IncomingRequest, yard: YardContext): string {
  return headers["host"] === undefined ? yard.origin : `http://${headers["host"]}`;
}

function headOf({ method, path, rawQuery, headers }: IncomingRequest): RequestHead {
  return { method, path, query: parseQuery(rawQuery), headers };
}

function parseQuery(rawQuery: string): RequestHead["query"] {
  return rawQuery === ""
    ? []
    : rawQuery
        .split("&")
        .filter((part) => part !== "")
        .map(parsePair);
}

function parsePair(part: string): readonly [string, string] {
  const equals = part.indexOf("=");
  return equals === -1
    ? [decodePart(part), ""]
    : [decodePart(part.slice(0, equals)), decodePart(part.slice(equals + 1))];
}

function decodePart(text: string): string {
  if (!text.includes("%") && !text.includes("+")) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    // Not UTF-8 in percent-encoding: the signature check sees the raw text, and the operation sees it as it was sent.
    return text;
  }
}

function pairs(rawHeaders: readonly string[]): (readonly [string, string])[] {
  const result: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    result.push([rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""]);
  return result;
}
