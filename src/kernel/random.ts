// Randomness as a parameter: secure by default, reproducible from a seed in tests and simulations.

import { randomBytes, randomUUID } from "node:crypto";

export interface Random {
  /** `length` random bytes. */
  bytes(length: number): Uint8Array;
  /** A version 4 UUID in lower case. */
  uuid(): string;
  /** `length` hexadecimal digits in lower case. */
  hex(length: number): string;
  /** `length` characters drawn evenly from `alphabet` (at most 256 characters). */
  text(length: number, alphabet: string): string;
  /** A whole number from 0 up to, not including, `limit`. */
  integer(limit: number): number;
}

/** Randomness from the operating system: for ids and secrets. */
export function secureRandom(): Random {
  // Drawing from the system costs about a microsecond a call; a pool makes ids cheap on the hot path.
  let pool = randomBytes(4096);
  let used = 0;
  const random = fromBytes((length) => {
    if (length > pool.length) return randomBytes(length);
    if (used + length > pool.length) {
      pool = randomBytes(4096);
      used = 0;
    }
    used += length;
    return pool.subarray(used - length, used);
  });
  // Node draws and formats UUIDs ahead: a tenth of what doing it here costs, and every request has one.
  return { ...random, uuid: () => randomUUID() };
}

/** Randomness that repeats for the same seed (splitmix32). Never for secrets outside a test. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  return fromBytes((length) => Uint8Array.from({ length }, () => next() & 0xff));
}

function fromBytes(bytes: (length: number) => Uint8Array): Random {
  const hex = (length: number): string =>
    Buffer.from(bytes(Math.ceil(length / 2)))
      .toString("hex")
      .slice(0, length);

  function uuid(): string {
    const raw = hex(32);
    const variant = ((Number.parseInt(raw.charAt(16), 16) & 0x3) | 0x8).toString(16);
    return `${raw.slice(0, 8)}-${raw.slice(8, 12)}-4${raw.slice(13, 16)}-${variant}${raw.slice(17, 20)}-${raw.slice(20)}`;
  }

  function integer(limit: number): number {
    const view = Buffer.from(bytes(6));
    // 48 bits against limits far below 2^32: the bias is below one in 65,536 and of no consequence for ids and jitter.
    return view.readUIntBE(0, 6) % limit;
  }

  function text(length: number, alphabet: string): string {
    let result = "";
    const bound = 256 - (256 % alphabet.length);
    while (result.length < length) {
      for (const byte of bytes(length)) {
        if (byte < bound && result.length < length) result += alphabet.charAt(byte % alphabet.length);
      }
    }
    return result;
  }

  return { bytes, uuid, hex, text, integer };
}
