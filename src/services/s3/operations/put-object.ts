// PutObject. AWS: PutObject (API reference).

import type { PutObjectCommandInput, PutObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { readClaims, receiveBody } from "../body.ts";
import { checksumOutput } from "../checksums.ts";
import { checkWrite } from "../conditions.ts";
import { enqueueEvent } from "../notify.ts";
import { parseHeaders, parseTaggingHeader } from "../object-headers.ts";
import { currentObject } from "../object-reading.ts";
import { defineS3Operation, newVersionId, requireBucket, shownVersionId } from "../operation.ts";
import { HEADER_MEMBERS, CHECKSUM_MEMBERS } from "../members.ts";
import { saveVersion } from "../repo.ts";

export const putObject = defineS3Operation<Input<PutObjectCommandInput>, PutObjectCommandOutput>(
  "PutObject",
  ["Body", "IfMatch", "IfNoneMatch", "Tagging", ...HEADER_MEMBERS, ...CHECKSUM_MEMBERS],
  async (input, context) => {
    const headers = parseHeaders(input);
    const tags = parseTaggingHeader(input.Tagging);
    const claims = readClaims(input, context.headers);
    // A request that cannot succeed is refused before its body is read.
    context.store.read((tx) => {
      const bucket = requireBucket(tx, context, input);
      checkWrite(input, input.Key, currentObject(tx, bucket, input.Key));
    });
    const received = await receiveBody(input.Body, claims, context.blobs);
    const versionId = context.store.write((tx) => {
      // RACE: while the body came in, the bucket may have gone and the key may have changed.
      const bucket = requireBucket(tx, context, input);
      checkWrite(input, input.Key, currentObject(tx, bucket, input.Key));
      const id = newVersionId(context, bucket);
      saveVersion(tx, bucket, input.Key, {
        v: 1,
        kind: "object",
        versionId: id,
        modifiedAtMs: context.clock.nowMs(),
        ...headers,
        ...received,
        ...(tags === undefined ? {} : { tags }),
      });
      const versionId = shownVersionId(bucket, id);
      const { bytes, etag } = received;
      enqueueEvent(tx, context, bucket, { eventName: "ObjectCreated:Put", key: input.Key, bytes, etag, versionId });
      return versionId;
    });
    return {
      ETag: received.etag,
      ...checksumOutput(received.checksum),
      ServerSideEncryption: "AES256",
      VersionId: versionId,
    };
  },
);
