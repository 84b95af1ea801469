// S3's objects through the real SDK over HTTP: what goes in comes out, and every documented error as AWS says it.

import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  type GetObjectCommandOutput,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../../testing/harness.ts";

let account: TestAccount;
let s3: S3Client;
let buckets = 0;

beforeAll(async () => {
  account = (await sharedYard()).account();
  s3 = account.client(S3Client);
});

async function newBucket(): Promise<string> {
  const Bucket = `objects-${process.pid}-${++buckets}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
}

async function put(Bucket: string, Key: string, Body: PutObjectCommandInput["Body"] = "content", more = {}) {
  return s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
}

async function textOf(output: GetObjectCommandOutput): Promise<string> {
  return (await output.Body?.transformToString()) ?? "";
}

/** What the SDK throws, reduced to what AWS documents. */
async function failure(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown as { name: string; message: string; $metadata: { httpStatusCode: number } },
  );
  return error === undefined ? "success" : [error.name, error.$metadata.httpStatusCode, error.message];
}

test("an object comes back with its bytes, headers, metadata and checksum", async () => {
  // Goal: the round trip. Put with everything a writer may say, and read it.
  const Bucket = await newBucket();
  const Body = "héllo";
  const written = await put(Bucket, "dir/é +.txt", Body, {
    CacheControl: "max-age=1",
    ContentDisposition: "inline",
    ContentEncoding: "identity",
    ContentLanguage: "de",
    ContentType: "text/plain; charset=utf-8",
    Expires: new Date("2030-01-01T00:00:00Z"),
    Metadata: { Colour: "green" },
    Tagging: "a=1&b=two%20words",
  });
  // AWS: the entity tag of an object that is not multipart is its MD5 (Object, API reference).
  expect(written.ETag).toBe(`"${createHash("md5").update(Body).digest("hex")}"`);
  const read = await s3.send(new GetObjectCommand({ Bucket, Key: "dir/é +.txt", ChecksumMode: "ENABLED" }));
  expect(await textOf(read)).toBe(Body);
  expect(read).toMatchObject({
    CacheControl: "max-age=1",
    ContentDisposition: "inline",
    ContentEncoding: "identity",
    ContentLanguage: "de",
    ContentType: "text/plain; charset=utf-8",
    ContentLength: 6,
    AcceptRanges: "bytes",
    // AWS: names of user metadata are stored in lower case.
    Metadata: { colour: "green" },
    TagCount: 2,
    ChecksumCRC32: written.ChecksumCRC32,
    ChecksumType: "FULL_OBJECT",
    ServerSideEncryption: "AES256",
  });
  expect(read.VersionId).toBeUndefined();
});

test.each(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const)(
  "a body's %s is computed and given back",
  async (ChecksumAlgorithm) => {
    // Goal: the checksums of the SDK, as trailers of chunked bodies and as headers. Put a stream, read the value.
    const Bucket = await newBucket();
    const content = Buffer.alloc(200_000, "stackyard");
    const written = await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: content, ChecksumAlgorithm }));
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: "k", ChecksumMode: "ENABLED" }));
    const member = `Checksum${ChecksumAlgorithm}` as const;
    expect(written[member]).toMatch(/=$|[\w+/]$/);
    expect(head[member]).toBe(written[member]);
  },
);

test("ranges", async () => {
  // Goal: each form of the header. AWS: GetObject, Range (RFC 9110).
  const Bucket = await newBucket();
  await put(Bucket, "k", "0123456789");
  const read = async (Range: string) => {
    const output = await s3.send(new GetObjectCommand({ Bucket, Key: "k", Range }));
    return [await textOf(output), output.ContentRange, output.$metadata.httpStatusCode];
  };
  expect(await read("bytes=2-4")).toEqual(["234", "bytes 2-4/10", 206]);
  expect(await read("bytes=7-")).toEqual(["789", "bytes 7-9/10", 206]);
  expect(await read("bytes=-3")).toEqual(["789", "bytes 7-9/10", 206]);
  expect(await read("bytes=5-500")).toEqual(["56789", "bytes 5-9/10", 206]);
  expect(await read("lines=1-2")).toEqual(["0123456789", undefined, 200]);
  expect(await failure(read("bytes=10-"))).toEqual(["InvalidRange", 416, "The requested range is not satisfiable"]);
});

test("conditional reads", async () => {
  // Goal: the four conditions, alone and in the pairs that RFC 7232 orders. AWS: GetObject (API reference).
  const Bucket = await newBucket();
  const { ETag } = await put(Bucket, "k");
  const past = new Date("2020-01-01T00:00:00Z");
  const future = new Date("2100-01-01T00:00:00Z");
  const read = (conditions: object) => failure(s3.send(new GetObjectCommand({ Bucket, Key: "k", ...conditions })));
  const precondition = ["PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold"];
  expect(await read({ IfMatch: ETag })).toBe("success");
  expect(await read({ IfMatch: '"other"' })).toEqual(precondition);
  expect(await read({ IfUnmodifiedSince: past })).toEqual(precondition);
  expect(await read({ IfMatch: ETag, IfUnmodifiedSince: past })).toBe("success");
  expect((await read({ IfNoneMatch: ETag })).at(1)).toBe(304);
  expect((await read({ IfModifiedSince: future })).at(1)).toBe(304);
  expect(await read({ IfModifiedSince: past })).toBe("success");
  expect((await read({ IfNoneMatch: ETag, IfModifiedSince: past })).at(1)).toBe(304);
});

test("errors carry the headers that clients and caches need", async () => {
  // Goal: what has no body must be said in headers. Read the raw answers. AWS: GetObject, HeadBucket (API reference).
  const Bucket = await newBucket();
  const { ETag } = await put(Bucket, "k");
  const headersOf = async (call: Promise<unknown>): Promise<Record<string, string>> =>
    call.then(
      () => ({}),
      (thrown: { $response?: { headers: Record<string, string> } }) => thrown.$response?.headers ?? {},
    );
  const notModified = await headersOf(s3.send(new GetObjectCommand({ Bucket, Key: "k", IfNoneMatch: ETag })));
  expect(notModified).toMatchObject({ etag: ETag, "last-modified": expect.stringMatching(/GMT$/) });
  const abroad = new S3Client({ ...account.config, region: "eu-west-1" });
  const redirected = await headersOf(abroad.send(new HeadBucketCommand({ Bucket })));
  expect(redirected["x-amz-bucket-region"]).toBe("us-east-1");
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  const { VersionId } = await s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  const hidden = await headersOf(s3.send(new HeadObjectCommand({ Bucket, Key: "k" })));
  expect(hidden).toMatchObject({ "x-amz-delete-marker": "true", "x-amz-version-id": VersionId });
});

test("conditional writes and deletions", async () => {
  // Goal: no lost update. AWS: "How to prevent object overwrites with conditional writes" (user guide).
  const Bucket = await newBucket();
  const precondition = ["PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold"];
  expect(await failure(put(Bucket, "k", "1", { IfMatch: '"none"' }))).toEqual([
    "NoSuchKey",
    404,
    "The specified key does not exist.",
  ]);
  const first = await put(Bucket, "k", "1", { IfNoneMatch: "*" });
  expect(await failure(put(Bucket, "k", "2", { IfNoneMatch: "*" }))).toEqual(precondition);
  const second = await put(Bucket, "k", "2", { IfMatch: first.ETag });
  expect(await failure(put(Bucket, "k", "3", { IfMatch: first.ETag }))).toEqual(precondition);
  const remove = (IfMatch: string | undefined) => s3.send(new DeleteObjectCommand({ Bucket, Key: "k", IfMatch }));
  expect(await failure(remove(first.ETag))).toEqual(precondition);
  expect(await failure(remove(second.ETag))).toBe("success");
});

test("of two racing writers who both insist on being first, one wins", async () => {
  // Goal: If-None-Match is atomic. Ten writers at once.
  const Bucket = await newBucket();
  const results = await Promise.all(
    Array.from({ length: 10 }, (_, index) => failure(put(Bucket, "k", `body ${index}`, { IfNoneMatch: "*" }))),
  );
  expect(results.filter((result) => result === "success")).toHaveLength(1);
});

test("what is missing, too long, corrupt or not implemented is refused in AWS's words", async () => {
  // Goal: the documented errors. One call each. AWS: "Error responses" (API reference).
  const Bucket = await newBucket();
  const get = (address: { Bucket: string; Key: string }) => failure(s3.send(new GetObjectCommand(address)));
  expect(await get({ Bucket, Key: "none" })).toEqual(["NoSuchKey", 404, "The specified key does not exist."]);
  expect(await get({ Bucket: "no-such-bucket-anywhere", Key: "k" })).toEqual([
    "NoSuchBucket",
    404,
    "The specified bucket does not exist",
  ]);
  const head = await failure(s3.send(new HeadObjectCommand({ Bucket, Key: "none" })));
  expect(head.slice(0, 2)).toEqual(["NotFound", 404]);
  expect(await failure(put(Bucket, "é".repeat(513)))).toEqual(["KeyTooLongError", 400, "Your key is too long"]);
  expect(await failure(put(Bucket, "é".repeat(512)))).toBe("success");
  expect(await failure(put(Bucket, "k", "x", { ContentMD5: createHash("md5").update("y").digest("base64") }))).toEqual([
    "BadDigest",
    400,
    "The Content-MD5 you specified did not match what we received.",
  ]);
  expect(await failure(put(Bucket, "k", "x", { ContentMD5: "short" }))).toEqual([
    "InvalidDigest",
    400,
    "The Content-MD5 you specified was invalid.",
  ]);
  expect(await failure(put(Bucket, "k", "x", { ChecksumCRC32: "AAAAAA==" }))).toEqual([
    "BadDigest",
    400,
    "The CRC32 you specified did not match the calculated checksum.",
  ]);
  expect(await failure(put(Bucket, "k", "x", { Metadata: { a: "b".repeat(2048) } }))).toEqual([
    "MetadataTooLarge",
    400,
    "Your metadata headers exceed the maximum allowed metadata size",
  ]);
  const header = "A header you provided implies functionality that is not implemented";
  for (const asked of [{ StorageClass: "OUTPOSTS" }, { IfNoneMatch: '"etag"' }]) {
    expect([asked, await failure(put(Bucket, "k", "x", asked))]).toEqual([asked, ["NotImplemented", 501, header]]);
  }
  expect(await failure(put(Bucket, "k", "x", { ACL: "public-read" }))).toEqual([
    "AccessControlListNotSupported",
    400,
    "The bucket does not allow ACLs",
  ]);
  const listed = await s3.send(new ListObjectsV2Command({ Bucket }));
  expect(listed.Contents?.map(({ Key }) => Key)).toEqual(["é".repeat(512)]);
});

test("copies keep or replace what belongs to the object", async () => {
  // Goal: the directives, conditions and errors of CopyObject. AWS: CopyObject (API reference).
  const Bucket = await newBucket();
  const { ETag } = await put(Bucket, "a+b é", "content", {
    Metadata: { x: "1" },
    ContentType: "text/x",
    Tagging: "t=1",
  });
  const CopySource = `${Bucket}/${encodeURIComponent("a+b é")}`;
  const copy = (Key: string, more = {}) => s3.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }));
  const copied = await copy("kept");
  expect(copied.CopyObjectResult?.ETag).toBe(ETag);
  const kept = await s3.send(new GetObjectCommand({ Bucket, Key: "kept" }));
  expect([await textOf(kept), kept.Metadata, kept.ContentType, kept.TagCount]).toEqual([
    "content",
    { x: "1" },
    "text/x",
    1,
  ]);
  await copy("replaced", { MetadataDirective: "REPLACE", TaggingDirective: "REPLACE", Metadata: { y: "2" } });
  const replaced = await s3.send(new HeadObjectCommand({ Bucket, Key: "replaced" }));
  expect([replaced.Metadata, replaced.ContentType]).toEqual([{ y: "2" }, "binary/octet-stream"]);
  expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: "replaced" }))).TagSet).toEqual([]);
  expect((await failure(copy("a+b é"))).slice(0, 2)).toEqual(["InvalidRequest", 400]);
  expect(await failure(copy("a+b é", { MetadataDirective: "REPLACE" }))).toBe("success");
  expect((await failure(copy("k", { CopySourceIfNoneMatch: ETag }))).at(0)).toBe("PreconditionFailed");
  expect((await failure(copy("kept", { IfNoneMatch: "*" }))).at(0)).toBe("PreconditionFailed");
  expect((await failure(copy("k", { CopySource: `${Bucket}/none` }))).at(0)).toBe("NoSuchKey");
  expect((await failure(copy("k", { CopySource: "nothing" }))).at(0)).toBe("InvalidArgument");
});

test("DeleteObjects answers for each key, and quietly for none that went", async () => {
  // Goal: one answer a key. Delete present and absent ones. AWS: DeleteObjects (API reference).
  const Bucket = await newBucket();
  await put(Bucket, "a");
  await put(Bucket, "b");
  const remove = (keys: string[], Quiet: boolean) =>
    s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })), Quiet } }));
  expect((await remove(["a", "none"], false)).Deleted).toEqual([{ Key: "a" }, { Key: "none" }]);
  expect((await remove(["b"], true)).Deleted).toBeUndefined();
  expect((await failure(remove([], false))).at(0)).toBe("MalformedXML");
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
});

test("tags are put, read and bounded", async () => {
  // Goal: the tag set's rules. AWS: "Categorizing your objects using tags" (user guide).
  const Bucket = await newBucket();
  await put(Bucket, "k");
  const tag = (TagSet: { Key: string; Value: string }[]) =>
    s3.send(new PutObjectTaggingCommand({ Bucket, Key: "k", Tagging: { TagSet } }));
  await tag([{ Key: "a", Value: "1" }]);
  expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: "k" }))).TagSet).toEqual([{ Key: "a", Value: "1" }]);
  const many = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: "" }));
  expect(await failure(tag(many))).toEqual(["BadRequest", 400, "Object tags cannot be greater than 10"]);
  expect(
    (
      await failure(
        tag([
          { Key: "a", Value: "1" },
          { Key: "a", Value: "2" },
        ]),
      )
    ).at(2),
  ).toBe("Cannot provide multiple Tags with the same key");
  expect((await failure(tag([{ Key: "a".repeat(129), Value: "" }]))).at(2)).toBe(
    "The TagKey you have provided is invalid",
  );
});

test("names that every JavaScript object inherits are names like any other", async () => {
  // Goal: nothing that a client names is lost or mistaken. Method: metadata and tags with such names come back.
  const Bucket = await newBucket();
  const Metadata = { constructor: "1", valueof: "2" };
  await put(Bucket, "a", "", { Metadata, Tagging: "constructor=3&toString=4" });
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "a" }))).Metadata).toEqual(Metadata);
  const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: "a" }));
  expect(TagSet).toEqual([
    { Key: "constructor", Value: "3" },
    { Key: "toString", Value: "4" },
  ]);
});
