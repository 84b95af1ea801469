// A bucket behind a distribution: who may read it, and what stays in the cache. Through the SDK, and over HTTP as a viewer.

import {
  CreateDistributionCommand,
  CreateInvalidationCommand,
  GetInvalidationCommand,
  GetDistributionCommand,
} from "@aws-sdk/client-cloudfront";
import { CreateBucketCommand, DeleteBucketPolicyCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestYard, sharedYard, testYard } from "../../../testing/harness.ts";
import { configOf, serveBucket, uniqueName, view } from "./serving.ts";

let timed: TestYard;
beforeAll(async () => {
  timed = await testYard();
});
afterAll(() => timed.stop());

it("serves an object under its own name, its id, its path form, and an alias", async () => {
  // All four are the same distribution; DomainName is where it is really reached, port included.
  const yard = await sharedYard();
  const alias = `${uniqueName("learn")}.localhost`;
  const { s3, bucket, distribution } = await serveBucket(yard.account(), { Aliases: { Quantity: 1, Items: [alias] } });
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "a/b c.txt", Body: "hello", ContentType: "text/plain" }));
  const { port } = new URL(yard.origin);
  expect(distribution.DomainName).toMatch(new RegExp(`^d[a-z0-9]{13}\\.cloudfront\\.localhost:${port}$`));
  for (const url of [
    `http://${distribution.DomainName}/a/b%20c.txt`,
    `http://${distribution.Id?.toLowerCase()}.cloudfront.localhost:${port}/a/b%20c.txt`,
    `${yard.origin}/_aws/cloudfront/${distribution.Id}/a/b%20c.txt`,
    `http://${alias}:${port}/a/b%20c.txt`,
  ]) {
    const { status, text, headers } = await view(yard, url);
    expect({ url, status, text, type: headers["content-type"] }).toEqual({
      url,
      status: 200,
      text: "hello",
      type: "text/plain",
    });
  }
});

it("reads a bucket only as far as its policy lets this distribution", async () => {
  // AWS: "Restrict access to an Amazon S3 origin": the condition AWS:SourceArn is the distribution's; S3's 403 goes to the viewer.
  const yard = await sharedYard();
  const account = yard.account();
  const { s3, bucket, distribution, cloudfront, accessControl } = await serveBucket(account);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "one", Body: "1" }));
  const second = await cloudfront.send(
    new CreateDistributionCommand({ DistributionConfig: configOf(bucket, accessControl) }),
  );
  const unsigned = await cloudfront.send(
    new CreateDistributionCommand({ DistributionConfig: configOf(bucket, undefined) }),
  );
  for (const other of [second, unsigned]) {
    const { status, text, headers } = await view(yard, `http://${other.Distribution?.DomainName}/one`);
    expect(status).toBe(403);
    expect(text).toContain("<Code>AccessDenied</Code>");
    expect(headers["x-cache"]).toBe("Error from cloudfront");
  }
  // Another account's distribution, with an access control of its own, gets nothing either.
  const stranger = await serveBucket(yard.account());
  const theirs = await stranger.cloudfront.send(
    new CreateDistributionCommand({ DistributionConfig: configOf(bucket, stranger.accessControl) }),
  );
  expect((await view(yard, `http://${theirs.Distribution?.DomainName}/one`)).status).toBe(403);
  expect((await view(yard, `http://${distribution.DomainName}/one`)).text).toBe("1");
  // What is cached stays, as on AWS; what is not is asked for again.
  await s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
  expect((await view(yard, `http://${distribution.DomainName}/two`)).status).toBe(403);
});

it("gives an object from the cache until an invalidation means it", async () => {
  // AWS: x-cache, Age; "Invalidate files": a path, and a wildcard at its end.
  const account = timed.account();
  const { s3, bucket, distribution, cloudfront } = await serveBucket(account);
  const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  const ask = (key: string) => view(timed, `http://${distribution.DomainName}/${key}`);
  await put("img/1", "old");
  await put("img/2", "old");
  expect((await ask("img/1")).headers).toMatchObject({ "x-cache": "Miss from cloudfront" });
  await ask("img/2");
  await put("img/1", "new");
  await put("img/2", "new");
  await timed.advance(7000);
  expect(await ask("img/1")).toMatchObject({ text: "old", headers: { "x-cache": "Hit from cloudfront", age: "7" } });
  const { Invalidation } = await cloudfront.send(
    new CreateInvalidationCommand({
      DistributionId: distribution.Id,
      InvalidationBatch: { CallerReference: "1", Paths: { Quantity: 1, Items: ["/img/1"] } },
    }),
  );
  expect(await ask("img/1")).toMatchObject({ text: "new", headers: { "x-cache": "Miss from cloudfront" } });
  expect(await ask("img/2")).toMatchObject({ text: "old" });
  await timed.yard.context.jobs.settled();
  const { Invalidation: done } = await cloudfront.send(
    new GetInvalidationCommand({ DistributionId: distribution.Id, Id: Invalidation?.Id }),
  );
  expect(done?.Status).toBe("Completed");
  await cloudfront.send(
    new CreateInvalidationCommand({
      DistributionId: distribution.Id,
      InvalidationBatch: { CallerReference: "2", Paths: { Quantity: 1, Items: ["/im*"] } },
    }),
  );
  expect(await ask("img/2")).toMatchObject({ text: "new" });
});

it("asks again for what has expired, and keeps it when it has not changed", async () => {
  // AWS: Managed-CachingOptimized: Cache-Control of the object within 1 s and a year; "RefreshHit from cloudfront".
  const { s3, bucket, distribution } = await serveBucket(timed.account());
  const CacheControl = "max-age=60";
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "page", Body: "1", CacheControl }));
  const ask = () => view(timed, `http://${distribution.DomainName}/page`);
  await ask();
  await timed.advance(59_000);
  expect((await ask()).headers["x-cache"]).toBe("Hit from cloudfront");
  await timed.advance(2000);
  expect((await ask()).headers["x-cache"]).toBe("RefreshHit from cloudfront");
  expect((await ask()).headers["x-cache"]).toBe("Hit from cloudfront");
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "page", Body: "2", CacheControl }));
  await timed.advance(61_000);
  expect(await ask()).toMatchObject({ text: "2", headers: { "x-cache": "Miss from cloudfront" } });
});

it("gives parts, and nothing to whoever has the object already", async () => {
  // A part of what is cached, a part of what is not, and a conditional request.
  const yard = await sharedYard();
  const { s3, bucket, distribution } = await serveBucket(yard.account());
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "video", Body: "0123456789" }));
  const ask = (headers: Record<string, string>, method = "GET") =>
    view(yard, `http://${distribution.DomainName}/video`, { headers, method });
  expect(await ask({ range: "bytes=2-4" })).toMatchObject({
    status: 206,
    text: "234",
    headers: { "content-range": "bytes 2-4/10" },
  });
  const { headers } = await ask({});
  expect(await ask({ range: "bytes=-3" })).toMatchObject({
    status: 206,
    text: "789",
    headers: { "content-range": "bytes 7-9/10", "x-cache": "Hit from cloudfront" },
  });
  expect((await ask({ range: "bytes=10-" })).status).toBe(416);
  expect(await ask({ "if-none-match": headers["etag"] ?? "" })).toMatchObject({ status: 304, text: "" });
  expect(await ask({}, "HEAD")).toMatchObject({ status: 200, text: "", headers: { "content-length": "10" } });
});

it("gives the default root object, and a page of its own for errors", async () => {
  // AWS: "Specify a default root object"; "Generate custom error responses": what single-page applications need.
  const yard = await sharedYard();
  const { s3, bucket, distribution } = await serveBucket(yard.account(), {
    DefaultRootObject: "index.html",
    CustomErrorResponses: {
      Quantity: 1,
      Items: [{ ErrorCode: 403, ResponsePagePath: "/index.html", ResponseCode: "200", ErrorCachingMinTTL: 0 }],
    },
  });
  const page = { Bucket: bucket, Key: "index.html", Body: "<p>app", ContentType: "text/html" };
  await s3.send(new PutObjectCommand(page));
  expect(await view(yard, `http://${distribution.DomainName}/`)).toMatchObject({ status: 200, text: "<p>app" });
  expect(await view(yard, `http://${distribution.DomainName}/courses/7`)).toMatchObject({
    status: 200,
    text: "<p>app",
    headers: { "x-cache": "Error from cloudfront", "content-type": "text/html" },
  });
});

it("is deployed by a job, and answers nobody while it is disabled", async () => {
  const yard = await sharedYard();
  const { cloudfront, distribution } = await serveBucket(yard.account(), { Enabled: false });
  expect(distribution.Status).toBe("InProgress");
  await yard.yard.context.jobs.settled();
  const { Distribution } = await cloudfront.send(new GetDistributionCommand({ Id: distribution.Id }));
  expect(Distribution?.Status).toBe("Deployed");
  expect((await view(yard, `http://${distribution.DomainName}/`)).status).toBe(403);
});

it("reads no other bucket by a path that leaves the origin's", async () => {
  // The origin path is a prefix of keys; dots in a viewer's path are part of the key and lead nowhere.
  const yard = await sharedYard();
  const account = yard.account();
  const { s3, bucket, distribution } = await serveBucket(account);
  const other = uniqueName("other");
  await account.client(S3Client).send(new CreateBucketCommand({ Bucket: other }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "secret", Body: "1" }));
  for (const path of ["/public/../secret", "/public/%2e%2e/secret", `/../${other}/secret`, "/public/..%2fsecret"])
    expect((await view(yard, `http://${distribution.DomainName}${path}`)).status).toBe(403);
});
