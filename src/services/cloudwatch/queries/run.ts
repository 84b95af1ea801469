// Runs queries of metric data: metrics are read, expressions worked out over them.

import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { invalid } from "../errors.ts";
import { evaluate } from "../math/evaluate.ts";
import { MathError, type Series, type Value } from "../math/values.ts";
import { parseDimensions } from "../metrics/dimensions.ts";
import { readSeries, type TimeGrid } from "../metrics/series.ts";
import { periodOf, type Query, queryError } from "./check.ts";

/** One time series of an answer. */
export interface QueryResult {
  readonly id: string;
  readonly series: Series;
  /** How many values each period has: of metrics only. */
  readonly sampleCounts?: ReadonlyMap<number, number>;
}

/** The time of a request: where it begins may depend on the period. */
export interface QueryTime {
  readonly fromS: (periodS: number) => number;
  readonly untilS: number;
  readonly nowMs: number;
}

/** The results of those queries that are returned, in their order; throws ValidationException for expressions that fail. */
export function runQueries(
  tx: ReadTx,
  scope: Scope,
  queries: readonly Query[],
  time: QueryTime,
): readonly QueryResult[] {
  const known = new Map<string, Value>();
  const sampleCounts = new Map<string, ReadonlyMap<number, number>>();
  const byId = new Map(queries.map((query) => [query.id, query]));

  function resultOf(id: string): Value {
    const before = known.get(id);
    if (before !== undefined) return before;
    const query = byId.get(id);
    if (query === undefined) throw new MathError(`There is no metric or expression '${id}'.`);
    const value = query.kind === "metric" ? metric(query) : expression(query);
    known.set(id, value);
    return value;
  }

  function gridOf(periodS: number): TimeGrid {
    return { fromS: time.fromS(periodS), untilS: time.untilS, periodS };
  }

  function metric(query: Extract<Query, { kind: "metric" }>): Series {
    const { Metric, Period, Unit } = query.stat;
    const { Namespace: namespace = "", MetricName = "", Dimensions } = Metric;
    const name = { namespace, name: MetricName, dimensions: parseDimensions(Dimensions) };
    const points = new Map<number, number>();
    const counts = new Map<number, number>();
    // Where data came in several units, AWS does not say which it takes (PutMetricAlarm, Unit); here it is the first by name.
    for (const { startS, tally } of readSeries(tx, scope, name, { ...gridOf(Period), unit: Unit, nowMs: time.nowMs })) {
      const value = query.statistic(tally);
      if (value === undefined || points.has(startS)) continue;
      points.set(startS, value);
      counts.set(startS, tally.count);
    }
    sampleCounts.set(query.id, counts);
    return { kind: "series", label: query.label ?? MetricName, periodS: Period, points, isMetric: true };
  }

  function expression(query: Extract<Query, { kind: "expression" }>): Value {
    return evaluate(query.expression, {
      resultOf,
      metrics: () =>
        queries.flatMap(({ id, kind }) => {
          const value = kind === "metric" ? resultOf(id) : undefined;
          return value?.kind === "series" ? [[id, value] as const] : [];
        }),
      grid: gridOf(periodOf(query, queries)),
    });
  }

  return queries
    .filter(({ isReturned }) => isReturned)
    .flatMap((query) => {
      try {
        const counts = (): { sampleCounts?: ReadonlyMap<number, number> } => {
          const of = sampleCounts.get(query.id);
          return of === undefined ? {} : { sampleCounts: of };
        };
        return seriesOf(query, resultOf(query.id)).map((series) => ({ id: query.id, series, ...counts() }));
      } catch (error) {
        throw queryError(query.id, error);
      }
    });
}

function seriesOf(query: Query, value: Value): readonly Series[] {
  if (query.kind === "metric" && value.kind === "series") return [value];
  if (value.kind === "series") return [{ ...value, label: query.label ?? query.id }];
  // AWS: "Using metric math": the legend of one of several series is "Expression-Label Metric-Label".
  if (value.kind === "array")
    return value.series.map((series) => ({ ...series, label: `${query.label ?? query.id} ${series.label}`.trim() }));
  throw invalid(`Error in expression '${query.id}': The result must be a time series or an array of time series.`);
}
