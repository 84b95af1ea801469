// GetBucketAccelerateConfiguration. AWS: GetBucketAccelerateConfiguration (API reference): nothing until it was set.

import type {
  GetBucketAccelerateConfigurationCommandInput,
  GetBucketAccelerateConfigurationCommandOutput,
} from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketAccelerateConfiguration = defineS3Operation<
  Input<GetBucketAccelerateConfigurationCommandInput>,
  GetBucketAccelerateConfigurationCommandOutput
>("GetBucketAccelerateConfiguration", [], (input, context) => {
  const { acceleration } = context.store.read((tx) => requireBucket(tx, context, input));
  return acceleration === undefined ? {} : { Status: acceleration };
});
