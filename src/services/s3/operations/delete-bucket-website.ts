// DeleteBucketWebsite. AWS: DeleteBucketWebsite (API reference).

import type { DeleteBucketWebsiteCommandInput, DeleteBucketWebsiteCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const deleteBucketWebsite = defineS3Operation<
  Input<DeleteBucketWebsiteCommandInput>,
  DeleteBucketWebsiteCommandOutput
>("DeleteBucketWebsite", [], (input, context) => {
  context.store.write((tx) => {
    const { website: _, ...bucket } = requireBucket(tx, context, input);
    saveBucket(tx, bucket);
  });
  return {};
});
