// PutBucketWebsite. AWS: PutBucketWebsite (API reference).

import type { PutBucketWebsiteCommandInput, PutBucketWebsiteCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";
import { parseWebsite } from "../website.ts";

export const putBucketWebsite = defineS3Operation<Input<PutBucketWebsiteCommandInput>, PutBucketWebsiteCommandOutput>(
  "PutBucketWebsite",
  ["WebsiteConfiguration"],
  (input, context) => {
    const website = parseWebsite(input.WebsiteConfiguration);
    context.store.write((tx) => saveBucket(tx, { ...requireBucket(tx, context, input), website }));
    return {};
  },
);
