// What metric math works with: scalars, time series, and arrays of time series. Pure.
// AWS: User Guide, "Using metric math".

import type { TimeGrid } from "../metrics/series.ts";

export interface Series {
  readonly kind: "series";
  readonly label: string;
  readonly periodS: number;
  /** Values by the beginning of their period, in seconds, in the order of time. Periods without a value are absent. */
  readonly points: ReadonlyMap<number, number>;
  /** Set for what is a metric itself: PERIOD takes nothing else. */
  readonly isMetric?: boolean;
}

export type Value =
  | Series
  | { readonly kind: "scalar"; readonly value: number }
  | { readonly kind: "array"; readonly series: readonly Series[] }
  | { readonly kind: "text"; readonly text: string }
  /** A word that only some functions know: REPEAT, ASC. */
  | { readonly kind: "word"; readonly word: string };

/** What is wrong with an expression. */
export class MathError extends Error {
  override readonly name = "MathError";
  /** Set for what AWS has and Stackyard has not. */
  readonly isUnserved: boolean;

  constructor(message: string, options: { isUnserved?: boolean } = {}) {
    super(message);
    this.isUnserved = options.isUnserved ?? false;
  }
}

export const scalar = (value: number): Value => ({ kind: "scalar", value });

/** A series like another one, with other points. */
export function withPoints(series: Series, points: Iterable<readonly [number, number]>): Series {
  const { label, periodS } = series;
  return { kind: "series", label, periodS, points: new Map(points) };
}

/** A series of what `change` makes of each value; values that are no numbers are dropped. */
export function mapSeries(series: Series, change: (value: number, atS: number) => number): Series {
  const points: [number, number][] = [];
  for (const [atS, value] of series.points) {
    const changed = change(value, atS);
    if (Number.isFinite(changed)) points.push([atS, changed]);
  }
  return withPoints(series, points);
}

/** A change of one series, made of all series that a value has. */
export function eachSeries(value: Value, change: (series: Series) => Series, name: string): Value {
  if (value.kind === "series") return change(value);
  if (value.kind === "array") return { kind: "array", series: value.series.map(change) };
  throw new MathError(`The function ${name} takes time series.`);
}

/** All times at which one of the series has a value, in order. */
export function timesOf(all: readonly Series[]): readonly number[] {
  return [...new Set(all.flatMap(({ points }) => [...points.keys()]))].sort((one, other) => one - other);
}

/** The beginnings of all periods of a time. */
export function gridTimes({ fromS, untilS, periodS }: TimeGrid): readonly number[] {
  return Array.from({ length: Math.max(0, Math.ceil((untilS - fromS) / periodS)) }, (_, at) => fromS + at * periodS);
}
