// PutPublicAccessBlock. AWS: PutPublicAccessBlock (API reference).

import type { PutPublicAccessBlockCommandInput, PutPublicAccessBlockCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const putPublicAccessBlock = defineS3Operation<
  Input<PutPublicAccessBlockCommandInput>,
  PutPublicAccessBlockCommandOutput
>("PutPublicAccessBlock", ["PublicAccessBlockConfiguration"], (input, context) => {
  const configuration = input.PublicAccessBlockConfiguration;
  const publicAccessBlock = {
    blockPublicAcls: configuration.BlockPublicAcls ?? false,
    ignorePublicAcls: configuration.IgnorePublicAcls ?? false,
    blockPublicPolicy: configuration.BlockPublicPolicy ?? false,
    restrictPublicBuckets: configuration.RestrictPublicBuckets ?? false,
  };
  context.store.write((tx) => saveBucket(tx, { ...requireBucket(tx, context, input), publicAccessBlock }));
  return {};
});
