// Verifies AWS Signature Version 4: in the Authorization header, in the query (presigned URLs), and chunk by chunk as
// S3 clients stream. Pure: time and credentials come in, a principal or an AwsError comes out. Knows no service.

import { createHash, createHmac, hash } from "node:crypto";
import { AwsError } from "../kernel/errors.ts";
import { isRegion } from "../kernel/ids.ts";
import type { Principal } from "../iam/principal.ts";
import type { Credential } from "../service/identity.ts";
import { canonicalHeaders, canonicalPath, canonicalQuery, splitQuery, type QueryPart } from "./canonical-request.ts";
import { verifyQueryV2 } from "./signature-v2.ts";
import { basicTime, createRefusals, type Refusals, type SignatureStyle } from "./signature-errors.ts";

export type { SignatureStyle } from "./signature-errors.ts";
export { missingAuthentication } from "./signature-errors.ts";

/** A request as it came in, and what is needed to judge its signature. */
export interface SignedRequest {
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  /** Still percent-encoded, without the "?"; empty if there is none. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /**
   * SHA-256 of the body in lower-case hex, asked for at most once. Undefined where the body is still to come: S3's
   * clients then say the hash in a header, and the receiver holds the body against `payload` of the result.
   */
  readonly bodySha256: (() => string) | undefined;
  /** The clients' time, by which a signature is fresh: the machine's, not the yard's, which a test may have moved. */
  readonly nowMs: number;
  /** The yard's time, by which temporary credentials expire. `nowMs` if it is not given. */
  readonly yardNowMs?: number;
  readonly style: SignatureStyle;
  /** If given, the only service that the credential scope may name. */
  readonly signingName?: string;
  findCredential(accessKeyId: string, sessionToken: string | undefined): Credential | "inactive" | undefined;
}

/** What the signature says about the body, and so what the receiver has left to check. */
export type SignedPayload =
  /** The body is what was signed. */
  | { readonly kind: "verified" }
  /** The signature does not cover the body. */
  | { readonly kind: "unsigned" }
  /** The body has yet to be read; its SHA-256 must turn out to be this, else `contentMismatch`. */
  | { readonly kind: "expected"; readonly sha256: string }
  /** aws-chunked; chunks carry signatures if `chunks` is there, and trailing headers follow if `hasTrailer`. */
  | { readonly kind: "chunked"; readonly hasTrailer: boolean; readonly chunks?: ChunkSignatures };

export interface VerifiedRequest {
  readonly principal: Principal;
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
  /** Region and service of the credential scope; Signature Version 2 names no region. */
  readonly region: string | undefined;
  readonly service: string;
  readonly form: "header" | "query";
  readonly signedAtMs: number;
  readonly payload: SignedPayload;
}

/** Checks the chain of signatures of an aws-chunked body, in order. Throws SignatureDoesNotMatch at the first that is wrong. */
export interface ChunkSignatures {
  /** `sha256` of the chunk's data in hex; also for the last, empty chunk. */
  verifyChunk(sha256: string, signature: string): void;
  /** The trailing headers but x-amz-trailer-signature, names in lower case, in the order sent. */
  verifyTrailer(headers: readonly (readonly [name: string, value: string])[], signature: string): void;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
const ASYMMETRIC_ALGORITHM = "AWS4-ECDSA-P256-SHA256";
const EMPTY_SHA256 = hash("sha256", "");
const UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
// AWS: "Elements of an AWS API request signature": most services allow five minutes between client and server; S3 fifteen.
const SKEW_MS = 5 * 60_000;
const S3_SKEW_MS = 15 * 60_000;
// AWS: "Authenticating Requests: Using Query Parameters": at most seven days.
const LONGEST_PRESIGNED_S = 604_800;

/** True if the request carries an AWS signature of any version; else it is anonymous. */
export function isSigned(request: Pick<SignedRequest, "headers" | "query">): boolean {
  const { authorization } = request.headers;
  if (authorization !== undefined) return authorization.startsWith("AWS");
  return /(?:^|&)(?:X-Amz-(?:Algorithm|Credential|Signature)|AWSAccessKeyId)=/.test(request.query);
}

/** Whose a request says to be. */
export interface ClaimedCredentials {
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
}

/** The credentials that a request claims, before anything is verified; undefined if it is unsigned or malformed. */
export function claimedCredentials({
  headers,
  query,
}: Pick<SignedRequest, "headers" | "query">): ClaimedCredentials | undefined {
  const { authorization } = headers;
  if (authorization !== undefined) {
    const [accessKeyId] = parameterOf(authorization, "Credential=")?.split("/") ?? [];
    if (!accessKeyId) return undefined;
    return { accessKeyId, sessionToken: headers["x-amz-security-token"] };
  }
  if (!isSigned({ headers, query })) return undefined;
  const parts = splitQuery(query);
  const [accessKeyId] = (valueOf(parts, "X-Amz-Credential") ?? valueOf(parts, "AWSAccessKeyId") ?? "").split("/");
  const sessionToken = valueOf(parts, "X-Amz-Security-Token") ?? valueOf(parts, "x-amz-security-token");
  return accessKeyId ? { accessKeyId, sessionToken } : undefined;
}

/** Verifies a signed request; throws the AwsError that AWS answers with in the request's style. */
export function verifySignature(request: SignedRequest): VerifiedRequest {
  const refuse = createRefusals(request.style);
  const { authorization } = request.headers;
  return authorization === undefined
    ? verifyQueryForm(request, refuse)
    : verifyHeaderForm(request, authorization, refuse);
}

/** The error for a body whose SHA-256 is not the one that was signed. */
export function contentMismatch(clientSha256: string, bodySha256: string): AwsError {
  return new AwsError({
    code: "XAmzContentSHA256Mismatch",
    message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
    members: { ClientComputedContentSHA256: clientSha256, S3ComputedContentSHA256: bodySha256 },
  });
}

/** KEY/DATE/REGION/SERVICE/aws4_request, taken apart. */
export interface CredentialScope {
  readonly accessKeyId: string;
  /** DATE/REGION/SERVICE/aws4_request */
  readonly text: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** What both forms state, taken apart. */
interface Claim {
  readonly form: "header" | "query";
  readonly scope: CredentialScope;
  readonly sessionToken: string | undefined;
  readonly timestamp: string;
  readonly signedAtMs: number;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly canonicalQuery: string;
  /** What the request says of its body: a hash, or a word such as UNSIGNED-PAYLOAD. */
  readonly statedPayload: string | undefined;
}

function verifyHeaderForm(request: SignedRequest, authorization: string, refuse: Refusals): VerifiedRequest {
  const space = authorization.indexOf(" ");
  const algorithm = space === -1 ? authorization : authorization.slice(0, space);
  if (algorithm === ASYMMETRIC_ALGORITHM) throw refuse.asymmetric();
  if (algorithm !== ALGORITHM) throw refuse.unsupportedAlgorithm(algorithm);

  const { headers } = request;
  const credential = parameterOf(authorization, "Credential=");
  const signedHeaders = parameterOf(authorization, "SignedHeaders=");
  const signature = parameterOf(authorization, "Signature=");
  const time = parseTime(headers["x-amz-date"] ?? headers["date"]);
  if (!credential || !signedHeaders || !signature || time === undefined) {
    throw refuse.incompleteHeader({ authorization, credential, signedHeaders, signature, time: time?.timestamp });
  }

  const claim: Claim = {
    form: "header",
    scope: parseScope(credential, request, refuse, "header"),
    sessionToken: headers["x-amz-security-token"],
    timestamp: time.timestamp,
    signedAtMs: time.ms,
    signedHeaders,
    signature,
    canonicalQuery: request.query === "" ? "" : canonicalQuery(splitQuery(request.query)),
    statedPayload: headers["x-amz-content-sha256"],
  };
  const found = requireCredential(claim, request, refuse);
  requireCurrent(claim, request, refuse);
  return verifyClaim(claim, found, request, refuse);
}

function verifyQueryForm(request: SignedRequest, refuse: Refusals): VerifiedRequest {
  const parts = splitQuery(request.query);
  const algorithm = valueOf(parts, "X-Amz-Algorithm");
  if (algorithm === ASYMMETRIC_ALGORITHM) throw refuse.asymmetric();
  if (algorithm === undefined && valueOf(parts, "AWSAccessKeyId") !== undefined) {
    if (request.style === "s3") return verifyQueryV2(request, parts, refuse);
    throw refuse.unsupportedAlgorithm("AWS");
  }
  const credential = valueOf(parts, "X-Amz-Credential");
  const signedHeaders = valueOf(parts, "X-Amz-SignedHeaders");
  const signature = valueOf(parts, "X-Amz-Signature");
  const time = parseTime(valueOf(parts, "X-Amz-Date"));
  const expires = valueOf(parts, "X-Amz-Expires");
  const mustExpire = request.style === "s3";
  if (!algorithm || !credential || !signedHeaders || !signature || time === undefined || (mustExpire && !expires)) {
    throw refuse.incompleteQuery({ algorithm, credential, signedHeaders, signature, time: time?.timestamp });
  }
  if (algorithm !== ALGORITHM) throw refuse.unsupportedAlgorithm(algorithm);

  const claim: Claim = {
    form: "query",
    scope: parseScope(credential, request, refuse, "query"),
    // AWS: "Elements of an AWS API request signature": some services want the token outside of the signature; the name is the same.
    sessionToken: valueOf(parts, "X-Amz-Security-Token"),
    timestamp: time.timestamp,
    signedAtMs: time.ms,
    signedHeaders,
    signature,
    canonicalQuery: canonicalQuery(parts.filter((part) => part.name !== "X-Amz-Signature")),
    statedPayload:
      valueOf(parts, "X-Amz-Content-Sha256") ??
      valueOf(parts, "x-amz-content-sha256") ??
      request.headers["x-amz-content-sha256"],
  };
  const found = requireCredential(claim, request, refuse);
  if (expires === undefined) requireCurrent(claim, request, refuse);
  else requireUnexpired(claim, expires, request, refuse);
  return verifyClaim(claim, found, request, refuse);
}

function valueOf(parts: readonly QueryPart[], name: string): string | undefined {
  return parts.find((part) => part.name === name)?.value;
}

function parseScope(
  credential: string,
  request: SignedRequest,
  refuse: Refusals,
  form: "header" | "query",
): CredentialScope {
  let scope = scopes.get(credential);
  if (scope === undefined) {
    const [accessKeyId, date, region, service, terminator, ...rest] = credential.split("/");
    if (!accessKeyId || !date || region === undefined || !service || terminator === undefined || rest.length > 0) {
      throw refuse.malformedCredential(credential, form);
    }
    if (terminator !== "aws4_request") throw refuse.wrongTerminator(terminator, form);
    if (!isRegion(region)) throw refuse.wrongRegion(region, form);
    scope = { accessKeyId, text: credential.slice(accessKeyId.length + 1), date, region, service };
    remember(scopes, credential, scope);
  }
  if (request.signingName !== undefined && scope.service !== request.signingName) {
    throw refuse.wrongService(request.signingName, scope.service, form);
  }
  return scope;
}

function requireCredential(claim: Claim, request: SignedRequest, refuse: Refusals): Credential {
  const found = request.findCredential(claim.scope.accessKeyId, claim.sessionToken);
  if (found === undefined || found === "inactive") {
    throw refuse.unknownKey(claim.scope.accessKeyId, claim.sessionToken);
  }
  if (found.expiresAtMs !== undefined && found.expiresAtMs <= (request.yardNowMs ?? request.nowMs))
    throw refuse.expiredToken(claim.sessionToken);
  return found;
}

function requireCurrent(claim: Claim, request: SignedRequest, refuse: Refusals): void {
  const skewMs = request.style === "s3" ? S3_SKEW_MS : SKEW_MS;
  if (Math.abs(request.nowMs - claim.signedAtMs) > skewMs) {
    throw refuse.skewed(claim.timestamp, claim.signedAtMs, request.nowMs, skewMs);
  }
  requireSameDate(claim, refuse);
}

function requireUnexpired(claim: Claim, expires: string, request: SignedRequest, refuse: Refusals): void {
  const seconds = Number(expires);
  if (!/^-?\d+$/.test(expires)) throw refuse.badExpiry("X-Amz-Expires should be a number");
  if (seconds < 0) throw refuse.badExpiry("X-Amz-Expires must be non-negative");
  if (seconds > LONGEST_PRESIGNED_S) {
    throw refuse.badExpiry(
      "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
    );
  }
  requireSameDate(claim, refuse);
  if (claim.signedAtMs - request.nowMs > S3_SKEW_MS) throw refuse.notYetValid();
  const expiresAtMs = claim.signedAtMs + seconds * 1000;
  if (request.nowMs > expiresAtMs) throw refuse.expiredUrl(claim.timestamp, expires, expiresAtMs, request.nowMs);
}

function requireSameDate(claim: Claim, refuse: Refusals): void {
  if (claim.timestamp.startsWith(claim.scope.date)) return;
  throw refuse.wrongDate(claim.scope.date, claim.timestamp, claim.form);
}

function verifyClaim(claim: Claim, found: Credential, request: SignedRequest, refuse: Refusals): VerifiedRequest {
  const { headers, style } = request;
  const names = namesOf(claim.signedHeaders);
  if (!names.includes("host") && !names.includes(":authority")) throw refuse.unsignedHost();
  if (style === "s3") requireAmzHeadersSigned(headers, names, refuse);

  const payloadHash = payloadHashOf(request, claim, refuse);
  const canonicalRequest = `${request.method}\n${canonicalPath(request.path, style === "s3")}\n${claim.canonicalQuery}\n${canonicalHeaders(headers, names)}\n${claim.signedHeaders}\n${payloadHash}`;
  const stringToSign = `${ALGORITHM}\n${claim.timestamp}\n${claim.scope.text}\n${hash("sha256", canonicalRequest)}`;
  const key = signingKey(found.secretAccessKey, claim.scope);
  if (!isSame(createHmac("sha256", key).update(stringToSign).digest("hex"), claim.signature)) {
    throw refuse.wrongSignature({
      accessKeyId: claim.scope.accessKeyId,
      signature: claim.signature,
      stringToSign,
      canonicalRequest,
    });
  }

  return {
    principal: found.principal,
    accessKeyId: claim.scope.accessKeyId,
    sessionToken: claim.sessionToken,
    region: claim.scope.region,
    service: claim.scope.service,
    form: claim.form,
    signedAtMs: claim.signedAtMs,
    payload: payloadOf(request, payloadHash, key, claim, refuse),
  };
}

// AWS: "Signature calculations for the Authorization header" (S3): all x-amz-* headers must be signed, so that nobody
// can add one on the way.
function requireAmzHeadersSigned(headers: SignedRequest["headers"], names: readonly string[], refuse: Refusals): void {
  const unsigned: string[] = [];
  for (const name in headers) {
    if (name.startsWith("x-amz-") && !names.includes(name) && headers[name] !== undefined && !UNSIGNABLE.has(name)) {
      unsigned.push(name);
    }
  }
  if (unsigned.length > 0) throw refuse.unsignedHeaders(unsigned);
}

/** Headers that S3 takes unsigned: a presigned URL's payload header is no part of what was signed. */
const UNSIGNABLE: ReadonlySet<string> = new Set(["x-amz-content-sha256"]);

function payloadHashOf(request: SignedRequest, { form, statedPayload: stated }: Claim, refuse: Refusals): string {
  if (request.style === "s3") {
    if (form === "query") return stated ?? UNSIGNED_PAYLOAD;
    if (stated === undefined) throw refuse.missingContentSha256();
    return stated;
  }
  if (stated === UNSIGNED_PAYLOAD || stated?.startsWith("STREAMING-") === true) return stated;
  return request.bodySha256?.() ?? stated ?? EMPTY_SHA256;
}

function payloadOf(
  request: SignedRequest,
  payloadHash: string,
  key: Buffer,
  claim: Claim,
  refuse: Refusals,
): SignedPayload {
  switch (payloadHash) {
    case UNSIGNED_PAYLOAD:
      return { kind: "unsigned" };
    case "STREAMING-UNSIGNED-PAYLOAD-TRAILER":
      return { kind: "chunked", hasTrailer: true };
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD":
      return { kind: "chunked", hasTrailer: false, chunks: chunkSignatures(key, claim, refuse) };
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER":
      return { kind: "chunked", hasTrailer: true, chunks: chunkSignatures(key, claim, refuse) };
  }
  if (request.style !== "s3") return { kind: "verified" };
  if (!/^[0-9a-f]{64}$/.test(payloadHash)) throw refuse.invalidContentSha256();
  if (request.bodySha256 === undefined) return { kind: "expected", sha256: payloadHash };
  const actual = request.bodySha256();
  if (actual !== payloadHash) throw contentMismatch(payloadHash, actual);
  return { kind: "verified" };
}

// AWS: "Signature calculations for the Authorization header: transferring payload in multiple chunks", and the page on
// trailing headers: each signature covers the one before it, beginning with the request's own.
function chunkSignatures(key: Buffer, claim: Claim, refuse: Refusals): ChunkSignatures {
  let previous = claim.signature;

  function verify(stringToSign: string, signature: string): void {
    if (!isSame(createHmac("sha256", key).update(stringToSign).digest("hex"), signature)) {
      throw refuse.wrongSignature({ accessKeyId: claim.scope.accessKeyId, signature, stringToSign });
    }
    previous = signature;
  }

  return {
    verifyChunk(sha256, signature) {
      verify(
        `AWS4-HMAC-SHA256-PAYLOAD\n${claim.timestamp}\n${claim.scope.text}\n${previous}\n${EMPTY_SHA256}\n${sha256}`,
        signature,
      );
    },
    verifyTrailer(headers, signature) {
      const text = headers.map(([name, value]) => `${name}:${value.trim()}\n`).join("");
      verify(
        `AWS4-HMAC-SHA256-TRAILER\n${claim.timestamp}\n${claim.scope.text}\n${previous}\n${createHash("sha256").update(text).digest("hex")}`,
        signature,
      );
    },
  };
}

// Clients repeat themselves: the same credential, day, region and service, the same list of headers, many requests in
// one second. What follows from these texts is kept; deriving a signing key alone takes four HMACs, more than all else.
// LIMIT: 1,024 entries each, oldest out first: a few hundred credentials, each with some services, stay warm.
const MEMORY_LIMIT = 1024;
const signingKeys = new Map<string, Buffer>();
const scopes = new Map<string, CredentialScope>();
const headerNames = new Map<string, readonly string[]>();
let lastTime: { readonly text: string; readonly time: SigningTime } | undefined;

function remember<T>(memory: Map<string, T>, key: string, value: T): void {
  // A stranger's texts get here before they are refused: long ones are not worth the memory.
  if (key.length > 512) return;
  if (memory.size >= MEMORY_LIMIT) {
    const [oldest] = memory.keys();
    if (oldest !== undefined) memory.delete(oldest);
  }
  memory.set(key, value);
}

/** The key that signs for one day, region and service. */
export function signingKey(secretAccessKey: string, { text, date, region, service }: CredentialScope): Buffer {
  const name = `${secretAccessKey}/${text}`;
  const known = signingKeys.get(name);
  if (known !== undefined) return known;
  let key = createHmac("sha256", `AWS4${secretAccessKey}`).update(date).digest();
  for (const part of [region, service, "aws4_request"]) key = createHmac("sha256", key).update(part).digest();
  remember(signingKeys, name, key);
  return key;
}

function namesOf(signedHeaders: string): readonly string[] {
  const known = headerNames.get(signedHeaders);
  if (known !== undefined) return known;
  const names = signedHeaders.split(";");
  remember(headerNames, signedHeaders, names);
  return names;
}

/** The value of "Name=" in an Authorization header, up to the next comma; undefined if it is not there. */
function parameterOf(authorization: string, name: string): string | undefined {
  let at = authorization.indexOf(name);
  // "Signature=" must not be found inside of another parameter.
  while (at > 0 && !" ,\t".includes(authorization.charAt(at - 1))) at = authorization.indexOf(name, at + 1);
  if (at === -1) return undefined;
  const comma = authorization.indexOf(",", at);
  return authorization.slice(at + name.length, comma === -1 ? undefined : comma).trim();
}

/** Compares in a time that does not depend on where the first difference is. */
export function isSame(expected: string, signature: string): boolean {
  if (signature.length !== expected.length) return false;
  let difference = 0;
  for (let at = 0; at < expected.length; at++) difference |= expected.charCodeAt(at) ^ signature.charCodeAt(at);
  return difference === 0;
}

interface SigningTime {
  readonly ms: number;
  /** As it stands in the string to sign: 20150830T123600Z. */
  readonly timestamp: string;
}

function parseTime(text: string | undefined): SigningTime | undefined {
  if (text === undefined) return undefined;
  if (lastTime?.text === text) return lastTime.time;
  const isBasic = /^\d{8}T\d{6}Z$/.test(text);
  const ms = Date.parse(
    isBasic
      ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 11)}:${text.slice(11, 13)}:${text.slice(13)}`
      : text,
  );
  if (Number.isNaN(ms)) return undefined;
  const time = { ms, timestamp: isBasic ? text : basicTime(ms) };
  lastTime = { text, time };
  return time;
}
