// The ciphers: what goes in comes out, from every byte on, however it is cut; and nothing of it stands in between.

import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decrypting, encrypting, NONCE_BYTES } from "./cipher.ts";

function recode(bytes: Uint8Array, cut: number, through: (piece: Uint8Array) => Uint8Array): Buffer {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += cut) pieces.push(through(bytes.subarray(at, at + cut)));
  return Buffer.concat(pieces);
}

test.each([false, true])("every range of a body decrypts by itself (two layers: %s)", (isDual) => {
  // Goal: ranges without what stands before them. Random contents, cuts and starts.
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      fc.nat(),
      fc.integer({ min: 1, max: 50 }),
      (content, at, cut) => {
        const body = { key: randomBytes(32), isDual };
        const nonce = randomBytes(NONCE_BYTES);
        const encrypted = recode(content, cut, encrypting(body, nonce));
        const start = at % content.length;
        const decrypted = recode(encrypted.subarray(start), cut, decrypting(body, nonce, start));
        expect(decrypted.equals(content.subarray(start))).toBe(true);
      },
    ),
  );
});

test("the same content encrypts to something else under another nonce, key, or number of layers", () => {
  // Goal: no two blobs alike, and no plain text on the disk. Encrypt zeros in each way.
  const content = new Uint8Array(64);
  const key = randomBytes(32);
  const nonce = randomBytes(NONCE_BYTES);
  const results = [
    encrypting({ key }, nonce)(content),
    encrypting({ key }, randomBytes(NONCE_BYTES))(content),
    encrypting({ key: randomBytes(32) }, nonce)(content),
    encrypting({ key, isDual: true }, nonce)(content),
    content,
  ].map((bytes) => Buffer.from(bytes).toString("hex"));
  expect(new Set(results).size).toBe(results.length);
});
