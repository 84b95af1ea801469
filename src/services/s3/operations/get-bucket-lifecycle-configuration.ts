// GetBucketLifecycleConfiguration. AWS: GetBucketLifecycleConfiguration (API reference): it cannot
// be set yet, so that there is none is the truth.

import type {
  GetBucketLifecycleConfigurationCommandInput,
  GetBucketLifecycleConfigurationCommandOutput,
} from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { AwsError } from "../../../kernel/errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketLifecycleConfiguration = defineS3Operation<
  Input<GetBucketLifecycleConfigurationCommandInput>,
  GetBucketLifecycleConfigurationCommandOutput
>("GetBucketLifecycleConfiguration", [], (input, context) => {
  const bucket = context.store.read((tx) => requireBucket(tx, context, input));
  throw new AwsError({
    code: "NoSuchLifecycleConfiguration",
    status: 404,
    message: "The lifecycle configuration does not exist",
    members: { BucketName: bucket.bucketName },
  });
});
