// GenerateDataKeyPairWithoutPlaintext: a new key pair, its private key only encrypted under the KMS key.

import type {
  GenerateDataKeyPairWithoutPlaintextCommandInput,
  GenerateDataKeyPairWithoutPlaintextCommandOutput,
} from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { makeDataKeyPair } from "../data-keys.ts";

export const generateDataKeyPairWithoutPlaintext = defineOperation<
  Input<GenerateDataKeyPairWithoutPlaintextCommandInput>,
  GenerateDataKeyPairWithoutPlaintextCommandOutput
>("GenerateDataKeyPairWithoutPlaintext", async (input, context) => {
  const { privateKey: _privateKey, ...answer } = await makeDataKeyPair(
    context,
    "GenerateDataKeyPairWithoutPlaintext",
    input,
  );
  return answer;
});
