// What becomes of restorations in time: who wants to know hears when a copy is there and when it has gone.

import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { Context } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { enqueueEvent } from "./notify.ts";
import { shownVersionId } from "./operation.ts";
import type { BucketRecord, RestoreRecord } from "./records.ts";
import { loadBucket, loadVersion, replaceVersion } from "./repo.ts";

const RESTORE = "s3/restore";

interface RestorePayload {
  readonly bucketName: string;
  readonly key: string;
  readonly versionId: string;
  readonly restore: RestoreRecord;
  readonly becomes: "ready" | "gone";
}

/** Has a restoration told of when its copy is there (`isNew`), and ended when its days are over. */
export function enqueueRestore(
  tx: WriteTx,
  context: Context,
  bucket: BucketRecord,
  { key, versionId, restore, isNew }: Omit<RestorePayload, "bucketName" | "becomes"> & { readonly isNew: boolean },
): void {
  const scope = { account: parseAccountId(bucket.account), region: parseRegion(bucket.region) };
  const enqueue = (becomes: RestorePayload["becomes"], dueAtMs: number): void => {
    const payload: RestorePayload = { bucketName: bucket.bucketName, key, versionId, restore, becomes };
    context.jobs.enqueue(tx, { ...scope, kind: RESTORE, payload, dueAtMs });
  };
  if (isNew) enqueue("ready", restore.readyAtMs);
  enqueue("gone", restore.expiresAtMs);
}

/** One change of a restoration's state, unless it was changed meanwhile. */
export const restoreJob: JobHandler = {
  kind: RESTORE,
  run(job, yard) {
    const { bucketName, key, versionId, restore, becomes } = job.payload as RestorePayload;
    yard.store.write((tx) => {
      const bucket = loadBucket(tx, bucketName);
      const object = bucket === undefined ? undefined : loadVersion(tx, bucket, key, versionId);
      if (bucket === undefined || object?.kind !== "object") return;
      const present = object.restore;
      if (present?.readyAtMs !== restore.readyAtMs) return;
      // A life that was made longer has a job of its own.
      if (becomes === "gone" && present.expiresAtMs !== restore.expiresAtMs) return;
      if (becomes === "gone") replaceVersion(tx, bucket, key, versionId, { restore: undefined });
      const { clock, jobs, random } = yard;
      const principal = { kind: "service", service: "s3.amazonaws.com" } as const;
      const { bytes, etag, storageClass } = object;
      enqueueEvent(tx, { clock, jobs, random, principal, requestId: job.id }, bucket, {
        eventName: becomes === "ready" ? "ObjectRestore:Completed" : "ObjectRestore:Delete",
        key,
        bytes,
        etag,
        versionId: shownVersionId(bucket, versionId),
        storageClass,
        restoredUntilMs: present.expiresAtMs,
      });
    });
    return Promise.resolve("done");
  },
};
