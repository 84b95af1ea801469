// What rules and PutEvents count of themselves for CloudWatch.
// AWS: "Monitoring Amazon EventBridge": metrics by RuleName, on buses other than the default one by EventBusName, too.

import type { Scope, YardContext } from "../../service/context.ts";
import type { MetricFamily } from "../../service/metrics/service-metrics.ts";
import type { CountedCall } from "../../service/service.ts";
import { DEFAULT_BUS } from "./names.ts";

const NAMESPACE = "AWS/Events";

/** The metrics of one rule. */
export function ruleMetrics(
  { metrics }: Pick<YardContext, "metrics">,
  { account, region }: Scope,
  busName: string,
  ruleName: string,
): MetricFamily {
  const bus = busName === DEFAULT_BUS ? [] : [["EventBusName", busName] as const];
  return metrics.family({ account, region }, NAMESPACE, [...bus, ["RuleName", ruleName]]);
}

/** Counts a call of PutEvents. */
export function countCall(
  { operation, scope, input, output, failure, durationMs }: CountedCall,
  yard: YardContext,
): void {
  if (operation !== "PutEvents") return;
  const { account, region } = scope;
  const family = yard.metrics.family({ account, region }, NAMESPACE, []);
  family.add("PutEventsApproximateCallCount", 1, "Count");
  if (failure !== undefined) {
    family.add("PutEventsApproximateFailedCount", 1, "Count");
    return;
  }
  const entries = Array.isArray(input["Entries"]) ? input["Entries"].length : 0;
  family.add("PutEventsApproximateSuccessCount", 1, "Count");
  family.add("PutEventsEntriesCount", entries, "Count");
  family.add("PutEventsFailedEntriesCount", Number(output?.["FailedEntryCount"] ?? 0), "Count");
  family.add("PutEventsLatency", durationMs, "Milliseconds");
}
