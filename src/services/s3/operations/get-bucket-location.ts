// GetBucketLocation. AWS: GetBucketLocation (API reference): us-east-1 is written as nothing.

import type { GetBucketLocationCommandInput, GetBucketLocationCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

type LocationOutput = GetBucketLocationCommandOutput;

export const getBucketLocation = defineS3Operation<Input<GetBucketLocationCommandInput>, LocationOutput>(
  "GetBucketLocation",
  [],
  (input, context) => {
    // AWS: any region's endpoint answers this one, which is how clients find a bucket's region.
    const bucket = context.store.read((tx) =>
      requireBucket(tx, { ...context, principal: { kind: "anonymous" } }, input),
    );
    // Any region's name may stand here, also one that the SDK's list does not have yet.
    const location = bucket.region as LocationOutput["LocationConstraint"];
    return bucket.region === "us-east-1" ? {} : { LocationConstraint: location };
  },
);
