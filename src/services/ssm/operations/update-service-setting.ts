// UpdateServiceSetting: changes a setting of Parameter Store.

import type { UpdateServiceSettingCommandInput, UpdateServiceSettingCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { validation } from "../errors.ts";
import type { DefaultTierRecord } from "../records.ts";
import { saveDefaultTier } from "../repo.ts";
import { requireSetting } from "../settings.ts";

export const updateServiceSetting = defineOperation<
  Input<UpdateServiceSettingCommandInput>,
  UpdateServiceSettingCommandOutput
>("UpdateServiceSetting", ({ SettingId, SettingValue: tier }, context) => {
  requireSetting(SettingId);
  if (tier !== "Standard" && tier !== "Advanced" && tier !== "Intelligent-Tiering")
    throw validation(`The value ${tier} isn't valid for the setting ${SettingId}.`);
  const modifiedBy = "arn" in context.principal ? context.principal.arn : "";
  const record: DefaultTierRecord = { v: 1, tier, modifiedAtMs: context.clock.nowMs(), modifiedBy };
  context.store.write((tx) => saveDefaultTier(tx, context, record));
  return {};
});
