// ListMultipartUploads: uploads in progress, by key and then by their beginning. AWS: ListMultipartUploads.

import type { ListMultipartUploadsCommandInput, ListMultipartUploadsCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { keyWriter, parsePageSize } from "../list-output.ts";
import { listPage } from "../listing.ts";
import { canonicalUserId, defineS3Operation, requireBucket } from "../operation.ts";
import type { UploadRecord } from "../records.ts";
import { listUploads } from "../repo.ts";

export const listMultipartUploads = defineS3Operation<
  Input<ListMultipartUploadsCommandInput>,
  ListMultipartUploadsCommandOutput
>(
  "ListMultipartUploads",
  ["Prefix", "Delimiter", "EncodingType", "MaxUploads", "KeyMarker", "UploadIdMarker"],
  (input, context) => {
    const { Prefix: prefix = "", Delimiter: delimiter = "", KeyMarker: keyMarker = "" } = input;
    // AWS: without a key marker, the upload id marker is ignored.
    const uploadIdMarker = keyMarker === "" ? "" : (input.UploadIdMarker ?? "");
    const limit = parsePageSize(input.MaxUploads, "max-uploads");
    const write = keyWriter(input.EncodingType);
    const { bucket, page } = context.store.read((tx) => {
      const bucket = requireBucket(tx, context, input);
      const page = listPage<UploadRecord>(
        {
          prefix,
          delimiter,
          limit,
          after: keyMarker === "" ? undefined : keyMarker,
          within:
            uploadIdMarker === "" ? undefined : { key: keyMarker, skip: (upload) => upload.uploadId <= uploadIdMarker },
        },
        (range) => listUploads(tx, bucket.bucketName, range),
        (upload) => upload.key,
      );
      return { bucket, page };
    });
    const owner = { ID: canonicalUserId(bucket.account) };
    return {
      Bucket: bucket.bucketName,
      Prefix: write(prefix),
      KeyMarker: write(keyMarker),
      UploadIdMarker: uploadIdMarker,
      MaxUploads: limit,
      IsTruncated: page.isTruncated,
      Uploads: page.rows.map((upload) => ({
        Key: write(upload.key),
        UploadId: upload.uploadId,
        Initiated: new Date(upload.initiatedAtMs),
        StorageClass: (upload.headers.storageClass ?? "STANDARD") as "STANDARD",
        Initiator: { ID: upload.initiatorArn },
        Owner: owner,
        ...(upload.isChecksumRequested
          ? { ChecksumAlgorithm: upload.checksumAlgorithm, ChecksumType: upload.checksumType }
          : {}),
      })),
      CommonPrefixes: page.commonPrefixes.map((common) => ({ Prefix: write(common) })),
      ...(input.Delimiter === undefined ? {} : { Delimiter: write(delimiter) }),
      ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
      ...(page.isTruncated && page.last !== undefined
        ? {
            NextKeyMarker: write(page.last),
            NextUploadIdMarker: page.isLastRolledUp ? "" : (page.rows.at(-1)?.uploadId ?? ""),
          }
        : {}),
    };
  },
);
