// What GetObject and HeadObject have in common: find the version, check the conditions, cut the range, describe.

import type { GetObjectCommandInput } from "@aws-sdk/client-s3";
import { AwsError } from "../../kernel/errors.ts";
import type { Input } from "../../service/apis.ts";
import type { Context } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { requireReadable, restoreHeader } from "./archive.ts";
import { formatContentRange, parseRange, type ByteRange } from "./byte-range.ts";
import { checksumOutput } from "./checksums.ts";
import { checkRead } from "./conditions.ts";
import {
  deletedKey,
  deleteMarkerNotAllowed,
  noSuchKey,
  invalidPartNumber,
  invalidRequest,
  noSuchVersion,
} from "./errors.ts";
import { parseCustomerKey, requireCustomerKey } from "./encryption/customer-key.ts";
import { customerKeyHeaders, encryptionOutput } from "./encryption/object-encryption.ts";
import { expirationHeader } from "./lifecycle.ts";
import { RESPONSE_MEMBERS } from "./members.ts";
import { lockOutput } from "./object-lock.ts";
import { headersOutput } from "./object-headers.ts";
import { unlessHidden, requireBucket, shownVersionId } from "./operation.ts";
import type { BucketRecord, ObjectRecord, VersionRecord } from "./records.ts";
import { loadCurrent, loadVersion } from "./repo.ts";

/** The object that a key leads to now; undefined where there is none, or a delete marker. */
export function currentObject(tx: ReadTx, bucket: BucketRecord, key: string): ObjectRecord | undefined {
  const version = loadCurrent(tx, bucket, key);
  return version?.kind === "object" ? version : undefined;
}

export interface ObjectAddress {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

export interface FoundObject {
  readonly bucket: BucketRecord;
  readonly object: ObjectRecord;
}

/** The object of a request; NoSuchKey, NoSuchVersion, MethodNotAllowed or AccessDenied where there is none to read. */
export async function requireObject(context: Context, address: ObjectAddress, method: string): Promise<FoundObject> {
  const { Key: key, VersionId: versionId } = address;
  const { bucket, version } = context.store.read((tx): { bucket: BucketRecord; version: VersionRecord | undefined } => {
    const bucket = requireBucket(tx, context, address);
    const version = versionId === undefined ? loadCurrent(tx, bucket, key) : loadVersion(tx, bucket, key, versionId);
    return { bucket, version };
  });
  if (version?.kind === "object") return { bucket, object: version };
  if (versionId === undefined) {
    const notFound = version === undefined ? noSuchKey(key) : deletedKey(key, version.versionId);
    throw await unlessHidden(context, bucket, notFound);
  }
  throw version === undefined ? noSuchVersion(key, versionId) : deleteMarkerNotAllowed(method, versionId);
}

type ReadInput = Omit<Input<GetObjectCommandInput>, "Body">;

/** The object that a read is about, the range of it that is wanted, and all members that describe it. */
export async function readObject(input: ReadInput, context: Context, method: "GET" | "HEAD") {
  if (context.principal.kind === "anonymous" && RESPONSE_MEMBERS.some((member) => input[member] !== undefined))
    throw invalidRequest("Request specific response headers cannot be used for anonymous GET requests.");
  const { bucket, object } = await requireObject(context, input, method);
  requireCustomerKey(object.encryption, parseCustomerKey(customerKeyHeaders(input)));
  checkRead(input, object);
  const nowMs = context.clock.nowMs();
  if (method === "GET") requireReadable(object, nowMs);
  const part = input.PartNumber === undefined ? undefined : findPart(object, input.PartNumber);
  if (part !== undefined && input.Range !== undefined)
    throw invalidRequest("Cannot specify both Range header and partNumber query parameter");
  const range = part === undefined ? parseRange(input.Range, object.bytes) : part.range;
  const tagCount = Object.keys(object.tags ?? {}).length;
  // AWS: a checksum is of the whole object, so a range comes without it.
  const showsChecksum = input.ChecksumMode === "ENABLED" && input.Range === undefined;
  const output = {
    AcceptRanges: "bytes",
    LastModified: new Date(object.modifiedAtMs),
    ContentLength: range === undefined ? object.bytes : range.end - range.start + 1,
    ETag: object.etag,
    VersionId: shownVersionId(bucket, object.versionId),
    ...headersOutput(object),
    ...encryptionOutput(object.encryption),
    Restore: restoreHeader(object, nowMs),
    ReplicationStatus: object.replicationStatus,
    ...(await visibleLock(context, input, object)),
    Expiration: expirationHeader(bucket.lifecycle, input.Key, object),
    ...(range === undefined ? {} : { ContentRange: formatContentRange(range, object.bytes) }),
    ...(showsChecksum ? checksumOutput(part?.checksum ?? object.checksum) : {}),
    ...(tagCount === 0 ? {} : { TagCount: tagCount }),
    ...(input.PartNumber === undefined || object.parts === undefined ? {} : { PartsCount: object.parts.length }),
    ...overrides(input),
  };
  return { object, range, output };
}

/** AWS: the lock is shown to those who may read it by itself (GetObject, API reference). Few objects have one. */
async function visibleLock(context: Context, address: ObjectAddress, { lock }: ObjectRecord) {
  if (lock === undefined) return {};
  const { ObjectLockLegalHoldStatus, ...retention } = lockOutput(lock);
  const { Bucket, Key, VersionId } = address;
  const { s3 } = context.aws;
  const mayRead = async (reading: Promise<unknown>): Promise<boolean> => {
    try {
      await reading;
      return true;
    } catch (error) {
      if (error instanceof AwsError && error.status === 403) return false;
      throw error;
    }
  };
  const showsRetention =
    lock.retention !== undefined && (await mayRead(s3.getObjectRetention({ Bucket, Key, VersionId })));
  const showsHold = lock.isHeld !== undefined && (await mayRead(s3.getObjectLegalHold({ Bucket, Key, VersionId })));
  return { ...(showsRetention ? retention : {}), ...(showsHold ? { ObjectLockLegalHoldStatus } : {}) };
}

function findPart(object: ObjectRecord, partNumber: number) {
  const parts = object.parts ?? [{ partNumber: 1, bytes: object.bytes, checksum: object.checksum }];
  let start = 0;
  for (const part of parts.slice(0, Math.max(0, partNumber - 1))) start += part.bytes;
  // AWS: parts are counted anew when an upload completes: the third of parts 2, 4 and 9 is number 3.
  const part = parts[partNumber - 1];
  if (part === undefined) throw invalidPartNumber(partNumber, parts.length);
  const range: ByteRange | undefined = part.bytes === 0 ? undefined : { start, end: start + part.bytes - 1 };
  return { range, checksum: part.checksum };
}

function overrides(input: ReadInput) {
  return {
    ...(input.ResponseCacheControl === undefined ? {} : { CacheControl: input.ResponseCacheControl }),
    ...(input.ResponseContentDisposition === undefined ? {} : { ContentDisposition: input.ResponseContentDisposition }),
    ...(input.ResponseContentEncoding === undefined ? {} : { ContentEncoding: input.ResponseContentEncoding }),
    ...(input.ResponseContentLanguage === undefined ? {} : { ContentLanguage: input.ResponseContentLanguage }),
    ...(input.ResponseContentType === undefined ? {} : { ContentType: input.ResponseContentType }),
    ...(input.ResponseExpires === undefined
      ? {}
      : { Expires: input.ResponseExpires, ExpiresString: input.ResponseExpires.toUTCString() }),
  };
}
