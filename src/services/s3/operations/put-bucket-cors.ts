// PutBucketCors. AWS: PutBucketCors (API reference).

import type { PutBucketCorsCommandInput, PutBucketCorsCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { parseCors } from "../cors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const putBucketCors = defineS3Operation<Input<PutBucketCorsCommandInput>, PutBucketCorsCommandOutput>(
  "PutBucketCors",
  ["CORSConfiguration"],
  (input, context) => {
    const cors = parseCors(input.CORSConfiguration.CORSRules);
    context.store.write((tx) => saveBucket(tx, { ...requireBucket(tx, context, input), cors }));
    return {};
  },
);
