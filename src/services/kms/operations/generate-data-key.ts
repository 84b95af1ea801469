// GenerateDataKey: a new symmetric key, in plaintext and encrypted under the KMS key.

import type { GenerateDataKeyCommandInput, GenerateDataKeyCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { makeDataKey } from "../data-keys.ts";

export const generateDataKey = defineOperation<Input<GenerateDataKeyCommandInput>, GenerateDataKeyCommandOutput>(
  "GenerateDataKey",
  async (input, context) => {
    const { plaintext, blob, key, materialId } = await makeDataKey(context, "GenerateDataKey", input);
    return { CiphertextBlob: blob, Plaintext: plaintext, KeyId: key.arn, KeyMaterialId: materialId };
  },
);
