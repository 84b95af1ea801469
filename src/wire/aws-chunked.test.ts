import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { AwsError } from "../kernel/errors.ts";
import { type AwsChunkedOptions, type ChunkVerifier, decodeAwsChunked } from "./aws-chunked.ts";

const SIGNATURE = "ab".repeat(32);

/** Decodes `text` as it would come in pieces of `pieceBytes`. */
async function decode(text: string, options: AwsChunkedOptions, pieceBytes = 7) {
  const bytes = Buffer.from(text, "latin1");
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) pieces.push(bytes.subarray(at, at + pieceBytes));
  const body = decodeAwsChunked(Readable.from(pieces), options);
  const data: Buffer[] = [];
  for await (const part of body) data.push(part as Buffer);
  return { data: Buffer.concat(data).toString("latin1"), trailers: body.trailers };
}

/** The code that decoding fails with. */
async function refusal(text: string, options: AwsChunkedOptions): Promise<string> {
  try {
    await decode(text, options);
  } catch (error) {
    if (error instanceof AwsError) return error.code;
    throw error;
  }
  return "accepted";
}

const unsigned: AwsChunkedOptions = { hasTrailer: true, trailerNames: ["x-amz-checksum-crc32"] };
const checksum = "x-amz-checksum-crc32:AAAAAA==\r\n\r\n";

test("an unsigned body with a checksum trailer is decoded, however it is cut", async () => {
  const text = `5\r\nhello\r\n6\r\n world\r\n0\r\n${checksum}`;
  for (const pieceBytes of [1, 2, 3, 7, 1000])
    expect(await decode(text, { ...unsigned, decodedBytes: 11 }, pieceBytes)).toEqual({
      data: "hello world",
      trailers: { "x-amz-checksum-crc32": "AAAAAA==" },
    });
});

test("each chunk's digest and signature reach the verifier in order, the trailer's too", async () => {
  const seen: string[] = [];
  const chunks: ChunkVerifier = {
    verifyChunk: (sha256, signature) => seen.push(`${sha256} ${signature}`),
    verifyTrailer: (headers, signature) => seen.push(`${JSON.stringify(headers)} ${signature}`),
  };
  const data = "a".repeat(8192);
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const text =
    `2000;chunk-signature=${SIGNATURE}\r\n${data}\r\n1;chunk-signature=${SIGNATURE}\r\nb\r\n` +
    `0;chunk-signature=${SIGNATURE}\r\nx-amz-checksum-crc32:AAAAAA==\r\nx-amz-trailer-signature:${SIGNATURE}\r\n\r\n`;
  expect((await decode(text, { ...unsigned, chunks }, 1000)).data).toBe(`${data}b`);
  expect(seen).toEqual([
    `${sha256(data)} ${SIGNATURE}`,
    `${sha256("b")} ${SIGNATURE}`,
    `${sha256("")} ${SIGNATURE}`,
    `[["x-amz-checksum-crc32","AAAAAA=="]] ${SIGNATURE}`,
  ]);
});

test("a body that is cut short, too long, or not well framed is refused", async () => {
  const plain: AwsChunkedOptions = { hasTrailer: false };
  expect(await refusal("5\r\nhel", plain)).toBe("IncompleteBody");
  expect(await refusal("5\r\nhello\r\n", plain)).toBe("IncompleteBody");
  expect(await refusal("5\r\nhello\r\n0\r\n\r\n", { ...plain, decodedBytes: 6 })).toBe("IncompleteBody");
  expect(await refusal("5\r\nhello\r\n0\r\n\r\n", { ...plain, decodedBytes: 4 })).toBe("IncompleteBody");
  expect(await refusal("5\r\nhello!!0\r\n\r\n", plain)).toBe("InvalidRequest");
  expect(await refusal("xyz\r\n", plain)).toBe("InvalidRequest");
  expect(await refusal("5".repeat(5000), plain)).toBe("InvalidRequest");
  expect(await refusal(`5\r\nhello\r\n0\r\n${"x:y\r\n".repeat(10_000)}`, unsigned)).toBe("MalformedTrailerError");
  expect(await refusal(`0\r\nother:1\r\n\r\n`, unsigned)).toBe("MalformedTrailerError");
  expect(await refusal(`0\r\n\r\n`, unsigned)).toBe("MalformedTrailerError");
});

test("a signed body needs a signature on every chunk, and chunks of 8 KB but for the last", async () => {
  const chunks: ChunkVerifier = { verifyChunk: () => undefined, verifyTrailer: () => undefined };
  expect(await refusal("5\r\nhello\r\n0\r\n\r\n", { hasTrailer: false, chunks })).toBe("InvalidRequest");
  const short = `1;chunk-signature=${SIGNATURE}\r\na\r\n`;
  const last = `0;chunk-signature=${SIGNATURE}\r\n\r\n`;
  expect(await refusal(short + short + last, { hasTrailer: false, chunks })).toBe("InvalidChunkSizeError");
  const failing: ChunkVerifier = {
    ...chunks,
    verifyChunk() {
      throw new AwsError({ code: "SignatureDoesNotMatch", message: "No.", status: 403 });
    },
  };
  expect(await refusal(short + last, { hasTrailer: false, chunks: failing })).toBe("SignatureDoesNotMatch");
});
