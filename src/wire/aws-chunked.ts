// Takes S3's aws-chunked framing off a body as it streams by: "SIZE;chunk-signature=SIG\r\nDATA\r\n...0\r\nTRAILER".
// Chunks may be signed one by one, and checksums may follow the last one. Knows nothing of keys: signatures are for
// the verifier that it is given.
// AWS: "Signature Calculations ... Transferring Payload in Multiple Chunks" and "... Including Trailing Headers".

import { createHash, type Hash } from "node:crypto";
import { type Readable, Transform } from "node:stream";
import { AwsError } from "../kernel/errors.ts";
import type { StreamedBody } from "./wire.ts";

/** Checks signatures in the order of the stream; throws where one is wrong. */
export interface ChunkVerifier {
  /** `sha256` of the chunk's data in hex; also for the last, empty chunk. */
  verifyChunk(sha256: string, signature: string): void;
  verifyTrailer(headers: readonly (readonly [name: string, value: string])[], signature: string): void;
}

export interface AwsChunkedOptions {
  readonly hasTrailer: boolean;
  /** Given where chunks are signed. */
  readonly chunks?: ChunkVerifier;
  /** x-amz-decoded-content-length: the data must have exactly so many bytes. */
  readonly decodedBytes?: number;
  /** x-amz-trailer: the names that the trailer must have, and no others. */
  readonly trailerNames?: readonly string[];
}

// LIMIT: ours. A chunk header is some 90 bytes and a trailer a few checksums; AWS's own limits are not documented.
const MOST_HEADER_BYTES = 1024;
const MOST_TRAILER_BYTES = 16 * 1024;
// AWS: "Transferring Payload in Multiple Chunks": a chunk but the last has at least 8 KB.
const LEAST_CHUNK_BYTES = 8 * 1024;

/** The data in an aws-chunked body, with its trailers once it has ended. Fails with S3's errors for framing, signatures or lengths that are wrong. */
export function decodeAwsChunked(source: Readable, options: AwsChunkedOptions): StreamedBody {
  const parser = createParser(options);
  const decoded: Transform & StreamedBody = new Transform({
    transform(bytes: Buffer, _encoding, done) {
      try {
        parser.push(bytes, (data) => decoded.push(data));
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        const trailer = parser.end();
        if (trailer !== undefined) decoded.trailers = trailer;
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
  source.once("error", (error) => decoded.destroy(error));
  return source.pipe(decoded);
}

interface Parser {
  push(bytes: Buffer, emit: (data: Buffer) => void): void;
  /** Checks that all is there; gives the trailing headers. */
  end(): Readonly<Record<string, string>> | undefined;
}

interface Chunk {
  readonly size: number;
  readonly signature: string | undefined;
  readonly hash: Hash | undefined;
  left: number;
}

function createParser({ hasTrailer, chunks, decodedBytes, trailerNames }: AwsChunkedOptions): Parser {
  let state: "header" | "data" | "data-end" | "after-last" = "header";
  /** The part of a header or of the trailer that has come so far. */
  let pending = Buffer.alloc(0);
  let chunk: Chunk | undefined;
  let total = 0;
  let wasShort = false;

  function openChunk(header: string): void {
    const match = /^([0-9a-fA-F]{1,10})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(header);
    if (match === null || (chunks !== undefined) !== (match[2] !== undefined)) throw malformedChunk();
    const size = Number.parseInt(match[1] as string, 16);
    if (chunks !== undefined && size > 0) {
      if (wasShort) throw chunkTooShort();
      wasShort = size < LEAST_CHUNK_BYTES;
    }
    total += size;
    if (decodedBytes !== undefined && total > decodedBytes) throw incompleteBody();
    chunk = { size, signature: match[2], hash: chunks === undefined ? undefined : createHash("sha256"), left: size };
    state = size === 0 ? "after-last" : "data";
    if (size === 0) closeChunk();
  }

  function closeChunk(): void {
    if (chunk?.hash !== undefined) chunks?.verifyChunk(chunk.hash.digest("hex"), chunk.signature ?? "");
  }

  /** Collects up to and with a line end; undefined until it is there. */
  function line(bytes: Buffer): { text: string; used: number } | undefined {
    const end = bytes.indexOf(0x0a);
    const part = end === -1 ? bytes : bytes.subarray(0, end + 1);
    if (pending.length + part.length > MOST_HEADER_BYTES) throw malformedChunk();
    pending = Buffer.concat([pending, part]);
    if (end === -1) return undefined;
    const text = pending.toString("latin1");
    pending = Buffer.alloc(0);
    if (!text.endsWith("\r\n")) throw malformedChunk();
    return { text: text.slice(0, -2), used: end + 1 };
  }

  function push(bytes: Buffer, emit: (data: Buffer) => void): void {
    let rest = bytes;
    while (rest.length > 0) {
      if (state === "after-last") {
        if (pending.length + rest.length > MOST_TRAILER_BYTES) throw malformedTrailer();
        pending = Buffer.concat([pending, rest]);
        return;
      }
      if (state === "data") {
        const open = chunk as Chunk;
        const data = rest.subarray(0, open.left);
        open.hash?.update(data);
        emit(data);
        open.left -= data.length;
        rest = rest.subarray(data.length);
        if (open.left === 0) state = "data-end";
        continue;
      }
      const complete = line(rest);
      if (complete === undefined) return;
      rest = rest.subarray(complete.used);
      if (state === "header") openChunk(complete.text);
      else {
        if (complete.text !== "") throw malformedChunk();
        closeChunk();
        state = "header";
      }
    }
  }

  function end(): Readonly<Record<string, string>> | undefined {
    if (state !== "after-last") throw incompleteBody();
    if (decodedBytes !== undefined && total !== decodedBytes) throw incompleteBody();
    const lines = pending
      .toString("utf8")
      .split(/\r?\n/)
      .filter((text) => text !== "");
    if (!hasTrailer) {
      if (lines.length > 0) throw malformedTrailer();
      return undefined;
    }
    return readTrailer(lines, chunks, trailerNames);
  }

  return { push, end };
}

const TRAILER_SIGNATURE = "x-amz-trailer-signature";

function readTrailer(
  lines: readonly string[],
  chunks: ChunkVerifier | undefined,
  expectedNames: readonly string[] | undefined,
): Readonly<Record<string, string>> {
  const headers = lines.map((text): readonly [string, string] => {
    const colon = text.indexOf(":");
    if (colon < 1) throw malformedTrailer();
    return [text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim()];
  });
  const signature = headers.find(([name]) => name === TRAILER_SIGNATURE)?.[1];
  const sent = headers.filter(([name]) => name !== TRAILER_SIGNATURE);
  if (expectedNames !== undefined) {
    const names = sent.map(([name]) => name).sort();
    const expected = expectedNames.map((name) => name.trim().toLowerCase()).sort();
    if (names.join() !== expected.join()) throw malformedTrailer();
  }
  if (chunks !== undefined) {
    if (signature === undefined) throw malformedTrailer();
    chunks.verifyTrailer(sent, signature);
  }
  return Object.fromEntries(sent);
}

/** AWS: S3 "Error responses", IncompleteBody. */
function incompleteBody(): AwsError {
  return new AwsError({
    code: "IncompleteBody",
    message: "You did not provide the number of bytes specified by the Content-Length HTTP header",
  });
}

/** AWS: observed for a chunk header that is no number or lacks its signature. */
function malformedChunk(): AwsError {
  return new AwsError({ code: "InvalidRequest", message: "The chunk encoding of the request body is not well-formed" });
}

/** AWS: observed for a signed chunk below 8 KB that is not the last. */
function chunkTooShort(): AwsError {
  return new AwsError({
    code: "InvalidChunkSizeError",
    message: "Only the last chunk is allowed to have a size less than 8192 bytes",
    status: 403,
  });
}

/** AWS: observed for a trailer with other names than x-amz-trailer has, or none. */
function malformedTrailer(): AwsError {
  return new AwsError({
    code: "MalformedTrailerError",
    message: "The request contained trailing data that was not well-formed or did not conform to our published schema.",
  });
}
