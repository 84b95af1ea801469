// GenerateDataKeyPair: a new key pair, its private key in plaintext and encrypted under the KMS key.

import type { GenerateDataKeyPairCommandInput, GenerateDataKeyPairCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { makeDataKeyPair } from "../data-keys.ts";

export const generateDataKeyPair = defineOperation<
  Input<GenerateDataKeyPairCommandInput>,
  GenerateDataKeyPairCommandOutput
>("GenerateDataKeyPair", async (input, context) => {
  const { privateKey, ...answer } = await makeDataKeyPair(context, "GenerateDataKeyPair", input);
  return { ...answer, PrivateKeyPlaintext: privateKey };
});
