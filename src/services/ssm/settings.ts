// Service settings of Parameter Store. AWS: GetServiceSetting; "Changing the default parameter tier".

import { formatArn } from "../../kernel/arns.ts";
import type { ServiceSetting } from "@aws-sdk/client-ssm";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { settingNotFound } from "./errors.ts";
import type { Tier } from "./records.ts";
import { loadDefaultTier } from "./repo.ts";

const DEFAULT_TIER = "/ssm/parameter-store/default-parameter-tier";

/** Throws ServiceSettingNotFound for a setting that is not one of Parameter Store's tier. */
export function requireSetting(settingId: string): void {
  const id = settingId.replace(/^arn:[^:]+:ssm:[^:]*:[^:]*:servicesetting/, "");
  if (id !== DEFAULT_TIER) throw settingNotFound();
}

/** The tier of parameters that name none. */
export function defaultTier(tx: ReadTx, scope: Scope): Tier {
  return loadDefaultTier(tx, scope)?.tier ?? "Standard";
}

/** The setting, as answers have it. */
export function describeSetting(tx: ReadTx, scope: Scope): ServiceSetting {
  const record = loadDefaultTier(tx, scope);
  return {
    SettingId: DEFAULT_TIER,
    SettingValue: record?.tier ?? "Standard",
    LastModifiedDate: new Date(record?.modifiedAtMs ?? 0),
    LastModifiedUser: record?.modifiedBy ?? "System",
    ARN: formatArn("ssm", scope.region, scope.account, `servicesetting${DEFAULT_TIER}`),
    Status: record === undefined ? "Default" : "Customized",
  };
}
