// VerifyMac: true, or KMSInvalidMacException.

import { timingSafeEqual } from "node:crypto";
import type { VerifyMacCommandInput, VerifyMacCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { beginUse, requireAlgorithm, usableKey } from "../cryptography.ts";
import { invalidMac } from "../errors.ts";
import { macOf } from "../mac.ts";

export const verifyMac = defineOperation<Input<VerifyMacCommandInput>, VerifyMacCommandOutput>(
  "VerifyMac",
  async (input, context) => {
    const key = usableKey(context, input.KeyId, "VerifyMac", "GENERATE_VERIFY_MAC", input);
    requireAlgorithm(key, input.MacAlgorithm);
    const mac = macOf(context, key, input.Message);
    if (mac.length !== input.Mac.length || !timingSafeEqual(mac, input.Mac)) throw invalidMac();
    await beginUse(context, key, "VerifyMac", input);
    return { KeyId: key.arn, MacValid: true, MacAlgorithm: input.MacAlgorithm };
  },
);
