// FILL of metric math: values for periods that have none. Pure.
// AWS: "Functions supported for metric math", FILL: a number, another series' value, REPEAT (the latest value before) or LINEAR
// (between the values around).

import type { TimeGrid } from "../metrics/series.ts";
import { eachSeries, gridTimes, MathError, type Series, type Value, withPoints } from "./values.ts";

/** FILL(series, filler). */
export function fill([value, filler]: readonly Value[], grid: TimeGrid): Value {
  if (value === undefined || filler === undefined) throw new MathError("The function FILL takes two arguments.");
  return eachSeries(value, (series) => fillOne(series, filler, grid), "FILL");
}

function fillOne(series: Series, filler: Value, grid: TimeGrid): Series {
  const times = gridTimes({ ...grid, periodS: series.periodS });
  const missing = missingValues(series, filler, times);
  return withPoints(
    series,
    times.flatMap((atS) => {
      const value = series.points.get(atS) ?? missing(atS);
      return value === undefined ? [] : [[atS, value] as const];
    }),
  );
}

function missingValues(series: Series, filler: Value, times: readonly number[]): (atS: number) => number | undefined {
  if (filler.kind === "scalar") return () => filler.value;
  if (filler.kind === "series") return (atS) => filler.points.get(atS);
  const word = filler.kind === "word" ? filler.word : "";
  if (word === "REPEAT") return repeated(series, times);
  if (word === "LINEAR") return (atS) => between(series, atS);
  throw new MathError("The function FILL fills with a number, a time series, REPEAT or LINEAR.");
}

function repeated(series: Series, times: readonly number[]): (atS: number) => number | undefined {
  const filled = new Map<number, number>();
  let latest: number | undefined;
  for (const atS of times) {
    latest = series.points.get(atS) ?? latest;
    if (latest !== undefined) filled.set(atS, latest);
  }
  return (atS) => filled.get(atS);
}

function between(series: Series, atS: number): number | undefined {
  let before: readonly [number, number] | undefined;
  for (const point of series.points) {
    if (point[0] > atS) {
      if (before === undefined) return undefined;
      return before[1] + ((point[1] - before[1]) * (atS - before[0])) / (point[0] - before[0]);
    }
    before = point;
  }
  return undefined;
}
