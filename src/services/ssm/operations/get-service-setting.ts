// GetServiceSetting: a setting of Parameter Store.

import type { GetServiceSettingCommandInput, GetServiceSettingCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeSetting, requireSetting } from "../settings.ts";

export const getServiceSetting = defineOperation<Input<GetServiceSettingCommandInput>, GetServiceSettingCommandOutput>(
  "GetServiceSetting",
  ({ SettingId }, context) => {
    requireSetting(SettingId);
    return { ServiceSetting: context.store.read((tx) => describeSetting(tx, context)) };
  },
);
