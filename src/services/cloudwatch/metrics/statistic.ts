// Statistics of a period by their names: Sum, p99, TM(10%:90%), PR(:300). Pure.
// AWS: User Guide, "CloudWatch statistics definitions".

import type { Tally } from "../../../service/metrics/tally.ts";

/** A statistic: from a period's values to a number; undefined where there is none. */
export type Statistic = (tally: Tally) => number | undefined;

const SIMPLE: Readonly<Record<string, Statistic>> = {
  SampleCount: ({ count }) => count,
  Average: ({ sum, count }) => (count === 0 ? undefined : sum / count),
  Sum: ({ sum }) => sum,
  Minimum: ({ minimum }) => minimum,
  Maximum: ({ maximum }) => maximum,
};

/** The names that Statistics takes; all others are extended statistics. */
export function isSimpleStatistic(name: string): boolean {
  return name in SIMPLE;
}

/** The statistic of this name, or undefined if there is none. */
export function parseStatistic(name: string): Statistic | undefined {
  return SIMPLE[name] ?? parseExtended(name);
}

/** True for p99 and its like: what EvaluateLowSampleCountPercentile bears on. */
export function percentOf(name: string): number | undefined {
  const [, number] = /^p(\d{1,3}(?:\.\d{1,10})?)$/i.exec(name) ?? [];
  return number !== undefined && Number(number) <= 100 ? Number(number) : undefined;
}

type Values = readonly (readonly [value: number, count: number])[];

/** Boundaries: in percent of the values, or values. Values on the lower one are out, on the higher one in. */
interface Bounds {
  readonly isPercent: boolean;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

function parseExtended(name: string): Statistic | undefined {
  const percent = percentOf(name);
  if (percent !== undefined) return ofValues((values) => valueAt(values, percent));
  if (name.toUpperCase() === "IQM") return ofValues((values) => mean(within(values, percents(25, 75))));
  const [, short, number] = /^(tm|tc|ts|wm)(\d{1,3}(?:\.\d{1,10})?)$/.exec(name) ?? [];
  if (short !== undefined && Number(number) <= 100) return bounded(short.toUpperCase(), percents(0, Number(number)));
  const [, long, low, high] = /^(TM|TC|TS|WM|PR)\(([^:()]*):([^:()]*)\)$/.exec(name) ?? [];
  const bounds = long === undefined ? undefined : parseBounds(low ?? "", high ?? "");
  if (long === undefined || bounds === undefined || (long === "PR" && bounds.isPercent)) return undefined;
  return bounded(long, bounds);
}

const percents = (low: number, high: number): Bounds => ({ isPercent: true, low, high });

function parseBounds(low: string, high: string): Bounds | undefined {
  const given = [low, high].filter((each) => each !== "");
  const isPercent = given.every((each) => each.endsWith("%"));
  if (given.length === 0 || (!isPercent && given.some((each) => each.endsWith("%")))) return undefined;
  if (!given.every((each) => /^\d+(\.\d{1,10})?%?$/.test(each))) return undefined;
  const numberOf = (text: string): number | undefined => (text === "" ? undefined : Number.parseFloat(text));
  const bounds = { isPercent, low: numberOf(low), high: numberOf(high) };
  if (isPercent && given.some((each) => Number.parseFloat(each) > 100)) return undefined;
  return (bounds.low ?? -Infinity) > (bounds.high ?? Infinity) ? undefined : bounds;
}

function bounded(kind: string, bounds: Bounds): Statistic {
  if (kind === "TM") return ofValues((values) => mean(within(values, bounds)));
  if (kind === "TC") return ofValues((values) => countOf(within(values, bounds)));
  if (kind === "TS") return ofValues((values) => sumOf(within(values, bounds)));
  if (kind === "WM") return ofValues((values) => mean(winsorized(values, bounds)));
  return ofValues((values) => (100 * countOf(within(values, bounds))) / countOf(values));
}

const ofValues =
  (statistic: (values: Values) => number | undefined): Statistic =>
  (tally) =>
    tally.hasDistribution ? statistic(tally.distribution()) : undefined;

/**
 * The highest of the lowest `percent` percent of the values.
 * AWS: "p99 is the maximum value of the remaining 99%". Whether AWS interpolates is not documented.
 */
function valueAt(values: Values, percent: number): number | undefined {
  const rank = Math.max(1, Math.ceil((percent / 100) * countOf(values) - 1e-9));
  let reached = 0;
  for (const [value, count] of values) {
    reached += count;
    if (reached >= rank) return value;
  }
  return values.at(-1)?.[0];
}

/** The values within the boundaries. */
function within(values: Values, { isPercent, low, high }: Bounds): Values {
  if (!isPercent) return values.filter(([value]) => value > (low ?? -Infinity) && value <= (high ?? Infinity));
  const total = countOf(values);
  const first = Math.floor(((low ?? 0) / 100) * total + 1e-9);
  const last = Math.floor(((high ?? 100) / 100) * total + 1e-9);
  let reached = 0;
  return values.flatMap(([value, count]) => {
    const from = Math.max(reached, first);
    reached += count;
    const until = Math.min(reached, last);
    return until > from ? [[value, until - from] as const] : [];
  });
}

/** All values, those beyond a boundary as if they lay on it. */
function winsorized(values: Values, { isPercent, low, high }: Bounds): Values {
  const bound = (at: number | undefined, otherwise: number): number =>
    at === undefined ? otherwise : isPercent ? (valueAt(values, at) ?? otherwise) : at;
  const lowest = bound(low, -Infinity);
  const highest = bound(high, Infinity);
  return values.map(([value, count]) => [Math.min(Math.max(value, lowest), highest), count] as const);
}

function countOf(values: Values): number {
  return values.reduce((total, [, count]) => total + count, 0);
}

function sumOf(values: Values): number {
  return values.reduce((total, [value, count]) => total + value * count, 0);
}

function mean(values: Values): number | undefined {
  const count = countOf(values);
  return count === 0 ? undefined : sumOf(values) / count;
}
