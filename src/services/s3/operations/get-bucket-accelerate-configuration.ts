// GetBucketAccelerateConfiguration. AWS: GetBucketAccelerateConfiguration (API reference): it cannot
// be set yet, so the answer of a new bucket is the truth.

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
  context.store.read((tx) => requireBucket(tx, context, input));
  return {};
});
