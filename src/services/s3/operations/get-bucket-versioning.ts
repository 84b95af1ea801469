// GetBucketVersioning. AWS: GetBucketVersioning (API reference).

import type { GetBucketVersioningCommandInput, GetBucketVersioningCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketVersioning = defineS3Operation<
  Input<GetBucketVersioningCommandInput>,
  GetBucketVersioningCommandOutput
>("GetBucketVersioning", [], (input, context) => {
  const bucket = context.store.read((tx) => requireBucket(tx, context, input));
  return bucket.versioning === undefined ? {} : { Status: bucket.versioning };
});
