// A template in a bucket, for stacks within stacks, with parameters of all kinds.

import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { sharedYard, type TestAccount } from "../../src/testing/harness.ts";

const TEMPLATE = JSON.stringify({
  Parameters: {
    Text: { Type: "String" },
    Names: { Type: "CommaDelimitedList" },
    Secret: { Type: "String", NoEcho: true },
    Other: { Type: "String", Default: "nobody gives it" },
  },
  Resources: {
    Inner: {
      Type: "AWS::SSM::Parameter",
      Properties: {
        Name: { Ref: "AWS::StackName" },
        Type: "String",
        Value: { "Fn::Join": ["+", [{ Ref: "Text" }, { "Fn::Join": ["+", { Ref: "Names" }] }]] },
      },
    },
  },
});

/** Puts the template into a bucket of the account and gives its URL. */
export async function putNestedTemplate(account: TestAccount): Promise<string> {
  const s3 = account.client(S3Client);
  const Bucket = `nested-${account.account}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "nested.json", Body: TEMPLATE }));
  return `${(await sharedYard()).origin}/${Bucket}/nested.json`;
}
