// The body as the operation gets it: whole or as a stream, held against what was signed.

import type { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { AwsError } from "../kernel/errors.ts";
import type { OperationModel } from "../model/model.ts";
import { decodeAwsChunked } from "../wire/aws-chunked.ts";
import { MOST_UNSIGNED_BYTES, runThrough, verifyingSha256 } from "./body.ts";
import type { Target } from "./chain-parts.ts";
import type { IncomingRequest } from "./incoming.ts";
import { contentMismatch, isSigned, type VerifiedRequest } from "./signature.ts";

/** How much of a body is read before it is known whether the signature is right. */
export function mostBytes({ headers, rawQuery }: IncomingRequest): number | undefined {
  return isSigned({ headers, query: rawQuery }) ? undefined : MOST_UNSIGNED_BYTES;
}

/**
 * Whether the signature can be held against the request before its body has come. S3's clients say the body's hash, or that it
 * is not signed; botocore's other clients sign it and say nothing.
 */
export function saysItsHash({ service }: Target, { headers }: IncomingRequest): boolean {
  return service === "s3" || headers["x-amz-content-sha256"] !== undefined;
}

const streaming = new WeakMap<OperationModel, boolean>();

/** Whether a member of the operation's input streams: S3's objects. */
export function takesStream(operation: OperationModel): boolean {
  let takes = streaming.get(operation);
  if (takes === undefined) {
    takes = [...operation.input.members.values()].some((member) => member.traits.streaming === true);
    streaming.set(operation, takes);
  }
  return takes;
}

/**
 * The body as the operation reads it. It may break off before the operation listens: then whoever reads it is told, and
 * not the process.
 */
export function payload(
  incoming: IncomingRequest,
  verified: VerifiedRequest | undefined,
  whole: Buffer | undefined,
): Buffer | Readable {
  const body = checkedPayload(incoming, verified, whole);
  if ("pipe" in body) body.on("error", () => undefined);
  return body;
}

/** LIMIT: of a compressed body, unpacked. AWS: PutMetricData, the one operation whose clients compress: 1 MB. */
const MOST_UNPACKED_BYTES = 1_048_576;

/** A body as it was before its client compressed it. What was signed are the compressed bytes. */
export function unpacked(body: Buffer, { headers }: Pick<IncomingRequest, "headers">): Buffer {
  if (headers["content-encoding"] !== "gzip") return body;
  try {
    return gunzipSync(body, { maxOutputLength: MOST_UNPACKED_BYTES });
  } catch (cause) {
    const isTooLarge = cause instanceof RangeError;
    throw new AwsError({
      code: isTooLarge ? "RequestEntityTooLargeException" : "SerializationException",
      status: isTooLarge ? 413 : 400,
      message: isTooLarge ? "The unpacked request is larger than 1 MB." : "The body is not compressed with gzip.",
      cause,
    });
  }
}

/** The body held against what was signed, and freed of S3's chunks. */
function checkedPayload(
  { stream, headers }: IncomingRequest,
  verified: VerifiedRequest | undefined,
  whole: Buffer | undefined,
): Buffer | Readable {
  if (whole !== undefined) return verified?.service === "monitoring" ? unpacked(whole, { headers }) : whole;
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
