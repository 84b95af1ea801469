// The functions of metric math that work on values. Pure. METRICS, which needs the request, is in evaluate.ts.
// AWS: User Guide, "Functions supported for metric math".

import type { TimeGrid } from "../metrics/series.ts";
import { choose } from "./choose.ts";
import { fill } from "./fill.ts";
import {
  eachSeries,
  gridTimes,
  mapSeries,
  MathError,
  scalar,
  type Series,
  timesOf,
  type Value,
  withPoints,
} from "./values.ts";

type MathFunction = (inputs: readonly Value[], grid: TimeGrid) => Value;

const AGGREGATES: Readonly<Record<string, (values: readonly number[]) => number>> = {
  AVG: (values) => sum(values) / values.length,
  MAX: (values) => values.reduce((one, other) => Math.max(one, other), -Infinity),
  MIN: (values) => values.reduce((one, other) => Math.min(one, other), Infinity),
  STDDEV: deviation,
  SUM: sum,
};

// AWS: "MINUTE ... returns the current minute as an integer between 0 and 59 in the UTC time zone", DAY "between 1 (Monday) and 7
// (Sunday)", EPOCH the seconds since 1970.
const CALENDAR: Readonly<Record<string, (date: Date) => number>> = {
  MINUTE: (date) => date.getUTCMinutes(),
  HOUR: (date) => date.getUTCHours(),
  DAY: (date) => date.getUTCDay() || 7,
  DATE: (date) => date.getUTCDate(),
  MONTH: (date) => date.getUTCMonth() + 1,
  YEAR: (date) => date.getUTCFullYear(),
  EPOCH: (date) => date.getTime() / 1_000,
};

const SERIES_FUNCTIONS: Readonly<Record<string, (series: Series) => Series>> = {
  ABS: (series) => mapSeries(series, Math.abs),
  CEIL: (series) => mapSeries(series, Math.ceil),
  FLOOR: (series) => mapSeries(series, Math.floor),
  LOG: (series) => mapSeries(series, Math.log),
  LOG10: (series) => mapSeries(series, Math.log10),
  DIFF: (series) => changes(series, (by) => by),
  DIFF_TIME: (series) => changes(series, (_by, seconds) => seconds),
  RATE: (series) => changes(series, (by, seconds) => by / seconds),
  RUNNING_SUM: runningSum,
};

const FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  DATAPOINT_COUNT: ([value]) => count(value),
  FILL: fill,
  FIRST: ([value]) => only(seriesOf(value, "FIRST")[0], "FIRST"),
  IF: choose,
  LAST: ([value]) => only(seriesOf(value, "LAST").at(-1), "LAST"),
  METRIC_COUNT: ([value]) => scalar(seriesOf(value, "METRIC_COUNT").length),
  PERIOD: ([value]) => period(value),
  REMOVE_EMPTY: ([value]) => ({
    kind: "array",
    series: seriesOf(value, "REMOVE_EMPTY").filter(({ points }) => points.size > 0),
  }),
  SLICE: slice,
  SORT: sort,
  TIME_SERIES: timeSeries,
};

// AWS has them; they need what is not here: models of anomalies, quotas, insight rules, other services.
const UNSERVED = new Set([
  "ANOMALY_DETECTION_BAND",
  "DB_PERF_INSIGHTS",
  "INSIGHT_RULE_METRIC",
  "LAMBDA",
  "SEARCH",
  "SERVICE_QUOTA",
]);

/** The function of this name; throws MathError if there is none. */
export function mathFunction(name: string): MathFunction {
  if (UNSERVED.has(name)) throw new MathError(`The function ${name} of metric math`, { isUnserved: true });
  const ofSeries = SERIES_FUNCTIONS[name];
  if (ofSeries !== undefined) return ([value]) => eachSeries(given(value, name), ofSeries, name);
  const aggregate = AGGREGATES[name];
  if (aggregate !== undefined) return ([value]) => collect(name, aggregate, given(value, name));
  const calendar = CALENDAR[name];
  if (calendar !== undefined)
    return ([value], grid) =>
      eachSeries(
        given(value, name),
        (series) => {
          const times = gridTimes({ ...grid, periodS: series.periodS });
          return withPoints(
            series,
            times.map((atS) => [atS, calendar(new Date(atS * 1_000))]),
          );
        },
        name,
      );
  const found = FUNCTIONS[name];
  if (found === undefined) throw new MathError(`There is no function ${name}.`);
  return found;
}

function given(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new MathError(`The function ${name} needs an argument.`);
  return value;
}

function seriesOf(value: Value | undefined, name: string): readonly Series[] {
  if (value?.kind === "array") return value.series;
  if (value?.kind === "series") return [value];
  throw new MathError(`The function ${name} takes an array of time series.`);
}

function only(series: Series | undefined, name: string): Series {
  if (series === undefined) throw new MathError(`The function ${name} got an empty array.`);
  return series;
}

// Of one series a number; of several a series.
function collect(name: string, aggregate: (values: readonly number[]) => number, value: Value): Value {
  if (value.kind === "series") {
    const values = [...value.points.values()];
    return scalar(values.length === 0 && name !== "SUM" ? NaN : aggregate(values));
  }
  const all = seriesOf(value, name);
  const [first] = all;
  if (first === undefined) return { kind: "series", label: name, periodS: 60, points: new Map() };
  // AWS: of AVG alone: "Missing values are treated as 0."
  const valuesAt = (atS: number): readonly number[] =>
    all.flatMap(({ points }) => points.get(atS) ?? (name === "AVG" ? 0 : []));
  return withPoints(
    { ...first, periodS: Math.max(...all.map(({ periodS }) => periodS)) },
    timesOf(all).map((atS) => [atS, aggregate(valuesAt(atS))]),
  );
}

function count(value: Value | undefined): Value {
  if (value?.kind === "series") return scalar(value.points.size);
  const all = seriesOf(value, "DATAPOINT_COUNT");
  const [first] = all;
  if (first === undefined) return scalar(0);
  return withPoints(
    first,
    timesOf(all).map((atS) => [atS, all.filter(({ points }) => points.has(atS)).length]),
  );
}

function period(value: Value | undefined): Value {
  if (value?.kind !== "series" || value.isMetric !== true) throw new MathError("The function PERIOD takes a metric.");
  return scalar(value.periodS);
}

/** A series of what each value differs from the one before by. */
function changes(series: Series, of: (by: number, seconds: number) => number): Series {
  const points: [number, number][] = [];
  let before: readonly [number, number] | undefined;
  for (const [atS, value] of series.points) {
    if (before !== undefined) points.push([atS, of(value - before[1], atS - before[0])]);
    before = [atS, value];
  }
  return withPoints(series, points);
}

function runningSum(series: Series): Series {
  let total = 0;
  return mapSeries(series, (value) => (total += value));
}

function slice([value, from, until]: readonly Value[]): Value {
  const all = seriesOf(value, "SLICE");
  const first = numberOf(from, "SLICE");
  if (until === undefined) return { kind: "array", series: all.slice(first) };
  return { kind: "array", series: all.slice(first, numberOf(until, "SLICE")) };
}

function sort([value, by, order, limit]: readonly Value[]): Value {
  const all = seriesOf(value, "SORT");
  const aggregate = by?.kind === "word" && by.word !== "STDDEV" ? AGGREGATES[by.word] : undefined;
  if (aggregate === undefined) throw new MathError("The function SORT takes AVG, MIN, MAX or SUM.");
  if (order?.kind !== "word" || !/^(ASC|DESC)$/.test(order.word))
    throw new MathError("The function SORT takes ASC or DESC.");
  const sign = order.word === "ASC" ? 1 : -1;
  const ranked = all
    .map((series) => ({ series, rank: series.points.size === 0 ? -Infinity : aggregate([...series.points.values()]) }))
    .sort((one, other) => (one.rank === other.rank ? 0 : one.rank < other.rank ? -sign : sign))
    .map(({ series }) => series);
  return { kind: "array", series: limit === undefined ? ranked : ranked.slice(0, numberOf(limit, "SORT")) };
}

function timeSeries([value]: readonly Value[], grid: TimeGrid): Value {
  const number = numberOf(value, "TIME_SERIES");
  const points = new Map(gridTimes(grid).map((atS) => [atS, number]));
  return { kind: "series", label: "TIME_SERIES", periodS: grid.periodS, points };
}

function numberOf(value: Value | undefined, name: string): number {
  if (value?.kind !== "scalar") throw new MathError(`The function ${name} takes a number here.`);
  return value.value;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function deviation(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length);
}
