// UploadPart. AWS: UploadPart (API reference).

import type { UploadPartCommandInput, UploadPartCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { isProtected, readClaims, receiveBody } from "../body.ts";
import { checksumMember } from "../checksums.ts";
import { customerKeyHeaders, encryptionOutput, openUpload } from "../encryption/object-encryption.ts";
import { CHECKSUM_MEMBERS, CUSTOMER_KEY_MEMBERS } from "../members.ts";
import { requireDigest } from "../object-lock.ts";
import { defineS3Operation } from "../operation.ts";
import { savePart } from "../repo.ts";
import { checkPartAlgorithm, checkPartNumber, requireUpload } from "../upload.ts";

export const uploadPart = defineS3Operation<Input<UploadPartCommandInput>, UploadPartCommandOutput>(
  "UploadPart",
  ["Body", "PartNumber", "UploadId", ...CUSTOMER_KEY_MEMBERS, ...CHECKSUM_MEMBERS],
  async (input, context) => {
    checkPartNumber(input.PartNumber);
    const claims = readClaims(input, context.headers);
    const { bucket, upload } = context.store.read((tx) => requireUpload(tx, context, input));
    requireDigest(upload.lock, bucket, isProtected(claims), "Part");
    checkPartAlgorithm(upload, claims);
    // The parts' checksums join to the object's, so each is of the upload's kind, whatever the client protects it with.
    const kind = upload.checksumAlgorithm;
    const encryption = await openUpload(upload.encryption, customerKeyHeaders(input), context);
    const { content, claimed } = await receiveBody(input.Body, context, { claims, wanted: kind, encryption });
    context.store.write((tx) => {
      // RACE: the upload may have been completed or aborted while the body came in.
      requireUpload(tx, context, input);
      savePart(tx, upload.uploadId, {
        v: 1,
        partNumber: input.PartNumber,
        modifiedAtMs: context.clock.nowMs(),
        ...content,
      });
    });
    return {
      ETag: content.etag,
      [checksumMember(claimed.algorithm)]: claimed.value,
      ...encryptionOutput(upload.encryption),
    };
  },
);
