// What delivery streams count of themselves for CloudWatch.
// AWS: Developer Guide, "Monitor Amazon Data Firehose with CloudWatch Metrics".

import { AwsError } from "../../kernel/errors.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { MetricFamily } from "../../service/metrics/service-metrics.ts";
import type { CountedCall } from "../../service/service.ts";

interface Entry {
  readonly Data?: unknown;
}

interface Answer {
  readonly ErrorCode?: string;
}

/** Counts what producers put. */
export function countCall(
  { operation, scope, input, output, failure, durationMs }: CountedCall,
  yard: YardContext,
): void {
  if (operation !== "PutRecord" && operation !== "PutRecordBatch") return;
  const { DeliveryStreamName: name, Record: record, Records: records = [record] } = input;
  if (typeof name !== "string") return;
  const family = familyOf(yard, scope, name);
  const answers = (output?.["RequestResponses"] ?? []) as readonly Answer[];
  const entries = (records as readonly Entry[]).filter((_entry, index) => answers[index]?.ErrorCode === undefined);
  if (failure instanceof AwsError && failure.code === "ServiceUnavailableException")
    family.add("ThrottledRecords", (records as readonly Entry[]).length, "Count");
  if (failure !== undefined) return;
  const bytes = entries.reduce((sum, { Data }) => sum + (Data instanceof Uint8Array ? Data.length : 0), 0);
  family.add(`${operation}.Bytes`, bytes, "Bytes");
  family.add(`${operation}.Latency`, durationMs, "Milliseconds");
  family.add(`${operation}.Requests`, 1, "Count");
  if (operation === "PutRecordBatch") family.add("PutRecordBatch.Records", entries.length, "Count");
  family.add("IncomingRecords", entries.length, "Count");
  family.add("IncomingBytes", bytes, "Bytes");
  family.add("ThrottledRecords", (records as readonly Entry[]).length - entries.length, "Count");
}

/** Counts what came to a bucket: "DataFreshness" is the age of the oldest record. */
export function countDelivery(
  yard: YardContext,
  scope: Scope,
  streamName: string,
  { bytes, records, oldestMs }: { readonly bytes: number; readonly records: number; readonly oldestMs: number },
): void {
  const family = familyOf(yard, scope, streamName);
  family.add("DeliveryToS3.Bytes", bytes, "Bytes");
  family.add("DeliveryToS3.Records", records, "Count");
  family.add("DeliveryToS3.Success", 1, "Count");
  family.add("DeliveryToS3.DataFreshness", Math.max(0, (yard.clock.nowMs() - oldestMs) / 1_000), "Seconds");
}

function familyOf(yard: YardContext, { account, region }: Scope, name: string): MetricFamily {
  return yard.metrics.family({ account, region }, "AWS/Firehose", [["DeliveryStreamName", name]]);
}
