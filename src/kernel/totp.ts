// One-time passwords by the clock (RFC 6238, RFC 4226): six digits every 30 seconds, as authenticator apps show them. Pure.

import { createHmac } from "node:crypto";
import type { Random } from "./random.ts";

const STEP_MS = 30_000;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A new secret of this many characters, in base 32. */
export function newTotpSecret(random: Random, length: number): string {
  return random.text(length, ALPHABET);
}

/** The step of time in which a moment is. */
export function totpStepAt(ms: number): number {
  return Math.floor(ms / STEP_MS);
}

/**
 * The step of time of which a code is, one step of clock drift allowed; undefined for a wrong one. A step up to `afterStep`
 * has been used: RFC 6238 wants each password taken once.
 */
export function totpStep(secret: string, code: string, nowMs: number, afterStep = -1): number | undefined {
  const now = totpStepAt(nowMs);
  return [now, now - 1, now + 1].find((step) => step > afterStep && totp(secret, step) === code);
}

/** The code of a step of time. */
export function totp(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", decodeBase32(secret)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

function decodeBase32(text: string): Buffer {
  let bits = 0;
  let value = 0;
  const bytes: number[] = [];
  for (const character of text) {
    value = (value << 5) | ALPHABET.indexOf(character);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >>> bits) & 0xff);
    value &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}
