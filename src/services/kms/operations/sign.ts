// Sign: a signature over a message of at most 4,096 bytes, or over a digest.

import type { SignCommandInput, SignCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { beginUse, usableKey } from "../cryptography.ts";
import { makeSignature } from "../crypto/signing.ts";
import { privateKeyOf } from "../crypto/key-pairs.ts";
import { currentMaterial } from "../materials.ts";
import { signingRequest } from "../signatures.ts";

export const sign = defineOperation<Input<SignCommandInput>, SignCommandOutput>("Sign", async (input, context) => {
  const { SigningAlgorithm } = input;
  const key = usableKey(context, input.KeyId, "Sign", "SIGN_VERIFY", input);
  const request = signingRequest(key, input);
  await beginUse(context, key, "Sign", input);
  const { secret } = currentMaterial(context, key);
  const Signature = await makeSignature(privateKeyOf(secret), request, (length) => context.random.bytes(length));
  return { KeyId: key.arn, Signature, SigningAlgorithm };
});
