// GenerateRandom: random bytes.

import type { GenerateRandomCommandInput, GenerateRandomCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { notImplemented, validation } from "../errors.ts";

export const generateRandom = defineOperation<Input<GenerateRandomCommandInput>, GenerateRandomCommandOutput>(
  "GenerateRandom",
  ({ NumberOfBytes, CustomKeyStoreId }, context) => {
    if (CustomKeyStoreId !== undefined) throw notImplemented("Random bytes of a custom key store");
    // AWS: the parameter is optional in the model, and there is no default.
    if (NumberOfBytes === undefined) throw validation("NumberOfBytes must be specified.");
    return { Plaintext: Uint8Array.from(context.random.bytes(NumberOfBytes)) };
  },
);
