// Encrypt: up to 4,096 bytes, under a symmetric or an RSA key.

import type { EncryptCommandInput, EncryptCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { beginUse, encryptUnder, requireAlgorithm, usableKey } from "../cryptography.ts";

export const encrypt = defineOperation<Input<EncryptCommandInput>, EncryptCommandOutput>(
  "Encrypt",
  async (input, context) => {
    const { EncryptionAlgorithm = "SYMMETRIC_DEFAULT" } = input;
    const key = usableKey(context, input.KeyId, "Encrypt", "ENCRYPT_DECRYPT", input);
    requireAlgorithm(key, EncryptionAlgorithm);
    await beginUse(context, key, "Encrypt", input);
    const { blob } = encryptUnder(context, key, input.Plaintext, input.EncryptionContext, EncryptionAlgorithm);
    return { CiphertextBlob: blob, KeyId: key.arn, EncryptionAlgorithm };
  },
);
