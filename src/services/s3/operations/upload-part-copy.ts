// UploadPartCopy: a part from (a range of) an object. AWS: UploadPartCopy (API reference).

import type { UploadPartCopyCommandInput, UploadPartCopyCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { requireReadable } from "../archive.ts";
import { openBody, receiveBody, type Received } from "../body.ts";
import type { ByteRange } from "../byte-range.ts";
import { checksumMember } from "../checksums.ts";
import { checkCopySource } from "../conditions.ts";
import { parseCopySource } from "../copy-source.ts";
import { invalidArgument } from "../errors.ts";
import {
  customerKeyHeaders,
  encryptionOutput,
  openEncryption,
  openUpload,
  sourceKeyHeaders,
} from "../encryption/object-encryption.ts";
import type { Context } from "../../../service/context.ts";
import type { ObjectRecord, UploadRecord } from "../records.ts";
import { COPY_CONDITION_MEMBERS, CUSTOMER_KEY_MEMBERS, SOURCE_KEY_MEMBERS } from "../members.ts";
import { requireObject } from "../object-reading.ts";
import { defineS3Operation, shownVersionId } from "../operation.ts";
import { savePart } from "../repo.ts";
import { checkPartNumber, requireUpload } from "../upload.ts";

export const uploadPartCopy = defineS3Operation<Input<UploadPartCopyCommandInput>, UploadPartCopyCommandOutput>(
  "UploadPartCopy",
  [
    "CopySource",
    "CopySourceRange",
    "PartNumber",
    "UploadId",
    "ExpectedSourceBucketOwner",
    ...CUSTOMER_KEY_MEMBERS,
    ...SOURCE_KEY_MEMBERS,
    ...COPY_CONDITION_MEMBERS,
  ],
  async (input, context) => {
    checkPartNumber(input.PartNumber);
    const { upload } = context.store.read((tx) => requireUpload(tx, context, input));
    const from = { ...parseCopySource(input.CopySource), ExpectedBucketOwner: input.ExpectedSourceBucketOwner };
    const { bucket: source, object } = await requireObject(context, from, "GET");
    checkCopySource(input, object);
    requireReadable(object, context.clock.nowMs());
    const range = parseCopyRange(input.CopySourceRange, object.bytes);
    const release = context.blobs.hold(object.body.map((part) => part.sha256));
    const { content } = await copyBytes(input, context, object, range, upload).finally(release);
    const modifiedAtMs = context.clock.nowMs();
    context.store.write((tx) => {
      requireUpload(tx, context, input);
      savePart(tx, upload.uploadId, { v: 1, partNumber: input.PartNumber, modifiedAtMs, ...content });
    });
    return {
      CopyPartResult: {
        ETag: content.etag,
        LastModified: new Date(modifiedAtMs),
        ...(upload.isChecksumRequested ? { [checksumMember(content.checksum.algorithm)]: content.checksum.value } : {}),
      },
      CopySourceVersionId: shownVersionId(source, object.versionId),
      ...encryptionOutput(upload.encryption),
    };
  },
);

async function copyBytes(
  input: Input<UploadPartCopyCommandInput>,
  context: Context,
  object: ObjectRecord,
  range: ByteRange | undefined,
  upload: UploadRecord,
): Promise<Received> {
  const sourceKey = await openEncryption(object.encryption, sourceKeyHeaders(input), context);
  const encryption = await openUpload(upload.encryption, customerKeyHeaders(input), context);
  const claims = { algorithm: upload.checksumAlgorithm, isTrailing: false };
  return receiveBody(openBody(object.body, range, context.blobs, sourceKey), context, { claims, encryption });
}

/** AWS: unlike a read's range, a copy's must have both ends and lie within the source. */
function parseCopyRange(header: string | undefined, bytes: number): ByteRange | undefined {
  if (header === undefined) return undefined;
  const match = /^bytes=(\d+)-(\d+)$/.exec(header);
  const start = Number(match?.[1]);
  const end = Number(match?.[2]);
  if (match === null || start > end)
    throw invalidArgument(
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based " +
        "offsets of the first and last bytes to copy",
      "x-amz-copy-source-range",
      header,
    );
  if (end >= bytes)
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${bytes}`,
      "x-amz-copy-source-range",
      header,
    );
  return { start, end };
}
