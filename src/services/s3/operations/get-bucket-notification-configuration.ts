// GetBucketNotificationConfiguration. AWS: GetBucketNotificationConfiguration (API reference): it cannot
// be set yet, so the answer of a new bucket is the truth.

import type {
  GetBucketNotificationConfigurationCommandInput,
  GetBucketNotificationConfigurationCommandOutput,
} from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketNotificationConfiguration = defineS3Operation<
  Input<GetBucketNotificationConfigurationCommandInput>,
  GetBucketNotificationConfigurationCommandOutput
>("GetBucketNotificationConfiguration", [], (input, context) => {
  context.store.read((tx) => requireBucket(tx, context, input));
  return {};
});
