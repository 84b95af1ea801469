// Envelope encryption: bytes lie in the store under a data key that only KMS can open. Whoever seals or opens must be allowed to
// use the KMS key. AWS: "Data keys", "Envelope encryption" in the KMS developer guide.

import { createCipheriv, createDecipheriv } from "node:crypto";
import { invariant } from "../kernel/errors.ts";
import type { Random } from "../kernel/random.ts";
import type { AwsApis } from "./apis.ts";

type EncryptionContext = Readonly<Record<string, string>>;

/** Bytes under a data key. */
export interface Sealed {
  /** The data key, as KMS encrypted it. */
  readonly dataKey: Uint8Array;
  readonly nonce: Uint8Array;
  /** The ciphertext, and after it the authentication tag of AES-GCM. */
  readonly bytes: Uint8Array;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts bytes under a new data key of the KMS key `keyId`. Needs kms:GenerateDataKey; throws KMS's errors. */
export async function seal(
  aws: AwsApis,
  random: Random,
  { keyId, context, bytes }: { keyId: string; context: EncryptionContext; bytes: Uint8Array },
): Promise<Sealed> {
  const { Plaintext, CiphertextBlob } = await aws.kms.generateDataKey({
    KeyId: keyId,
    KeySpec: "AES_256",
    EncryptionContext: { ...context },
  });
  invariant(Plaintext !== undefined && CiphertextBlob !== undefined, "GenerateDataKey gave no key.");
  const nonce = random.bytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", Plaintext, nonce);
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  return { dataKey: CiphertextBlob, nonce, bytes: sealed };
}

/** Decrypts them. Needs kms:Decrypt; throws KMS's errors. */
export async function open(aws: AwsApis, context: EncryptionContext, sealed: Sealed): Promise<Buffer> {
  const { Plaintext } = await aws.kms.decrypt({
    CiphertextBlob: sealed.dataKey,
    EncryptionContext: { ...context },
  });
  invariant(Plaintext !== undefined, "Decrypt gave no key.");
  const decipher = createDecipheriv("aes-256-gcm", Plaintext, sealed.nonce);
  decipher.setAuthTag(sealed.bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.bytes.subarray(0, -TAG_BYTES)), decipher.final()]);
}
