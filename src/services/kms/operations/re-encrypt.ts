// ReEncrypt: decrypts and encrypts again inside KMS, under another key or another encryption context.

import type { ReEncryptCommandInput, ReEncryptCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { beginUse, decryptUnder, encryptUnder, requireAlgorithm, usableKey } from "../cryptography.ts";
import { dryRun, validation } from "../errors.ts";
import { keyOfCiphertext } from "../keys.ts";
import { isSymmetricEncryption } from "../specs.ts";

export const reEncrypt = defineOperation<Input<ReEncryptCommandInput>, ReEncryptCommandOutput>(
  "ReEncrypt",
  async (input, context) => {
    const { CiphertextBlob: blob, DryRun } = input;
    const { SourceEncryptionAlgorithm = "SYMMETRIC_DEFAULT" } = input;
    const { DestinationEncryptionAlgorithm = "SYMMETRIC_DEFAULT" } = input;
    const isWithoutBlob = DryRun === true && input.DryRunModifiers?.includes("IGNORE_CIPHERTEXT") === true;
    if (blob === undefined && !isWithoutBlob) throw validation("CiphertextBlob is required.");
    const sourceText = input.SourceKeyId ?? keyOfCiphertext(blob, context);
    const source = usableKey(context, sourceText, "ReEncrypt", "ENCRYPT_DECRYPT", input);
    const destination = usableKey(context, input.DestinationKeyId, "ReEncrypt", "ENCRYPT_DECRYPT", input);
    requireAlgorithm(destination, DestinationEncryptionAlgorithm);
    if (blob === undefined) throw dryRun();
    const opened = decryptUnder(context, source, blob, input.SourceEncryptionContext, SourceEncryptionAlgorithm);
    await beginUse(context, source, "ReEncrypt", input);
    await beginUse(context, destination, "ReEncrypt", input);
    const sealed = encryptUnder(
      context,
      destination,
      opened.plaintext,
      input.DestinationEncryptionContext,
      DestinationEncryptionAlgorithm,
    );
    return {
      CiphertextBlob: sealed.blob,
      SourceKeyId: source.arn,
      KeyId: destination.arn,
      SourceEncryptionAlgorithm,
      DestinationEncryptionAlgorithm,
      ...(isSymmetricEncryption(source.record) ? { SourceKeyMaterialId: opened.material.materialId } : {}),
      ...(isSymmetricEncryption(destination.record) ? { DestinationKeyMaterialId: sealed.material.materialId } : {}),
    };
  },
);
