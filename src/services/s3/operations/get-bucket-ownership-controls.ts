// GetBucketOwnershipControls. AWS: GetBucketOwnershipControls (API reference): new buckets have access control lists
// disabled, since April 2023.

import type {
  GetBucketOwnershipControlsCommandInput,
  GetBucketOwnershipControlsCommandOutput,
} from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { ownershipControlsNotFound } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketOwnershipControls = defineS3Operation<
  Input<GetBucketOwnershipControlsCommandInput>,
  GetBucketOwnershipControlsCommandOutput
>("GetBucketOwnershipControls", [], (input, context) => {
  const bucket = context.store.read((tx) => requireBucket(tx, context, input));
  const { ownership = "BucketOwnerEnforced" } = bucket;
  if (ownership === "none") throw ownershipControlsNotFound(bucket.bucketName);
  return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } };
});
