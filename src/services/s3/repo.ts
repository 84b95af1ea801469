// S3's rows, and the only file that knows their keys. Bucket names are global, so rows below a bucket start with its
// name instead of an account and a region:
//
//   s3 bucket NAME                           the bucket
//   s3 owned ACCOUNT NAME                    which buckets an account has, in name order
//   s3 object NAME KEY ORDER                 every version of every object; the newest has the lowest order
//   s3 version NAME KEY VERSION-ID           the order of a version, for reads by id
//   s3 upload NAME KEY UPLOAD-ID             multipart uploads in progress
//   s3 part UPLOAD-ID NUMBER                 their parts
//   s3 log NAME AT-MS REQUEST-ID             lines of access logs that wait for their delivery
//
// A bucket that never had versioning has exactly one row for a key, at order 0.

import type { BlobRows } from "../../store/blobs.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import type { BucketRecord, LogLineRecord, ObjectRecord, PartRecord, UploadRecord, VersionRecord } from "./records.ts";

/** The version id of objects written while versioning was not on. */
export const NULL_VERSION = "null";

/** Which rows name blobs. */
export const BLOB_ROWS: readonly BlobRows[] = [
  { prefix: ["s3", "object"], references: (value) => bodyOf(value as VersionRecord) },
  { prefix: ["s3", "part"], references: (value) => bodyOf(value as PartRecord) },
];

/** The blobs of a row's body; a delete marker has none. */
function bodyOf(record: VersionRecord | PartRecord): readonly string[] {
  return "body" in record ? record.body.map((part) => part.sha256) : [];
}

export function loadBucket(tx: ReadTx, bucketName: string): BucketRecord | undefined {
  return tx.get<BucketRecord>(["s3", "bucket", bucketName]);
}

export function saveBucket(tx: WriteTx, bucket: BucketRecord): void {
  tx.put(["s3", "bucket", bucket.bucketName], bucket);
  tx.put(["s3", "owned", bucket.account, bucket.bucketName], true);
}

export function deleteBucket(tx: WriteTx, bucket: BucketRecord): void {
  tx.delete(["s3", "bucket", bucket.bucketName]);
  tx.delete(["s3", "owned", bucket.account, bucket.bucketName]);
}

/** The account's buckets in name order, after the name `after`. */
export function* listBuckets(tx: ReadTx, account: string, after?: string): Generator<BucketRecord> {
  const prefix = ["s3", "owned", account];
  const from = after === undefined ? {} : { after: [...prefix, after] };
  for (const { key } of tx.range({ prefix, ...from })) {
    const bucket = loadBucket(tx, String(key[3]));
    if (bucket !== undefined) yield bucket;
  }
}

/** The newest version of a key: an object, a delete marker, or undefined. */
export function loadCurrent(tx: ReadTx, bucket: BucketRecord, key: string): VersionRecord | undefined {
  if (bucket.versioning === undefined) return tx.get<VersionRecord>(["s3", "object", bucket.bucketName, key, 0]);
  for (const { value } of tx.range<VersionRecord>({
    prefix: ["s3", "object", bucket.bucketName, key],
    limit: 1,
  })) {
    return value;
  }
  return undefined;
}

/** The version of this id, or undefined. */
export function loadVersion(
  tx: ReadTx,
  bucket: BucketRecord,
  key: string,
  versionId: string,
): VersionRecord | undefined {
  const order = orderOf(tx, bucket, key, versionId);
  return order === undefined ? undefined : tx.get<VersionRecord>(["s3", "object", bucket.bucketName, key, order]);
}

/**
 * Writes a version as the newest of its key. A null version takes the place of the null version there was; other
 * versions stay. INVARIANT: `bucket` was read in this transaction, and no version of it was written since.
 */
export function saveVersion(tx: WriteTx, bucket: BucketRecord, key: string, version: VersionRecord): void {
  if (bucket.versioning === undefined) {
    tx.put(["s3", "object", bucket.bucketName, key, 0], version);
    return;
  }
  if (version.versionId === NULL_VERSION) deleteVersion(tx, bucket, key, NULL_VERSION);
  const order = bucket.lastOrder - 1;
  saveBucket(tx, { ...bucket, lastOrder: order });
  tx.put(["s3", "object", bucket.bucketName, key, order], version);
  tx.put(["s3", "version", bucket.bucketName, key, version.versionId], order);
}

/** Writes changes of an object's version in its place, such as new tags. */
export function replaceVersion(
  tx: WriteTx,
  bucket: BucketRecord,
  key: string,
  versionId: string,
  changes: Partial<Omit<ObjectRecord, "v" | "kind" | "versionId">>,
): void {
  const order = orderOf(tx, bucket, key, versionId);
  const version = loadVersion(tx, bucket, key, versionId);
  if (order !== undefined && version?.kind === "object")
    tx.put(["s3", "object", bucket.bucketName, key, order], { ...version, ...changes });
}

/** Removes a version; true if it was there. */
export function deleteVersion(tx: WriteTx, bucket: BucketRecord, key: string, versionId: string): boolean {
  const order = orderOf(tx, bucket, key, versionId);
  if (order === undefined) return false;
  tx.delete(["s3", "version", bucket.bucketName, key, versionId]);
  return tx.delete(["s3", "object", bucket.bucketName, key, order]);
}

/** The null version of a key that was written before versioning began has order 0 and no row by id. */
function orderOf(tx: ReadTx, bucket: BucketRecord, key: string, versionId: string): number | undefined {
  const order =
    bucket.versioning === undefined ? undefined : tx.get<number>(["s3", "version", bucket.bucketName, key, versionId]);
  if (order !== undefined) return order;
  if (versionId !== NULL_VERSION) return undefined;
  return tx.get(["s3", "object", bucket.bucketName, key, 0]) === undefined ? undefined : 0;
}

/** One version and where it stands. */
export interface ListedVersion {
  readonly key: string;
  readonly version: VersionRecord;
}

/** Where a walk over a bucket's keys begins and ends: `from` inclusive, `before` exclusive. */
export interface KeyRange {
  readonly from?: string | undefined;
  readonly before?: string | undefined;
}

/** All versions of all keys in the range, in UTF-8 order of the keys, newest version first. */
export function* listVersions(tx: ReadTx, bucketName: string, range: KeyRange): Generator<ListedVersion> {
  const prefix = ["s3", "object", bucketName];
  for (const { key, value } of tx.range<VersionRecord>({ prefix, ...bounds(prefix, range) })) {
    yield { key: String(key[3]), version: value };
  }
}

/** True if the bucket has no object, version or delete marker. */
export function isBucketEmpty(tx: ReadTx, bucketName: string): boolean {
  for (const _ of tx.range({ prefix: ["s3", "object", bucketName], limit: 1 })) return false;
  return true;
}

export function loadUpload(tx: ReadTx, bucketName: string, key: string, uploadId: string): UploadRecord | undefined {
  return tx.get<UploadRecord>(["s3", "upload", bucketName, key, uploadId]);
}

export function saveUpload(tx: WriteTx, bucketName: string, upload: UploadRecord): void {
  tx.put(["s3", "upload", bucketName, upload.key, upload.uploadId], upload);
}

/** Removes an upload and its parts. */
export function deleteUpload(tx: WriteTx, bucketName: string, upload: UploadRecord): void {
  tx.delete(["s3", "upload", bucketName, upload.key, upload.uploadId]);
  const parts = [...tx.range({ prefix: ["s3", "part", upload.uploadId] })];
  for (const { key } of parts) tx.delete(key);
}

/** Uploads in the range, by key and then by upload id. */
export function* listUploads(tx: ReadTx, bucketName: string, range: KeyRange): Generator<UploadRecord> {
  const prefix = ["s3", "upload", bucketName];
  for (const { value } of tx.range<UploadRecord>({ prefix, ...bounds(prefix, range) })) yield value;
}

export function loadPart(tx: ReadTx, uploadId: string, partNumber: number): PartRecord | undefined {
  return tx.get<PartRecord>(["s3", "part", uploadId, partNumber]);
}

export function savePart(tx: WriteTx, uploadId: string, part: PartRecord): void {
  tx.put(["s3", "part", uploadId, part.partNumber], part);
}

/** Parts in order, after the part numbered `after`. */
export function* listParts(tx: ReadTx, uploadId: string, after = 0): Generator<PartRecord> {
  const prefix = ["s3", "part", uploadId];
  for (const { value } of tx.range<PartRecord>({ prefix, after: [...prefix, after] })) yield value;
}

/** The oldest lines of a bucket's log. */
export function listLogLines(tx: ReadTx, bucketName: string, limit: number): readonly LogLineRecord[] {
  return [...tx.range<LogLineRecord>({ prefix: ["s3", "log", bucketName], limit })].map(({ value }) => value);
}

export function saveLogLine(tx: WriteTx, bucketName: string, line: LogLineRecord): void {
  tx.put(["s3", "log", bucketName, line.atMs, line.requestId], line);
}

export function deleteLogLines(tx: WriteTx, bucketName: string, lines: readonly LogLineRecord[]): void {
  for (const { atMs, requestId } of lines) tx.delete(["s3", "log", bucketName, atMs, requestId]);
}

function bounds(prefix: readonly string[], range: KeyRange): { start?: string[]; end?: string[] } {
  return {
    ...(range.from === undefined ? {} : { start: [...prefix, range.from] }),
    ...(range.before === undefined ? {} : { end: [...prefix, range.before] }),
  };
}
