// Templates in a bucket: those within others, and those above the 51,200 bytes that a request can have.

import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { sharedYard, type TestAccount } from "../../src/testing/harness.ts";

/** Puts a template into a bucket of the account and gives its URL. */
export async function templateUrl(account: TestAccount, name: string, body: string): Promise<string> {
  const s3 = account.client(S3Client);
  const Bucket = `nested-${account.account}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: `${name}.json`, Body: body }));
  return `${(await sharedYard()).origin}/${Bucket}/${name}.json`;
}
