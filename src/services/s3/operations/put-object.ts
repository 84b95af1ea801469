// PutObject. AWS: PutObject (API reference).

import type { PutObjectCommandInput, PutObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { OBJECT_ACL_MEMBERS } from "../acl.ts";
import { isProtected, readClaims, receiveBody } from "../body.ts";
import { checksumOutput } from "../checksums.ts";
import { checkWrite } from "../conditions.ts";
import { encryptionOfNewObject, encryptionOfWrite } from "../encryption/object-encryption.ts";
import { conditionalRequestConflict } from "../errors.ts";
import { parseHeaders, parseTaggingHeader } from "../object-headers.ts";
import { currentObject } from "../object-reading.ts";
import { parseLock, requireDigest } from "../object-lock.ts";
import { FORM_UPLOAD, writeObject } from "../object-writing.ts";
import { accessOfNewObject } from "../ownership.ts";
import { replicaSource, writeReplica } from "../replication/replica.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { ENCRYPTION_MEMBERS, HEADER_MEMBERS, CHECKSUM_MEMBERS, LOCK_MEMBERS } from "../members.ts";

export const putObject = defineS3Operation<Input<PutObjectCommandInput>, PutObjectCommandOutput>(
  "PutObject",
  [
    "Body",
    "IfMatch",
    "IfNoneMatch",
    "Tagging",
    ...LOCK_MEMBERS,
    ...OBJECT_ACL_MEMBERS,
    ...ENCRYPTION_MEMBERS,
    ...HEADER_MEMBERS,
    ...CHECKSUM_MEMBERS,
  ],
  async (input, context) => {
    const replica = replicaSource(context.headers);
    if (replica !== undefined) {
      writeReplica(replica, input, context);
      return {};
    }
    const eventName = context.headers[FORM_UPLOAD] === undefined ? "ObjectCreated:Put" : "ObjectCreated:Post";
    const headers = parseHeaders(input);
    const tags = parseTaggingHeader(input.Tagging);
    const claims = readClaims(input, context.headers);
    // A request that cannot succeed is refused before its body is read.
    const { before, bucket } = context.store.read((tx) => {
      const bucket = requireBucket(tx, context, input);
      accessOfNewObject(input, bucket, context);
      const lock = parseLock(input, bucket, context.clock.nowMs());
      requireDigest(lock, bucket, isProtected(claims), "Object");
      const current = currentObject(tx, bucket, input.Key);
      checkWrite(input, input.Key, current);
      return { before: current, bucket };
    });
    const { encryption, body } = await encryptionOfNewObject(input, bucket, context);
    const { content } = await receiveBody(input.Body, context, { claims, encryption: body });
    const written = context.store.write((tx) => {
      // RACE: while the body came in, the bucket may have gone and the key may have changed.
      const bucket = requireBucket(tx, context, input);
      // AWS: "Conditional writes" (user guide): what was deleted meanwhile is a conflict, not a missing key.
      if (input.IfMatch !== undefined && currentObject(tx, bucket, input.Key) === undefined && before !== undefined)
        throw conditionalRequestConflict();
      const access = accessOfNewObject(input, bucket, context);
      const lock = parseLock(input, bucket, context.clock.nowMs());
      const object = {
        ...(lock === undefined ? {} : { lock }),
        ...(encryption === undefined ? {} : { encryption }),
        ...headers,
        ...content,
        ...access,
        ...(tags === undefined ? {} : { tags }),
      };
      const writing = { key: input.Key, eventName, conditions: input };
      return writeObject(tx, context, bucket, writing, object);
    });
    return {
      ETag: content.etag,
      ...checksumOutput(content.checksum),
      ...encryptionOfWrite(encryption),
      VersionId: written.VersionId,
      Expiration: written.Expiration,
    };
  },
);
