// The walk behind ListObjects and ListObjectsV2: the newest version of each key, without those that are deleted.

import type { _Object } from "@aws-sdk/client-s3";
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
  let previous: string | undefined;
  for (const { key, version } of listVersions(tx, bucket.bucketName, range)) {
    // Newest first: what follows under the same key is history.
    if (key === previous) continue;
    previous = key;
    if (version.kind === "object") yield { key, object: version };
  }
}

/** An entry of a listing. */
export function listedObject({ key, object }: ListedObject, write: (text: string) => string, owner?: string): _Object {
  return {
    Key: write(key),
    LastModified: new Date(object.modifiedAtMs),
    ETag: object.etag,
    ...(object.checksum === undefined
      ? {}
      : { ChecksumAlgorithm: [object.checksum.algorithm], ChecksumType: object.checksum.type }),
    Size: object.bytes,
    StorageClass: (object.storageClass ?? "STANDARD") as "STANDARD",
    ...(owner === undefined ? {} : { Owner: { ID: canonicalUserId(object.owner ?? owner) } }),
  };
}
