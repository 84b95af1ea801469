// ListParts. AWS: ListParts (API reference).

import type { ListPartsCommandInput, ListPartsCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { checksumMember } from "../checksums.ts";
import { abortOf } from "../lifecycle.ts";
import { parsePageSize } from "../list-output.ts";
import { CUSTOMER_KEY_MEMBERS } from "../members.ts";
import { canonicalUserId, defineS3Operation } from "../operation.ts";
import type { PartRecord } from "../records.ts";
import { listParts as listPartRows } from "../repo.ts";
import { requireUpload } from "../upload.ts";

export const listParts = defineS3Operation<Input<ListPartsCommandInput>, ListPartsCommandOutput>(
  "ListParts",
  ["UploadId", "MaxParts", "PartNumberMarker", ...CUSTOMER_KEY_MEMBERS],
  (input, context) => {
    const limit = parsePageSize(input.MaxParts, "max-parts");
    const marker = Number(input.PartNumberMarker ?? 0);
    const parts: PartRecord[] = [];
    const { bucket, upload, isTruncated } = context.store.read((tx) => {
      const { bucket, upload } = requireUpload(tx, context, input);
      for (const part of listPartRows(tx, upload.uploadId, marker)) {
        if (parts.length === limit) return { bucket, upload, isTruncated: limit > 0 };
        parts.push(part);
      }
      return { bucket, upload, isTruncated: false };
    });
    const owner = { ID: canonicalUserId(bucket.account) };
    return {
      Bucket: bucket.bucketName,
      Key: upload.key,
      UploadId: upload.uploadId,
      PartNumberMarker: String(marker),
      NextPartNumberMarker: String(parts.at(-1)?.partNumber ?? 0),
      MaxParts: limit,
      IsTruncated: isTruncated,
      Parts: parts.map((part) => ({
        PartNumber: part.partNumber,
        LastModified: new Date(part.modifiedAtMs),
        ETag: part.etag,
        Size: part.bytes,
        ...(upload.isChecksumRequested ? { [checksumMember(part.checksum.algorithm)]: part.checksum.value } : {}),
      })),
      ...abortOf(bucket.lifecycle, upload.key, upload.initiatedAtMs),
      Initiator: { ID: upload.initiatorArn },
      Owner: owner,
      StorageClass: (upload.headers.storageClass ?? "STANDARD") as "STANDARD",
      ...(upload.isChecksumRequested
        ? { ChecksumAlgorithm: upload.checksumAlgorithm, ChecksumType: upload.checksumType }
        : {}),
    };
  },
);
