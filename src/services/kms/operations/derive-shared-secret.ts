// DeriveSharedSecret: ECDH between the KMS key and another's public key.

import { createPublicKey, diffieHellman, type KeyObject } from "node:crypto";
import type { DeriveSharedSecretCommandInput, DeriveSharedSecretCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { beginUse, requireAlgorithm, usableKey } from "../cryptography.ts";
import { privateKeyOf } from "../crypto/key-pairs.ts";
import { validation } from "../errors.ts";
import { currentMaterial } from "../materials.ts";

export const deriveSharedSecret = defineOperation<
  Input<DeriveSharedSecretCommandInput>,
  DeriveSharedSecretCommandOutput
>("DeriveSharedSecret", async (input, context) => {
  const key = usableKey(context, input.KeyId, "DeriveSharedSecret", "KEY_AGREEMENT", input);
  requireAlgorithm(key, input.KeyAgreementAlgorithm);
  const { secret } = currentMaterial(context, key);
  const privateKey = privateKeyOf(secret);
  const publicKey = parsePublicKey(input.PublicKey);
  if (
    publicKey?.asymmetricKeyDetails?.namedCurve !== privateKey.asymmetricKeyDetails?.namedCurve ||
    publicKey === undefined
  )
    throw validation("PublicKey must be a DER-encoded X.509 public key on the same curve as the KMS key.");
  await beginUse(context, key, "DeriveSharedSecret", input);
  return {
    KeyId: key.arn,
    SharedSecret: Uint8Array.from(diffieHellman({ privateKey, publicKey })),
    KeyAgreementAlgorithm: input.KeyAgreementAlgorithm,
    KeyOrigin: key.record.origin,
  };
});

function parsePublicKey(der: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" });
  } catch {
    return undefined;
  }
}
