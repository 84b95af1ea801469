// SetSMSAttributes: changes the account's settings for text messages; an empty value takes one away.

import type { SetSMSAttributesCommandInput, SetSMSAttributesCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { loadSmsAttributes, saveSmsAttributes } from "../repo.ts";
import { requireSmsAttributes } from "../sms.ts";

export const setSmsAttributes = defineOperation<Input<SetSMSAttributesCommandInput>, SetSMSAttributesCommandOutput>(
  "SetSMSAttributes",
  (input, context) => {
    requireSmsAttributes(input.attributes);
    context.store.write((tx) => {
      const all = { ...loadSmsAttributes(tx, context), ...input.attributes };
      saveSmsAttributes(tx, context, Object.fromEntries(Object.entries(all).filter(([, value]) => value !== "")));
    });
    return {};
  },
);
