// GetBucketWebsite. AWS: GetBucketWebsite (API reference).

import type { GetBucketWebsiteCommandInput, GetBucketWebsiteCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { noSuchWebsite } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { formatWebsite } from "../website.ts";

export const getBucketWebsite = defineS3Operation<Input<GetBucketWebsiteCommandInput>, GetBucketWebsiteCommandOutput>(
  "GetBucketWebsite",
  [],
  (input, context) => {
    const { bucketName, website } = context.store.read((tx) => requireBucket(tx, context, input));
    if (website === undefined) throw noSuchWebsite(bucketName);
    return formatWebsite(website);
  },
);
