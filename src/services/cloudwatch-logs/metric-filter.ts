// Metric filters: values that a group's events mean, as they are written. Pure.
// AWS: "Creating metrics from log events using filters"; "Filter pattern syntax for metric filters" (CloudWatch Logs user guide).

import type { MetricTransformation } from "@aws-sdk/client-cloudwatch-logs";
import type { TimedValues } from "../../service/metrics/service-metrics.ts";
import { invalidParameter } from "./errors.ts";
import { type FilterPattern, parseFilterPattern, patiently } from "./filter-pattern.ts";
import { compileSelector } from "./json-pattern.ts";
import type { LogEvent, MetricFilterRecord } from "./records.ts";

/** What a metric gets, but for the account. */
export type MetricValues = Omit<TimedValues, "scope">;

/** LIMIT: AWS: "Publishing dimensions with metric filters": dimensions of one metric. */
const MOST_DIMENSIONS = 3;
const MINUTE_MS = 60_000;

/** What a filter makes of a batch. */
export interface Extracted {
  readonly values: readonly MetricValues[];
  /** The minutes in which there were events, and whether one of them matched: for default values. */
  readonly minutes: ReadonlyMap<number, boolean>;
}

/** Throws InvalidParameterException for what cannot be made into a metric. */
export function requireTransformation(pattern: FilterPattern, transformation: MetricTransformation): void {
  const { metricValue = "", dimensions = {}, defaultValue } = transformation;
  const names = Object.keys(dimensions);
  if (names.length > MOST_DIMENSIONS)
    throw invalidParameter(`Invalid metric transformation: no more than ${MOST_DIMENSIONS} dimensions are allowed.`);
  // AWS: recorded.
  if (names.length > 0 && defaultValue !== undefined)
    throw invalidParameter(
      "Invalid metric transformation: dimensions and default value are mutually exclusive properties.",
    );
  if (names.length > 0 && pattern.kind === "terms")
    throw invalidParameter("Invalid metric transformation: dimensions need a JSON or space-delimited filter pattern.");
  const isNumber = metricValue.trim() !== "" && Number.isFinite(Number(metricValue));
  for (const selector of [...(isNumber ? [] : [metricValue]), ...Object.values(dimensions)])
    requireSelector(pattern, selector);
}

function requireSelector({ kind }: FilterPattern, selector: string): void {
  if (kind === "json" && selector.startsWith("$.")) compileSelector(selector);
  else if (kind !== "fields" || !/^\$[\p{L}\p{N}_.-]+$/u.test(selector))
    throw invalidParameter(
      `Invalid metric transformation: ${selector} does not refer to a part of the filter pattern.`,
    );
}

/** What a filter finds in events that were just written. */
export function extractMetrics(filter: MetricFilterRecord, events: readonly LogEvent[]): Extracted {
  const pattern = parseFilterPattern(filter.filterPattern);
  const matches = patiently(pattern.matches);
  const values: MetricValues[] = [];
  const minutes = new Map<number, boolean>();
  for (const { message, timestampMs } of events) {
    const minuteMs = timestampMs - (timestampMs % MINUTE_MS);
    const isMatch = matches(message);
    if (isMatch || !minutes.has(minuteMs)) minutes.set(minuteMs, isMatch);
    if (!isMatch) continue;
    const read = pattern.read(message);
    for (const transformation of filter.metricTransformations) {
      const value = valueOf(transformation, read);
      const dimensions = dimensionsOf(transformation, read);
      // What is no number has no value; AWS (inferred): nor has an event without one of the dimensions.
      if (value === undefined || dimensions === undefined) continue;
      values.push({ ...metricOf(transformation, timestampMs), dimensions, values: [value] });
    }
  }
  return { values, minutes };
}

/** The default values of a minute that had events and no match. */
export function defaultsOf(filter: MetricFilterRecord, minuteMs: number): readonly MetricValues[] {
  return filter.metricTransformations.flatMap((transformation) =>
    transformation.defaultValue === undefined
      ? []
      : [{ ...metricOf(transformation, minuteMs), dimensions: [], values: [transformation.defaultValue] }],
  );
}

function metricOf({ metricNamespace = "", metricName = "", unit = "None" }: MetricTransformation, atMs: number) {
  return { namespace: metricNamespace, name: metricName, unit, resolutionS: 60, atMs };
}

type Read = (selector: string) => unknown;

function valueOf({ metricValue = "" }: MetricTransformation, read: Read): number | undefined {
  const found = metricValue.startsWith("$") ? read(metricValue) : metricValue;
  const value = typeof found === "string" && found.trim() !== "" ? Number(found) : found;
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function dimensionsOf(
  { dimensions = {} }: MetricTransformation,
  read: Read,
): readonly (readonly [string, string])[] | undefined {
  const found: (readonly [string, string])[] = [];
  for (const [name, selector] of Object.entries(dimensions)) {
    const value = read(selector);
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return undefined;
    if (value === "") return undefined;
    found.push([name, String(value)]);
  }
  return found.sort(([one], [other]) => (one < other ? -1 : 1));
}
