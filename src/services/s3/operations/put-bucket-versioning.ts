// PutBucketVersioning. AWS: PutBucketVersioning (API reference).

import type { PutBucketVersioningCommandInput, PutBucketVersioningCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { illegalVersioning, notImplemented, replicationPresent, versioningIsLocked } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const putBucketVersioning = defineS3Operation<
  Input<PutBucketVersioningCommandInput>,
  PutBucketVersioningCommandOutput
>("PutBucketVersioning", ["VersioningConfiguration"], (input, context) => {
  const { Status: versioning, MFADelete } = input.VersioningConfiguration;
  if (MFADelete === "Enabled") throw notImplemented("x-amz-mfa");
  if (versioning === undefined) throw illegalVersioning();
  context.store.write((tx) => {
    const bucket = requireBucket(tx, context, input);
    if (bucket.replication !== undefined && versioning !== "Enabled") throw replicationPresent();
    if (bucket.objectLock !== undefined && versioning !== "Enabled") throw versioningIsLocked();
    saveBucket(tx, { ...bucket, versioning });
  });
  return {};
});
