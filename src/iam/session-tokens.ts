// Session tokens of temporary credentials: self-contained and sealed, so that nothing about a session is stored and
// every session outlives a restart. AES-256-GCM under a key that the yard keeps.

import { createCipheriv, createDecipheriv } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Random } from "../kernel/random.ts";
import type { Key, Store } from "../store/store.ts";
import type { Principal } from "./principal.ts";

/** What a token says, and nobody but the yard can read or make. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly principal: Principal;
  readonly expiresAtMs: number;
}

export interface SessionTokens {
  /** The token of a session, in base 64. */
  seal(session: Session): string;
  /** The session of a token; undefined if this yard did not make it. */
  open(token: string): Session | undefined;
}

const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
// The key belongs to the yard as a whole, so it has neither account nor region.
const SEALING_KEY: Key = ["iam", "", "", "sealing-key"];

const keys = new WeakMap<Store, Uint8Array>();

/** The tokens of a yard. The key is made once and kept in the store. */
export function createSessionTokens(store: Store, random: Random): SessionTokens {
  const sealing = createSealing(store, random, FORMAT);
  // What opens was sealed here, so it is a session.
  return { seal: (session) => sealing.seal(session), open: (token) => sealing.open(token) as Session | undefined };
}

/** Values that only the yard can make and read, in base 64. */
export interface Sealing {
  seal(value: object): string;
  /** The value; undefined if this yard did not make it, or made it for something else. */
  open(text: string): unknown;
}

/** What is sealed for one purpose, which its format says, does not open for another. */
export function createSealing(store: Store, random: Random, format: number): Sealing {
  const sealingKey = (): Uint8Array => {
    let key = keys.get(store);
    if (key === undefined) keys.set(store, (key = ensureKey(store, random)));
    return key;
  };
  // Session tokens were there first, and have no purpose beside their bytes.
  const purpose = format === FORMAT ? undefined : Uint8Array.of(format);

  function seal(value: object): string {
    const nonce = random.bytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", sealingKey(), nonce);
    if (purpose !== undefined) cipher.setAAD(purpose);
    const sealed = [cipher.update(deflateRawSync(JSON.stringify(value))), cipher.final()];
    return Buffer.concat([Uint8Array.of(format), nonce, ...sealed, cipher.getAuthTag()]).toString("base64");
  }

  function open(text: string): unknown {
    const bytes = Buffer.from(text, "base64");
    if (bytes[0] !== format || bytes.length < 1 + NONCE_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv("aes-256-gcm", sealingKey(), bytes.subarray(1, 1 + NONCE_BYTES));
    if (purpose !== undefined) decipher.setAAD(purpose);
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const opened = [decipher.update(bytes.subarray(1 + NONCE_BYTES, -TAG_BYTES)), decipher.final()];
      return JSON.parse(inflateRawSync(Buffer.concat(opened)).toString());
    } catch {
      // A wrong tag: the token was altered, or comes from elsewhere.
      return undefined;
    }
  }

  return { seal, open };
}

/**
 * Gives a fork a sealing key of its own. Its functions' credentials then mean nothing in the parent, whatever URL of the
 * parent they are used at; and sessions that began before the fork stay where they began.
 */
export function renewSealingKey(store: Store, random: Random): void {
  store.write((tx) => tx.put(SEALING_KEY, Uint8Array.from(random.bytes(32))));
}

function ensureKey(store: Store, random: Random): Uint8Array {
  return store.write<Uint8Array>((tx) => {
    const known = tx.get<Uint8Array>(SEALING_KEY);
    if (known !== undefined) return known;
    const made = random.bytes(32);
    // A copy: what `bytes` gives may be a view into a pool.
    tx.put(SEALING_KEY, Uint8Array.from(made));
    return Uint8Array.from(made);
  });
}
