// What schedules count of their invocations for CloudWatch: by ScheduleGroup, and of all groups together.
// AWS: EventBridge Scheduler User Guide, "Monitoring Amazon EventBridge Scheduler with Amazon CloudWatch". InvocationThrottleCount is of
// quotas that accounts share; a yard has none.

import type { Scope, YardContext } from "../../service/context.ts";

export type SchedulerMetric =
  | "InvocationAttemptCount"
  | "InvocationDroppedCount"
  | "InvocationsFailedToBeSentToDeadLetterCount"
  | "InvocationsSentToDeadLetterCount"
  | "TargetErrorCount"
  | "TargetErrorThrottledCount";

/** Counts one. `suffix` is an error's code, of which some metrics have one of their own each. */
export function count(
  { metrics }: Pick<YardContext, "metrics">,
  { account, region }: Scope,
  groupName: string,
  name: SchedulerMetric,
  suffix?: string,
): void {
  const names = suffix === undefined || suffix === "" ? [name] : [name, `${name}_${suffix}`];
  for (const dimensions of [[], [["ScheduleGroup", groupName] as const]]) {
    const family = metrics.family({ account, region }, "AWS/Scheduler", dimensions);
    for (const each of names) family.add(each, 1, "Count");
  }
}
