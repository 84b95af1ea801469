// CompleteMultipartUpload. AWS: CompleteMultipartUpload (API reference).

import type { CompleteMultipartUploadCommandInput, CompleteMultipartUploadCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { checksumOutput } from "../checksums.ts";
import { parseCustomerKey, requireUploadKey } from "../encryption/customer-key.ts";
import { customerKeyHeaders, encryptionOutput } from "../encryption/object-encryption.ts";
import { CHECKSUM_MEMBERS, CUSTOMER_KEY_MEMBERS } from "../members.ts";
import { checkCompletion, completeParts } from "../multipart.ts";
import { writeObject } from "../object-writing.ts";
import { defineS3Operation } from "../operation.ts";
import { prepareXxHash } from "../xxhash.ts";
import { deleteUpload, loadPart } from "../repo.ts";
import { requireUpload } from "../upload.ts";

export const completeMultipartUpload = defineS3Operation<
  Input<CompleteMultipartUploadCommandInput>,
  CompleteMultipartUploadCommandOutput
>(
  "CompleteMultipartUpload",
  [
    "UploadId",
    "MultipartUpload",
    "ChecksumType",
    "MpuObjectSize",
    "IfMatch",
    "IfNoneMatch",
    ...CUSTOMER_KEY_MEMBERS,
    ...CHECKSUM_MEMBERS,
  ],
  async (input, context) => {
    const { Key: key } = input;
    const begun = context.store.read((tx) => requireUpload(tx, context, input));
    await prepareXxHash(begun.upload.checksumAlgorithm);
    // The object is made of the parts' blobs: completing costs one transaction, whatever the size.
    const written = context.store.write((tx) => {
      const { bucket, upload } = requireUpload(tx, context, input);
      const customerKey = parseCustomerKey(customerKeyHeaders(input));
      // AWS: the key may be left out here.
      if (customerKey !== undefined) requireUploadKey(upload.encryption, customerKey);
      const listed = input.MultipartUpload?.Parts ?? [];
      const completion = completeParts(upload, listed, (partNumber) => loadPart(tx, upload.uploadId, partNumber));
      checkCompletion(completion, input);
      const content = {
        ...upload.headers,
        ...upload.access,
        ...(upload.tags === undefined ? {} : { tags: upload.tags }),
        ...(upload.lock === undefined ? {} : { lock: upload.lock }),
        ...(upload.encryption === undefined ? {} : { encryption: upload.encryption }),
        ...completion,
      };
      const writing = { key, eventName: "ObjectCreated:CompleteMultipartUpload", conditions: input };
      deleteUpload(tx, bucket.bucketName, upload);
      return writeObject(tx, context, bucket, writing, content);
    });
    return {
      Bucket: input.Bucket,
      Key: key,
      Location: `${context.origin}/${input.Bucket}/${encodeURIComponent(key).replaceAll("%2F", "/")}`,
      ETag: written.object.etag,
      ...checksumOutput(written.object.checksum),
      ...encryptionOutput(written.object.encryption),
      VersionId: written.VersionId,
      Expiration: written.Expiration,
    };
  },
);
