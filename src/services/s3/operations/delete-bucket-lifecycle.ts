// DeleteBucketLifecycle: the daily run ends with the rules. AWS: DeleteBucketLifecycle (API reference).

import type { DeleteBucketLifecycleCommandInput, DeleteBucketLifecycleCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const deleteBucketLifecycle = defineS3Operation<
  Input<DeleteBucketLifecycleCommandInput>,
  DeleteBucketLifecycleCommandOutput
>("DeleteBucketLifecycle", [], (input, context) => {
  context.store.write((tx) => {
    const { lifecycle: _, transitionMinimum: __, lifecycleJobId, ...bucket } = requireBucket(tx, context, input);
    if (lifecycleJobId !== undefined) context.jobs.cancel(tx, lifecycleJobId);
    saveBucket(tx, bucket);
  });
  return {};
});
