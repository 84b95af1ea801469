// GenerateDataKeyWithoutPlaintext: a new symmetric key, encrypted under the KMS key, for use later.

import type {
  GenerateDataKeyWithoutPlaintextCommandInput,
  GenerateDataKeyWithoutPlaintextCommandOutput,
} from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { makeDataKey } from "../data-keys.ts";

export const generateDataKeyWithoutPlaintext = defineOperation<
  Input<GenerateDataKeyWithoutPlaintextCommandInput>,
  GenerateDataKeyWithoutPlaintextCommandOutput
>("GenerateDataKeyWithoutPlaintext", async (input, context) => {
  const { blob, key, materialId } = await makeDataKey(context, "GenerateDataKeyWithoutPlaintext", input);
  return { CiphertextBlob: blob, KeyId: key.arn, KeyMaterialId: materialId };
});
