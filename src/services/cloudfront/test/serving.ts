// For CloudFront's tests: a bucket behind a distribution that may read it, and a viewer.

import {
  CloudFrontClient,
  CreateDistributionCommand,
  CreateOriginAccessControlCommand,
  type Distribution,
  type DistributionConfig,
} from "@aws-sdk/client-cloudfront";
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { request as send } from "node:http";
import { buffer } from "node:stream/consumers";
import type { TestAccount, TestYard } from "../../../testing/harness.ts";

/** AWS: Managed-CachingOptimized. */
export const CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";

let names = 0;

/** A name that no other test has. */
export function uniqueName(prefix: string): string {
  names += 1;
  return `${prefix}-${process.pid}-${names}`;
}

/** A configuration with one S3 origin; `changes` replace its members. */
export function configOf(
  bucket: string,
  accessControl: string | undefined,
  changes: Partial<DistributionConfig> = {},
): DistributionConfig {
  return {
    CallerReference: uniqueName("reference"),
    Comment: "",
    Enabled: true,
    Origins: {
      Quantity: 1,
      Items: [
        {
          Id: "bucket",
          DomainName: `${bucket}.s3.us-east-1.amazonaws.com`,
          S3OriginConfig: { OriginAccessIdentity: "" },
          ...(accessControl !== undefined && { OriginAccessControlId: accessControl }),
        },
      ],
    },
    DefaultCacheBehavior: {
      TargetOriginId: "bucket",
      ViewerProtocolPolicy: "redirect-to-https",
      CachePolicyId: CACHING_OPTIMIZED,
    },
    ...changes,
  };
}

/** What a test has of a distribution over a bucket. */
export interface Served {
  readonly cloudfront: CloudFrontClient;
  readonly s3: S3Client;
  readonly bucket: string;
  readonly accessControl: string;
  readonly distribution: Distribution;
}

/** A bucket, and a distribution that its policy lets read it. */
export async function serveBucket(account: TestAccount, changes: Partial<DistributionConfig> = {}): Promise<Served> {
  const s3 = account.client(S3Client);
  const cloudfront = account.client(CloudFrontClient);
  const bucket = uniqueName("content");
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const { OriginAccessControl } = await cloudfront.send(
    new CreateOriginAccessControlCommand({
      OriginAccessControlConfig: {
        Name: bucket,
        OriginAccessControlOriginType: "s3",
        SigningBehavior: "always",
        SigningProtocol: "sigv4",
      },
    }),
  );
  const accessControl = OriginAccessControl?.Id ?? "";
  const DistributionConfig = configOf(bucket, accessControl, changes);
  const { Distribution } = await cloudfront.send(new CreateDistributionCommand({ DistributionConfig }));
  if (Distribution === undefined) throw new Error("There is no distribution.");
  await allowReads(s3, bucket, Distribution.ARN ?? "");
  return { cloudfront, s3, bucket, accessControl, distribution: Distribution };
}

/** AWS: "Example: S3 bucket policy that allows read-only access for a CloudFront distribution with OAC enabled". */
async function allowReads(s3: S3Client, bucket: string, distributionArn: string): Promise<void> {
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::${bucket}/*`,
      Condition: { StringEquals: { "AWS:SourceArn": distributionArn } },
    },
  });
  await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
}

export interface Viewed {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  readonly bytes: Buffer;
}

/** Asks as a viewer: `url` as the browser has it, sent to the yard wherever its name leads; the path is sent as it is. */
export function view(
  yard: Pick<TestYard, "origin">,
  url: string,
  options: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  } = {},
): Promise<Viewed> {
  const [, host = "", path = "/"] = /^https?:\/\/([^/]+)(\/.*)?$/.exec(url) ?? [];
  const { hostname, port } = new URL(yard.origin);
  const { method = "GET", headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const outgoing = send(
      { hostname, port, method, path, headers: { host, ...headers }, agent: false },
      (answer) =>
        void buffer(answer).then(
          (bytes) =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: Object.fromEntries(
                Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(", ")]),
              ),
              text: bytes.toString("utf8"),
              bytes,
            }),
          reject,
        ),
    );
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}
