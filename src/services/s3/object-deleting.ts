// What deleting means, for DeleteObject and for each key of DeleteObjects.
// AWS: "Deleting object versions from a versioning-enabled bucket" and "... suspended bucket" (S3 user guide).

import type { Context } from "../../service/context.ts";
import type { WriteTx } from "../../store/store.ts";
import { checkWrite } from "./conditions.ts";
import { lockedObject } from "./errors.ts";
import { isLocked } from "./object-lock.ts";
import { enqueueEvent } from "./notify.ts";
import { currentObject } from "./object-reading.ts";
import { newVersionId } from "./operation.ts";
import { enqueueReplication } from "./replication/job.ts";
import type { BucketRecord, DeleteMarkerRecord } from "./records.ts";
import { deleteVersion, loadVersion, NULL_VERSION, saveVersion } from "./repo.ts";

export interface Deletion {
  readonly key: string;
  readonly versionId?: string | undefined;
  readonly ifMatch?: string | undefined;
  /** Whether retention in governance mode does not count; the caller may do that. */
  readonly bypassesGovernance?: boolean | undefined;
}

export interface Deleted {
  /** The version that went, or the delete marker that came. */
  readonly versionId?: string;
  /** A delete marker was made, or removed. */
  readonly isDeleteMarker: boolean;
}

/** Deletes a key or one version of it. What is not there is deleted already. */
export function deleteObjectIn(tx: WriteTx, context: Context, bucket: BucketRecord, deletion: Deletion): Deleted {
  const { key, versionId, ifMatch } = deletion;
  if (ifMatch !== undefined) checkWrite({ IfMatch: ifMatch }, key, currentObject(tx, bucket, key));
  if (versionId !== undefined) {
    const version = loadVersion(tx, bucket, key, versionId);
    const lock = version?.kind === "object" ? version.lock : undefined;
    if (isLocked(lock, context.clock.nowMs(), deletion.bypassesGovernance === true)) throw lockedObject();
    const wasThere = deleteVersion(tx, bucket, key, versionId);
    if (wasThere) enqueueEvent(tx, context, bucket, { eventName: "ObjectRemoved:Delete", key, versionId });
    return { versionId, isDeleteMarker: version?.kind === "delete-marker" };
  }
  if (bucket.versioning === undefined) {
    const wasThere = deleteVersion(tx, bucket, key, NULL_VERSION);
    if (wasThere) enqueueEvent(tx, context, bucket, { eventName: "ObjectRemoved:Delete", key });
    return { isDeleteMarker: false };
  }
  const markerId = newVersionId(context, bucket);
  const modifiedAtMs = context.clock.nowMs();
  const marker: DeleteMarkerRecord = { v: 1, kind: "delete-marker", versionId: markerId, modifiedAtMs };
  saveVersion(tx, bucket, key, marker);
  enqueueReplication(tx, context, bucket, key, marker);
  const eventName = "ObjectRemoved:DeleteMarkerCreated";
  enqueueEvent(tx, context, bucket, { eventName, key, versionId: markerId });
  return { versionId: markerId, isDeleteMarker: true };
}
