// CopyObject. AWS: CopyObject (API reference).

import type { CopyObjectCommandInput, CopyObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Input, Output } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { OBJECT_ACL_MEMBERS } from "../acl.ts";
import { requireReadable } from "../archive.ts";
import { MAX_UPLOAD_BYTES, openBody, receiveBody, requestedAlgorithm, type Content } from "../body.ts";
import { checksumOutput, type ChecksumAlgorithm } from "../checksums.ts";
import { checkCopySource } from "../conditions.ts";
import { parseCopySource, type CopySource } from "../copy-source.ts";
import type { BodyKey } from "../encryption/cipher.ts";
import {
  encryptionOfNewObject,
  encryptionOfWrite,
  openEncryption,
  sourceKeyHeaders,
} from "../encryption/object-encryption.ts";
import { invalidArgument, invalidRequest } from "../errors.ts";
import {
  COPY_CONDITION_MEMBERS,
  ENCRYPTION_MEMBERS,
  HEADER_MEMBERS,
  LOCK_MEMBERS,
  SOURCE_KEY_MEMBERS,
} from "../members.ts";
import { parseLock } from "../object-lock.ts";
import { parseHeaders, parseTaggingHeader } from "../object-headers.ts";
import { requireObject, type FoundObject } from "../object-reading.ts";
import { writeObject } from "../object-writing.ts";
import { accessOfNewObject } from "../ownership.ts";
import { defineS3Operation, requireBucket, shownVersionId } from "../operation.ts";
import type { ObjectHeaders, ObjectRecord } from "../records.ts";

type CopyObjectInput = Input<CopyObjectCommandInput>;

export const copyObject = defineS3Operation<CopyObjectInput, CopyObjectCommandOutput>(
  "CopyObject",
  [
    "CopySource",
    "MetadataDirective",
    "TaggingDirective",
    "Tagging",
    "IfMatch",
    "IfNoneMatch",
    "ExpectedSourceBucketOwner",
    ...ENCRYPTION_MEMBERS,
    ...SOURCE_KEY_MEMBERS,
    ...LOCK_MEMBERS,
    ...OBJECT_ACL_MEMBERS,
    ...HEADER_MEMBERS,
    ...COPY_CONDITION_MEMBERS,
  ],
  async (input, context) => {
    const from = parseCopySource(input.CopySource);
    const algorithm = requestedAlgorithm(input.ChecksumAlgorithm);
    const source = await requireObject(
      context,
      { ...from, ExpectedBucketOwner: input.ExpectedSourceBucketOwner },
      "GET",
    );
    const { object } = source;
    // RACE: the source may be deleted before the copy, which shares its blobs, is written.
    const release = context.blobs.hold(object.body.map((part) => part.sha256));
    try {
      return await copyFrom(input, context, source, from, algorithm);
    } finally {
      release();
    }
  },
);

/** Writes the copy and answers. */
async function copyFrom(
  input: CopyObjectInput,
  context: Context,
  source: FoundObject,
  from: CopySource,
  algorithm: ChecksumAlgorithm | undefined,
): Promise<Output<CopyObjectCommandOutput>> {
  const { object } = source;
  checkCopySource(input, object);
  requireReadable(object, context.clock.nowMs());
  if (object.bytes > MAX_UPLOAD_BYTES)
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_UPLOAD_BYTES}`,
    );
  const headers = headersOfCopy(input, object);
  const isOntoItself = from.Bucket === input.Bucket && from.Key === input.Key && from.VersionId === undefined;
  if (isOntoItself && changesNothing(input, object))
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's " +
        "metadata, storage class, website redirect location or encryption attributes.",
    );
  const tags =
    directive(input.TaggingDirective, "x-amz-tagging-directive") === "REPLACE"
      ? parseTaggingHeader(input.Tagging)
      : object.tags;
  const sourceKey = await openEncryption(object.encryption, sourceKeyHeaders(input), context);
  const present = context.store.read((tx) => requireBucket(tx, context, input));
  const { encryption, body } = await encryptionOfNewObject(input, present, context);
  const content = await contentOfCopy(object, algorithm, context, { from: sourceKey, to: body });
  const written = context.store.write((tx) => {
    const bucket = requireBucket(tx, context, input);
    // AWS: the list is not copied: the copy is private unless the request says otherwise.
    const access = accessOfNewObject(input, bucket, context);
    const lock = parseLock(input, bucket, context.clock.nowMs());
    const copy = {
      ...(lock === undefined ? {} : { lock }),
      ...(encryption === undefined ? {} : { encryption }),
      ...headers,
      ...content,
      ...access,
      ...(tags === undefined ? {} : { tags }),
    };
    const writing = { key: input.Key, eventName: "ObjectCreated:Copy", conditions: input };
    return writeObject(tx, context, bucket, writing, copy);
  });
  return {
    CopyObjectResult: {
      ETag: content.etag,
      LastModified: new Date(written.object.modifiedAtMs),
      ...checksumOutput(content.checksum),
    },
    CopySourceVersionId: shownVersionId(source.bucket, object.versionId),
    VersionId: written.VersionId,
    Expiration: written.Expiration,
    ...encryptionOfWrite(encryption),
  };
}

/** AWS: metadata is copied unless it is replaced; the storage class never is. */
function headersOfCopy(input: CopyObjectInput, object: ObjectRecord): ObjectHeaders {
  const given = parseHeaders(input);
  if (directive(input.MetadataDirective, "x-amz-metadata-directive") === "REPLACE") return given;
  const { cacheControl, contentDisposition, contentEncoding, contentLanguage, contentType, expires, metadata } = object;
  return {
    ...(cacheControl === undefined ? {} : { cacheControl }),
    ...(contentDisposition === undefined ? {} : { contentDisposition }),
    ...(contentEncoding === undefined ? {} : { contentEncoding }),
    ...(contentLanguage === undefined ? {} : { contentLanguage }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(expires === undefined ? {} : { expires }),
    ...(given.storageClass === undefined ? {} : { storageClass: given.storageClass }),
    // AWS: where visitors are sent is never copied.
    ...(given.websiteRedirect === undefined ? {} : { websiteRedirect: given.websiteRedirect }),
    metadata,
  };
}

function directive(value: string | undefined, header: string): "COPY" | "REPLACE" {
  if (value === undefined || value === "COPY") return "COPY";
  if (value === "REPLACE") return "REPLACE";
  const what = header === "x-amz-tagging-directive" ? "tagging" : "metadata";
  throw invalidArgument(`Unknown ${what} directive.`, header, value);
}

function changesNothing(input: CopyObjectInput, object: ObjectRecord): boolean {
  return (
    input.MetadataDirective !== "REPLACE" &&
    input.ServerSideEncryption === undefined &&
    input.WebsiteRedirectLocation === object.websiteRedirect &&
    input.SSECustomerAlgorithm === undefined &&
    (input.StorageClass === undefined || input.StorageClass === (object.storageClass ?? "STANDARD"))
  );
}

/**
 * The copy's content. The blobs are shared, so a copy costs nothing, unless its entity tag or checksum is not known: a
 * copy is one part, whatever its source was made of.
 */
async function contentOfCopy(
  object: ObjectRecord,
  algorithm: ChecksumAlgorithm | undefined,
  context: Context,
  keys: { readonly from: BodyKey | undefined; readonly to: BodyKey | undefined },
): Promise<Content> {
  const { body, bytes, etag, checksum } = object;
  const isKnown = checksum?.type === "FULL_OBJECT" && (algorithm ?? checksum.algorithm) === checksum.algorithm;
  const isPlain = keys.from === undefined && keys.to === undefined;
  if (isPlain && isKnown && !etag.includes("-")) return { body, bytes, etag, checksum };
  const copied = await receiveBody(openBody(body, undefined, context.blobs, keys.from), context, {
    claims: { algorithm: algorithm ?? checksum?.algorithm, isTrailing: false },
    encryption: keys.to,
  });
  return copied.content;
}
