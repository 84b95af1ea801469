// What PutObject, CopyObject and CompleteMultipartUpload have in common: a new object becomes the current one of its key.

import type { Context } from "../../service/context.ts";
import type { WriteTx } from "../../store/store.ts";
import { checkWrite, type WriteConditions } from "./conditions.ts";
import { expirationHeader } from "./lifecycle.ts";
import { lockOfNewObject } from "./object-lock.ts";
import { enqueueEvent } from "./notify.ts";
import { currentObject } from "./object-reading.ts";
import { newVersionId, shownVersionId } from "./operation.ts";
import { enqueueReplication, isReplicated } from "./replication/job.ts";
import type { BucketRecord, ObjectRecord } from "./records.ts";
import { saveVersion } from "./repo.ts";

/** An object before it has its place. */
export type NewObject = Omit<ObjectRecord, "v" | "kind" | "versionId" | "modifiedAtMs">;

/** A header, by a name that no client can send, of calls that a form upload stands behind. */
export const FORM_UPLOAD = ":form-upload";

export interface Writing {
  readonly key: string;
  /** How it came about, such as "ObjectCreated:Put". */
  readonly eventName: string;
  readonly conditions: WriteConditions;
}

/** Writes the object if the conditions hold, tells who wants to know, and gives the members that answers share. */
export function writeObject(
  tx: WriteTx,
  context: Context,
  bucket: BucketRecord,
  { key, eventName, conditions }: Writing,
  content: NewObject,
): { readonly VersionId: string | undefined; readonly Expiration: string | undefined; readonly object: ObjectRecord } {
  checkWrite(conditions, key, currentObject(tx, bucket, key));
  const versionId = newVersionId(context, bucket);
  const object: ObjectRecord = {
    ...content,
    ...(isReplicated(bucket, key, content) ? { replicationStatus: "PENDING" } : {}),
    ...lockOfNewObject(content.lock, bucket, context.clock.nowMs()),
    v: 1,
    kind: "object",
    versionId,
    modifiedAtMs: context.clock.nowMs(),
  };
  saveVersion(tx, bucket, key, object);
  const shown = shownVersionId(bucket, versionId);
  enqueueReplication(tx, context, bucket, key, object);
  const { bytes, etag } = object;
  enqueueEvent(tx, context, bucket, { eventName, key, bytes, etag, versionId: shown });
  return { VersionId: shown, Expiration: expirationHeader(bucket.lifecycle, key, object), object };
}
