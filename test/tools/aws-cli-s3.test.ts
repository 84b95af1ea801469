// Goal: `aws s3` as people type it. Method: each of its commands with the options that change what is sent, by the CLI's own code against
// a yard in this process; what came of it is read by s3api or on disk.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli) test("the AWS CLI is not installed: `aws s3` is not tried", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("aws s3", () => {
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  const file = (name: string) => join(cli.folder, name);
  const keysIn = (bucket: string) => aws`s3api list-objects-v2 --bucket ${bucket} --query Contents[].Key`;
  /** AWS: "Blocking or unblocking SSE-C": new buckets refuse customers' keys since April 2026. */
  const takeCustomerKeys = (bucket: string) => {
    const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: "AES256" };
    const rule = { ApplyServerSideEncryptionByDefault, BlockedEncryptionTypes: { EncryptionType: ["NONE"] } };
    const rules = ["--server-side-encryption-configuration", JSON.stringify({ Rules: [rule] })];
    return aws`s3api put-bucket-encryption --bucket ${bucket} ${rules}`;
  };

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    mkdirSync(file("site/sub"), { recursive: true });
    writeFileSync(file("site/index.html"), "<h1>Home</h1>");
    writeFileSync(file("site/sub/b c+d.txt"), "two");
    writeFileSync(file("site/notes.tmp"), "not this");
  });
  afterAll(() => cli.stop());

  test("mb, ls and rb", async () => {
    expect(await aws`s3 mb s3://first`).toBe("make_bucket: first");
    expect(await aws`s3 mb s3://elsewhere --region eu-west-1`).toBe("make_bucket: elsewhere");
    expect(await aws<string>`s3 ls`).toMatch(/^\S+ \S+ elsewhere\n\S+ \S+ first$/);
    expect(await aws`s3 rb s3://elsewhere`).toBe("remove_bucket: elsewhere");
    await aws`s3 cp site s3://first --recursive --only-show-errors`;
    await expect(aws`s3 rb s3://first`).rejects.toThrow("(BucketNotEmpty)");
    expect(await aws<string>`s3 rb s3://first --force`).toMatch(/remove_bucket: first$/);
    await expect(aws`s3 ls s3://first`).rejects.toThrow("(NoSuchBucket)");
  });

  test("cp with filters, properties, tags and encryption", async () => {
    await aws`s3 mb s3://copies`;
    await aws`s3 cp site s3://copies/all --recursive --exclude *.tmp --no-progress`;
    expect(await keysIn("copies")).toEqual(["all/index.html", "all/sub/b c+d.txt"]);
    const kept = [
      ...["--metadata", "x=1", "--cache-control", "max-age=60", "--content-type", "text/x-page", "--no-progress"],
      ...["--storage-class", "STANDARD_IA", "--sse", "aws:kms", "--website-redirect", "/elsewhere"],
    ];
    await aws`s3 cp site/index.html s3://copies/page ${kept}`;
    const head = await aws`s3api head-object --bucket copies --key page`;
    expect(head).toMatchObject({
      Metadata: { x: "1" },
      CacheControl: "max-age=60",
      ContentType: "text/x-page",
      StorageClass: "STANDARD_IA",
      ServerSideEncryption: "aws:kms",
      WebsiteRedirectLocation: "/elsewhere",
    });
    await aws`s3 cp s3://copies/page s3://copies/again --metadata-directive REPLACE --no-progress`;
    expect(await aws`s3api head-object --bucket copies --key again --query Metadata`).toBeUndefined();
    await takeCustomerKeys("copies");
    const customer = ["--sse-c", "AES256", "--sse-c-key", "k".repeat(32)];
    await aws`s3 cp site/index.html s3://copies/sealed ${customer} --no-progress`;
    await aws`s3 cp s3://copies/sealed unsealed ${customer} --no-progress`;
    expect(readFileSync(file("unsealed"), "utf8")).toBe("<h1>Home</h1>");
    expect(await aws`s3 cp s3://copies/page elsewhere --dryrun`).toBe(
      "(dryrun) download: s3://copies/page to ./elsewhere",
    );
    await expect(aws`s3 cp s3://copies/none out`).rejects.toThrow(
      'fatal error: An error occurred (404) when calling the HeadObject operation: Key "none" does not exist',
    );
  });

  test("cp from and to a pipe", async () => {
    await aws`s3 mb s3://pipes`;
    expect((await cli.run(["s3", "cp", "-", "s3://pipes/piped"], "piped, Grüße")).err).toBe("");
    expect(await aws`s3 cp s3://pipes/piped -`).toBe("piped, Grüße");
  });

  test("cp and mv of what goes in parts", async () => {
    // The CLI uploads, downloads and copies in parts of 8 MB from 8 MB on.
    const content = Buffer.alloc(20 * 1024 * 1024);
    for (let at = 0; at < content.byteLength; at += 4096) content.writeUInt32LE(at, at);
    const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
    writeFileSync(file("large"), content);
    await aws`s3 mb s3://parts`;
    await aws`s3 mb s3://moved`;
    await aws`s3 cp large s3://parts/large --no-progress`;
    expect(await aws`s3api head-object --bucket parts --key large --query ETag`).toMatch(/-3"$/);
    await aws`s3 mv s3://parts/large s3://moved/large --no-progress`;
    expect(await keysIn("parts")).toBeNull();
    await aws`s3 mv s3://moved/large back --no-progress`;
    expect(digest(readFileSync(file("back")))).toBe(digest(content));
    expect(await keysIn("moved")).toBeNull();
  });

  test("sync up, across and down, and what is gone", async () => {
    await aws`s3 mb s3://upward`;
    await aws`s3 mb s3://across`;
    await aws`s3 sync site s3://upward --no-progress`;
    expect(await aws`s3 sync site s3://upward --no-progress`).toBeUndefined();
    await aws`s3 sync s3://upward s3://across --no-progress --exclude * --include sub/*`;
    expect(await keysIn("across")).toEqual(["sub/b c+d.txt"]);
    await aws`s3 rm s3://upward/notes.tmp`;
    await aws`s3 sync s3://upward site --delete --no-progress`;
    expect(readdirSync(file("site")).sort()).toEqual(["index.html", "sub"]);
    await aws`s3 rm s3://upward --recursive --exclude *.txt`;
    expect(await keysIn("upward")).toEqual(["sub/b c+d.txt"]);
    writeFileSync(file("site/index.html"), "<h1>House</h1>");
    expect(await aws`s3 sync site s3://upward --size-only --no-progress`).toBe(
      "upload: site/index.html to s3://upward/index.html",
    );
  });

  test("ls in pages, with sums", async () => {
    const listed = await aws<string>`s3 ls s3://upward --recursive --human-readable --summarize --page-size 1`;
    expect(listed.split("\n").map((line) => line.replace(/^[\d-]+ [\d:]+ +/, ""))).toEqual([
      "14 Bytes index.html",
      "3 Bytes sub/b c+d.txt",
      "",
      "Total Objects: 2",
      "   Total Size: 17 Bytes",
    ]);
    expect(await aws<string>`s3 ls s3://upward/su`).toMatch(/^ *PRE sub\/$/);
    expect(await cli.run(["s3", "ls", "s3://upward/none"])).toMatchObject({ code: 1, out: "" });
  });

  test("presign, in both versions of the signature", async () => {
    // AWS: "Presigned URLs": version 1 of the CLI signs links with Signature Version 2 unless a region or the configuration says otherwise.
    const link = await aws<string>`s3 presign ${"s3://upward/sub/b c+d.txt"} --expires-in 60`;
    expect(await (await fetch(link)).text()).toBe("two");
    const changed = await fetch(link.replace("b%20c", "b"));
    expect([changed.status, await changed.text()]).toEqual([403, expect.stringContaining("SignatureDoesNotMatch")]);
    const signed4 = await aws<string>`s3 presign s3://upward/index.html --region eu-central-1`;
    expect(signed4).toContain("X-Amz-Algorithm=AWS4-HMAC-SHA256");
  });

  test("website", async () => {
    await aws`s3 website s3://upward --index-document index.html --error-document error.html`;
    expect(await aws`s3api get-bucket-website --bucket upward`).toEqual({
      IndexDocument: { Suffix: "index.html" },
      ErrorDocument: { Key: "error.html" },
    });
  });
});
