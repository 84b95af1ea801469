// DeleteBucketOwnershipControls: objects are their writers' from then on. AWS: DeleteBucketOwnershipControls (API
// reference).

import type {
  DeleteBucketOwnershipControlsCommandInput,
  DeleteBucketOwnershipControlsCommandOutput,
} from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const deleteBucketOwnershipControls = defineS3Operation<
  Input<DeleteBucketOwnershipControlsCommandInput>,
  DeleteBucketOwnershipControlsCommandOutput
>("DeleteBucketOwnershipControls", [], (input, context) => {
  context.store.write((tx) => saveBucket(tx, { ...requireBucket(tx, context, input), ownership: "none" }));
  return {};
});
