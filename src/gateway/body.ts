// A request's body: read whole for most operations, handed on as a stream for those whose input streams.

import { createHash } from "node:crypto";
import { Transform, type Readable } from "node:stream";
import { AwsError } from "../kernel/errors.ts";

// LIMIT: the largest whole body that AWS takes is Lambda's 50 MB package in base64; this leaves room above it.
const MOST_WHOLE_BYTES = 128 * 1024 * 1024;
/**
 * LIMIT: the largest whole body of a request that nobody signed: what HTTP APIs take (AWS: "Quotas for configuring and
 * running an HTTP API"). Any page in a browser can send one, so it must not fill the memory.
 */
export const MOST_UNSIGNED_BYTES = 10 * 1024 * 1024;

/** All of a body. Throws RequestEntityTooLarge (413) above `mostBytes`. */
export function readWhole(stream: Readable, mostBytes = MOST_WHOLE_BYTES): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    stream.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostBytes) {
        stream.removeAllListeners("data");
        stream.pause();
        reject(
          new AwsError({
            code: "RequestEntityTooLargeException",
            status: 413,
            message: `Request must be smaller than ${mostBytes} bytes.`,
          }),
        );
        return;
      }
      chunks.push(chunk);
    });
    let isWhole = false;
    stream.once("end", () => {
      isWhole = true;
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    });
    stream.once("error", reject);
    stream.once("close", () => {
      // Every stream closes; an error, with its stack, is made only for those that broke off.
      if (isWhole) return;
      reject(brokenOff());
    });
  });
}

function brokenOff(): AwsError {
  return new AwsError({
    code: "RequestTimeout",
    status: 400,
    message: "The client closed the connection before the body was complete.",
  });
}

/**
 * Lets a body run through `through`, which fails when the client goes away: `pipe` alone would leave its reader waiting
 * for ever. Unlike with `pipeline`, a failure of `through` leaves the connection open for the answer.
 */
export function runThrough(stream: Readable, through: Transform): Transform {
  stream.once("error", (error) => through.destroy(error));
  stream.once("close", () => {
    if (!stream.readableEnded) through.destroy(brokenOff());
  });
  return stream.pipe(through);
}

/** The body as it comes, failing with `mismatch(actual)` at its end if its SHA-256 is not `expected` (hex). */
export function verifyingSha256(expected: string, mismatch: (actual: string) => AwsError): Transform {
  const digest = createHash("sha256");
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const actual = digest.digest("hex");
      done(actual === expected ? null : mismatch(actual));
    },
  });
}
