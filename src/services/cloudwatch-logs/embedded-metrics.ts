// Metrics that stand in log events: the embedded metric format. Pure.
// AWS: "Specification: Embedded metric format" (CloudWatch user guide).

import { parseEvent } from "./json-pattern.ts";
import type { MetricValues } from "./metric-filter.ts";
import { UNITS } from "./units.ts";

/** LIMIT: AWS: the specification. */
const MOST_DIMENSIONS = 30;
const MOST_METRICS = 100;
const MOST_VALUES = 100;

/** What a message says; "invalid" for one that wants to be such a document and is none. Undefined for all others. */
export type EmbeddedMetrics = readonly MetricValues[] | "invalid" | undefined;

/**
 * Reads a message. The prefix of a function's console lines is no part of the document.
 * AWS: the specification allows nothing in front of the object; the official library for Node.js writes by console.log in functions
 * (aws-embedded-metrics, LambdaSink), whose lines begin with time, request id and level.
 */
export function readEmbeddedMetrics(message: string, loggedAtMs: number): EmbeddedMetrics {
  if (!message.includes('"_aws"')) return undefined;
  const event = parseEvent(message.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z\t[\w-]+\t[A-Z]+\t(?=\{)/, ""));
  if (!isObject(event)) return undefined;
  const { _aws: metadata } = event;
  if (!isObject(metadata) || metadata["CloudWatchMetrics"] === undefined) return undefined;
  const { CloudWatchMetrics: directives, Timestamp: timestamp = loggedAtMs } = metadata;
  if (!Array.isArray(directives) || typeof timestamp !== "number" || !(timestamp > 0)) return "invalid";
  const found: MetricValues[] = [];
  for (const directive of directives as readonly unknown[]) {
    const values = readDirective(event, directive, Math.floor(timestamp));
    if (values === undefined) return "invalid";
    found.push(...values);
  }
  return found;
}

type Members = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One metric for each metric definition and dimension set; undefined where the directive is not valid. */
function readDirective(event: Members, directive: unknown, atMs: number): readonly MetricValues[] | undefined {
  if (!isObject(directive)) return undefined;
  const { Namespace: namespace, Dimensions: sets, Metrics: metrics } = directive;
  if (typeof namespace !== "string" || !/^[^:*$]{1,255}$/.test(namespace) || namespace.startsWith("AWS/"))
    return undefined;
  if (!Array.isArray(sets) || sets.length === 0 || !Array.isArray(metrics) || metrics.length > MOST_METRICS)
    return undefined;
  const allDimensions = (sets as readonly unknown[]).map((set) => readDimensions(event, set));
  const allMetrics = (metrics as readonly unknown[]).map((metric) => readMetric(event, metric));
  const found: MetricValues[] = [];
  for (const metric of allMetrics)
    for (const dimensions of allDimensions) {
      if (metric === undefined || dimensions === undefined) return undefined;
      if (metric.values.length > 0) found.push({ ...metric, namespace, dimensions, atMs });
    }
  return found;
}

/** AWS: DimensionSet: each key refers to a member of the root with a text for its value. */
function readDimensions(event: Members, set: unknown): MetricValues["dimensions"] | undefined {
  if (!Array.isArray(set) || set.length > MOST_DIMENSIONS) return undefined;
  const dimensions = new Map<string, string>();
  for (const name of set as readonly unknown[]) {
    if (typeof name !== "string" || name.length < 1 || name.length > 250) return undefined;
    const value = memberOf(event, name);
    if (typeof value !== "string" || value === "" || value.length > 1_024) return undefined;
    dimensions.set(name, value);
  }
  return [...dimensions].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** AWS: MetricDefinition: the name refers to a member of the root with a number, or an array of up to 100 of them. */
function readMetric(
  event: Members,
  metric: unknown,
): Omit<MetricValues, "namespace" | "dimensions" | "atMs"> | undefined {
  if (!isObject(metric)) return undefined;
  const { Name: name, Unit: unit = "None", StorageResolution: resolutionS = 60 } = metric;
  if (typeof name !== "string" || name.length < 1 || name.length > 1_024) return undefined;
  if (typeof unit !== "string" || !UNITS.includes(unit) || (resolutionS !== 1 && resolutionS !== 60)) return undefined;
  const target = memberOf(event, name);
  const values = (Array.isArray(target) ? target : [target]) as readonly unknown[];
  if (values.length > MOST_VALUES || !values.every(isFiniteNumber)) return undefined;
  return { name, unit, resolutionS, values };
}

function memberOf(event: Members, name: string): unknown {
  return Object.hasOwn(event, name) ? event[name] : undefined;
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
