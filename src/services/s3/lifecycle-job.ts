// Carrying lifecycle rules out: once a day, at midnight UTC on the yard's clock. A run is a chain of slices, each a job
// and a transaction of its own, so that a bucket of millions of objects holds nobody up and a crash loses no place.

import { invariant } from "../../kernel/errors.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import { nextTurn } from "../../kernel/real-time.ts";
import type { Context, Scope, YardContext } from "../../service/context.ts";
import type { Job, JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { isUploadDue, planLifecycle, type LifecycleStep } from "./lifecycle.ts";
import { enqueueEvent, type EventSource } from "./notify.ts";
import { isLocked } from "./object-lock.ts";
import { newVersionId } from "./operation.ts";
import type { BucketRecord, UploadRecord, VersionRecord } from "./records.ts";
import {
  deleteUpload,
  deleteVersion,
  listUploads,
  listVersions,
  loadBucket,
  NULL_VERSION,
  replaceVersion,
  saveVersion,
} from "./repo.ts";

const LIFECYCLE = "s3/lifecycle";
const SLICE = "s3/lifecycle-slice";
const DAY_MS = 86_400_000;
/** Versions or uploads that one slice looks at, at least: a key's versions are not parted. */
const SLICE_ROWS = 250;

interface RunPayload {
  readonly bucketName: string;
  /** A bucket of the same name that was made later has a run of its own. */
  readonly createdAtMs: number;
}

interface SlicePayload extends RunPayload {
  /** The midnight that the run is about, whenever its slices come. */
  readonly atMs: number;
  readonly walks: "uploads" | "objects";
  /** The key to go on with. */
  readonly from?: string;
}

/** Begins the daily run of a bucket that has rules from now on, and gives the job's id. */
export function enqueueLifecycle(tx: WriteTx, context: Context, bucket: BucketRecord): string {
  const { bucketName, createdAtMs } = bucket;
  const payload: RunPayload = { bucketName, createdAtMs };
  const dueAtMs = nextMidnight(context.clock.nowMs());
  return context.jobs.enqueue(tx, { ...scopeOf(bucket), kind: LIFECYCLE, payload, dueAtMs });
}

/** One daily run; it comes back as long as the bucket has rules. */
export const lifecycleJob: JobHandler = {
  kind: LIFECYCLE,
  run(job, yard) {
    const { bucketName, createdAtMs } = job.payload as RunPayload;
    const nowMs = yard.clock.nowMs();
    const isThere = yard.store.write((tx) => {
      const bucket = loadBucket(tx, bucketName);
      if (bucket?.lifecycle === undefined || bucket.createdAtMs !== createdAtMs) return false;
      const atMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
      enqueueSlice(tx, yard, bucket, { bucketName, createdAtMs, atMs, walks: "uploads" });
      return true;
    });
    return Promise.resolve(isThere ? { retryAtMs: nextMidnight(nowMs) } : "done");
  },
};

/** One slice of a run; it writes the next one. */
export const lifecycleSliceJob: JobHandler = {
  kind: SLICE,
  async run(job, yard) {
    const payload = job.payload as SlicePayload;
    yard.store.write((tx) => {
      const bucket = loadBucket(tx, payload.bucketName);
      if (bucket?.lifecycle === undefined || bucket.createdAtMs !== payload.createdAtMs) return;
      const { walks, from: _, ...run } = payload;
      const from = walks === "uploads" ? giveUploadsUp(tx, bucket, payload) : runKeys(tx, yard, job, bucket, payload);
      if (from !== undefined) enqueueSlice(tx, yard, bucket, { ...run, walks, from });
      else if (walks === "uploads") enqueueSlice(tx, yard, bucket, { ...run, walks: "objects" });
    });
    // Jobs that are due follow each other without a pause: requests come in between here.
    await nextTurn();
    return "done";
  },
};

function enqueueSlice(tx: WriteTx, { jobs }: YardContext, bucket: BucketRecord, payload: SlicePayload): void {
  jobs.enqueue(tx, { ...scopeOf(bucket), kind: SLICE, payload, lane: `s3/lifecycle/${bucket.bucketName}` });
}

function scopeOf(bucket: BucketRecord): Scope {
  return { account: parseAccountId(bucket.account), region: parseRegion(bucket.region) };
}

function nextMidnight(nowMs: number): number {
  return (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
}

/** Gives due uploads up, and says with which key to go on. */
function giveUploadsUp(tx: WriteTx, bucket: BucketRecord, { from, atMs }: SlicePayload): string | undefined {
  const { rows, next } = slice(listUploads(tx, bucket.bucketName, { from }), (upload: UploadRecord) => upload.key);
  for (const upload of rows) {
    if (isUploadDue(bucket.lifecycle, upload, atMs)) deleteUpload(tx, bucket.bucketName, upload);
  }
  return next;
}

/** Does what is due for some keys, and says with which key to go on. */
function runKeys(
  tx: WriteTx,
  yard: YardContext,
  job: Job,
  bucket: BucketRecord,
  { from, atMs }: SlicePayload,
): string | undefined {
  const { rows, next } = slice(listVersions(tx, bucket.bucketName, { from }), ({ key }) => key);
  const keys = new Map<string, VersionRecord[]>();
  for (const { key, version } of rows) {
    const known = keys.get(key);
    if (known === undefined) keys.set(key, [version]);
    else known.push(version);
  }
  const source: EventSource = {
    clock: yard.clock,
    jobs: yard.jobs,
    random: yard.random,
    requestId: job.id,
    principal: { kind: "service", service: "s3.amazonaws.com" },
  };
  for (const [key, versions] of keys) {
    for (const step of planLifecycle(bucket, key, versions, atMs)) {
      // AWS: lifecycle does not remove what is locked ("Object Lock considerations", user guide).
      if (step.kind === "remove" && isHeld(versions, step.versionId, atMs)) continue;
      // Each step may have moved the bucket's order of versions on.
      const present = loadBucket(tx, bucket.bucketName);
      invariant(present !== undefined, "A lifecycle run does not delete its bucket.");
      carryOut(tx, source, present, key, step);
    }
  }
  return next;
}

/** Rows for one slice, whole keys only, and the key behind them. */
function slice<Row>(rows: Iterable<Row>, keyOf: (row: Row) => string): { rows: Row[]; next?: string } {
  const taken: Row[] = [];
  let last: string | undefined;
  for (const row of rows) {
    const key = keyOf(row);
    if (taken.length >= SLICE_ROWS && key !== last) return { rows: taken, next: key };
    taken.push(row);
    last = key;
  }
  return { rows: taken };
}

function isHeld(versions: readonly VersionRecord[], versionId: string, nowMs: number): boolean {
  const version = versions.find((each) => each.versionId === versionId);
  return version?.kind === "object" && isLocked(version.lock, nowMs, false);
}

function carryOut(tx: WriteTx, source: EventSource, bucket: BucketRecord, key: string, step: LifecycleStep): void {
  if (step.kind === "transition") {
    const { versionId, storageClass } = step;
    replaceVersion(tx, bucket, key, versionId, { storageClass });
    const shown = bucket.versioning === undefined ? {} : { versionId };
    enqueueEvent(tx, source, bucket, { eventName: "LifecycleTransition", key, storageClass, ...shown });
    return;
  }
  if (step.kind === "expire-current" && bucket.versioning !== undefined) {
    // AWS: with versioning, what expires is hidden by a delete marker.
    const versionId = newVersionId(source, bucket);
    const modifiedAtMs = source.clock.nowMs();
    saveVersion(tx, bucket, key, { v: 1, kind: "delete-marker", versionId, modifiedAtMs });
    enqueueEvent(tx, source, bucket, { eventName: "LifecycleExpiration:DeleteMarkerCreated", key, versionId });
    return;
  }
  const versionId = step.kind === "remove" ? step.versionId : NULL_VERSION;
  deleteVersion(tx, bucket, key, versionId);
  enqueueEvent(tx, source, bucket, {
    eventName: "LifecycleExpiration:Delete",
    key,
    ...(bucket.versioning === undefined ? {} : { versionId }),
  });
}
