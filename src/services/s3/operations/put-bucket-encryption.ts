// PutBucketEncryption. AWS: PutBucketEncryption (API reference).

import type { PutBucketEncryptionCommandInput, PutBucketEncryptionCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { malformedXml, notImplemented } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const putBucketEncryption = defineS3Operation<
  Input<PutBucketEncryptionCommandInput>,
  PutBucketEncryptionCommandOutput
>("PutBucketEncryption", ["ServerSideEncryptionConfiguration"], (input, context) => {
  context.store.read((tx) => requireBucket(tx, context, input));
  const { Rules: rules } = input.ServerSideEncryptionConfiguration;
  if (rules.length === 0) throw malformedXml();
  for (const { ApplyServerSideEncryptionByDefault: standard, ...rest } of rules) {
    const asksForMore = Object.values(rest).some((value) => value !== undefined && value !== false);
    if (asksForMore || (standard?.SSEAlgorithm ?? "AES256") !== "AES256" || standard?.KMSMasterKeyID !== undefined)
      throw notImplemented("x-amz-server-side-encryption", "Encryption with KMS keys is not implemented.");
  }
  return {};
});
