// The walk behind ListObjects and ListObjectsV2: the newest version of each key, without those that are deleted.

import type { _Object } from "@aws-sdk/client-s3";
import { restoreStatus } from "./archive.ts";
import type { ReadTx } from "../../store/store.ts";
import { canonicalUserId } from "./operation.ts";
import { listPage, type Listing, type ListingRequest } from "./listing.ts";
import type { BucketRecord, ObjectRecord } from "./records.ts";
import { listVersions, type KeyRange } from "./repo.ts";

export interface ListedObject {
  readonly key: string;
  readonly object: ObjectRecord;
}

/** One page of a bucket's objects. */
export function listObjectsPage(tx: ReadTx, bucket: BucketRecord, request: ListingRequest): Listing<ListedObject> {
  return listPage(
    { ...request, within: undefined },
    (range) => currentObjects(tx, bucket, range),
    (row) => row.key,
  );
}

function* currentObjects(tx: ReadTx, bucket: BucketRecord, range: KeyRange): Generator<ListedObject> {
  let from = range.from;
  let previous: string | undefined;
  let skipped = 0;
  walking: while (true) {
    for (const { key, version } of listVersions(tx, bucket.bucketName, { ...range, from })) {
      // Newest first: what follows under the same key is history.
      if (key === previous) {
        skipped += 1;
        if (skipped < SHORT_HISTORY) continue;
        // A key may have a million versions: the next key is one step away.
        from = `${key}\0`;
        skipped = 0;
        continue walking;
      }
      previous = key;
      skipped = 0;
      if (version.kind === "object") yield { key, object: version };
    }
    return;
  }
}

/** So many old versions are walked past before it is worth to look for the next key. */
const SHORT_HISTORY = 8;

/** An entry of a listing; with the state of restores, as it is at `restoreAtMs`, where that is asked for. */
export function listedObject(
  { key, object }: ListedObject,
  write: (text: string) => string,
  owner?: string,
  restoreAtMs?: number,
): _Object {
  const restore = restoreAtMs === undefined ? undefined : restoreStatus(object, restoreAtMs);
  return {
    Key: write(key),
    LastModified: new Date(object.modifiedAtMs),
    ETag: object.etag,
    ...(object.checksum === undefined
      ? {}
      : { ChecksumAlgorithm: [object.checksum.algorithm], ChecksumType: object.checksum.type }),
    Size: object.bytes,
    StorageClass: (object.storageClass ?? "STANDARD") as "STANDARD",
    ...(restore === undefined ? {} : { RestoreStatus: restore }),
    ...(owner === undefined ? {} : { Owner: { ID: canonicalUserId(object.owner ?? owner) } }),
  };
}
