// GetBucketCors. AWS: GetBucketCors (API reference).

import type { GetBucketCorsCommandInput, GetBucketCorsCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { formatCors } from "../cors.ts";
import { noSuchCors } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketCors = defineS3Operation<Input<GetBucketCorsCommandInput>, GetBucketCorsCommandOutput>(
  "GetBucketCors",
  [],
  (input, context) => {
    const { bucketName, cors } = context.store.read((tx) => requireBucket(tx, context, input));
    if (cors === undefined) throw noSuchCors(bucketName);
    return { CORSRules: formatCors(cors) };
  },
);
