// S3's and its policy's resource types in a real stack: create, change, delete.

import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from "@aws-sdk/client-cloudformation";
import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

const WAIT = { maxWaitTime: 15, minDelay: 1, maxDelay: 1 };

function template(bucket: object, policy?: object): string {
  return JSON.stringify({
    Resources: {
      Bucket: { Type: "AWS::S3::Bucket", Properties: bucket },
      ...(policy === undefined ? {} : { Policy: { Type: "AWS::S3::BucketPolicy", Properties: policy } }),
    },
    Outputs: {
      Name: { Value: { Ref: "Bucket" } },
      Arn: { Value: { "Fn::GetAtt": ["Bucket", "Arn"] } },
      Domain: { Value: { "Fn::GetAtt": ["Bucket", "RegionalDomainName"] } },
    },
  });
}

test("a bucket and its policy live and change with their stack", async () => {
  // Goal: every honoured property, through create, update and delete. AWS: AWS::S3::Bucket (CloudFormation reference).
  const account = (await sharedYard()).account();
  const cloudFormation = account.client(CloudFormationClient);
  const s3 = account.client(S3Client);
  const client = { client: cloudFormation, ...WAIT };
  const StackName = "files";
  const onlyTls = {
    Bucket: { Ref: "Bucket" },
    PolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: { "Fn::Sub": "${Bucket.Arn}/secret/*" },
        },
      ],
    },
  };
  await cloudFormation.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: template(
        {
          VersioningConfiguration: { Status: "Enabled" },
          PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: false },
          OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
          },
          Tags: [{ Key: "team", Value: "blue" }],
          LifecycleConfiguration: {
            Rules: [
              {
                Id: "old",
                Status: "Enabled",
                Prefix: "logs/",
                ExpirationInDays: "30",
                NoncurrentVersionExpiration: { NoncurrentDays: 7 },
                AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
              },
            ],
          },
        },
        onlyTls,
      ),
    }),
  );
  await waitUntilStackCreateComplete(client, { StackName });
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
  const outputs = Object.fromEntries((Stacks?.[0]?.Outputs ?? []).map((o) => [o.OutputKey, o.OutputValue]));
  const Bucket = outputs["Name"] ?? "";
  expect(Bucket).toMatch(/^files-bucket-[a-z0-9]+$/);
  expect(outputs).toMatchObject({ Arn: `arn:aws:s3:::${Bucket}`, Domain: `${Bucket}.s3.us-east-1.amazonaws.com` });
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe("Enabled");
  expect((await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration).toEqual({
    BlockPublicAcls: true,
    IgnorePublicAcls: false,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: false,
  });
  const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
  expect(Rules).toEqual([
    {
      ID: "old",
      Status: "Enabled",
      Filter: { Prefix: "logs/" },
      Expiration: { Days: 30 },
      NoncurrentVersionExpiration: { NoncurrentDays: 7 },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    },
  ]);
  const tags = await s3.send(new GetBucketTaggingCommand({ Bucket }));
  expect(tags.TagSet).toContainEqual({ Key: "team", Value: "blue" });
  expect(tags.TagSet?.some(({ Key }) => Key === "aws:cloudformation:stack-id")).toBe(true);
  const policy = await s3.send(new GetBucketPolicyCommand({ Bucket }));
  expect(policy.Policy).toContain(`arn:aws:s3:::${Bucket}/secret/*`);

  await cloudFormation.send(
    new UpdateStackCommand({ StackName, TemplateBody: template({ Tags: [{ Key: "team", Value: "red" }] }) }),
  );
  await waitUntilStackUpdateComplete(client, { StackName });
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe("Suspended");
  const all = (await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration;
  expect(Object.values(all ?? {})).toEqual([true, true, true, true]);
  await expect(s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toThrow("The bucket policy does not exist");

  await cloudFormation.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(client, { StackName });
  await expect(s3.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({ name: "NotFound" });
});

test("a name that is taken fails the stack with the reason", async () => {
  // Goal: CloudFormation does not take over what it did not make. Two stacks, one name.
  const account = (await sharedYard()).account();
  const cloudFormation = account.client(CloudFormationClient);
  const TemplateBody = template({ BucketName: `taken-${process.pid}` });
  await cloudFormation.send(new CreateStackCommand({ StackName: "first", TemplateBody }));
  await waitUntilStackCreateComplete({ client: cloudFormation, ...WAIT }, { StackName: "first" });
  await cloudFormation.send(new CreateStackCommand({ StackName: "second", TemplateBody }));
  await expect(
    waitUntilStackCreateComplete({ client: cloudFormation, ...WAIT }, { StackName: "second" }),
  ).rejects.toThrow();
  const { StackEvents } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: "second" }));
  const failed = StackEvents?.find((event) => event.ResourceStatus === "CREATE_FAILED");
  expect(failed?.ResourceStatusReason).toContain(`taken-${process.pid} already exists`);
});
