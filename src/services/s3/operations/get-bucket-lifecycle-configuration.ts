// GetBucketLifecycleConfiguration. AWS: GetBucketLifecycleConfiguration (API reference).

import type {
  GetBucketLifecycleConfigurationCommandInput,
  GetBucketLifecycleConfigurationCommandOutput,
} from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { noSuchLifecycleConfiguration } from "../errors.ts";
import { formatLifecycle } from "../lifecycle-format.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketLifecycleConfiguration = defineS3Operation<
  Input<GetBucketLifecycleConfigurationCommandInput>,
  GetBucketLifecycleConfigurationCommandOutput
>("GetBucketLifecycleConfiguration", [], (input, context) => {
  const bucket = context.store.read((tx) => requireBucket(tx, context, input));
  if (bucket.lifecycle === undefined) throw noSuchLifecycleConfiguration(bucket.bucketName);
  return {
    Rules: formatLifecycle(bucket.lifecycle),
    TransitionDefaultMinimumObjectSize: bucket.transitionMinimum ?? "all_storage_classes_128K",
  };
});
