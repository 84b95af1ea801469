// GetBucketLogging. AWS: GetBucketLogging (API reference): it cannot
// be set yet, so the answer of a new bucket is the truth.

import type { GetBucketLoggingCommandInput, GetBucketLoggingCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketLogging = defineS3Operation<Input<GetBucketLoggingCommandInput>, GetBucketLoggingCommandOutput>(
  "GetBucketLogging",
  [],
  (input, context) => {
    context.store.read((tx) => requireBucket(tx, context, input));
    return {};
  },
);
