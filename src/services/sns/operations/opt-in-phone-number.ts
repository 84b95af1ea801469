// OptInPhoneNumber: has text messages sent to a number again that opted out.

import type { OptInPhoneNumberCommandInput, OptInPhoneNumberCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { invalidParameter } from "../errors.ts";
import { loadOptOut, saveOptOut } from "../repo.ts";
import { requirePhoneNumber } from "../sms.ts";

export const optInPhoneNumber = defineOperation<Input<OptInPhoneNumberCommandInput>, OptInPhoneNumberCommandOutput>(
  "OptInPhoneNumber",
  (input, context) => {
    const number = requirePhoneNumber(input.phoneNumber);
    const optedInAtMs = context.clock.nowMs();
    context.store.write((tx) => {
      const record = loadOptOut(tx, context, number);
      if (record?.isOptedOut !== true) return;
      // AWS: "You can opt in a phone number only once every 30 days." The wording is ours.
      if (record.optedInAtMs !== undefined && optedInAtMs - record.optedInAtMs < LIMITS.optInMs)
        throw invalidParameter("phoneNumber Reason: The number was opted in within the last 30 days");
      saveOptOut(tx, context, { v: 1, number, isOptedOut: false, optedInAtMs });
    });
    return {};
  },
);
