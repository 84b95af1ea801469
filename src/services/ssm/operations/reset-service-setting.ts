// ResetServiceSetting: takes a setting of Parameter Store back to what AWS has.

import type { ResetServiceSettingCommandInput, ResetServiceSettingCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { saveDefaultTier } from "../repo.ts";
import { describeSetting, requireSetting } from "../settings.ts";

export const resetServiceSetting = defineOperation<
  Input<ResetServiceSettingCommandInput>,
  ResetServiceSettingCommandOutput
>("ResetServiceSetting", ({ SettingId }, context) => {
  requireSetting(SettingId);
  return {
    ServiceSetting: context.store.write((tx) => {
      saveDefaultTier(tx, context, undefined);
      return describeSetting(tx, context);
    }),
  };
});
