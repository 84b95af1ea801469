// What functions count of their asynchronous invocations and of the streams that they read.
// AWS: Lambda Developer Guide, "Types of metrics for Lambda functions": asynchronous invocation metrics, event source mapping metrics.

import type { Scope, YardContext } from "../../../service/context.ts";
import type { MetricUnit } from "../../../service/metrics/service-metrics.ts";

const UNITS = {
  AsyncEventsReceived: "Count",
  AsyncEventAge: "Milliseconds",
  AsyncEventsDropped: "Count",
  DeadLetterErrors: "Count",
  DestinationDeliveryFailures: "Count",
  IteratorAge: "Milliseconds",
} as const satisfies Readonly<Record<string, MetricUnit>>;

/** Counts for a function, across all of them and by the version or alias that was named. */
export function countAsync(
  { metrics }: Pick<YardContext, "metrics">,
  { account, region }: Scope,
  { name, qualifier = "" }: { readonly name: string; readonly qualifier?: string | undefined },
  metric: keyof typeof UNITS,
  value: number,
): void {
  const FunctionName = ["FunctionName", name] as const;
  const Resource = ["Resource", qualifier === "" ? name : `${name}:${qualifier}`] as const;
  for (const dimensions of [[], [FunctionName], [FunctionName, Resource]])
    metrics.family({ account, region }, "AWS/Lambda", dimensions).add(metric, value, UNITS[metric]);
}
