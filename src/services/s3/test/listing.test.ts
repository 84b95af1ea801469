// Listing and versions through the real SDK over HTTP, against a model that sorts and cuts.

import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { beforeAll, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

let s3: S3Client;
let names = 0;

beforeAll(async () => {
  s3 = (await sharedYard()).account().client(S3Client);
});

async function bucketWith(keys: readonly string[]): Promise<string> {
  const Bucket = `listing-${process.pid}-${++names}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await Promise.all(keys.map((Key) => s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }))));
  return Bucket;
}

async function failure(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown as { name: string; message: string; $metadata: { httpStatusCode: number } },
  );
  return error === undefined ? "success" : [error.name, error.$metadata.httpStatusCode, error.message];
}

const KEYS = ["a", "b/1", "b/2", "b/c/1", "d e+f", "é", "z&<>'\"", "\u{FFFF}", "\u{1F600}"];

test("keys are listed in UTF-8 order, whatever is in them", async () => {
  // Goal: order and escaping. AWS: ListObjectsV2 lists in UTF-8 binary order (API reference).
  const Bucket = await bucketWith(KEYS);
  const inOrder = [...KEYS].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, EncodingType: "url" }));
  expect(Contents?.map(({ Key = "" }) => decodeURIComponent(Key.replaceAll("+", " ")))).toEqual(inOrder);
});

test("both versions of listing page to the same end", async () => {
  // Goal: tokens and markers. Follow pages of every size with and without delimiter, and compare.
  const Bucket = await bucketWith(KEYS.slice(0, 6));
  for (const Delimiter of [undefined, "/"]) {
    const expected = Delimiter === undefined ? ["a", "b/1", "b/2", "b/c/1", "d e+f", "é"] : ["a", "b/", "d e+f", "é"];
    for (const MaxKeys of [1, 2, 3, 10]) {
      const second: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter, MaxKeys, ContinuationToken }));
        const entries = [
          ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
          ...(page.Contents ?? []).map(({ Key }) => Key),
        ];
        expect(page.KeyCount).toBe(entries.length);
        second.push(...entries.filter((entry) => entry !== undefined));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      expect(second.sort()).toEqual(expected);

      const first: string[] = [];
      let Marker: string | undefined;
      let isTruncated = true;
      while (isTruncated) {
        const page = await s3.send(new ListObjectsCommand({ Bucket, Delimiter, MaxKeys, Marker }));
        first.push(
          ...(page.CommonPrefixes ?? []).map(({ Prefix = "" }) => Prefix),
          ...(page.Contents ?? []).map(({ Key = "" }) => Key),
        );
        isTruncated = page.IsTruncated === true;
        // AWS: without a delimiter there is no NextMarker; the last key is the marker.
        expect(page.NextMarker === undefined).toBe(Delimiter === undefined || !isTruncated);
        Marker = page.NextMarker ?? page.Contents?.at(-1)?.Key;
      }
      expect(first.sort()).toEqual(expected);
    }
  }
});

test("prefix, start-after, owner and the page's limits", async () => {
  // Goal: the remaining parameters. AWS: ListObjectsV2 (API reference).
  const Bucket = await bucketWith(KEYS.slice(0, 4));
  const list = (more: object) => s3.send(new ListObjectsV2Command({ Bucket, ...more }));
  const keys = async (more: object) => (await list(more)).Contents?.map(({ Key }) => Key);
  expect(await keys({ Prefix: "b/" })).toEqual(["b/1", "b/2", "b/c/1"]);
  expect(await keys({ StartAfter: "b/1" })).toEqual(["b/2", "b/c/1"]);
  expect(await keys({ Prefix: "none" })).toBeUndefined();
  expect((await list({ MaxKeys: 0 })).IsTruncated).toBe(false);
  expect((await list({ MaxKeys: 5000 })).MaxKeys).toBe(1000);
  expect((await list({ FetchOwner: true })).Contents?.[0]?.Owner?.ID).toMatch(/^[0-9a-f]{64}$/);
  expect((await list({})).Contents?.[0]?.Owner).toBeUndefined();
  expect(await failure(list({ ContinuationToken: "wrong" }))).toEqual([
    "InvalidArgument",
    400,
    "The continuation token provided is incorrect",
  ]);
  expect((await failure(list({ EncodingType: "base64" }))).slice(0, 2)).toEqual(["InvalidArgument", 400]);
});

test("a bucket with versioning keeps every version, and delete markers hide them", async () => {
  // Goal: the life of a key: before, during and after versioning. AWS: "Using versioning in S3 buckets" (user guide).
  const Bucket = await bucketWith([]);
  const put = async (Body: string) => (await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body }))).VersionId;
  const get = async (VersionId?: string) =>
    (await s3.send(new GetObjectCommand({ Bucket, Key: "k", VersionId }))).Body?.transformToString();
  const remove = (VersionId?: string) => s3.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId }));
  const setVersioning = (Status: "Enabled" | "Suspended") =>
    s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));

  expect(await put("before")).toBeUndefined();
  await setVersioning("Enabled");
  const first = await put("first");
  const second = await put("second");
  expect([await get(), await get(first), await get("null")]).toEqual(["second", "first", "before"]);

  const { DeleteMarker, VersionId: marker } = await remove();
  expect(DeleteMarker).toBe(true);
  expect((await failure(get())).at(0)).toBe("NoSuchKey");
  expect((await failure(get(marker))).slice(0, 2)).toEqual(["MethodNotAllowed", 405]);
  expect((await failure(get("x".repeat(32)))).slice(0, 2)).toEqual(["NoSuchVersion", 404]);
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);

  const listed = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  expect(listed.Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
    [second, false],
    [first, false],
    ["null", false],
  ]);
  expect(listed.DeleteMarkers?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([[marker, true]]);
  const page = await s3.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 2 }));
  expect([page.NextKeyMarker, page.NextVersionIdMarker]).toEqual(["k", second]);
  const rest = await s3.send(
    new ListObjectVersionsCommand({ Bucket, KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }),
  );
  expect(rest.Versions?.map(({ VersionId }) => VersionId)).toEqual([first, "null"]);

  expect((await remove(marker)).DeleteMarker).toBe(true);
  expect(await get()).toBe("second");

  await setVersioning("Suspended");
  expect(await put("after")).toBe("null");
  expect([await get(), await get("null"), await get(first)]).toEqual(["after", "after", "first"]);
  expect((await remove()).VersionId).toBe("null");
  expect((await failure(get())).at(0)).toBe("NoSuchKey");

  expect((await failure(s3.send(new DeleteBucketCommand({ Bucket })))).at(2)).toBe(
    "The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
  );
  for (const VersionId of [first, second, "null"]) await remove(VersionId);
  expect(await failure(s3.send(new DeleteBucketCommand({ Bucket })))).toBe("success");
});
