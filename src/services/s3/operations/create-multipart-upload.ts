// CreateMultipartUpload. AWS: CreateMultipartUpload (API reference).

import type { CreateMultipartUploadCommandInput, CreateMultipartUploadCommandOutput } from "@aws-sdk/client-s3";
import { ALPHABET } from "../../../kernel/ids.ts";
import type { Input } from "../../../service/apis.ts";
import { OBJECT_ACL_MEMBERS } from "../acl.ts";
import { requestedAlgorithm } from "../body.ts";
import { DEFAULT_ALGORITHM, defaultType, supportsType, type ChecksumType } from "../checksums.ts";
import { encryptionOfNewObject, encryptionOfWrite } from "../encryption/object-encryption.ts";
import { invalidRequest } from "../errors.ts";
import { abortOf } from "../lifecycle.ts";
import { ENCRYPTION_MEMBERS, HEADER_MEMBERS, LOCK_MEMBERS } from "../members.ts";
import { parseHeaders, parseTaggingHeader } from "../object-headers.ts";
import { accessOfNewObject } from "../ownership.ts";
import { parseLock } from "../object-lock.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveUpload } from "../repo.ts";

export const createMultipartUpload = defineS3Operation<
  Input<CreateMultipartUploadCommandInput>,
  CreateMultipartUploadCommandOutput
>(
  "CreateMultipartUpload",
  ["Tagging", "ChecksumType", ...ENCRYPTION_MEMBERS, ...LOCK_MEMBERS, ...OBJECT_ACL_MEMBERS, ...HEADER_MEMBERS],
  async (input, context) => {
    const headers = parseHeaders(input);
    const tags = parseTaggingHeader(input.Tagging);
    const requested = requestedAlgorithm(input.ChecksumAlgorithm);
    const algorithm = requested ?? DEFAULT_ALGORITHM;
    if (requested === undefined && input.ChecksumType !== undefined)
      throw invalidRequest("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
    const type: ChecksumType = input.ChecksumType ?? defaultType(algorithm);
    if (!supportsType(algorithm, type))
      throw invalidRequest(
        `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
      );
    const nowMs = context.clock.nowMs();
    // The time comes first, so that uploads of one key are listed in the order they began.
    const uploadId = `${nowMs.toString(36).padStart(9, "0")}${context.random.text(55, ALPHABET.base62)}`;
    const present = context.store.read((tx) => requireBucket(tx, context, input));
    const { encryption } = await encryptionOfNewObject(input, present, context);
    const abort = context.store.write((tx) => {
      const bucket = requireBucket(tx, context, input);
      const lock = parseLock(input, bucket, nowMs);
      saveUpload(tx, bucket.bucketName, {
        v: 1,
        uploadId,
        key: input.Key,
        initiatedAtMs: nowMs,
        initiatorArn: "arn" in context.principal ? context.principal.arn : "",
        checksumAlgorithm: algorithm,
        checksumType: type,
        isChecksumRequested: requested !== undefined,
        headers,
        ...(lock === undefined ? {} : { lock }),
        ...(encryption === undefined ? {} : { encryption }),
        access: accessOfNewObject(input, bucket, context),
        ...(tags === undefined ? {} : { tags }),
      });
      return abortOf(bucket.lifecycle, input.Key, nowMs);
    });
    return {
      Bucket: input.Bucket,
      Key: input.Key,
      UploadId: uploadId,
      ...encryptionOfWrite(encryption),
      ...abort,
      ...(requested === undefined ? {} : { ChecksumAlgorithm: requested, ChecksumType: type }),
    };
  },
);
