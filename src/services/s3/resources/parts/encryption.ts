// BucketEncryption.

import { field, isTrue, list, text } from "../template-values.ts";
import type { BucketPart } from "./part.ts";

export const encryption: BucketPart = {
  property: "BucketEncryption",
  put: (value, { s3, Bucket }) =>
    s3.putBucketEncryption({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: list(field(value, "ServerSideEncryptionConfiguration")).map(toRule),
      },
    }),
  reset: ({ s3, Bucket }) => s3.deleteBucketEncryption({ Bucket }),
  async read({ s3, Bucket }) {
    const { ServerSideEncryptionConfiguration: found } = await s3.getBucketEncryption({ Bucket });
    return {
      ServerSideEncryptionConfiguration: (found?.Rules ?? []).map((rule) => ({
        ServerSideEncryptionByDefault: rule.ApplyServerSideEncryptionByDefault,
        BucketKeyEnabled: rule.BucketKeyEnabled,
      })),
    };
  },
};

function toRule(rule: unknown) {
  const standard = field(rule, "ServerSideEncryptionByDefault");
  const keyId = field(standard, "KMSMasterKeyID");
  return {
    ApplyServerSideEncryptionByDefault: {
      SSEAlgorithm: text(standard, "SSEAlgorithm") as "AES256",
      ...(typeof keyId === "string" ? { KMSMasterKeyID: keyId } : {}),
    },
    ...(isTrue(field(rule, "BucketKeyEnabled")) ? { BucketKeyEnabled: true } : {}),
  };
}
