// The job that takes a closed buffer further: from the intake through the processors, or from there to the destination. Its rows
// go in the transaction in which what came of them is written, or when the destination has them: at least once, then.
// AWS: "Handle data delivery failures": deliveries are retried for 24 hours, then the data is lost.

import { AwsError } from "../../kernel/errors.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { Job, JobHandler, JobOutcome } from "../../service/jobs.ts";
import { type Batch, DELIVER, findStream } from "./buffers.ts";
import { openRecord } from "./encryption.ts";
import { logFailure, s3Failure } from "./error-log.ts";
import { deliverToHttp } from "./http-delivery.ts";
import type { Failure, Item } from "./items.ts";
import { countDelivery } from "./metrics.ts";
import { processBatch } from "./process.ts";
import type { DeliveryStreamRecord } from "./records.ts";
import { readWaiting, removeWaiting } from "./repo.ts";
import { BACKUP, backupOf, errorDestinationOf, errorTypeOf, INTAKE, processingOf } from "./routes.ts";
import { deliverToS3, type S3Place } from "./s3-delivery.ts";

// AWS: "Data delivery failure handling": five seconds at first; how the pause grows is not said.
const FIRST_PAUSE_MS = 5_000;
const MOST_PAUSE_MS = 5 * 60_000;
const KEPT_MS = 24 * 3_600_000;
// AWS: inferred: the pages do not say how long Firehose waits between invocations.
const LAMBDA_PAUSE_MS = 1_000;
const RECORD_ID_DIGITS = 56;

/** One run of the job. */
interface Run {
  readonly yard: YardContext;
  readonly job: Job;
  readonly scope: Scope;
  readonly stream: DeliveryStreamRecord;
  readonly batch: Batch;
}

export const deliverJob: JobHandler = {
  kind: DELIVER,
  run: async (job, yard) => {
    const batch = job.payload as Batch;
    const scope = { account: job.account, region: job.region };
    const stream = yard.store.read((tx) => findStream(tx, scope, batch.streamName, batch.streamId));
    // What a stream that is gone left behind is swept by its own job.
    if (stream === undefined) return "done";
    const run = { yard, job, scope, stream, batch };
    try {
      const items = await readItems(run);
      if (items.length === 0) return "done";
      if (batch.buffer === INTAKE) return await process(run, items);
      return await deliver(run, items);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return retry(run, error);
    }
  },
};

async function readItems({ yard, scope, stream, batch }: Run): Promise<readonly Item[]> {
  const place = { scope, streamId: stream.id, buffer: batch.buffer };
  const rows = yard.store.read((tx) => readWaiting(tx, place, batch.from, batch.to));
  const items: Item[] = [];
  for (const { index, record } of rows) {
    const data = record.cipher === undefined ? record.data : await openRecord(yard, scope, stream, record);
    items.push({
      id: `49${String(index).padStart(RECORD_ID_DIGITS, "0")}`,
      data,
      arrivedAtMs: record.arrivedAtMs,
      partitionKeys: {},
      ...(record.kinesis === undefined ? {} : { kinesis: record.kinesis }),
    });
  }
  return items;
}

async function process(run: Run, items: readonly Item[]): Promise<JobOutcome> {
  const { yard, job, scope, stream, batch } = run;
  // RACE: an update may have taken the processors away since the records came in.
  const processing = processingOf(stream) ?? { decompresses: false, extractsMessages: false };
  const attempt = { stream, processing, invocationId: batch.objectId, number: job.attempt };
  const processed = await processBatch(yard, scope, attempt, items);
  if (processed.kind === "again") {
    await logProcessing(run, processed);
    return { retryAtMs: yard.clock.nowMs() + LAMBDA_PAUSE_MS };
  }
  const [failure] = processed.failures;
  if (failure !== undefined) await logProcessing(run, failure);
  yard.store.write((tx) => {
    // RACE: a stream that was deleted meanwhile takes nothing more.
    if (findStream(tx, scope, stream.name, stream.id) === undefined) return;
    processed.put(tx);
    removeWaiting(tx, { scope, streamId: stream.id, buffer: batch.buffer }, batch.from, batch.to);
  });
  return "done";
}

function logProcessing(
  { yard, scope, stream }: Run,
  { code, message }: Pick<Failure, "code" | "message">,
): Promise<void> {
  const place = errorDestinationOf(stream);
  const processor = processingOf(stream)?.lambda?.functionArn;
  const options = stream.destination.settings.CloudWatchLoggingOptions;
  return logFailure(
    yard,
    scope,
    stream,
    { options, roleArn: stream.destination.settings.RoleARN },
    { destination: place?.BucketARN ?? "", code, message, ...(processor === undefined ? {} : { processor }) },
  );
}

async function deliver(run: Run, items: readonly Item[]): Promise<JobOutcome> {
  const { yard, scope, stream, batch } = run;
  const isForHttp =
    stream.destination.kind === "http" && batch.buffer !== BACKUP && errorTypeOf(batch.buffer) === undefined;
  if (isForHttp && stream.destination.kind === "http")
    return deliverToHttp(yard, scope, { stream, settings: stream.destination.settings, batch, job: run.job }, items);
  const place = placeOf(stream, batch);
  // RACE: an update may have ended backups since the records came in.
  if (place !== undefined) {
    const content = Buffer.concat(items.map(({ data }) => data));
    await deliverToS3(yard, scope, { stream, place, batch }, content);
    const oldestMs = Math.min(...items.map(({ arrivedAtMs }) => arrivedAtMs));
    if (batch.buffer !== BACKUP && errorTypeOf(batch.buffer) === undefined)
      countDelivery(yard, scope, stream.name, { bytes: content.length, records: items.length, oldestMs });
  }
  remove(run);
  return "done";
}

function placeOf(stream: DeliveryStreamRecord, { buffer }: Batch): S3Place | undefined {
  if (buffer === BACKUP) return backupOf(stream);
  if (errorTypeOf(buffer) !== undefined) return errorDestinationOf(stream);
  return stream.destination.kind === "s3" ? stream.destination.settings : undefined;
}

function remove({ yard, scope, stream, batch }: Run): void {
  yard.store.write((tx) =>
    removeWaiting(tx, { scope, streamId: stream.id, buffer: batch.buffer }, batch.from, batch.to),
  );
}

/** A bucket or a key that cannot be used now: later, for a day. */
async function retry(run: Run, error: AwsError): Promise<JobOutcome> {
  const { yard, job, scope, stream, batch } = run;
  const place = placeOf(stream, batch);
  const logPlace = { options: place?.CloudWatchLoggingOptions, roleArn: place?.RoleARN };
  await logFailure(yard, scope, stream, logPlace, { destination: place?.BucketARN ?? "", ...s3Failure(error) });
  const nowMs = yard.clock.nowMs();
  if (nowMs >= job.createdAtMs + KEPT_MS) {
    yard.log.write("warn", "firehose.data-lost", { stream: stream.name, buffer: batch.buffer, error });
    remove(run);
    return "done";
  }
  return { retryAtMs: nowMs + Math.min(MOST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(job.attempt - 1, 10)) };
}
