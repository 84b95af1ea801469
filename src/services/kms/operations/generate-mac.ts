// GenerateMac: the HMAC of a message.

import type { GenerateMacCommandInput, GenerateMacCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { beginUse, requireAlgorithm, usableKey } from "../cryptography.ts";
import { macOf } from "../mac.ts";

export const generateMac = defineOperation<Input<GenerateMacCommandInput>, GenerateMacCommandOutput>(
  "GenerateMac",
  async (input, context) => {
    const key = usableKey(context, input.KeyId, "GenerateMac", "GENERATE_VERIFY_MAC", input);
    requireAlgorithm(key, input.MacAlgorithm);
    await beginUse(context, key, "GenerateMac", input);
    return { Mac: macOf(context, key, input.Message), MacAlgorithm: input.MacAlgorithm, KeyId: key.arn };
  },
);
