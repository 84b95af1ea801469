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
  const sealingKey = (): Uint8Array => {
    let key = keys.get(store);
    if (key === undefined) keys.set(store, (key = ensureKey(store, random)));
    return key;
  };

  function seal(session: Session): string {
    const nonce = random.bytes(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", sealingKey(), nonce);
    const sealed = [cipher.update(deflateRawSync(JSON.stringify(session))), cipher.final()];
    return Buffer.concat([Uint8Array.of(FORMAT), nonce, ...sealed, cipher.getAuthTag()]).toString("base64");
  }

  function open(token: string): Session | undefined {
    const bytes = Buffer.from(token, "base64");
    if (bytes[0] !== FORMAT || bytes.length < 1 + NONCE_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv("aes-256-gcm", sealingKey(), bytes.subarray(1, 1 + NONCE_BYTES));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const opened = [decipher.update(bytes.subarray(1 + NONCE_BYTES, -TAG_BYTES)), decipher.final()];
      // What opens was sealed here, so it is a session.
      const session: Session = JSON.parse(inflateRawSync(Buffer.concat(opened)).toString());
      return session;
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
