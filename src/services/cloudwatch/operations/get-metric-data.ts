// GetMetricData: values of many metrics, and of expressions over them.

import type {
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  MetricDataResult,
} from "@aws-sdk/client-cloudwatch";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalid } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { roundStart } from "../metrics/series.ts";
import { parsePageToken } from "../pages.ts";
import { parseQueries } from "../queries/check.ts";
import { type QueryResult, runQueries } from "../queries/run.ts";

export const getMetricData = defineOperation<Input<GetMetricDataCommandInput>, GetMetricDataCommandOutput>(
  "GetMetricData",
  (input, context) => {
    const { MetricDataQueries, StartTime, EndTime, ScanBy, NextToken, MaxDatapoints = LIMITS.dataPoints } = input;
    if (MaxDatapoints < 1 || MaxDatapoints > LIMITS.dataPoints)
      throw invalid(
        `The value ${MaxDatapoints} for parameter MaxDatapoints must be between 1 and ${LIMITS.dataPoints}.`,
      );
    // AWS: recorded.
    if (StartTime >= EndTime) throw invalid("The parameter StartTime must be less than the parameter EndTime.");
    const queries = parseQueries(MetricDataQueries, context.account);
    if (!queries.some(({ isReturned }) => isReturned))
      throw invalid("At least one of the queries must have ReturnData set to true.");
    const nowMs = context.clock.nowMs();
    context.metrics.flush();
    const results = context.store.read((tx) =>
      runQueries(tx, context, queries, {
        fromS: (periodS) => roundStart(StartTime.getTime(), periodS, nowMs),
        untilS: EndTime.getTime() / 1_000,
        nowMs,
      }),
    );
    const [from = "0"] = parsePageToken(NextToken, 1) ?? [];
    return page(results, ScanBy !== "TimestampAscending", Number(from), MaxDatapoints);
  },
);

/** The data points from the `from`th on, counted over all results. */
function page(
  results: readonly QueryResult[],
  isDescending: boolean,
  from: number,
  size: number,
): { MetricDataResults: MetricDataResult[]; NextToken?: string; Messages: [] } {
  let passed = 0;
  const MetricDataResults = results.map(({ id, series }) => {
    const points = [...series.points].sort(([one], [other]) => (isDescending ? other - one : one - other));
    const begin = Math.max(0, from - passed);
    const shown = points.slice(begin, Math.max(begin, from + size - passed));
    const isWhole = passed + points.length <= from + size;
    passed += points.length;
    return {
      Id: id,
      Label: series.label,
      Timestamps: shown.map(([atS]) => new Date(atS * 1_000)),
      Values: shown.map(([, value]) => value),
      StatusCode: isWhole ? ("Complete" as const) : ("PartialData" as const),
    };
  });
  if (passed <= from + size) return { MetricDataResults, Messages: [] };
  const NextToken = Buffer.from(JSON.stringify([from + size])).toString("base64url");
  return { MetricDataResults, NextToken, Messages: [] };
}
