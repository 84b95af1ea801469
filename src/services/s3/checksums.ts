// S3's object checksums: which there are, running ones over a stream, and what a multipart object's is. Pure.

import { createHash } from "node:crypto";
import { isXxHash, startXxHash } from "./xxhash.ts";
import { combineCrc, CRC_KINDS, decodeCrc, encodeCrc } from "./crc.ts";

/** By S3's names. */
export const CHECKSUM_ALGORITHMS = [
  "CRC32",
  "CRC32C",
  "CRC64NVME",
  "SHA1",
  "SHA256",
  "SHA512",
  "MD5",
  "XXHASH64",
  "XXHASH3",
  "XXHASH128",
] as const;
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

/** COMPOSITE: a checksum of the parts' checksums, written with "-PARTS"; FULL_OBJECT: of the bytes. */
export type ChecksumType = "COMPOSITE" | "FULL_OBJECT";

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  /** Base 64; a composite one ends with "-PARTS". */
  readonly value: string;
}

/**
 * AWS: what S3 computes itself when the client sends no checksum ("Checking object integrity for data uploads",
 * S3 user guide).
 */
export const DEFAULT_ALGORITHM: ChecksumAlgorithm = "CRC64NVME";

/** The member that carries the checksum in inputs and outputs, such as "ChecksumCRC32". */
export type ChecksumMember = `Checksum${ChecksumAlgorithm}`;

/** Members by algorithm, as inputs have them. */
export type ChecksumMembers = { readonly [Name in ChecksumMember]?: string | undefined };

/** The algorithm's member. */
export function checksumMember(algorithm: ChecksumAlgorithm): ChecksumMember {
  return `Checksum${algorithm}`;
}

/** The algorithm's header, which is also the name of its trailer. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** The algorithm of this name in any case, or undefined. */
export function findAlgorithm(name: string): ChecksumAlgorithm | undefined {
  return CHECKSUM_ALGORITHMS.find((algorithm) => algorithm === name.toUpperCase());
}

/** Outputs' members for a checksum: its value and its type. */
export function checksumOutput(checksum: Checksum | undefined): ChecksumMembers & { ChecksumType?: ChecksumType } {
  if (checksum === undefined) return {};
  return { [checksumMember(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type };
}

/** True if the text could be a value of the algorithm: base 64 of the right number of bytes. */
export function isChecksumValue(algorithm: ChecksumAlgorithm, text: string): boolean {
  const bytes = Buffer.from(text, "base64");
  return bytes.byteLength === LENGTHS[algorithm] && bytes.toString("base64") === text;
}

const LENGTHS: Readonly<Record<ChecksumAlgorithm, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
  SHA512: 64,
  MD5: 16,
  XXHASH64: 8,
  XXHASH3: 8,
  XXHASH128: 16,
};

export interface RunningChecksum {
  update(piece: Uint8Array): void;
  /** Base 64. */
  value(): string;
}

/** A checksum over bytes to come. INVARIANT: prepareXxHash was awaited for each that is started. */
export function startChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  if (isCrc(algorithm)) {
    const kind = CRC_KINDS[algorithm];
    const crc = kind.start();
    return { update: (piece) => crc.update(piece), value: () => encodeCrc(kind, crc.value()) };
  }
  if (isXxHash(algorithm)) return startXxHash(algorithm);
  const hash = createHash(algorithm.toLowerCase());
  return {
    update: (piece) => {
      hash.update(piece);
    },
    value: () => hash.digest("base64"),
  };
}

/** The type that a multipart upload has when its creator names none. AWS: user guide, "Checking object integrity". */
export function defaultType(algorithm: ChecksumAlgorithm): ChecksumType {
  return algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE";
}

/** AWS: only CRCs join to a checksum of the whole object, and CRC64NVME does nothing else. */
export function supportsType(algorithm: ChecksumAlgorithm, type: ChecksumType): boolean {
  if (type === "FULL_OBJECT") return isCrc(algorithm);
  return algorithm !== "CRC64NVME";
}

/** The object's checksum from its parts', in order. */
export function joinChecksums(
  algorithm: ChecksumAlgorithm,
  type: ChecksumType,
  parts: readonly { readonly value: string; readonly bytes: number }[],
): Checksum {
  if (type === "FULL_OBJECT" && isCrc(algorithm)) {
    const kind = CRC_KINDS[algorithm];
    const value = parts.reduce((joined, part) => combineCrc(kind, joined, decodeCrc(part.value), part.bytes), 0n);
    return { algorithm, type, value: encodeCrc(kind, value) };
  }
  const running = startChecksum(algorithm);
  for (const part of parts) running.update(Buffer.from(part.value, "base64"));
  return { algorithm, type: "COMPOSITE", value: `${running.value()}-${parts.length}` };
}

function isCrc(algorithm: ChecksumAlgorithm): algorithm is keyof typeof CRC_KINDS {
  return algorithm in CRC_KINDS;
}
