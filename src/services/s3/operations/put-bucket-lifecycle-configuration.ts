// PutBucketLifecycleConfiguration. AWS: PutBucketLifecycleConfiguration (API reference).

import type {
  PutBucketLifecycleConfigurationCommandInput,
  PutBucketLifecycleConfigurationCommandOutput,
} from "@aws-sdk/client-s3";
import { ALPHABET } from "../../../kernel/ids.ts";
import type { Input } from "../../../service/apis.ts";
import { enqueueLifecycle } from "../lifecycle-job.ts";
import { parseLifecycle } from "../lifecycle.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const putBucketLifecycleConfiguration = defineS3Operation<
  Input<PutBucketLifecycleConfigurationCommandInput>,
  PutBucketLifecycleConfigurationCommandOutput
>("PutBucketLifecycleConfiguration", ["LifecycleConfiguration"], (input, context) => {
  const newId = (): string => context.random.text(48, ALPHABET.base62);
  const lifecycle = parseLifecycle(input.LifecycleConfiguration?.Rules ?? [], newId);
  context.store.write((tx) => {
    const bucket = requireBucket(tx, context, input);
    const lifecycleJobId = bucket.lifecycleJobId ?? enqueueLifecycle(tx, context, bucket);
    saveBucket(tx, { ...bucket, lifecycle, lifecycleJobId });
  });
  return { TransitionDefaultMinimumObjectSize: "all_storage_classes_128K" };
});
