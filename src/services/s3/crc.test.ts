// The checks against their published check values, and joining against computing over the whole.

import fc from "fast-check";
import { expect, test } from "vitest";
import { combineCrc, CRC_KINDS, decodeCrc, encodeCrc, type CrcKind } from "./crc.ts";

function crcOf(kind: CrcKind, ...pieces: Uint8Array[]): bigint {
  const crc = kind.start();
  for (const piece of pieces) crc.update(piece);
  return crc.value();
}

test.each([
  // Published check values over the text "123456789" (catalogue of parametrised CRC algorithms).
  ["CRC32", 0xcbf43926n],
  ["CRC32C", 0xe3069283n],
  ["CRC64NVME", 0xae8b14860a799888n],
] as const)("%s has its published check value", (name, expected) => {
  // Goal: the right polynomial, reflection and start. One known text.
  expect(crcOf(CRC_KINDS[name], Buffer.from("123456789"))).toBe(expected);
});

test.each(["CRC32", "CRC32C", "CRC64NVME"] as const)("%s: pieces and joins equal the whole", (name) => {
  // Goal: splitting never changes a check. Split random bytes anywhere; update piecewise, and combine the two checks.
  const kind = CRC_KINDS[name];
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (first, second) => {
      const whole = crcOf(kind, Buffer.concat([first, second]));
      expect(crcOf(kind, first, second)).toBe(whole);
      expect(combineCrc(kind, crcOf(kind, first), crcOf(kind, second), second.byteLength)).toBe(whole);
      expect(decodeCrc(encodeCrc(kind, whole))).toBe(whole);
    }),
  );
});
