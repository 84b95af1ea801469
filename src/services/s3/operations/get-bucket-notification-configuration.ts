// GetBucketNotificationConfiguration. AWS: GetBucketNotificationConfiguration (API reference).

import type {
  GetBucketNotificationConfigurationCommandInput,
  GetBucketNotificationConfigurationCommandOutput,
} from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { formatNotifications } from "../notification.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketNotificationConfiguration = defineS3Operation<
  Input<GetBucketNotificationConfigurationCommandInput>,
  GetBucketNotificationConfigurationCommandOutput
>("GetBucketNotificationConfiguration", [], (input, context) => {
  const bucket = context.store.read((tx) => requireBucket(tx, context, input));
  return formatNotifications(bucket);
});
