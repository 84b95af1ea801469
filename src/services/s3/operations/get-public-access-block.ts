// GetPublicAccessBlock. AWS: GetPublicAccessBlock (API reference).

import type { GetPublicAccessBlockCommandInput, GetPublicAccessBlockCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { noSuchPublicAccessBlock } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getPublicAccessBlock = defineS3Operation<
  Input<GetPublicAccessBlockCommandInput>,
  GetPublicAccessBlockCommandOutput
>("GetPublicAccessBlock", [], (input, context) => {
  const bucket = context.store.read((tx) => requireBucket(tx, context, input));
  const { publicAccessBlock } = bucket;
  if (publicAccessBlock === undefined) throw noSuchPublicAccessBlock(bucket.bucketName);
  return {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: publicAccessBlock.blockPublicAcls,
      IgnorePublicAcls: publicAccessBlock.ignorePublicAcls,
      BlockPublicPolicy: publicAccessBlock.blockPublicPolicy,
      RestrictPublicBuckets: publicAccessBlock.restrictPublicBuckets,
    },
  };
});
