// DeleteObject. AWS: DeleteObject (API reference).

import type { DeleteObjectCommandInput, DeleteObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { deleteObjectIn } from "../object-deleting.ts";
import { replicaSource, writeReplica } from "../replication/replica.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const deleteObject = defineS3Operation<Input<DeleteObjectCommandInput>, DeleteObjectCommandOutput>(
  "DeleteObject",
  ["VersionId", "IfMatch", "BypassGovernanceRetention"],
  (input, context) => {
    const replica = replicaSource(context.headers);
    if (replica !== undefined) {
      writeReplica(replica, input, context);
      return {};
    }
    const { Key: key, VersionId: versionId, IfMatch: ifMatch, BypassGovernanceRetention: bypassesGovernance } = input;
    const deleted = context.store.write((tx) =>
      deleteObjectIn(tx, context, requireBucket(tx, context, input), { key, versionId, ifMatch, bypassesGovernance }),
    );
    return { VersionId: deleted.versionId, ...(deleted.isDeleteMarker ? { DeleteMarker: true } : {}) };
  },
);
