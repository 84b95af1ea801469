// Goal: a bucket is read by who its policy or list names, an origin access identity in one of its forms, and by nobody else. Method: a bucket behind
// a distribution with an identity, which says that in each way, and a viewer.

import {
  CloudFrontClient,
  CreateCloudFrontOriginAccessIdentityCommand,
  CreateDistributionCommand,
  DeleteCloudFrontOriginAccessIdentityCommand,
  GetCloudFrontOriginAccessIdentityCommand,
} from "@aws-sdk/client-cloudfront";
import {
  CreateBucketCommand,
  PutBucketPolicyCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { beforeAll, expect, it } from "vitest";
import { sharedYard, type TestYard } from "../../../testing/harness.ts";
import { configOf, uniqueName, view } from "./serving.ts";

const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

interface Site {
  readonly s3: S3Client;
  readonly cloudfront: CloudFrontClient;
  readonly bucket: string;
  readonly url: string;
  readonly id: string;
  readonly canonicalUserId: string;
}

async function site(): Promise<Site> {
  const account = yard.account();
  const [s3, cloudfront] = [account.client(S3Client), account.client(CloudFrontClient)];
  const bucket = uniqueName("identity");
  await s3.send(new CreateBucketCommand({ Bucket: bucket, ObjectOwnership: "ObjectWriter" }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "page", Body: "for viewers" }));
  const { CloudFrontOriginAccessIdentity: identity } = await cloudfront.send(
    new CreateCloudFrontOriginAccessIdentityCommand({
      CloudFrontOriginAccessIdentityConfig: { CallerReference: bucket, Comment: "Reads the bucket" },
    }),
  );
  const id = identity?.Id ?? "";
  const config = configOf(bucket, undefined, {
    Origins: {
      Quantity: 1,
      Items: [
        {
          Id: "bucket",
          DomainName: `${bucket}.s3.us-east-1.amazonaws.com`,
          S3OriginConfig: { OriginAccessIdentity: `origin-access-identity/cloudfront/${id}` },
        },
      ],
    },
    DefaultCacheBehavior: {
      TargetOriginId: "bucket",
      ViewerProtocolPolicy: "allow-all",
      CachePolicyId: CACHING_DISABLED,
    },
  });
  const { Distribution } = await cloudfront.send(new CreateDistributionCommand({ DistributionConfig: config }));
  const url = `http://${Distribution?.DomainName ?? ""}/page`;
  return { s3, cloudfront, bucket, url, id, canonicalUserId: identity?.S3CanonicalUserId ?? "" };
}

const readable = (bucket: string, Principal: object, Effect = "Allow"): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect, Principal, Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/*` },
  });

// AWS: "Giving an origin access identity permission to read files in the Amazon S3 bucket" (developer guide): both forms.
it("reads by the bucket's policy, which names it by its ARN or its canonical user id", async () => {
  const { s3, bucket, url, id, canonicalUserId } = await site();
  const put = (Principal: object): Promise<unknown> =>
    s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: readable(bucket, Principal) }));
  expect(canonicalUserId).toMatch(/^[0-9a-f]{96}$/);
  expect(await view(yard, url)).toMatchObject({ status: 403 });
  await put({ AWS: `arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ${id}` });
  expect(await view(yard, url)).toMatchObject({ status: 200, text: "for viewers" });
  await put({ AWS: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E00000000000000" });
  expect(await view(yard, url)).toMatchObject({ status: 403 });
  await put({ CanonicalUser: canonicalUserId });
  expect(await view(yard, url)).toMatchObject({ status: 200, text: "for viewers" });
  await put({ CanonicalUser: canonicalUserId.replaceAll(/./g, "0") });
  expect(await view(yard, url)).toMatchObject({ status: 403 });
});

it("reads an object whose list grants it that", async () => {
  const { s3, bucket, url, canonicalUserId } = await site();
  const grant = (id: string): Promise<unknown> =>
    s3.send(new PutObjectAclCommand({ Bucket: bucket, Key: "page", GrantRead: `id=${id}` }));
  await grant(canonicalUserId.replaceAll(/./g, "0"));
  expect(await view(yard, url)).toMatchObject({ status: 403 });
  await grant(canonicalUserId);
  expect(await view(yard, url)).toMatchObject({ status: 200, text: "for viewers" });
});

// AWS: CloudFrontOriginAccessIdentityConfig, CallerReference: the same content gives what is there.
it("is made once for a reference, and stays while a distribution uses it", async () => {
  const { cloudfront, id, bucket } = await site();
  const again = await cloudfront.send(
    new CreateCloudFrontOriginAccessIdentityCommand({
      CloudFrontOriginAccessIdentityConfig: { CallerReference: bucket, Comment: "Reads the bucket" },
    }),
  );
  expect(again.CloudFrontOriginAccessIdentity?.Id).toBe(id);
  const { ETag } = await cloudfront.send(new GetCloudFrontOriginAccessIdentityCommand({ Id: id }));
  await expect(
    cloudfront.send(new DeleteCloudFrontOriginAccessIdentityCommand({ Id: id, IfMatch: ETag })),
  ).rejects.toMatchObject({ name: "CloudFrontOriginAccessIdentityInUse", $metadata: { httpStatusCode: 409 } });
});
