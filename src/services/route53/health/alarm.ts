// What an alarm of CloudWatch says. AWS: a health check watches an alarm's data stream; here it asks for the alarm's state, in the alarm's region.

import type { AccountId } from "../../../kernel/ids.ts";
import { parseRegion } from "../../../kernel/ids.ts";
import type { YardContext } from "../../../service/context.ts";
import type { Config } from "./config.ts";

/** The alarm's state; one that is not there has no data. */
export async function alarmState(
  yard: YardContext,
  account: AccountId,
  { AlarmIdentifier: alarm }: Config,
): Promise<"OK" | "ALARM" | "INSUFFICIENT_DATA"> {
  if (alarm === undefined) return "INSUFFICIENT_DATA";
  // The owner of the health check named an alarm of his own account: Route 53 reads it for him without a role.
  const root = { kind: "root", account, arn: `arn:aws:iam::${account}:root`, userId: account } as const;
  const { cloudWatch } = yard.as(root, { account, region: parseRegion(alarm.Region) });
  const { MetricAlarms: found = [] } = await cloudWatch.describeAlarms({ AlarmNames: [alarm.Name] });
  return found[0]?.StateValue ?? "INSUFFICIENT_DATA";
}
