// GenerateRandom: random bytes.

import type { GenerateRandomCommandInput, GenerateRandomCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { customKeyStoreNotFound, validation } from "../errors.ts";

export const generateRandom = defineOperation<Input<GenerateRandomCommandInput>, GenerateRandomCommandOutput>(
  "GenerateRandom",
  ({ NumberOfBytes, CustomKeyStoreId }, context) => {
    // Nobody has one, since none can be made.
    if (CustomKeyStoreId !== undefined) throw customKeyStoreNotFound();
    // AWS: the parameter is optional in the model, and there is no default.
    if (NumberOfBytes === undefined) throw validation("NumberOfBytes must be specified.");
    return { Plaintext: Uint8Array.from(context.random.bytes(NumberOfBytes)) };
  },
);
