// PutBucketAccelerateConfiguration. AWS: PutBucketAccelerateConfiguration (API reference). What it switches on here is
// the endpoint; on one machine nothing is farther away than anything else.

import type {
  PutBucketAccelerateConfigurationCommandInput,
  PutBucketAccelerateConfigurationCommandOutput,
} from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { invalidRequest, malformedXml } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const putBucketAccelerateConfiguration = defineS3Operation<
  Input<PutBucketAccelerateConfigurationCommandInput>,
  PutBucketAccelerateConfigurationCommandOutput
>("PutBucketAccelerateConfiguration", ["AccelerateConfiguration"], (input, context) => {
  const { Status: acceleration } = input.AccelerateConfiguration;
  if (acceleration !== "Enabled" && acceleration !== "Suspended") throw malformedXml();
  context.store.write((tx) => {
    const bucket = requireBucket(tx, context, input);
    if (bucket.bucketName.includes("."))
      throw invalidRequest("S3 Transfer Acceleration is not supported for buckets with periods (.) in their names");
    saveBucket(tx, { ...bucket, acceleration });
  });
  return {};
});
