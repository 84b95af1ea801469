// PutObject. AWS: PutObject (API reference).

import type { PutObjectCommandInput, PutObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { OBJECT_ACL_MEMBERS } from "../acl.ts";
import { readClaims, receiveBody } from "../body.ts";
import { checksumOutput } from "../checksums.ts";
import { checkWrite } from "../conditions.ts";
import { parseHeaders, parseTaggingHeader } from "../object-headers.ts";
import { currentObject } from "../object-reading.ts";
import { FORM_UPLOAD, writeObject } from "../object-writing.ts";
import { accessOfNewObject } from "../ownership.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { HEADER_MEMBERS, CHECKSUM_MEMBERS } from "../members.ts";

export const putObject = defineS3Operation<Input<PutObjectCommandInput>, PutObjectCommandOutput>(
  "PutObject",
  ["Body", "IfMatch", "IfNoneMatch", "Tagging", ...OBJECT_ACL_MEMBERS, ...HEADER_MEMBERS, ...CHECKSUM_MEMBERS],
  async (input, context) => {
    const eventName = context.headers[FORM_UPLOAD] === undefined ? "ObjectCreated:Put" : "ObjectCreated:Post";
    const headers = parseHeaders(input);
    const tags = parseTaggingHeader(input.Tagging);
    const claims = readClaims(input, context.headers);
    // A request that cannot succeed is refused before its body is read.
    context.store.read((tx) => {
      const bucket = requireBucket(tx, context, input);
      accessOfNewObject(input, bucket, context);
      checkWrite(input, input.Key, currentObject(tx, bucket, input.Key));
    });
    const { content } = await receiveBody(input.Body, claims, context.blobs);
    const written = context.store.write((tx) => {
      // RACE: while the body came in, the bucket may have gone and the key may have changed.
      const bucket = requireBucket(tx, context, input);
      const access = accessOfNewObject(input, bucket, context);
      const object = { ...headers, ...content, ...access, ...(tags === undefined ? {} : { tags }) };
      const writing = { key: input.Key, eventName, conditions: input };
      return writeObject(tx, context, bucket, writing, object);
    });
    return {
      ETag: content.etag,
      ...checksumOutput(content.checksum),
      ServerSideEncryption: "AES256",
      VersionId: written.VersionId,
      Expiration: written.Expiration,
    };
  },
);
