// Goal: a distribution's standard logs are in its bucket as AWS writes them: names, header, fields, by the list that lets the delivery in, and by
// nothing else. Method: distributions with logs, viewers, and a clock that is moved past the delivery.

import { gunzipSync } from "node:zlib";
import {
  CloudFrontClient,
  CreateDistributionCommand,
  type DistributionConfig,
  GetDistributionConfigCommand,
  type LoggingConfig,
  UpdateDistributionCommand,
} from "@aws-sdk/client-cloudfront";
import {
  CreateBucketCommand,
  GetBucketAclCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketAclCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { type TestAccount, testYard, type TestYard } from "../../../testing/harness.ts";
import { configOf, uniqueName, view } from "./serving.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.UTC(2026, 2, 1, 10, 58, 30) }) });
});
afterAll(() => yard.stop());

/** AWS: the canonical user id of awslogsdelivery. */
const DELIVERY = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0";

const logging = (bucket: string, more: Partial<LoggingConfig> = {}): LoggingConfig => ({
  Enabled: true,
  IncludeCookies: false,
  Bucket: `${bucket}.s3.amazonaws.com`,
  Prefix: "site/",
  ...more,
});

async function logBucket(account: TestAccount, ObjectOwnership: "BucketOwnerPreferred" | "BucketOwnerEnforced") {
  const s3 = account.client(S3Client);
  const bucket = uniqueName("logs");
  await s3.send(new CreateBucketCommand({ Bucket: bucket, ObjectOwnership }));
  return { s3, bucket };
}

function create(account: TestAccount, changes: Partial<DistributionConfig>) {
  const cloudfront = account.client(CloudFrontClient);
  // The site's bucket is not there: each answer is S3's 404 or 403, which is logged as well as any other.
  return cloudfront.send(
    new CreateDistributionCommand({ DistributionConfig: configOf("no-such-site", undefined, changes) }),
  );
}

/** All log files, by their keys. */
async function files(s3: S3Client, bucket: string): Promise<Record<string, string>> {
  await yard.advance(6 * 60_000);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  const entries = Contents.map(async ({ Key = "" }) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    return [Key, gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString()] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

it("writes a file for each hour, a line for each request", async () => {
  const account = yard.account();
  const { s3, bucket } = await logBucket(account, "BucketOwnerPreferred");
  const { Distribution } = await create(account, { Logging: logging(bucket, { IncludeCookies: true }) });
  const url = `http://${Distribution?.DomainName ?? ""}`;
  const headers = { "user-agent": "A viewer/1.0", referer: "http://elsewhere.test/", cookie: "a=1; b=2" };
  await view(yard, `${url}/first%20page?x=1`, { headers });
  await yard.advance(2 * 60_000);
  await view(yard, `${url}/second`, { method: "HEAD" });
  const found = await files(s3, bucket);
  const id = Distribution?.Id ?? "";
  // AWS: "File name format": <optional prefix>/<distribution ID>.YYYY-MM-DD-HH.unique-ID.gz
  expect(
    Object.keys(found)
      .map((key) => key.replace(/\.[0-9a-f]{8}\.gz$/, ""))
      .toSorted(),
  ).toEqual([`site/${id}.2026-03-01-10`, `site/${id}.2026-03-01-11`]);
  const [first = "", second = ""] = Object.keys(found)
    .toSorted()
    .map((key) => found[key] ?? "");
  const [version, names = "", line = "", end] = first.split("\n");
  expect([version, end]).toEqual(["#Version: 1.0", ""]);
  const fields = names.replace("#Fields: ", "").split(" ");
  const values = line.split("\t");
  expect([fields.length, values.length]).toEqual([33, 33]);
  const row = Object.fromEntries(fields.map((field, index) => [field, values[index]]));
  expect(row).toMatchObject({
    date: "2026-03-01",
    time: "10:58:30",
    "c-ip": "127.0.0.1",
    "cs-method": "GET",
    "cs(Host)": `${(Distribution?.DomainName ?? "").split(".")[0]}.cloudfront.net`,
    "cs-uri-stem": "/first%20page",
    "cs-uri-query": "x=1",
    "sc-status": "404",
    "cs(Referer)": "http://elsewhere.test/",
    "cs(User-Agent)": "A%20viewer/1.0",
    "cs(Cookie)": "a=1;%20b=2",
    "x-edge-result-type": "Error",
    "x-host-header": Distribution?.DomainName ?? "",
    "cs-protocol-version": "HTTP/1.1",
    "x-forwarded-for": "-",
    "sc-content-type": "application/xml",
  });
  expect(Number(row["sc-bytes"])).toBeGreaterThan(Number(row["sc-content-len"]));
  expect(second.split("\n")[2]?.split("\t").slice(4, 9)).toEqual([
    "127.0.0.1",
    "HEAD",
    row["cs(Host)"],
    "/second",
    "404",
  ]);
  // What is delivered is delivered once.
  expect(Object.keys(await files(s3, bucket))).toHaveLength(2);
});

// AWS: "Permissions required to configure standard logging": CloudFront puts itself into the bucket's list.
it("is let into the bucket by its list, and stays out where it was taken off it", async () => {
  const account = yard.account();
  const { s3, bucket } = await logBucket(account, "BucketOwnerPreferred");
  const { Distribution } = await create(account, { Logging: logging(bucket) });
  const { Grants } = await s3.send(new GetBucketAclCommand({ Bucket: bucket }));
  expect(Grants).toContainEqual({ Grantee: { ID: DELIVERY, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" });
  await s3.send(new PutBucketAclCommand({ Bucket: bucket, ACL: "private" }));
  await view(yard, `http://${Distribution?.DomainName ?? ""}/page`);
  expect(await files(s3, bucket)).toEqual({});
});

it("is refused where no list can let it in, and begins and ends with an update", async () => {
  const account = yard.account();
  const invalid = { name: "InvalidArgument", $metadata: { httpStatusCode: 400 } };
  const enforced = await logBucket(account, "BucketOwnerEnforced");
  await expect(create(account, { Logging: logging(enforced.bucket) })).rejects.toMatchObject({
    ...invalid,
    message: `The S3 bucket that you specified for CloudFront logs does not enable ACL access: ${enforced.bucket}.s3.amazonaws.com`,
  });
  await expect(create(account, { Logging: logging(uniqueName("nobodys")) })).rejects.toMatchObject(invalid);
  await expect(create(account, { Logging: logging("x", { Bucket: "logs.example.com" }) })).rejects.toMatchObject(
    invalid,
  );
  const { s3, bucket } = await logBucket(account, "BucketOwnerPreferred");
  await expect(create(account, { Logging: logging(bucket, { Prefix: "/site" }) })).rejects.toMatchObject(invalid);

  const { Distribution } = await create(account, {});
  const [cloudfront, Id] = [account.client(CloudFrontClient), Distribution?.Id];
  const update = async (Logging: LoggingConfig): Promise<void> => {
    const { DistributionConfig: config, ETag } = await cloudfront.send(new GetDistributionConfigCommand({ Id }));
    if (config === undefined) throw new Error("There is no configuration.");
    await cloudfront.send(
      new UpdateDistributionCommand({ Id, IfMatch: ETag, DistributionConfig: { ...config, Logging } }),
    );
  };
  const url = `http://${Distribution?.DomainName ?? ""}/page`;
  await view(yard, url);
  await update(logging(bucket, { Prefix: "" }));
  await view(yard, url);
  expect(Object.keys(await files(s3, bucket))).toEqual([expect.stringMatching(`^${Id}\\.`)]);
  // AWS: LoggingConfig: what else is given is deleted.
  await update(logging(bucket, { Enabled: false }));
  const { DistributionConfig: off } = await cloudfront.send(new GetDistributionConfigCommand({ Id }));
  expect(off?.Logging).toEqual({ Enabled: false, IncludeCookies: false, Bucket: "", Prefix: "" });
  await view(yard, url);
  expect(Object.keys(await files(s3, bucket))).toHaveLength(1);
});
