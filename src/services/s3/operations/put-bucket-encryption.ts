// PutBucketEncryption. AWS: PutBucketEncryption (API reference).

import type {
  PutBucketEncryptionCommandInput,
  PutBucketEncryptionCommandOutput,
  ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { invalidArgument, malformedXml } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import type { BucketRecord } from "../records.ts";
import { saveBucket } from "../repo.ts";

const ALGORITHMS = ["AES256", "aws:kms", "aws:kms:dsse"] as const;

export const putBucketEncryption = defineS3Operation<
  Input<PutBucketEncryptionCommandInput>,
  PutBucketEncryptionCommandOutput
>("PutBucketEncryption", ["ServerSideEncryptionConfiguration"], (input, context) => {
  const { Rules: rules } = input.ServerSideEncryptionConfiguration;
  const [rule] = rules;
  // AWS: a configuration has one rule.
  if (rule === undefined || rules.length > 1) throw malformedXml();
  context.store.write((tx) => {
    const bucket = requireBucket(tx, context, input);
    saveBucket(tx, { ...bucket, encryption: parseRule(rule, bucket.encryption) });
  });
  return {};
});

function parseRule(
  { ApplyServerSideEncryptionByDefault: standard, BucketKeyEnabled, BlockedEncryptionTypes }: ServerSideEncryptionRule,
  before: BucketRecord["encryption"],
): NonNullable<BucketRecord["encryption"]> {
  const algorithm = ALGORITHMS.find((name) => name === (standard?.SSEAlgorithm ?? "AES256"));
  if (algorithm === undefined) throw malformedXml();
  const keyId = standard?.KMSMasterKeyID;
  if (keyId !== undefined && algorithm === "AES256")
    throw invalidArgument(
      "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
      "ApplyServerSideEncryptionByDefault",
      algorithm,
    );
  const blocked = BlockedEncryptionTypes?.EncryptionType;
  // AWS: "Blocking or unblocking SSE-C for a general purpose bucket": what is not said stays.
  const allowsCustomerKeys = blocked === undefined ? before?.allowsCustomerKeys === true : !blocked.includes("SSE-C");
  return {
    algorithm,
    ...(keyId === undefined ? {} : { keyId }),
    ...(BucketKeyEnabled === true ? { usesBucketKey: true } : {}),
    ...(allowsCustomerKeys ? { allowsCustomerKeys } : {}),
  };
}
