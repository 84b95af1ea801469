// Signatures over digests against Node's own over messages, both ways.

import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { digestOf, isSignature, makeSignature } from "./signing.ts";

const MESSAGE = Buffer.from("What is signed over its digest is signed over itself.");

// Goal: a signature over a digest is one over the message, and the other way round, for each algorithm and key.
test.each([
  ["ECDSA_SHA_256", "prime256v1"],
  ["ECDSA_SHA_384", "secp384r1"],
  ["ECDSA_SHA_512", "secp521r1"],
  ["ECDSA_SHA_256", "secp256k1"],
  ["RSASSA_PKCS1_V1_5_SHA_256", undefined],
  ["RSASSA_PKCS1_V1_5_SHA_512", undefined],
  ["RSASSA_PSS_SHA_256", undefined],
  ["RSASSA_PSS_SHA_384", undefined],
  ["RSASSA_PSS_SHA_512", undefined],
])("%s on %s", async (algorithm, curve) => {
  const { privateKey, publicKey } =
    curve === undefined
      ? generateKeyPairSync("rsa", { modulusLength: 2_048 })
      : generateKeyPairSync("ec", { namedCurve: curve });
  const digest = createHash(digestOf(algorithm)?.hash ?? "")
    .update(MESSAGE)
    .digest();
  const raw = { algorithm, curve, message: MESSAGE, isDigest: false };
  const digested = { algorithm, curve, message: digest, isDigest: true };
  const bytes = (length: number) => randomBytes(length);
  for (let round = 0; round < 5; round += 1) {
    const overDigest = await makeSignature(privateKey, digested, bytes);
    const overMessage = await makeSignature(privateKey, raw, bytes);
    expect(await isSignature(publicKey, raw, overDigest)).toBe(true);
    expect(await isSignature(publicKey, digested, overMessage)).toBe(true);
    const altered = Buffer.from(overMessage);
    altered.writeUInt8(altered.readUInt8(altered.length - 1) ^ 1, altered.length - 1);
    expect(await isSignature(publicKey, digested, altered)).toBe(false);
    expect(
      await isSignature(
        publicKey,
        { ...digested, message: createHash("sha512").update("x").digest().subarray(0, digest.length) },
        overMessage,
      ),
    ).toBe(false);
  }
});
