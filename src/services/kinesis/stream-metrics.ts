// What streams count of themselves for CloudWatch.
// AWS: Developer Guide, "Monitoring the Amazon Kinesis Data Streams Service with Amazon CloudWatch", basic stream-level metrics; those of shards are counted
// beside them (shard-metrics.ts).

import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import { isRegion, parseAccountId } from "../../kernel/ids.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { MetricFamily } from "../../service/metrics/service-metrics.ts";
import type { CountedCall } from "../../service/service.ts";
import { parseIterator } from "./iterator.ts";
import { type Asked, type ShardMetrics, shardMetrics } from "./shard-metrics.ts";

type Call = CountedCall & { readonly family: MetricFamily; readonly shards: ShardMetrics | undefined };

const COUNTS: Readonly<Record<string, (call: Call) => void>> = {
  PutRecord: countPutRecord,
  PutRecords: countPutRecords,
  GetRecords: countGetRecords,
};

/** Counts a call of the data plane. */
export function countCall(call: CountedCall, yard: YardContext): void {
  const countOperation = COUNTS[call.operation];
  const stream = countOperation === undefined ? undefined : streamOf(call);
  if (countOperation === undefined || stream === undefined) return;
  const { account, region, streamName } = stream;
  const family = yard.metrics.family({ account, region }, "AWS/Kinesis", [["StreamName", streamName]]);
  const shards = shardMetrics(yard, stream);
  countOperation({ ...call, family, shards });
}

/** Requests name a stream, its ARN, or have an iterator of it. */
function streamOf({ scope, input }: CountedCall): (Scope & { readonly streamName: string }) | undefined {
  const { StreamName: name, StreamARN: arn, ShardIterator: iterator } = input;
  if (typeof iterator === "string") {
    try {
      return parseIterator(iterator);
    } catch (error) {
      // The call itself has answered that it is none.
      if (error instanceof AwsError) return undefined;
      throw error;
    }
  }
  if (typeof arn === "string") {
    const parts = parseArn(arn);
    // The call itself has answered what is no ARN of a stream.
    if (parts === undefined || !/^\d{12}$/.test(parts.account) || !isRegion(parts.region)) return undefined;
    const { account, region, resource } = parts;
    const streamName = resource.replace(/^stream\//, "");
    return { account: parseAccountId(account), region, streamName };
  }
  return typeof name === "string" ? { account: scope.account, region: scope.region, streamName: name } : undefined;
}

function countPutRecord({ family, shards, input, output, failure, durationMs }: Call): void {
  family.add("PutRecord.Success", failure === undefined ? 1 : 0, "Count");
  if (isThrottle(failure)) {
    family.add("WriteProvisionedThroughputExceeded", 1, "Count");
    shards?.refused(input);
  }
  if (failure !== undefined) return;
  const bytes = sizeOf(input["Data"]);
  family.add("PutRecord.Bytes", bytes, "Bytes");
  family.add("PutRecord.Latency", durationMs, "Milliseconds");
  family.add("WriteProvisionedThroughputExceeded", 0, "Count");
  shards?.written(String(output?.["ShardId"]), bytes);
  countIncoming(family, 1, bytes);
}

interface Entry extends Asked {
  readonly Data?: unknown;
  readonly ErrorCode?: string;
  readonly ShardId?: string;
}

function countPutRecords({ family, shards, input, output, failure, durationMs }: Call): void {
  const asked = (input["Records"] ?? []) as readonly Entry[];
  const answers = (output?.["Records"] ?? []) as readonly Entry[];
  const written = asked.filter((_record, index) => answers[index]?.ErrorCode === undefined && failure === undefined);
  const throttled = answers.filter(({ ErrorCode }) => ErrorCode === "ProvisionedThroughputExceededException").length;
  if (shards !== undefined)
    for (const [index, record] of asked.entries()) countEntry(shards, record, answers[index], failure);
  family.add("PutRecords.Success", written.length > 0 ? 1 : 0, "Count");
  family.add("WriteProvisionedThroughputExceeded", isThrottle(failure) ? asked.length : throttled, "Count");
  if (failure !== undefined) return;
  const bytes = written.reduce((sum, { Data }) => sum + sizeOf(Data), 0);
  family.add("PutRecords.Bytes", bytes, "Bytes");
  family.add("PutRecords.Latency", durationMs, "Milliseconds");
  family.add("PutRecords.TotalRecords", asked.length, "Count");
  family.add("PutRecords.SuccessfulRecords", written.length, "Count");
  family.add("PutRecords.FailedRecords", asked.length - written.length - throttled, "Count");
  family.add("PutRecords.ThrottledRecords", throttled, "Count");
  countIncoming(family, written.length, bytes);
}

function countEntry(shards: ShardMetrics, record: Entry, answer: Entry | undefined, failure: unknown): void {
  if (answer?.ShardId !== undefined) shards.written(answer.ShardId, sizeOf(record.Data));
  else if (isThrottle(failure) || answer?.ErrorCode === "ProvisionedThroughputExceededException")
    shards.refused(record);
}

function countIncoming(family: MetricFamily, records: number, bytes: number): void {
  family.add("IncomingRecords", records, "Count");
  family.add("IncomingBytes", bytes, "Bytes");
}

function countGetRecords({ family, shards, input, output, failure, durationMs }: Call): void {
  family.add("GetRecords.Success", failure === undefined ? 1 : 0, "Count");
  family.add("ReadProvisionedThroughputExceeded", isThrottle(failure) ? 1 : 0, "Count");
  const shard = shards === undefined ? 0 : parseIterator(String(input["ShardIterator"])).shard;
  if (isThrottle(failure)) shards?.readRefused(shard);
  if (failure !== undefined) return;
  const records = (output?.["Records"] ?? []) as readonly Entry[];
  const bytes = records.reduce((sum, { Data }) => sum + sizeOf(Data), 0);
  family.add("GetRecords.Bytes", bytes, "Bytes");
  family.add("GetRecords.Records", records.length, "Count");
  family.add("GetRecords.Latency", durationMs, "Milliseconds");
  const ageMs = Number(output?.["MillisBehindLatest"] ?? 0);
  family.add("GetRecords.IteratorAgeMilliseconds", ageMs, "Milliseconds");
  shards?.read(shard, records.length, bytes, ageMs);
}

function isThrottle(failure: unknown): boolean {
  return failure instanceof AwsError && failure.code === "ProvisionedThroughputExceededException";
}

function sizeOf(data: unknown): number {
  return data instanceof Uint8Array ? data.length : 0;
}
