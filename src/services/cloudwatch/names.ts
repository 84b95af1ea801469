// Names and ARNs of alarms and dashboards.

import type { Scope } from "../../service/context.ts";

export function alarmArn({ account, region }: Scope, name: string): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
}

/** Dashboards are global: their ARNs have no region. */
export function dashboardArn({ account }: Pick<Scope, "account">, name: string): string {
  return `arn:aws:cloudwatch::${account}:dashboard/${name}`;
}

/** The alarm that a name or an ARN of this account and region means; undefined for an ARN of another one. */
export function alarmNameOf(scope: Scope, reference: string): string | undefined {
  if (!reference.startsWith("arn:")) return reference;
  const prefix = alarmArn(scope, "");
  return reference.startsWith(prefix) ? reference.slice(prefix.length) : undefined;
}
