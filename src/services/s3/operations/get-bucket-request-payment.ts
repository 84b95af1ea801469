// GetBucketRequestPayment. AWS: GetBucketRequestPayment (API reference).

import type { GetBucketRequestPaymentCommandInput, GetBucketRequestPaymentCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketRequestPayment = defineS3Operation<
  Input<GetBucketRequestPaymentCommandInput>,
  GetBucketRequestPaymentCommandOutput
>("GetBucketRequestPayment", [], (input, context) => {
  const { isRequesterPays } = context.store.read((tx) => requireBucket(tx, context, input));
  return { Payer: isRequesterPays === true ? "Requester" : "BucketOwner" };
});
