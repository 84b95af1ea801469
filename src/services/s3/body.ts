// Bodies on their way in and out. In: one pass computes what S3 tells about the bytes and verifies what the client
// claims, before the blob gets its name. Out: the pieces one after the other, never whole in memory.

import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { invariant } from "../../kernel/errors.ts";
import type { Context } from "../../service/context.ts";
import type { BlobStore } from "../../store/blobs.ts";
import type { StreamedBody } from "../../wire/wire.ts";
import { cutBody, type ByteRange } from "./byte-range.ts";
import {
  CHECKSUM_ALGORITHMS,
  checksumHeader,
  checksumMember,
  DEFAULT_ALGORITHM,
  findAlgorithm,
  isChecksumValue,
  startChecksum,
  type Checksum,
  type ChecksumAlgorithm,
  type ChecksumMembers,
} from "./checksums.ts";
import { badDigest, entityTooLarge, invalidDigest, invalidRequest, notImplemented } from "./errors.ts";
import { decrypting, encrypting, NONCE_BYTES, type BodyKey, type Recode } from "./encryption/cipher.ts";
import { prepareXxHash } from "./xxhash.ts";
import type { BodyPart } from "./records.ts";

/** LIMIT: 5 GiB a PutObject or UploadPart. AWS: "Amazon S3 multipart upload limits". */
export const MAX_UPLOAD_BYTES = 5 * 1024 ** 3;

/** A body that is kept, as an object or a part has it. */
export interface Content {
  readonly body: readonly BodyPart[];
  readonly bytes: number;
  /** MD5 with quotation marks. */
  readonly etag: string;
  readonly checksum: Checksum;
}

export interface Received {
  readonly content: Content;
  /** The checksum by the client's algorithm, which may be another: what the answer shows. */
  readonly claimed: Checksum;
}

/** What a request claims about its body. */
export interface Claims {
  readonly contentMd5?: string | undefined;
  /** The algorithm to compute, if the client named one. */
  readonly algorithm?: ChecksumAlgorithm | undefined;
  /** The value that must come out; absent where it comes as a trailer, or not at all. */
  readonly value?: string | undefined;
  /** The value follows the body. */
  readonly isTrailing: boolean;
}

/** True if the client sends a digest of its own with the body. */
export function isProtected({ contentMd5, value, isTrailing }: Claims): boolean {
  return contentMd5 !== undefined || value !== undefined || isTrailing;
}

export interface ClaimMembers extends ChecksumMembers {
  readonly ContentMD5?: string | undefined;
  readonly ChecksumAlgorithm?: string | undefined;
}

/** Reads a request's claims, from its members and from the header that announces a trailer. */
export function readClaims(input: ClaimMembers, headers: Readonly<Record<string, string | undefined>>): Claims {
  const contentMd5 = input.ContentMD5;
  if (contentMd5 !== undefined && !isChecksumValue("MD5", contentMd5)) throw invalidDigest(contentMd5);
  const given = CHECKSUM_ALGORITHMS.filter((algorithm) => input[checksumMember(algorithm)] !== undefined);
  if (given.length > 1)
    throw invalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  const [algorithm] = given;
  if (algorithm !== undefined) {
    const value = input[checksumMember(algorithm)] ?? "";
    if (!isChecksumValue(algorithm, value))
      throw invalidRequest(`Value for ${checksumHeader(algorithm)} header is invalid.`);
    return { contentMd5, algorithm, value, isTrailing: false };
  }
  const trailer = headers["x-amz-trailer"]?.trim().toLowerCase();
  if (trailer?.startsWith("x-amz-checksum-") === true) {
    const announced = findAlgorithm(trailer.slice("x-amz-checksum-".length));
    if (announced === undefined) throw notImplemented("x-amz-trailer", `The checksum "${trailer}" is not implemented.`);
    return { contentMd5, algorithm: announced, isTrailing: true };
  }
  return { contentMd5, algorithm: requestedAlgorithm(input.ChecksumAlgorithm), isTrailing: false };
}

/** The algorithm that a member names, if it is one that the yard has. */
export function requestedAlgorithm(name: string | undefined): ChecksumAlgorithm | undefined {
  if (name === undefined) return undefined;
  const algorithm = findAlgorithm(name);
  if (algorithm !== undefined) return algorithm;
  throw invalidRequest(
    "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]",
  );
}

export interface Receiving {
  readonly claims: Claims;
  /** The algorithm of the checksum that is needed, whatever the client claims; else it is the client's, or S3's own. */
  readonly wanted?: ChecksumAlgorithm;
  /** What to encrypt the body with. */
  readonly encryption?: BodyKey | undefined;
}

/**
 * Keeps a body and tells what it is. Nothing is kept, and the claim's error thrown, where the bytes are not what the
 * client said.
 */
export async function receiveBody(
  source: unknown,
  { blobs, random }: Pick<Context, "blobs" | "random">,
  { claims, encryption, wanted = claims.algorithm ?? DEFAULT_ALGORITHM }: Receiving,
): Promise<Received> {
  const md5 = createHash("md5");
  const algorithm = claims.algorithm ?? wanted;
  await prepareXxHash(algorithm);
  if (wanted !== algorithm) await prepareXxHash(wanted);
  const running = startChecksum(algorithm);
  const other = wanted === algorithm ? undefined : startChecksum(wanted);
  let received: { md5: Buffer; checksum: Checksum; claimed: Checksum } | undefined;
  let bytes = 0;

  const take = (piece: Uint8Array): void => {
    bytes += piece.byteLength;
    if (bytes > MAX_UPLOAD_BYTES) throw entityTooLarge(bytes, MAX_UPLOAD_BYTES);
    md5.update(piece);
    running.update(piece);
    other?.update(piece);
  };
  const verify = (trailers: Readonly<Record<string, string>> | undefined): void => {
    const computed: Checksum = { algorithm, type: "FULL_OBJECT", value: running.value() };
    received = {
      md5: md5.digest(),
      checksum: other === undefined ? computed : { algorithm: wanted, type: "FULL_OBJECT", value: other.value() },
      claimed: computed,
    };
    if (claims.contentMd5 !== undefined && received.md5.toString("base64") !== claims.contentMd5)
      throw badDigest("Content-MD5");
    const claimed = claims.isTrailing ? trailers?.[checksumHeader(algorithm)] : claims.value;
    if (claims.isTrailing && (claimed === undefined || !isChecksumValue(algorithm, claimed)))
      throw invalidRequest(`Value for ${checksumHeader(algorithm)} trailing header is invalid.`);
    if (claimed !== undefined && claimed !== computed.value) throw badDigest(algorithm);
  };

  const nonce = encryption === undefined ? undefined : Uint8Array.from(random.bytes(NONCE_BYTES));
  const encrypt: Recode =
    encryption === undefined || nonce === undefined ? (piece) => piece : encrypting(encryption, nonce);
  const readable = readableBody(source);
  let kept: BodyPart;
  if (readable instanceof Uint8Array) {
    take(readable);
    verify(undefined);
    kept = await blobs.put(encrypt(readable));
  } else {
    // The blob store reads from this generator, so what it throws keeps the blob from coming into being.
    kept = await blobs.put(
      Readable.from(
        (async function* () {
          for await (const chunk of readable) {
            const piece: Uint8Array = typeof chunk === "string" ? Buffer.from(chunk) : (chunk as Uint8Array);
            take(piece);
            yield encrypt(piece);
          }
          verify((readable as StreamedBody).trailers);
        })(),
        { objectMode: false },
      ),
    );
  }
  if (received === undefined) throw new Error("The blob store resolved before it had read the body.");
  const content: Content = {
    body: bytes === 0 ? [] : [nonce === undefined ? kept : { ...kept, nonce: Buffer.from(nonce).toString("base64") }],
    bytes,
    etag: `"${entityTag(received.md5, nonce)}"`,
    checksum: received.checksum,
  };
  return { content, claimed: received.claimed };
}

/** AWS: the MD5 of the body, but not where it is encrypted with a key of KMS's or the customer's ("Common response headers"). */
function entityTag(md5: Buffer, nonce: Uint8Array | undefined): string {
  return nonce === undefined ? md5.toString("hex") : createHash("md5").update(nonce).update(md5).digest("hex");
}

/** Calls from inside the process may give texts, bytes, nothing, or any kind of stream. */
function readableBody(content: unknown): Uint8Array | Readable {
  if (content === undefined || content === null) return new Uint8Array();
  if (typeof content === "string") return Buffer.from(content);
  if (content instanceof Uint8Array || content instanceof Readable) return content;
  if (content instanceof Blob) return Readable.from(content.stream());
  return Readable.from(content as AsyncIterable<Uint8Array>);
}

/** A stream with the methods that the SDK's bodies have, which callers inside the process rely on. */
export interface ObjectStream extends Readable {
  transformToByteArray(): Promise<Uint8Array>;
  transformToString(encoding?: BufferEncoding): Promise<string>;
}

/** The bytes of a range (or all) of a body of several blobs, opened with `encryption` where they are encrypted. */
export function openBody(
  body: readonly BodyPart[],
  range: ByteRange | undefined,
  blobs: BlobStore,
  encryption?: BodyKey,
): ObjectStream {
  const bytes = body.reduce((sum, part) => sum + part.bytes, 0);
  const pieces = bytes === 0 ? [] : cutBody(body, range ?? { start: 0, end: bytes - 1 });
  const [first] = pieces;
  if (first !== undefined && pieces.length === 1 && first.part.nonce === undefined)
    return withTransforms(blobs.open(first.part.sha256, first.range));
  // The pieces behind the first are opened later: an overwritten object is read to its end by who had begun.
  const release = blobs.hold(pieces.map((piece) => piece.part.sha256));
  const joined = async function* (): AsyncGenerator<Uint8Array> {
    for (const piece of pieces) {
      const content = blobs.open(piece.part.sha256, piece.range);
      const { nonce } = piece.part;
      if (nonce === undefined) yield* content;
      else yield* decrypted(content, nonce, piece.range?.start ?? 0, encryption);
    }
  };
  return withTransforms(Readable.from(joined(), { objectMode: false }).once("close", release));
}

async function* decrypted(
  content: Readable,
  nonce: string,
  start: number,
  encryption: BodyKey | undefined,
): AsyncGenerator<Uint8Array> {
  invariant(encryption !== undefined, "An encrypted body was opened without its key.");
  const decrypt = decrypting(encryption, Buffer.from(nonce, "base64"), start);
  for await (const piece of content) yield decrypt(piece as Uint8Array);
}

function withTransforms(stream: Readable): ObjectStream {
  const whole = async (): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  };
  return Object.assign(stream, {
    transformToByteArray: whole,
    transformToString: async (encoding?: BufferEncoding) => (await whole()).toString(encoding),
  });
}
