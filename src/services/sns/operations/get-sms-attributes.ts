// GetSMSAttributes: the account's settings for text messages.

import type { GetSMSAttributesCommandInput, GetSMSAttributesCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireSmsAttributeNames } from "../sms.ts";
import { loadSmsAttributes } from "../repo.ts";

export const getSmsAttributes = defineOperation<Input<GetSMSAttributesCommandInput>, GetSMSAttributesCommandOutput>(
  "GetSMSAttributes",
  (input, context) => {
    requireSmsAttributeNames(input.attributes ?? []);
    const all = context.store.read((tx) => loadSmsAttributes(tx, context));
    const { attributes: wanted = [] } = input;
    const shown = Object.entries(all).filter(([name]) => wanted.length === 0 || wanted.includes(name));
    return { attributes: Object.fromEntries(shown) };
  },
);
