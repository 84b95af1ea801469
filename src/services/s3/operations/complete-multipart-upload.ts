// CompleteMultipartUpload. AWS: CompleteMultipartUpload (API reference).

import type { CompleteMultipartUploadCommandInput, CompleteMultipartUploadCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { checksumOutput } from "../checksums.ts";
import { checkWrite } from "../conditions.ts";
import { CHECKSUM_MEMBERS } from "../members.ts";
import { checkCompletion, completeParts } from "../multipart.ts";
import { enqueueEvent } from "../notify.ts";
import { currentObject } from "../object-reading.ts";
import { defineS3Operation, newVersionId, shownVersionId } from "../operation.ts";
import { deleteUpload, loadPart, saveVersion } from "../repo.ts";
import { requireUpload } from "../upload.ts";

export const completeMultipartUpload = defineS3Operation<
  Input<CompleteMultipartUploadCommandInput>,
  CompleteMultipartUploadCommandOutput
>(
  "CompleteMultipartUpload",
  ["UploadId", "MultipartUpload", "ChecksumType", "MpuObjectSize", "IfMatch", "IfNoneMatch", ...CHECKSUM_MEMBERS],
  (input, context) => {
    const { Key: key } = input;
    // The object is made of the parts' blobs: completing costs one transaction, whatever the size.
    const { completion, versionId } = context.store.write((tx) => {
      const { bucket, upload } = requireUpload(tx, context, input);
      const listed = input.MultipartUpload?.Parts ?? [];
      const completion = completeParts(upload, listed, (partNumber) => loadPart(tx, upload.uploadId, partNumber));
      checkCompletion(completion, input);
      checkWrite(input, key, currentObject(tx, bucket, key));
      const id = newVersionId(context, bucket);
      saveVersion(tx, bucket, key, {
        ...upload.headers,
        ...(upload.tags === undefined ? {} : { tags: upload.tags }),
        ...completion,
        v: 1,
        kind: "object",
        versionId: id,
        modifiedAtMs: context.clock.nowMs(),
      });
      deleteUpload(tx, bucket.bucketName, upload);
      const versionId = shownVersionId(bucket, id);
      const { bytes, etag } = completion;
      const eventName = "ObjectCreated:CompleteMultipartUpload";
      enqueueEvent(tx, context, bucket, { eventName, key, bytes, etag, versionId });
      return { completion, versionId };
    });
    return {
      Bucket: input.Bucket,
      Key: key,
      Location: `${context.origin}/${input.Bucket}/${encodeURIComponent(key).replaceAll("%2F", "/")}`,
      ETag: completion.etag,
      ...checksumOutput(completion.checksum),
      ServerSideEncryption: "AES256",
      VersionId: versionId,
    };
  },
);
