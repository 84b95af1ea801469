// A datum of PutMetricData as a tally, and all that can be wrong with one. Pure.

import type { MetricDatum } from "@aws-sdk/client-cloudwatch";
import type { Present } from "../../../service/apis.ts";
import { Tally } from "../../../service/metrics/tally.ts";
import { invalidCombination, invalidValue, missingParameter } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { type Dimensions, parseDimensions } from "./dimensions.ts";

/** What one metric gets in one period of its resolution. */
export interface MetricPoint {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Dimensions;
  readonly unit: string;
  readonly resolutionS: number;
  readonly startS: number;
  readonly tally: Tally;
}

type Datum = Present<MetricDatum>;

/** Parses a datum; `place` is where it stands in the request: "MetricData.member.1". */
export function parseDatum(namespace: string, datum: Datum, place: string, nowMs: number): MetricPoint {
  const { MetricName, Dimensions, Timestamp, Unit = "None", StorageResolution = 60 } = datum;
  if (StorageResolution !== 1 && StorageResolution !== 60)
    throw invalidValue(`The value ${StorageResolution} for parameter ${place}.StorageResolution is invalid.`);
  const dimensions = parseDimensions(Dimensions);
  requireDifferentNames(dimensions, place);
  const atMs = Timestamp?.getTime() ?? nowMs;
  requireTime(atMs, nowMs, `${place}.Timestamp`);
  const startS = Math.floor(atMs / 1_000 / StorageResolution) * StorageResolution;
  const tally = parseValues(datum, place);
  return { namespace, name: MetricName, dimensions, unit: Unit, resolutionS: StorageResolution, startS, tally };
}

function requireDifferentNames(dimensions: Dimensions, place: string): void {
  const twice = dimensions.find(([name], at) => dimensions[at + 1]?.[0] === name);
  if (twice !== undefined) throw invalidValue(`The dimension ${twice[0]} of ${place} is given more than once.`);
}

// AWS: PutMetricData: "as much as two weeks before the current date, and as much as 2 hours after the current day and time".
function requireTime(atMs: number, nowMs: number, path: string): void {
  if (atMs < nowMs - LIMITS.oldestS * 1_000)
    throw invalidValue(`The parameter ${path} must specify a time within the last two weeks.`);
  if (atMs > nowMs + LIMITS.furthestS * 1_000)
    throw invalidValue(`The parameter ${path} must specify a time no more than two hours in the future.`);
}

function parseValues({ Value, Values, Counts, StatisticValues }: Datum, place: string): Tally {
  const given = [Value, Values, StatisticValues].filter((each) => each !== undefined);
  if (given.length === 0) throw missingParameter(`${place}.Value`);
  if (given.length > 1)
    throw invalidCombination(
      `The parameters ${place}.Value, ${place}.Values and ${place}.StatisticValues are mutually exclusive and you have specified more than one of them.`,
    );
  if (Counts !== undefined && Values === undefined) throw missingParameter(`${place}.Values`);
  const tally = new Tally();
  if (Value !== undefined) tally.add(requireNumber(Value, `${place}.Value`));
  else if (StatisticValues !== undefined) addStatistics(tally, StatisticValues, `${place}.StatisticValues`);
  else addValues(tally, Values ?? [], Counts, place);
  return tally;
}

function addStatistics(tally: Tally, given: Present<NonNullable<MetricDatum["StatisticValues"]>>, path: string): void {
  const { SampleCount, Sum, Minimum, Maximum } = given;
  const count = requireCount(SampleCount, `${path}.SampleCount`);
  const sum = requireNumber(Sum, `${path}.Sum`);
  const minimum = requireNumber(Minimum, `${path}.Minimum`);
  const maximum = requireNumber(Maximum, `${path}.Maximum`);
  if (minimum > maximum) throw invalidValue(`The value ${minimum} for parameter ${path}.Minimum is above the maximum.`);
  // AWS: PutMetricData: values are known where minimum and maximum are equal "and Sum is equal to Min multiplied by SampleCount".
  if (minimum === maximum && sum !== minimum * count)
    throw invalidValue(`The value ${sum} for parameter ${path}.Sum does not fit the other statistics.`);
  tally.addSet({ count, sum, minimum, maximum });
}

function addValues(
  tally: Tally,
  values: readonly number[],
  counts: readonly number[] | undefined,
  place: string,
): void {
  if (values.length === 0) throw missingParameter(`${place}.Values`);
  if (values.length > LIMITS.values)
    throw invalidValue(`The collection ${place}.Values must not have a size greater than ${LIMITS.values}.`);
  if (counts !== undefined && counts.length !== values.length)
    throw invalidValue(`The parameters ${place}.Values and ${place}.Counts must be of the same size.`);
  for (const [at, value] of values.entries()) {
    const number = at + 1;
    const count = counts === undefined ? 1 : requireCount(counts[at] ?? 1, `${place}.Counts.member.${number}`);
    tally.add(requireNumber(value, `${place}.Values.member.${number}`), count);
  }
}

function requireNumber(value: number, path: string): number {
  if (!Number.isFinite(value) || Math.abs(value) > LIMITS.magnitude)
    throw invalidValue(`The value ${value} for parameter ${path} is invalid.`);
  return value;
}

function requireCount(value: number, path: string): number {
  if (requireNumber(value, path) < 0) throw invalidValue(`The value ${value} for parameter ${path} is invalid.`);
  return value;
}
