// A stack with a private site: bucket, access control, key group, policies and distribution, from nothing to nothing.

import { generateKeyPairSync } from "node:crypto";
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import {
  CloudFrontClient,
  GetDistributionCommand,
  ListCachePoliciesCommand,
  ListDistributionsCommand,
  ListOriginAccessControlsCommand,
  ListPublicKeysCommand,
} from "@aws-sdk/client-cloudfront";
import { getSignedUrl } from "@aws-sdk/cloudfront-signer";
import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { sharedYard, type TestYard } from "../../../testing/harness.ts";
import { view } from "./serving.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

/** AWS: what CDK and the console make for a site with signed URLs. */
const templateOf = (ttl: number): string =>
  JSON.stringify({
    Resources: {
      Bucket: { Type: "AWS::S3::Bucket" },
      Access: {
        Type: "AWS::CloudFront::OriginAccessControl",
        Properties: {
          OriginAccessControlConfig: {
            Name: { "Fn::Sub": "${AWS::StackName}-access" },
            OriginAccessControlOriginType: "s3",
            SigningBehavior: "always",
            SigningProtocol: "sigv4",
          },
        },
      },
      Policy: {
        Type: "AWS::S3::BucketPolicy",
        Properties: {
          Bucket: { Ref: "Bucket" },
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: {
              Effect: "Allow",
              Principal: { Service: "cloudfront.amazonaws.com" },
              Action: "s3:GetObject",
              Resource: { "Fn::Sub": "${Bucket.Arn}/*" },
              Condition: {
                StringEquals: {
                  "AWS:SourceArn": { "Fn::Sub": "arn:aws:cloudfront::${AWS::AccountId}:distribution/${Site}" },
                },
              },
            },
          },
        },
      },
      Key: {
        Type: "AWS::CloudFront::PublicKey",
        Properties: { PublicKeyConfig: { Name: "site", CallerReference: "site", EncodedKey: publicKey } },
      },
      Keys: {
        Type: "AWS::CloudFront::KeyGroup",
        Properties: { KeyGroupConfig: { Name: "site", Items: [{ Ref: "Key" }] } },
      },
      Caching: {
        Type: "AWS::CloudFront::CachePolicy",
        Properties: {
          CachePolicyConfig: {
            Name: "site",
            MinTTL: 0,
            DefaultTTL: ttl,
            MaxTTL: ttl,
            ParametersInCacheKeyAndForwardedToOrigin: {
              EnableAcceptEncodingGzip: true,
              CookiesConfig: { CookieBehavior: "none" },
              HeadersConfig: { HeaderBehavior: "none" },
              QueryStringsConfig: { QueryStringBehavior: "none" },
            },
          },
        },
      },
      Site: {
        Type: "AWS::CloudFront::Distribution",
        Properties: {
          DistributionConfig: {
            Enabled: true,
            Comment: `TTL ${ttl}`,
            Origins: [
              {
                Id: "bucket",
                DomainName: { "Fn::GetAtt": ["Bucket", "RegionalDomainName"] },
                S3OriginConfig: { OriginAccessIdentity: "" },
                OriginAccessControlId: { "Fn::GetAtt": ["Access", "Id"] },
              },
            ],
            DefaultCacheBehavior: {
              TargetOriginId: "bucket",
              ViewerProtocolPolicy: "https-only",
              CachePolicyId: { Ref: "Caching" },
              TrustedKeyGroups: [{ Ref: "Keys" }],
            },
          },
          Tags: [{ Key: "site", Value: "courses" }],
        },
      },
    },
    Outputs: {
      Domain: { Value: { "Fn::GetAtt": ["Site", "DomainName"] } },
      Id: { Value: { "Fn::GetAtt": ["Site", "Id"] } },
      Bucket: { Value: { Ref: "Bucket" } },
      KeyPairId: { Value: { "Fn::GetAtt": ["Key", "Id"] } },
    },
  });

async function settled(yard: TestYard, client: CloudFormationClient, StackName: string): Promise<string | undefined> {
  await yard.yard.context.jobs.settled();
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  if (Stacks?.[0]?.StackStatus?.endsWith("COMPLETE") === true && !Stacks[0].StackStatus.includes("ROLLBACK"))
    return Stacks[0].StackStatus;
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
  const failures = StackEvents.filter((event) => event.ResourceStatus?.endsWith("FAILED"));
  return failures.map((event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`).join("\n");
}

it("makes a site with signed URLs, changes it, and leaves nothing", async () => {
  const yard = await sharedYard();
  const account = yard.account();
  const stacks = account.client(CloudFormationClient);
  const cloudfront = account.client(CloudFrontClient);
  const s3 = account.client(S3Client);
  await stacks.send(new CreateStackCommand({ StackName: "site", TemplateBody: templateOf(60) }));
  expect(await settled(yard, stacks, "site")).toBe("CREATE_COMPLETE");
  const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName: "site" }));
  const outputs = Object.fromEntries(
    (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
  const { Domain = "", Id, Bucket, KeyPairId: keyPairId = "" } = outputs;
  await s3.send(new PutObjectCommand({ Bucket, Key: "video.mp4", Body: "film" }));
  const url = `http://${Domain}/video.mp4`;
  expect((await view(yard, url)).status).toBe(403);
  const signed = getSignedUrl({ url, keyPairId, privateKey, dateLessThan: new Date(yard.clock.nowMs() + 60_000) });
  expect(await view(yard, signed)).toMatchObject({ status: 200, text: "film" });

  await stacks.send(new UpdateStackCommand({ StackName: "site", TemplateBody: templateOf(120) }));
  expect(await settled(yard, stacks, "site")).toBe("UPDATE_COMPLETE");
  const { Distribution } = await cloudfront.send(new GetDistributionCommand({ Id }));
  expect(Distribution).toMatchObject({ DomainName: Domain, DistributionConfig: { Comment: "TTL 120", Enabled: true } });

  await s3.send(new DeleteObjectCommand({ Bucket, Key: "video.mp4" }));
  await stacks.send(new DeleteStackCommand({ StackName: "site" }));
  await yard.yard.context.jobs.settled();
  expect((await cloudfront.send(new ListDistributionsCommand({}))).DistributionList?.Quantity).toBe(0);
  expect((await cloudfront.send(new ListPublicKeysCommand({}))).PublicKeyList?.Quantity).toBe(0);
  expect((await cloudfront.send(new ListOriginAccessControlsCommand({}))).OriginAccessControlList?.Quantity).toBe(0);
  const policies = await cloudfront.send(new ListCachePoliciesCommand({ Type: "custom" }));
  expect(policies.CachePolicyList?.Quantity).toBe(0);
});
