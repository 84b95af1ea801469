// PutBucketOwnershipControls. AWS: PutBucketOwnershipControls (API reference).

import type {
  PutBucketOwnershipControlsCommandInput,
  PutBucketOwnershipControlsCommandOutput,
} from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { notImplemented } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const putBucketOwnershipControls = defineS3Operation<
  Input<PutBucketOwnershipControlsCommandInput>,
  PutBucketOwnershipControlsCommandOutput
>("PutBucketOwnershipControls", ["OwnershipControls"], (input, context) => {
  context.store.read((tx) => requireBucket(tx, context, input));
  if (input.OwnershipControls.Rules.some((rule) => rule.ObjectOwnership !== "BucketOwnerEnforced"))
    throw notImplemented("x-amz-object-ownership", "Buckets with access control lists are not implemented.");
  return {};
});
