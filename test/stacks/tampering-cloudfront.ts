// Changes and deletions of CloudFront's resources behind CloudFormation's back.

import {
  CloudFrontClient,
  DeleteCachePolicyCommand,
  DeleteDistributionCommand,
  DeleteCloudFrontOriginAccessIdentityCommand,
  DeleteFunctionCommand,
  DeleteKeyGroupCommand,
  DeleteOriginAccessControlCommand,
  DeleteOriginRequestPolicyCommand,
  DeletePublicKeyCommand,
  DeleteResponseHeadersPolicyCommand,
  DescribeFunctionCommand,
  type DistributionConfig,
  GetCachePolicyCommand,
  GetCloudFrontOriginAccessIdentityConfigCommand,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  GetKeyGroupCommand,
  GetOriginAccessControlCommand,
  GetOriginRequestPolicyCommand,
  GetPublicKeyCommand,
  GetResponseHeadersPolicyCommand,
  UpdateCachePolicyCommand,
  UpdateCloudFrontOriginAccessIdentityCommand,
  UpdateDistributionCommand,
  UpdateFunctionCommand,
  UpdateKeyGroupCommand,
  UpdateOriginAccessControlCommand,
  UpdateOriginRequestPolicyCommand,
  UpdatePublicKeyCommand,
  UpdateResponseHeadersPolicyCommand,
} from "@aws-sdk/client-cloudfront";
import { sharedYard, type TestAccount } from "../../src/testing/harness.ts";
import type { Tampering } from "./tampering.ts";

const LESS = { Comment: "Less" };

/** The distribution first: it uses all the others. */
export function cloudFrontTamperings(owner: TestAccount, id: (logicalId: string) => string): Tampering[] {
  const client = owner.client(CloudFrontClient);
  const settled = async (): Promise<void> => (await sharedYard()).yard.context.jobs.settled();
  const Id = id("Distribution");
  const updateDistribution = async (change: Partial<DistributionConfig>): Promise<void> => {
    const { DistributionConfig, ETag: IfMatch } = await client.send(new GetDistributionConfigCommand({ Id }));
    if (DistributionConfig === undefined) throw new Error("There is no distribution.");
    await client.send(
      new UpdateDistributionCommand({ Id, IfMatch, DistributionConfig: { ...DistributionConfig, ...change } }),
    );
  };
  return [
    {
      logicalId: "Distribution",
      change: () => updateDistribution({ ...LESS, PriceClass: "PriceClass_200" }),
      differences: [
        "/DistributionConfig/Comment NOT_EQUAL All of it Less",
        "/DistributionConfig/PriceClass NOT_EQUAL PriceClass_100 PriceClass_200",
      ],
      async remove() {
        await updateDistribution({ Enabled: false });
        await settled();
        const { ETag: IfMatch } = await client.send(new GetDistributionCommand({ Id }));
        await client.send(new DeleteDistributionCommand({ Id, IfMatch }));
      },
    },
    {
      logicalId: "EdgeFunction",
      async change() {
        const Name = "full-function";
        const { ETag: IfMatch } = await client.send(new DescribeFunctionCommand({ Name }));
        await client.send(
          new UpdateFunctionCommand({
            Name,
            IfMatch,
            FunctionConfig: { Comment: "Less", Runtime: "cloudfront-js-2.0" },
            FunctionCode: Buffer.from("function handler(event) { return event.request; }"),
          }),
        );
      },
      differences: ["/FunctionConfig/Comment NOT_EQUAL All of it Less"],
      async remove() {
        const { ETag: IfMatch } = await client.send(new DescribeFunctionCommand({ Name: "full-function" }));
        await client.send(new DeleteFunctionCommand({ Name: "full-function", IfMatch }));
      },
    },
    {
      logicalId: "EdgeCaching",
      async change() {
        const found = await client.send(new GetCachePolicyCommand({ Id: id("EdgeCaching") }));
        const CachePolicyConfig = { ...found.CachePolicy?.CachePolicyConfig, Name: "full-caching", MinTTL: 2 };
        await client.send(
          new UpdateCachePolicyCommand({ Id: id("EdgeCaching"), IfMatch: found.ETag, CachePolicyConfig }),
        );
      },
      differences: ["/CachePolicyConfig/MinTTL NOT_EQUAL 1 2"],
      async remove() {
        const { ETag: IfMatch } = await client.send(new GetCachePolicyCommand({ Id: id("EdgeCaching") }));
        await client.send(new DeleteCachePolicyCommand({ Id: id("EdgeCaching"), IfMatch }));
      },
    },
    {
      logicalId: "EdgeForwarding",
      async change() {
        const { OriginRequestPolicy: policy, ETag: IfMatch } = await client.send(
          new GetOriginRequestPolicyCommand({ Id: id("EdgeForwarding") }),
        );
        const config = policy?.OriginRequestPolicyConfig;
        if (config === undefined) throw new Error("There is no origin request policy.");
        await client.send(
          new UpdateOriginRequestPolicyCommand({
            Id: id("EdgeForwarding"),
            IfMatch,
            OriginRequestPolicyConfig: { ...config, ...LESS },
          }),
        );
      },
      differences: ["/OriginRequestPolicyConfig/Comment NOT_EQUAL All of it Less"],
      async remove() {
        const { ETag: IfMatch } = await client.send(new GetOriginRequestPolicyCommand({ Id: id("EdgeForwarding") }));
        await client.send(new DeleteOriginRequestPolicyCommand({ Id: id("EdgeForwarding"), IfMatch }));
      },
    },
    {
      logicalId: "EdgeHeaders",
      async change() {
        const found = await client.send(new GetResponseHeadersPolicyCommand({ Id: id("EdgeHeaders") }));
        const config = found.ResponseHeadersPolicy?.ResponseHeadersPolicyConfig;
        const ResponseHeadersPolicyConfig = { ...config, Name: "full-headers", ...LESS };
        await client.send(
          new UpdateResponseHeadersPolicyCommand({
            Id: id("EdgeHeaders"),
            IfMatch: found.ETag,
            ResponseHeadersPolicyConfig,
          }),
        );
      },
      differences: ["/ResponseHeadersPolicyConfig/Comment NOT_EQUAL All of it Less"],
      async remove() {
        const { ETag: IfMatch } = await client.send(new GetResponseHeadersPolicyCommand({ Id: id("EdgeHeaders") }));
        await client.send(new DeleteResponseHeadersPolicyCommand({ Id: id("EdgeHeaders"), IfMatch }));
      },
    },
    {
      logicalId: "EdgeAccess",
      async change() {
        const found = await client.send(new GetOriginAccessControlCommand({ Id: id("EdgeAccess") }));
        const config = found.OriginAccessControl?.OriginAccessControlConfig;
        if (config === undefined) throw new Error("There is no origin access control.");
        await client.send(
          new UpdateOriginAccessControlCommand({
            Id: id("EdgeAccess"),
            IfMatch: found.ETag,
            OriginAccessControlConfig: { ...config, SigningBehavior: "never" },
          }),
        );
      },
      differences: ["/OriginAccessControlConfig/SigningBehavior NOT_EQUAL always never"],
      async remove() {
        const { ETag: IfMatch } = await client.send(new GetOriginAccessControlCommand({ Id: id("EdgeAccess") }));
        await client.send(new DeleteOriginAccessControlCommand({ Id: id("EdgeAccess"), IfMatch }));
      },
    },
    {
      logicalId: "EdgeIdentity",
      async change() {
        const { CloudFrontOriginAccessIdentityConfig: config, ETag: IfMatch } = await client.send(
          new GetCloudFrontOriginAccessIdentityConfigCommand({ Id: id("EdgeIdentity") }),
        );
        const changed = { CallerReference: config?.CallerReference, ...LESS };
        await client.send(
          new UpdateCloudFrontOriginAccessIdentityCommand({
            Id: id("EdgeIdentity"),
            IfMatch,
            CloudFrontOriginAccessIdentityConfig: changed,
          }),
        );
      },
      differences: ["/CloudFrontOriginAccessIdentityConfig/Comment NOT_EQUAL All of it Less"],
      async remove() {
        const found = await client.send(new GetCloudFrontOriginAccessIdentityConfigCommand({ Id: id("EdgeIdentity") }));
        await client.send(
          new DeleteCloudFrontOriginAccessIdentityCommand({ Id: id("EdgeIdentity"), IfMatch: found.ETag }),
        );
      },
    },
    {
      logicalId: "EdgeKeys",
      async change() {
        const { KeyGroup, ETag: IfMatch } = await client.send(new GetKeyGroupCommand({ Id: id("EdgeKeys") }));
        const KeyGroupConfig = { Name: "full-keys", Items: KeyGroup?.KeyGroupConfig?.Items, ...LESS };
        await client.send(new UpdateKeyGroupCommand({ Id: id("EdgeKeys"), IfMatch, KeyGroupConfig }));
      },
      differences: ["/KeyGroupConfig/Comment NOT_EQUAL All of it Less"],
      async remove() {
        const { ETag: IfMatch } = await client.send(new GetKeyGroupCommand({ Id: id("EdgeKeys") }));
        await client.send(new DeleteKeyGroupCommand({ Id: id("EdgeKeys"), IfMatch }));
      },
    },
    {
      logicalId: "EdgeKey",
      async change() {
        const { PublicKey, ETag: IfMatch } = await client.send(new GetPublicKeyCommand({ Id: id("EdgeKey") }));
        const config = PublicKey?.PublicKeyConfig;
        if (config === undefined) throw new Error("There is no public key.");
        await client.send(
          new UpdatePublicKeyCommand({ Id: id("EdgeKey"), IfMatch, PublicKeyConfig: { ...config, ...LESS } }),
        );
      },
      differences: ["/PublicKeyConfig/Comment NOT_EQUAL All of it Less"],
      async remove() {
        const { ETag: IfMatch } = await client.send(new GetPublicKeyCommand({ Id: id("EdgeKey") }));
        await client.send(new DeletePublicKeyCommand({ Id: id("EdgeKey"), IfMatch }));
      },
    },
  ];
}
