// Goal: CloudFront is CloudFront to the AWS CLI. Method: every operation that is served, called by the CLI's own code against a yard in this process;
// what is served and was not called fails the last test.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PUBLIC_KEY } from "../stacks/public-key.ts";
import { type AwsCli, hasAwsCli, startAwsCli } from "./aws-cli.ts";

if (!hasAwsCli)
  test("the AWS CLI is not installed: CloudFront is not tried with it", () => expect(hasAwsCli).toBe(false));

const NONE = {
  CookiesConfig: { CookieBehavior: "none" },
  HeadersConfig: { HeaderBehavior: "none" },
  QueryStringsConfig: { QueryStringBehavior: "none" },
};

/** The families: the noun of their commands, of their lists, of their answers, and two configurations. */
const FAMILIES = [
  [
    "cache-policy",
    "cache-policies",
    "CachePolicy",
    (comment: string) => ({
      Name: "cli",
      Comment: comment,
      MinTTL: 0,
      DefaultTTL: 1,
      MaxTTL: 2,
      ParametersInCacheKeyAndForwardedToOrigin: { EnableAcceptEncodingGzip: false, ...NONE },
    }),
  ],
  [
    "origin-request-policy",
    "origin-request-policies",
    "OriginRequestPolicy",
    (comment: string) => ({ Name: "cli", Comment: comment, ...NONE }),
  ],
  [
    "response-headers-policy",
    "response-headers-policies",
    "ResponseHeadersPolicy",
    (comment: string) => ({ Name: "cli", Comment: comment }),
  ],
  [
    "origin-access-control",
    "origin-access-controls",
    "OriginAccessControl",
    (comment: string) => ({
      Name: "cli",
      Description: comment,
      SigningProtocol: "sigv4",
      SigningBehavior: "always",
      OriginAccessControlOriginType: "s3",
    }),
  ],
  [
    "cloud-front-origin-access-identity",
    "cloud-front-origin-access-identities",
    "CloudFrontOriginAccessIdentity",
    (comment: string) => ({ CallerReference: "cli", Comment: comment }),
  ],
  [
    "public-key",
    "public-keys",
    "PublicKey",
    (comment: string) => ({ Name: "cli", CallerReference: "cli", Comment: comment, EncodedKey: PUBLIC_KEY }),
  ],
] as const;

describe.runIf(hasAwsCli)("the AWS CLI calls CloudFront", () => {
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
  });
  afterAll(() => cli.stop());

  test.each(FAMILIES)("%s: made, shown, changed, listed and removed", async (one, many, member, configOf) => {
    const config = `--${one}-config`;
    const made = await aws<Record<string, { Id: string }>>`cloudfront create-${one} ${config} ${configOf("first")}`;
    const Id = made[member]?.Id;
    const first = await aws<{ ETag: string }>`cloudfront get-${one} --id ${Id}`;
    await aws`cloudfront update-${one} --id ${Id} --if-match ${first.ETag} ${config} ${configOf("second")}`;
    const second = await aws<{ ETag: string }>`cloudfront get-${one}-config --id ${Id}`;
    expect(JSON.stringify(second)).toContain('"second"');
    expect(JSON.stringify(await aws`cloudfront list-${many}`)).toContain(`"${Id}"`);
    await expect(aws`cloudfront delete-${one} --id ${Id} --if-match ${first.ETag}`).rejects.toThrow(
      "PreconditionFailed",
    );
    await aws`cloudfront delete-${one} --id ${Id} --if-match ${second.ETag}`;
  });

  test("key groups and functions", async () => {
    const key = { Name: "group", CallerReference: "group", EncodedKey: PUBLIC_KEY };
    const keyId = await aws<string>`cloudfront create-public-key --public-key-config ${key} --query PublicKey.Id`;
    const config = { Name: "group", Items: [keyId] };
    const id = await aws<string>`cloudfront create-key-group --key-group-config ${config} --query KeyGroup.Id`;
    const etag = await aws<string>`cloudfront get-key-group --id ${id} --query ETag`;
    const later = { ...config, Comment: "later" };
    await aws`cloudfront update-key-group --id ${id} --if-match ${etag} --key-group-config ${later}`;
    expect(await aws`cloudfront list-distributions-by-key-group --key-group-id ${id}`).toMatchObject({
      DistributionIdList: { Quantity: 0 },
    });
    expect(await aws`cloudfront list-key-groups --query length(KeyGroupList.Items)`).toBe(1);
    const newer = await aws<string>`cloudfront get-key-group-config --id ${id} --query ETag`;
    await aws`cloudfront delete-key-group --id ${id} --if-match ${newer}`;

    const runtime = { Comment: "", Runtime: "cloudfront-js-2.0" };
    const code = "function handler(event) { return event.request; }";
    const first =
      await aws<string>`cloudfront create-function --name cli --function-config ${runtime} --function-code ${code} --query ETag`;
    const second =
      await aws<string>`cloudfront update-function --name cli --if-match ${first} --function-config ${runtime} --function-code ${code} --query ETag`;
    const event = '{"request":{"uri":"/a"}}';
    const output =
      await aws`cloudfront test-function --name cli --if-match ${second} --event-object ${event} --query TestResult.FunctionOutput`;
    expect(output).toBe('{"uri":"/a"}');
    await aws`cloudfront publish-function --name cli --if-match ${second}`;
    expect(await aws`cloudfront describe-function --name cli --stage LIVE`).toMatchObject({ ETag: second });
    await aws`cloudfront get-function --name cli code.js`;
    expect(await aws`cloudfront list-functions --query length(FunctionList.Items)`).toBe(2);
    await aws`cloudfront delete-function --name cli --if-match ${second}`;
  });

  test("distributions, their invalidations and tags", async () => {
    const config = {
      CallerReference: "cli",
      Comment: "",
      Enabled: true,
      Origins: {
        Quantity: 1,
        Items: [{ Id: "a", DomainName: "cli.s3.amazonaws.com", S3OriginConfig: { OriginAccessIdentity: "" } }],
      },
      DefaultCacheBehavior: {
        TargetOriginId: "a",
        ViewerProtocolPolicy: "allow-all",
        CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
      },
    };
    type Made = { Distribution: { Id: string; ARN: string }; ETag: string };
    const { Distribution, ETag } = await aws<Made>`cloudfront create-distribution --distribution-config ${config}`;
    const { Id, ARN } = Distribution;
    const tagged = {
      DistributionConfig: { ...config, CallerReference: "tagged" },
      Tags: { Items: [{ Key: "a", Value: "1" }] },
    };
    await aws`cloudfront create-distribution-with-tags --distribution-config-with-tags ${tagged}`;
    await aws`cloudfront copy-distribution --primary-distribution-id ${Id} --if-match ${ETag} --caller-reference copy`;
    expect(await aws`cloudfront list-distributions --query length(DistributionList.Items)`).toBe(3);
    for (const [by, id] of [
      ["cache-policy-id", "658327ea-f89d-4fab-a63d-7e88639e58f6"],
      ["origin-request-policy-id", "216adef6-5c7f-47e4-b989-5492eafa07d3"],
      ["response-headers-policy-id", "67f7725c-6f97-4210-82d7-5512b31e9d03"],
      ["web-acl-id", "null"],
    ])
      await aws`cloudfront list-distributions-by-${by} ${`--${by}`} ${id}`;
    const batch = ["--paths", "/a", "/b*"];
    const invalidation =
      await aws<string>`cloudfront create-invalidation --distribution-id ${Id} ${batch} --query Invalidation.Id`;
    await cli.settled();
    expect(await aws`cloudfront get-invalidation --distribution-id ${Id} --id ${invalidation}`).toMatchObject({
      Invalidation: { Status: "Completed" },
    });
    await aws`cloudfront list-invalidations --distribution-id ${Id}`;
    await aws`cloudfront tag-resource --resource ${ARN} --tags ${{ Items: [{ Key: "b", Value: "2" }] }}`;
    await aws`cloudfront untag-resource --resource ${ARN} --tag-keys ${{ Items: ["c"] }}`;
    expect(await aws`cloudfront list-tags-for-resource --resource ${ARN}`).toEqual({
      Tags: { Items: [{ Key: "b", Value: "2" }] },
    });
    await expect(aws`cloudfront delete-distribution --id ${Id} --if-match ${ETag}`).rejects.toThrow(
      "DistributionNotDisabled",
    );
    const off = { ...config, Enabled: false };
    await aws`cloudfront update-distribution --id ${Id} --if-match ${ETag} --distribution-config ${off}`;
    await cli.settled();
    await aws`cloudfront wait distribution-deployed --id ${Id}`;
    const now = await aws<string>`cloudfront get-distribution-config --id ${Id} --query ETag`;
    await aws`cloudfront delete-distribution --id ${Id} --if-match ${now}`;
  });

  test("every operation that is served has been called", () => {
    expect(cli.uncalled("cloudfront")).toEqual([]);
  });
});
