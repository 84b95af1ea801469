// Data keys and data key pairs: made here, encrypted under a KMS key, and not kept.

import type { DataKeyPairSpec, KeyLastUsageTrackingOperation } from "@aws-sdk/client-kms";
import type { Context } from "../../service/context.ts";
import type { EncryptionContext } from "./crypto/blob.ts";
import { generateMaterial, publicKeyDer } from "./crypto/key-pairs.ts";
import { beginUse, encryptUnder, usableKey } from "./cryptography.ts";
import { invalidKeyUsage, unsupported, validation } from "./errors.ts";
import type { Key } from "./keys.ts";
import { isKeySpec, isSymmetricEncryption, KEY_SPECS } from "./specs.ts";

interface DataKeyInput {
  readonly KeyId: string;
  readonly EncryptionContext?: EncryptionContext | undefined;
  readonly NumberOfBytes?: number | undefined;
  readonly KeySpec?: "AES_128" | "AES_256" | undefined;
  readonly GrantTokens?: readonly string[] | undefined;
  readonly DryRun?: boolean | undefined;
}

/** A new data key of the size that is asked for. */
export async function makeDataKey(context: Context, operation: KeyLastUsageTrackingOperation, input: DataKeyInput) {
  const { NumberOfBytes, KeySpec } = input;
  // AWS: "You must specify either the KeySpec or the NumberOfBytes parameter (but not both)".
  if ((NumberOfBytes === undefined) === (KeySpec === undefined))
    throw validation("Please specify either number of bytes or key spec.");
  const key = symmetricKey(context, operation, input);
  await beginUse(context, key, operation, input);
  const bytes = NumberOfBytes ?? (KeySpec === "AES_128" ? 16 : 32);
  const plaintext = Uint8Array.from(context.random.bytes(bytes));
  const { blob, material } = encryptUnder(context, key, plaintext, input.EncryptionContext);
  return { plaintext, blob, key, materialId: material.materialId };
}

/** A new key pair; the private key as PKCS #8 and encrypted. */
export async function makeDataKeyPair(
  context: Context,
  operation: KeyLastUsageTrackingOperation,
  input: Omit<DataKeyInput, "KeySpec" | "NumberOfBytes"> & { readonly KeyPairSpec: DataKeyPairSpec },
) {
  const { KeyPairSpec } = input;
  const key = symmetricKey(context, operation, input);
  if (!isKeySpec(KeyPairSpec))
    throw unsupported(`The ${KeyPairSpec} key pair spec is only supported in China Regions.`);
  await beginUse(context, key, operation, input);
  const privateKey = await generateMaterial(KEY_SPECS[KeyPairSpec].material, (length) => context.random.bytes(length));
  const { blob, material } = encryptUnder(context, key, privateKey, input.EncryptionContext);
  return {
    privateKey,
    PrivateKeyCiphertextBlob: blob,
    PublicKey: publicKeyDer(privateKey),
    KeyId: key.arn,
    KeyPairSpec,
    KeyMaterialId: material.materialId,
  };
}

// AWS: data keys are encrypted under symmetric keys only.
function symmetricKey(
  context: Context,
  operation: KeyLastUsageTrackingOperation,
  input: Omit<DataKeyInput, "KeySpec">,
): Key {
  const key = usableKey(context, input.KeyId, operation, "ENCRYPT_DECRYPT", input);
  if (!isSymmetricEncryption(key.record)) throw invalidKeyUsage(key.arn, key.record.usage, operation);
  return key;
}
