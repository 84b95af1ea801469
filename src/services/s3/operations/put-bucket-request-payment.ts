// PutBucketRequestPayment. AWS: PutBucketRequestPayment (API reference).

import type { PutBucketRequestPaymentCommandInput, PutBucketRequestPaymentCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { malformedXml } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const putBucketRequestPayment = defineS3Operation<
  Input<PutBucketRequestPaymentCommandInput>,
  PutBucketRequestPaymentCommandOutput
>("PutBucketRequestPayment", ["RequestPaymentConfiguration"], (input, context) => {
  const { Payer: payer } = input.RequestPaymentConfiguration;
  if (payer !== "Requester" && payer !== "BucketOwner") throw malformedXml();
  context.store.write((tx) => {
    const { isRequesterPays: _, ...bucket } = requireBucket(tx, context, input);
    saveBucket(tx, payer === "Requester" ? { ...bucket, isRequesterPays: true } : bucket);
  });
  return {};
});
