// The cyclic redundancy checks that S3 knows, reflected and with all-ones start and end: CRC-32 (from zlib), CRC-32C and
// CRC-64/NVME, and the arithmetic that joins the checks of two pieces into the check of both. Pure.

import { crc32 } from "node:zlib";

/** A running check over bytes. */
export interface RunningCrc {
  update(piece: Uint8Array): void;
  value(): bigint;
}

export interface CrcKind {
  readonly bits: 32 | 64;
  /** The reflected polynomial. */
  readonly polynomial: bigint;
  start(): RunningCrc;
}

const CRC32: CrcKind = {
  bits: 32,
  polynomial: 0xedb88320n,
  start() {
    let value = 0;
    return {
      update: (piece) => {
        value = crc32(piece, value);
      },
      value: () => BigInt(value >>> 0),
    };
  },
};

const CRC32C: CrcKind = { bits: 32, polynomial: 0x82f63b78n, start: () => sliced(CRC32C) };
const CRC64NVME: CrcKind = { bits: 64, polynomial: 0x9a6c9329ac4bc9b5n, start: () => sliced(CRC64NVME) };

/** The kinds by S3's names. */
export const CRC_KINDS = { CRC32, CRC32C, CRC64NVME } as const;

/** The check as S3 writes it: big-endian bytes in base 64. */
export function encodeCrc(kind: CrcKind, value: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes.subarray(8 - kind.bits / 8).toString("base64");
}

/** What encodeCrc wrote. */
export function decodeCrc(text: string): bigint {
  return BigInt(`0x${Buffer.from(text, "base64").toString("hex")}`);
}

/**
 * The check of A followed by B, from the checks of A and of B and B's length. A check is linear over GF(2): appending n
 * zero bytes to A is a matrix applied to A's check, and that matrix is the n-th power of the one for one zero byte.
 */
export function combineCrc(kind: CrcKind, first: bigint, second: bigint, secondBytes: number): bigint {
  let matrix = square(square(square(oneZeroBit(kind))));
  let value = first;
  for (let rest = secondBytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) value = multiply(matrix, value);
    matrix = square(matrix);
  }
  return value ^ second;
}

/** A matrix over GF(2): entry i is what bit i of the vector contributes. */
type BitMatrix = readonly bigint[];

function oneZeroBit(kind: CrcKind): BitMatrix {
  return Array.from({ length: kind.bits }, (_, bit) => (bit === 0 ? kind.polynomial : 1n << BigInt(bit - 1)));
}

function multiply(matrix: BitMatrix, vector: bigint): bigint {
  let sum = 0n;
  for (const column of matrix) {
    if ((vector & 1n) === 1n) sum ^= column;
    vector >>= 1n;
    if (vector === 0n) break;
  }
  return sum;
}

function square(matrix: BitMatrix): BitMatrix {
  return matrix.map((column) => multiply(matrix, column));
}

const SLICES = 8;

/** Tables for eight bytes a step, low and high 32 bits apart: numbers are many times faster than bigints. */
interface Tables {
  readonly low: readonly Uint32Array[];
  readonly high: readonly Uint32Array[];
}

const tablesOf = new Map<CrcKind, Tables>();

function tablesFor(kind: CrcKind): Tables {
  const known = tablesOf.get(kind);
  if (known !== undefined) return known;
  const low = Array.from({ length: SLICES }, () => new Uint32Array(256));
  const high = Array.from({ length: SLICES }, () => new Uint32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let value = BigInt(byte);
    for (let slice = 0; slice < SLICES; slice++) {
      for (let bit = 0; bit < 8; bit++) value = (value & 1n) === 1n ? (value >> 1n) ^ kind.polynomial : value >> 1n;
      set(low, slice, byte, Number(value & 0xffffffffn));
      set(high, slice, byte, Number(value >> 32n));
    }
  }
  const tables = { low, high };
  tablesOf.set(kind, tables);
  return tables;
}

function set(tables: readonly Uint32Array[], slice: number, byte: number, value: number): void {
  const table = tables[slice];
  if (table !== undefined) table[byte] = value;
}

/** Slicing by eight: the check of eight bytes is the sum of eight table look-ups, one for each byte's distance from the end. */
function sliced(kind: CrcKind): RunningCrc {
  const { low, high } = tablesFor(kind);
  const [low0, low1, low2, low3, low4, low5, low6, low7] = low as unknown as Eight;
  const [high0, high1, high2, high3, high4, high5, high6, high7] = high as unknown as Eight;
  const isWide = kind.bits === 64;
  let lowWord = 0xffffffff;
  let highWord = isWide ? 0xffffffff : 0;

  function update(piece: Uint8Array): void {
    const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
    let a = lowWord;
    let b = highWord;
    let at = 0;
    for (const end = piece.byteLength - (piece.byteLength % SLICES); at < end; at += SLICES) {
      const x = a ^ view.getUint32(at, true);
      const y = b ^ view.getUint32(at + 4, true);
      const i0 = x & 255;
      const i1 = (x >>> 8) & 255;
      const i2 = (x >>> 16) & 255;
      const i3 = x >>> 24;
      const i4 = y & 255;
      const i5 = (y >>> 8) & 255;
      const i6 = (y >>> 16) & 255;
      const i7 = y >>> 24;
      a = at8(low7, i0) ^ at8(low6, i1) ^ at8(low5, i2) ^ at8(low4, i3) ^ at8(low3, i4) ^ at8(low2, i5);
      a ^= at8(low1, i6) ^ at8(low0, i7);
      if (!isWide) continue;
      b = at8(high7, i0) ^ at8(high6, i1) ^ at8(high5, i2) ^ at8(high4, i3) ^ at8(high3, i4) ^ at8(high2, i5);
      b ^= at8(high1, i6) ^ at8(high0, i7);
    }
    for (; at < piece.byteLength; at++) {
      const index = (a ^ view.getUint8(at)) & 255;
      a = ((a >>> 8) | (b << 24)) ^ at8(low0, index);
      b = (b >>> 8) ^ at8(high0, index);
    }
    lowWord = a >>> 0;
    highWord = b >>> 0;
  }

  function value(): bigint {
    const lowResult = BigInt(~lowWord >>> 0);
    return isWide ? (BigInt(~highWord >>> 0) << 32n) | lowResult : lowResult;
  }

  return { update, value };
}

type Eight = [Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array];

/** A look-up whose index is a byte and the table's length 256. */
function at8(table: Uint32Array, index: number): number {
  return table[index] as number;
}
