// A layer's zip in a bucket of the account, for templates with layers.

import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { zipOf } from "../../src/sandbox/testing/functions.ts";
import type { TestAccount } from "../../src/testing/harness.ts";

/** Where it is, as a template says it. */
export const LAYER_CONTENT = { S3Bucket: { "Fn::Sub": "layers-${AWS::AccountId}" }, S3Key: "layer.zip" };

/** Puts it there. */
export async function putLayerContent(account: TestAccount): Promise<void> {
  const s3 = account.client(S3Client);
  const Bucket = `layers-${account.account}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "layer.zip", Body: zipOf({ "data/words.txt": "hello" }) }));
}
