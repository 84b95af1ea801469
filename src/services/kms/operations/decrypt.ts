// Decrypt: what Encrypt, GenerateDataKey and GenerateDataKeyPair encrypted.

import type { DecryptCommandInput, DecryptCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { beginUse, decryptUnder, usableKey } from "../cryptography.ts";
import { dryRun, validation } from "../errors.ts";
import { keyOfCiphertext } from "../keys.ts";
import { isSymmetricEncryption } from "../specs.ts";

export const decrypt = defineOperation<Input<DecryptCommandInput>, DecryptCommandOutput>(
  "Decrypt",
  async (input, context) => {
    const { CiphertextBlob: blob, EncryptionAlgorithm = "SYMMETRIC_DEFAULT" } = input;
    const isWithoutBlob = input.DryRun === true && input.DryRunModifiers?.includes("IGNORE_CIPHERTEXT") === true;
    if (blob === undefined && !isWithoutBlob) throw validation("CiphertextBlob is required.");
    const text = input.KeyId ?? keyOfCiphertext(blob, context);
    const key = usableKey(context, text, "Decrypt", "ENCRYPT_DECRYPT", input);
    if (blob === undefined) throw dryRun();
    const { plaintext, material } = decryptUnder(context, key, blob, input.EncryptionContext, EncryptionAlgorithm);
    await beginUse(context, key, "Decrypt", input);
    return {
      KeyId: key.arn,
      Plaintext: plaintext,
      EncryptionAlgorithm,
      ...(isSymmetricEncryption(key.record) ? { KeyMaterialId: material.materialId } : {}),
    };
  },
);
