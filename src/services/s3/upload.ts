// What the operations on one multipart upload share.

import type { Context } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import type { Claims } from "./body.ts";
import { invalidArgument, invalidRequest, noSuchUpload } from "./errors.ts";
import { MAX_PART_NUMBER } from "./multipart.ts";
import { requireBucket } from "./operation.ts";
import type { BucketRecord, UploadRecord } from "./records.ts";
import { loadUpload } from "./repo.ts";

export interface UploadAddress {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string;
  readonly ExpectedBucketOwner?: string | undefined;
}

/** The upload of a request, or NoSuchUpload. */
export function requireUpload(
  tx: ReadTx,
  context: Context,
  address: UploadAddress,
): { readonly bucket: BucketRecord; readonly upload: UploadRecord } {
  const bucket = requireBucket(tx, context, address);
  const upload = loadUpload(tx, bucket.bucketName, address.Key, address.UploadId);
  if (upload === undefined) throw noSuchUpload(address.UploadId);
  return { bucket, upload };
}

/** Checks the number of a part that is to be uploaded. */
export function checkPartNumber(partNumber: number): void {
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > MAX_PART_NUMBER)
    throw invalidArgument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", partNumber);
}

/** AWS: a part's checksum has the algorithm that the upload was created with. */
export function checkPartAlgorithm(upload: UploadRecord, claims: Claims): void {
  if (!upload.isChecksumRequested || claims.algorithm === undefined || claims.algorithm === upload.checksumAlgorithm)
    return;
  const expected = upload.checksumAlgorithm.toLowerCase();
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${claims.algorithm.toLowerCase()}`,
  );
}
