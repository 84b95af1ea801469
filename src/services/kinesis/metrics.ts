// The metrics that a shard can have of its own. Pure.
// AWS: Developer Guide, "Enhanced shard-level metrics".

const METRICS = [
  "IncomingBytes",
  "IncomingRecords",
  "OutgoingBytes",
  "OutgoingRecords",
  "WriteProvisionedThroughputExceeded",
  "ReadProvisionedThroughputExceeded",
  "IteratorAgeMilliseconds",
] as const;

/** The metrics that a request names: "ALL" stands for all. */
export function allMetrics(names: readonly string[]): readonly string[] {
  return names.includes("ALL") ? METRICS : names;
}
