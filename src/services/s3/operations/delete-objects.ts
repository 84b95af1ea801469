// DeleteObjects: up to a thousand keys, each authorised and answered by itself. AWS: DeleteObjects (API reference).

import type { DeletedObject, DeleteObjectsCommandInput, DeleteObjectsCommandOutput, _Error } from "@aws-sdk/client-s3";
import { AwsError } from "../../../kernel/errors.ts";
import type { Input } from "../../../service/apis.ts";
import { malformedXml, notImplemented } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

/** LIMIT: keys a request. */
const MAX_KEYS = 1000;

export const deleteObjects = defineS3Operation<Input<DeleteObjectsCommandInput>, DeleteObjectsCommandOutput>(
  "DeleteObjects",
  ["Delete", "BypassGovernanceRetention"],
  async (input, context) => {
    const { BypassGovernanceRetention } = input;
    const { Objects: objects, Quiet: isQuiet = false } = input.Delete;
    if (objects.length === 0 || objects.length > MAX_KEYS) throw malformedXml();
    context.store.read((tx) => requireBucket(tx, context, input));
    const deleted: DeletedObject[] = [];
    const errors: _Error[] = [];
    for (const { Key, VersionId, ETag, LastModifiedTime, Size } of objects) {
      try {
        if (LastModifiedTime !== undefined || Size !== undefined)
          throw notImplemented("x-amz-if-match-last-modified-time");
        // AWS: each key needs s3:DeleteObject of its own, so each goes the way of a single deletion.
        const result = await context.aws.s3.deleteObject({
          Bucket: input.Bucket,
          Key,
          VersionId,
          IfMatch: ETag,
          BypassGovernanceRetention,
        });
        if (isQuiet) continue;
        deleted.push(
          result.DeleteMarker === true
            ? { Key, VersionId, DeleteMarker: true, DeleteMarkerVersionId: result.VersionId }
            : { Key, VersionId },
        );
      } catch (error) {
        if (!(error instanceof AwsError) || error.fault === "server") throw error;
        errors.push({ Key, VersionId, Code: error.code, Message: error.message });
      }
    }
    return { ...(isQuiet ? {} : { Deleted: deleted }), ...(errors.length === 0 ? {} : { Errors: errors }) };
  },
);
