// How secrets of KMS lie in the store: sealed with AES-256-GCM under a key of the yard, bound to what they belong to.
// docs/security.md says what that protects from, and what not.

import { createCipheriv, createDecipheriv } from "node:crypto";
import { InvariantError } from "../../kernel/errors.ts";
import type { YardContext } from "../../service/context.ts";
import type { Store } from "../../store/store.ts";
import { loadSealingKey, saveSealingKey } from "./repo.ts";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const keys = new WeakMap<Store, Uint8Array>();

type Yard = Pick<YardContext, "store" | "random">;

/** Seals a secret; it opens only under the same label. */
export function seal(yard: Yard, label: string, secret: Uint8Array): Uint8Array {
  return encryptWith(sealingKey(yard), yard.random.bytes(NONCE_BYTES), Buffer.from(label), secret);
}

/** What was sealed under the label; undefined for anything else. */
export function open(yard: Yard, label: string, sealed: Uint8Array): Uint8Array | undefined {
  return decryptWith(sealingKey(yard), Buffer.from(label), sealed);
}

/** Opens what this yard keeps itself: that it does not open is a bug of ours. */
export function openOwn(yard: Yard, label: string, sealed: Uint8Array): Uint8Array {
  const secret = open(yard, label, sealed);
  if (secret === undefined) throw new InvariantError(`Sealed material of "${label}" does not open.`);
  return secret;
}

/** AES-256-GCM: the nonce, the ciphertext and the tag in one. */
export function encryptWith(
  key: Uint8Array,
  nonce: Uint8Array,
  associatedData: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(associatedData);
  const encrypted = [cipher.update(plaintext), cipher.final()];
  return Uint8Array.from(Buffer.concat([nonce, ...encrypted, cipher.getAuthTag()]));
}

/** The plaintext of what encryptWith gave; undefined if key or associated data are others, or the bytes were altered. */
export function decryptWith(
  key: Uint8Array,
  associatedData: Uint8Array,
  encrypted: Uint8Array,
): Uint8Array | undefined {
  if (encrypted.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, encrypted.subarray(0, NONCE_BYTES));
  decipher.setAAD(associatedData);
  decipher.setAuthTag(encrypted.subarray(-TAG_BYTES));
  try {
    return Uint8Array.from(
      Buffer.concat([decipher.update(encrypted.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]),
    );
  } catch {
    // A wrong tag.
    return undefined;
  }
}

// Forks read their parent's key: what was encrypted before the fork decrypts in it.
function sealingKey({ store, random }: Yard): Uint8Array {
  let key = keys.get(store);
  if (key === undefined) {
    key = store.write<Uint8Array>((tx) => {
      const known = loadSealingKey(tx);
      if (known !== undefined) return known;
      const made = Uint8Array.from(random.bytes(32));
      saveSealingKey(tx, made);
      return made;
    });
    keys.set(store, key);
  }
  return key;
}
