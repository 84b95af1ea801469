// GetObjectLockConfiguration. AWS: GetObjectLockConfiguration (API reference): it cannot
// be set yet, so that there is none is the truth.

import type {
  GetObjectLockConfigurationCommandInput,
  GetObjectLockConfigurationCommandOutput,
} from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { AwsError } from "../../../kernel/errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getObjectLockConfiguration = defineS3Operation<
  Input<GetObjectLockConfigurationCommandInput>,
  GetObjectLockConfigurationCommandOutput
>("GetObjectLockConfiguration", [], (input, context) => {
  const bucket = context.store.read((tx) => requireBucket(tx, context, input));
  throw new AwsError({
    code: "ObjectLockConfigurationNotFoundError",
    status: 404,
    message: "Object Lock configuration does not exist for this bucket",
    members: { BucketName: bucket.bucketName },
  });
});
