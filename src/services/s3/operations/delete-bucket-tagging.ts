// DeleteBucketTagging. AWS: DeleteBucketTagging (API reference).

import type { DeleteBucketTaggingCommandInput, DeleteBucketTaggingCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { systemTags } from "../object-headers.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const deleteBucketTagging = defineS3Operation<
  Input<DeleteBucketTaggingCommandInput>,
  DeleteBucketTaggingCommandOutput
>("DeleteBucketTagging", [], (input, context) => {
  context.store.write((tx) => {
    const { tags, ...bucket } = requireBucket(tx, context, input);
    const kept = systemTags(tags);
    saveBucket(tx, Object.keys(kept).length === 0 ? bucket : { ...bucket, tags: kept });
  });
  return {};
});
