// GetBucketOwnershipControls. AWS: GetBucketOwnershipControls (API reference): new buckets
// have access control lists disabled, and the yard has no others.

import type {
  GetBucketOwnershipControlsCommandInput,
  GetBucketOwnershipControlsCommandOutput,
} from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketOwnershipControls = defineS3Operation<
  Input<GetBucketOwnershipControlsCommandInput>,
  GetBucketOwnershipControlsCommandOutput
>("GetBucketOwnershipControls", [], (input, context) => {
  context.store.read((tx) => requireBucket(tx, context, input));
  return { OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] } };
});
