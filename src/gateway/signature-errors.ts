// How AWS words what is wrong with a signature. The cases are the same everywhere, but codes, statuses and texts follow
// the service's protocol: that is what a style is.

import { createHash } from "node:crypto";
import { AwsError } from "../kernel/errors.ts";

/**
 * "json": awsJson and CBOR services (400, names end in Exception). "rest-json": Lambda, API Gateway, SES v2 (the same
 * names, 403). "query": awsQuery, ec2Query and restXml services but S3 (403). "s3": S3's own.
 */
export type SignatureStyle = "json" | "rest-json" | "query" | "s3";

/** What is there of an incomplete Authorization header. */
interface Incomplete {
  readonly authorization?: string;
  readonly algorithm?: string | undefined;
  readonly credential: string | undefined;
  readonly signedHeaders: string | undefined;
  readonly signature: string | undefined;
  readonly time: string | undefined;
}

/** One maker of an error for each way in which a signature can be refused. */
export interface Refusals {
  asymmetric(): AwsError;
  unsupportedAlgorithm(algorithm: string): AwsError;
  incompleteHeader(found: Incomplete): AwsError;
  incompleteQuery(found: Incomplete): AwsError;
  /** S3 only: a query of Signature Version 2. */
  incompleteQueryV2(): AwsError;
  malformedCredential(credential: string, form: "header" | "query"): AwsError;
  wrongTerminator(terminator: string, form: "header" | "query"): AwsError;
  wrongService(expected: string, actual: string, form: "header" | "query"): AwsError;
  wrongRegion(region: string, form: "header" | "query"): AwsError;
  wrongDate(date: string, timestamp: string, form: "header" | "query"): AwsError;
  unknownKey(accessKeyId: string, sessionToken: string | undefined): AwsError;
  expiredToken(sessionToken: string | undefined): AwsError;
  skewed(timestamp: string, signedAtMs: number, nowMs: number, skewMs: number): AwsError;
  badExpiry(message: string): AwsError;
  notYetValid(): AwsError;
  expiredUrl(timestamp: string, expires: string | undefined, expiresAtMs: number, nowMs: number): AwsError;
  unsignedHost(): AwsError;
  unsignedHeaders(names: readonly string[]): AwsError;
  missingContentSha256(): AwsError;
  invalidContentSha256(): AwsError;
  wrongSignature(details: {
    accessKeyId: string;
    signature: string;
    stringToSign: string;
    canonicalRequest?: string;
  }): AwsError;
}

/** The error for a request without any signature, where one is needed. */
export function missingAuthentication(style: SignatureStyle): AwsError {
  // AWS: "Common errors" of each API reference; S3 treats the caller as anonymous and denies.
  if (style === "s3") return new AwsError({ code: "AccessDenied", message: "Access Denied", status: 403 });
  const message = style === "rest-json" ? "Missing Authentication Token" : "Request is missing Authentication Token";
  return named(style, "MissingAuthenticationToken", statusOf(style), message);
}

/** The refusals of one style. */
export function createRefusals(style: SignatureStyle): Refusals {
  return style === "s3" ? S3_REFUSALS : SERVICE_REFUSALS[style];
}

const SERVICE_REFUSALS = {
  json: serviceRefusals("json"),
  "rest-json": serviceRefusals("rest-json"),
  query: serviceRefusals("query"),
};
const S3_REFUSALS = s3Refusals();

/** JSON services answer 400 to nearly everything, all others 403. */
function statusOf(style: SignatureStyle): number {
  return style === "json" ? 400 : 403;
}

/** JSON services append "Exception" to the names that query services use. */
function named(style: SignatureStyle, code: string, status: number, message: string): AwsError {
  return new AwsError({ code: style === "query" ? code : `${code}Exception`, message, status });
}

function asymmetric(): AwsError {
  return new AwsError({
    code: "NotImplemented",
    message:
      "Signature Version 4A (AWS4-ECDSA-P256-SHA256) is not verified here. Sign with Signature Version 4 (AWS4-HMAC-SHA256), for one region.",
    status: 501,
  });
}

function serviceRefusals(style: Exclude<SignatureStyle, "s3">): Refusals {
  const status = statusOf(style);
  const incomplete = (message: string): AwsError => named(style, "IncompleteSignature", 400, message);
  const mismatch = (message: string): AwsError =>
    new AwsError({ code: style === "query" ? "SignatureDoesNotMatch" : "InvalidSignatureException", message, status });

  return {
    asymmetric,
    unsupportedAlgorithm: (algorithm) => incomplete(`Unsupported AWS 'algorithm': '${algorithm}'.`),
    incompleteHeader(found) {
      const problems: string[] = [];
      if (!found.credential) problems.push("Authorization header requires 'Credential' parameter.");
      if (!found.signature) problems.push("Authorization header requires 'Signature' parameter.");
      if (!found.signedHeaders) problems.push("Authorization header requires 'SignedHeaders' parameter.");
      if (found.time === undefined) {
        problems.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
      }
      // AWS: the header itself is not repeated, since it may hold a secret by mistake.
      const digest = createHash("sha256")
        .update(found.authorization ?? "")
        .digest("base64");
      return incomplete(`${problems.join(" ")} (Hashed with SHA-256 and encoded with Base64) Authorization=${digest}`);
    },
    incompleteQuery(found) {
      const problems: string[] = [];
      if (!found.algorithm) problems.push("AWS query-string parameters must include 'X-Amz-Algorithm'.");
      if (!found.credential) problems.push("AWS query-string parameters must include 'X-Amz-Credential'.");
      if (!found.signature) problems.push("AWS query-string parameters must include 'X-Amz-Signature'.");
      if (!found.signedHeaders) problems.push("AWS query-string parameters must include 'X-Amz-SignedHeaders'.");
      if (found.time === undefined) problems.push("AWS query-string parameters must include 'X-Amz-Date'.");
      return incomplete(`${problems.join(" ")} Re-examine the query-string parameters.`);
    },
    incompleteQueryV2: () => incomplete("Unsupported AWS 'algorithm': 'AWS'."),
    malformedCredential: (credential) =>
      incomplete(
        `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
      ),
    wrongTerminator: (terminator) =>
      mismatch(`Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'. `),
    wrongService: (expected) => mismatch(`Credential should be scoped to correct service: '${expected}'. `),
    wrongRegion: (region) => mismatch(`Credential should be scoped to a valid region, not '${region}'. `),
    wrongDate: (date, timestamp) =>
      mismatch(
        `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${timestamp.slice(0, 8)}', from '${timestamp}'.`,
      ),
    unknownKey: () =>
      new AwsError({
        code: style === "query" ? "InvalidClientTokenId" : "UnrecognizedClientException",
        message: "The security token included in the request is invalid.",
        status,
      }),
    expiredToken: () => named(style, "ExpiredToken", status, "The security token included in the request is expired"),
    skewed(timestamp, signedAtMs, nowMs, skewMs) {
      const minutes = skewMs / 60_000;
      const now = basicTime(nowMs);
      return mismatch(
        signedAtMs < nowMs
          ? `Signature expired: ${timestamp} is now earlier than ${basicTime(nowMs - skewMs)} (${now} - ${minutes} min.)`
          : `Signature not yet current: ${timestamp} is still later than ${basicTime(nowMs + skewMs)} (${now} + ${minutes} min.)`,
      );
    },
    badExpiry: (message) => mismatch(message),
    notYetValid: () => mismatch("Signature not yet current"),
    expiredUrl: (timestamp, expires, expiresAtMs, nowMs) =>
      mismatch(
        `Signature expired: ${timestamp} is now earlier than ${basicTime(nowMs - Number(expires) * 1000)} (${basicTime(nowMs)} - ${Number(expires) / 60} min.)`,
      ),
    unsignedHost: () => mismatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."),
    unsignedHeaders: (names) =>
      mismatch(`There were headers present in the request which were not signed: ${names.join(", ")}`),
    missingContentSha256: () => incomplete("Missing required header for this request: x-amz-content-sha256"),
    invalidContentSha256: () => mismatch("The value of x-amz-content-sha256 header is invalid."),
    wrongSignature: () =>
      mismatch(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
      ),
  };
}

function s3Refusals(): Refusals {
  const malformed = (form: "header" | "query", header: string, query: string): AwsError =>
    form === "header"
      ? new AwsError({
          code: "AuthorizationHeaderMalformed",
          message: `The authorization header is malformed; ${header}`,
        })
      : new AwsError({ code: "AuthorizationQueryParametersError", message: query });
  const denied = (message: string, members: Record<string, unknown>): AwsError =>
    new AwsError({ code: "AccessDenied", message, status: 403, members });

  return {
    asymmetric,
    // AWS: S3 error responses, InvalidRequest: Signature Version 2 is not taken any more.
    unsupportedAlgorithm: () =>
      new AwsError({
        code: "InvalidRequest",
        message: "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
      }),
    incompleteHeader(found) {
      if (found.time === undefined) {
        return denied("AWS authentication requires a valid Date or x-amz-date header", {});
      }
      const part = !found.credential ? "Credential" : !found.signedHeaders ? "SignedHeaders" : "Signature";
      return malformed(
        "header",
        `the authorization header requires three components: Credential, SignedHeaders, and Signature; "${part}" is missing.`,
        "",
      );
    },
    incompleteQuery: () =>
      malformed(
        "query",
        "",
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
      ),
    incompleteQueryV2: () =>
      denied("Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters", {}),
    malformedCredential: (_credential, form) =>
      malformed(
        form,
        'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
        'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
      ),
    wrongTerminator: (terminator, form) =>
      malformed(
        form,
        `incorrect terminal "${terminator}". This endpoint belongs to "aws4_request".`,
        `Error parsing the X-Amz-Credential parameter; incorrect terminal "${terminator}". This endpoint uses "aws4_request".`,
      ),
    wrongService: (expected, actual, form) =>
      malformed(
        form,
        `incorrect service "${actual}". This endpoint belongs to "${expected}".`,
        `Error parsing the X-Amz-Credential parameter; incorrect service "${actual}". This endpoint belongs to "${expected}".`,
      ),
    wrongRegion: (region, form) =>
      malformed(
        form,
        `the region '${region}' is wrong`,
        `Error parsing the X-Amz-Credential parameter; the region '${region}' is wrong`,
      ),
    wrongDate: (date, timestamp, form) =>
      malformed(
        form,
        `Invalid credential date "${date}". This date is not the same as X-Amz-Date: "${timestamp.slice(0, 8)}".`,
        `Invalid credential date "${date}". This date is not the same as X-Amz-Date: "${timestamp.slice(0, 8)}".`,
      ),
    unknownKey: (accessKeyId, sessionToken) =>
      sessionToken === undefined
        ? new AwsError({
            code: "InvalidAccessKeyId",
            message: "The AWS Access Key Id you provided does not exist in our records.",
            status: 403,
            members: { AWSAccessKeyId: accessKeyId },
          })
        : new AwsError({
            code: "InvalidToken",
            message: "The provided token is malformed or otherwise invalid.",
            members: { "Token-0": sessionToken },
          }),
    expiredToken: (sessionToken) =>
      new AwsError({
        code: "ExpiredToken",
        message: "The provided token has expired.",
        members: { "Token-0": sessionToken },
      }),
    skewed: (timestamp, _signedAtMs, nowMs, skewMs) =>
      new AwsError({
        code: "RequestTimeTooSkewed",
        message: "The difference between the request time and the current time is too large.",
        status: 403,
        members: { RequestTime: timestamp, ServerTime: isoTime(nowMs), MaxAllowedSkewMilliseconds: String(skewMs) },
      }),
    badExpiry: (message) => malformed("query", "", message),
    notYetValid: () => denied("Request is not yet valid", {}),
    expiredUrl: (_timestamp, expires, expiresAtMs, nowMs) =>
      denied("Request has expired", {
        ...(expires === undefined ? {} : { "X-Amz-Expires": expires }),
        Expires: isoTime(expiresAtMs),
        ServerTime: isoTime(nowMs),
      }),
    unsignedHost: () =>
      denied("There were headers present in the request which were not signed", { HeadersNotSigned: "host" }),
    unsignedHeaders: (names) =>
      denied("There were headers present in the request which were not signed", { HeadersNotSigned: names.join(", ") }),
    missingContentSha256: () =>
      new AwsError({
        code: "InvalidRequest",
        message: "Missing required header for this request: x-amz-content-sha256",
      }),
    invalidContentSha256: () =>
      new AwsError({
        code: "InvalidArgument",
        message:
          "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
      }),
    wrongSignature: ({ accessKeyId, signature, stringToSign, canonicalRequest }) =>
      new AwsError({
        code: "SignatureDoesNotMatch",
        message:
          "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
        status: 403,
        members: {
          AWSAccessKeyId: accessKeyId,
          StringToSign: stringToSign,
          SignatureProvided: signature,
          StringToSignBytes: spacedHex(stringToSign),
          ...(canonicalRequest === undefined
            ? {}
            : { CanonicalRequest: canonicalRequest, CanonicalRequestBytes: spacedHex(canonicalRequest) }),
        },
      }),
  };
}

function spacedHex(text: string): string {
  return Buffer.from(text)
    .toString("hex")
    .replace(/..(?=.)/g, "$& ");
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}/, "");
}

/** A time as signatures write it: 20150830T123600Z. */
export function basicTime(ms: number): string {
  return isoTime(ms).replace(/[-:]/g, "");
}
