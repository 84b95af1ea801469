// Carrying lifecycle rules out: once a day, at midnight UTC on the yard's clock, some keys a transaction.

import { invariant } from "../../kernel/errors.ts";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { Context, YardContext } from "../../service/context.ts";
import type { Job, JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { isUploadDue, planLifecycle, type LifecycleStep } from "./lifecycle.ts";
import { isLocked } from "./object-lock.ts";
import { enqueueEvent, type EventSource } from "./notify.ts";
import { newVersionId } from "./operation.ts";
import type { BucketRecord, VersionRecord } from "./records.ts";
import {
  deleteUpload,
  deleteVersion,
  listUploads,
  listVersions,
  loadBucket,
  loadVersion,
  NULL_VERSION,
  replaceVersion,
  saveVersion,
} from "./repo.ts";

const LIFECYCLE = "s3/lifecycle";
const DAY_MS = 86_400_000;
/** Versions that one transaction looks at, at least: a key's versions are not parted. */
const CHUNK = 1000;

/** Begins the daily run of a bucket that has rules from now on, and gives the job's id. */
export function enqueueLifecycle(tx: WriteTx, context: Context, bucket: BucketRecord): string {
  return context.jobs.enqueue(tx, {
    account: parseAccountId(bucket.account),
    region: parseRegion(bucket.region),
    kind: LIFECYCLE,
    payload: { bucketName: bucket.bucketName, createdAtMs: bucket.createdAtMs },
    dueAtMs: nextMidnight(context.clock.nowMs()),
  });
}

/** One daily run; it comes back as long as the bucket has rules. */
export const lifecycleJob: JobHandler = {
  kind: LIFECYCLE,
  async run(job, yard) {
    const { bucketName, createdAtMs } = job.payload as { bucketName: string; createdAtMs: number };
    let from: string | undefined;
    do {
      const next = yard.store.write((tx) => {
        const bucket = loadBucket(tx, bucketName);
        // A bucket of the same name that was made later has a job of its own.
        if (bucket?.lifecycle === undefined || bucket.createdAtMs !== createdAtMs) return "gone";
        return runChunk(tx, yard, job, bucket, from);
      });
      if (next === "gone") return "done";
      from = next.from;
    } while (from !== undefined);
    return { retryAtMs: nextMidnight(yard.clock.nowMs()) };
  },
};

function nextMidnight(nowMs: number): number {
  return (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
}

/** Handles keys from `from` on, and says with which key to go on. */
function runChunk(
  tx: WriteTx,
  yard: YardContext,
  job: Job,
  bucket: BucketRecord,
  from: string | undefined,
): { readonly from?: string } {
  const rules = bucket.lifecycle ?? [];
  const nowMs = yard.clock.nowMs();
  if (from === undefined) {
    for (const upload of [...listUploads(tx, bucket.bucketName, {})]) {
      if (isUploadDue(rules, upload, nowMs)) deleteUpload(tx, bucket.bucketName, upload);
    }
  }
  const keys = new Map<string, VersionRecord[]>();
  let seen = 0;
  let next: string | undefined;
  for (const { key, version } of listVersions(tx, bucket.bucketName, { from })) {
    const known = keys.get(key);
    if (known === undefined && seen >= CHUNK) {
      next = key;
      break;
    }
    seen++;
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
    for (const step of planLifecycle(rules, key, versions, nowMs)) {
      // Each step may have moved the bucket's order of versions on.
      const present = loadBucket(tx, bucket.bucketName);
      invariant(present !== undefined, "A lifecycle run does not delete its bucket.");
      carryOut(tx, source, present, key, step);
    }
  }
  return next === undefined ? {} : { from: next };
}

function carryOut(tx: WriteTx, source: EventSource, bucket: BucketRecord, key: string, step: LifecycleStep): void {
  if (step.kind === "transition") {
    const { versionId, storageClass } = step;
    replaceVersion(tx, bucket, key, versionId, { storageClass });
    enqueueEvent(tx, source, bucket, { eventName: "LifecycleTransition", key });
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
  // AWS: "Object Lock considerations": rules never remove what is locked.
  const version = loadVersion(tx, bucket, key, versionId);
  if (version?.kind === "object" && isLocked(version.lock, source.clock.nowMs(), false)) return;
  deleteVersion(tx, bucket, key, versionId);
  enqueueEvent(tx, source, bucket, {
    eventName: "LifecycleExpiration:Delete",
    key,
    ...(bucket.versioning === undefined ? {} : { versionId }),
  });
}
