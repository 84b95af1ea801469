// Verify: true, or KMSInvalidSignatureException.

import { createPublicKey } from "node:crypto";
import type { VerifyCommandInput, VerifyCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { beginUse, usableKey } from "../cryptography.ts";
import { isSignature } from "../crypto/signing.ts";
import { privateKeyOf } from "../crypto/key-pairs.ts";
import { invalidSignature } from "../errors.ts";
import { currentMaterial } from "../materials.ts";
import { signingRequest } from "../signatures.ts";

export const verify = defineOperation<Input<VerifyCommandInput>, VerifyCommandOutput>(
  "Verify",
  async (input, context) => {
    const { SigningAlgorithm } = input;
    const key = usableKey(context, input.KeyId, "Verify", "SIGN_VERIFY", input);
    const request = signingRequest(key, input);
    const { secret } = currentMaterial(context, key);
    if (!(await isSignature(createPublicKey(privateKeyOf(secret)), request, input.Signature))) throw invalidSignature();
    await beginUse(context, key, "Verify", input);
    return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm };
  },
);
