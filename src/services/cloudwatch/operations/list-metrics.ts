// ListMetrics: the metrics that had data in the last two weeks.

import type { ListMetricsCommandInput, ListMetricsCommandOutput } from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidTokenValue } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { dimensionList } from "../metrics/dimensions.ts";
import { ACTIVE_EVERY_MS } from "../metrics/points.ts";
import { parsePageToken, takePage } from "../pages.ts";
import type { MetricRecord } from "../records.ts";
import { listMetrics as metricsOf } from "../repo.ts";

type Request = Input<ListMetricsCommandInput>;

export const listMetrics = defineOperation<Request, ListMetricsCommandOutput>("ListMetrics", (input, context) => {
  const { Namespace, MetricName, Dimensions = [], RecentlyActive, NextToken } = input;
  context.metrics.flush();
  const activeS = RecentlyActive === undefined ? LIMITS.listedS : LIMITS.recentlyActiveS;
  const sinceMs = context.clock.nowMs() - activeS * 1_000 - ACTIVE_EVERY_MS;
  const [namespace, name, dimensionsHash] = parsePageToken(NextToken, 3, invalidTokenValue) ?? [];
  const after =
    namespace === undefined || name === undefined || dimensionsHash === undefined
      ? {}
      : { after: { namespace, name, dimensionsHash } };
  return context.store.read((tx) => {
    const all = metricsOf(tx, context, { namespace: Namespace, name: MetricName, ...after });
    const wanted = filter(
      all,
      ({ metric }) =>
        metric.activeMs >= sinceMs &&
        (MetricName === undefined || metric.name === MetricName) &&
        hasDimensions(metric, Dimensions),
    );
    const page = takePage(wanted, LIMITS.listedMetrics, ({ at }) => [at.namespace, at.name, at.dimensionsHash]);
    return {
      Metrics: page.items.map(({ metric }) => ({
        Namespace: metric.namespace,
        MetricName: metric.name,
        Dimensions: dimensionList(metric.dimensions),
      })),
      NextToken: page.nextToken,
    };
  });
});

function hasDimensions(metric: MetricRecord, filters: NonNullable<Request["Dimensions"]>): boolean {
  return filters.every(({ Name, Value }) =>
    metric.dimensions.some(([name, value]) => name === Name && (Value === undefined || value === Value)),
  );
}

function* filter<T>(items: Iterable<T>, isWanted: (item: T) => boolean): Generator<T> {
  for (const item of items) if (isWanted(item)) yield item;
}
