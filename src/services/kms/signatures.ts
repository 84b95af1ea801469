// What Sign and Verify ask for, checked.

import { requireAlgorithm } from "./cryptography.ts";
import { digestOf, type SigningRequest } from "./crypto/signing.ts";
import { notImplemented, validation } from "./errors.ts";
import type { Key } from "./keys.ts";
import { KEY_SPECS } from "./specs.ts";

interface SigningInput {
  readonly Message: Uint8Array;
  readonly MessageType?: "RAW" | "DIGEST" | "EXTERNAL_MU" | undefined;
  readonly SigningAlgorithm: string;
}

/** The request in our own form. AWS: Sign: a digest must have the size that the algorithm's hash gives. */
export function signingRequest(
  key: Key,
  { Message, MessageType = "RAW", SigningAlgorithm }: SigningInput,
): SigningRequest {
  requireAlgorithm(key, SigningAlgorithm);
  const { material } = KEY_SPECS[key.record.spec];
  const isDigest = MessageType === "DIGEST";
  const digest = digestOf(SigningAlgorithm);
  if (MessageType === "EXTERNAL_MU") throw validation("MessageType EXTERNAL_MU is only valid for ML-DSA keys.");
  // Node.js signs whole messages with Ed25519, never their digests (Ed25519ph).
  if (SigningAlgorithm === "ED25519_PH_SHA_512") throw notImplemented("The signing algorithm ED25519_PH_SHA_512");
  if (isDigest && digest === undefined)
    throw validation(`MessageType DIGEST is not valid for the signing algorithm ${SigningAlgorithm}.`);
  if (isDigest && digest !== undefined && Message.length !== digest.bytes)
    throw validation(`Digest is invalid length for algorithm ${SigningAlgorithm}.`);
  return {
    algorithm: SigningAlgorithm,
    curve: material.kind === "ec" ? material.curve : undefined,
    message: Message,
    isDigest,
  };
}
