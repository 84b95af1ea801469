// Multipart uploads through the real SDK over HTTP: parts, joins, checksums, and every documented error.

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
  type CompletedPart,
} from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

const MB = 1024 * 1024;
let s3: S3Client;
let Bucket: string;

beforeAll(async () => {
  s3 = (await sharedYard()).account().client(S3Client);
  Bucket = `multipart-${process.pid}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
});

async function begin(Key: string, more = {}): Promise<string> {
  return (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))).UploadId ?? "";
}

async function upload(
  Key: string,
  UploadId: string,
  PartNumber: number,
  Body: Uint8Array | string,
): Promise<CompletedPart> {
  const { ETag, ChecksumCRC32 } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
  return { PartNumber, ETag, ChecksumCRC32 };
}

function complete(Key: string, UploadId: string, Parts: CompletedPart[], more = {}) {
  return s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }));
}

async function failure(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown as { name: string; message: string; $metadata: { httpStatusCode: number } },
  );
  return error === undefined ? "success" : [error.name, error.$metadata.httpStatusCode, error.message];
}

test("parts in any order become one object with the tag of their tags", async () => {
  // Goal: the whole way. Upload the second part first, replace it, complete, and read by range and by part.
  const Key = "whole";
  const UploadId = await begin(Key, { Metadata: { a: "1" }, ContentType: "text/plain", ChecksumAlgorithm: "CRC32" });
  const first = Buffer.alloc(5 * MB, "a");
  await upload(Key, UploadId, 7, "replaced");
  const parts = [await upload(Key, UploadId, 2, first), await upload(Key, UploadId, 7, "tail")];
  const listed = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId }));
  expect(listed.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
    [2, 5 * MB],
    [7, 4],
  ]);
  const page = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId, MaxParts: 1 }));
  expect([page.IsTruncated, page.NextPartNumberMarker]).toEqual([true, "2"]);
  const done = await complete(Key, UploadId, parts);
  // AWS: the entity tag of a multipart object ("Checking object integrity", user guide).
  const md5 = (content: Uint8Array | string) => createHash("md5").update(content).digest();
  const etag = `"${createHash("md5")
    .update(Buffer.concat([md5(first), md5("tail")]))
    .digest("hex")}-2"`;
  expect(done.ETag).toBe(etag);
  expect(done.ChecksumCRC32).toMatch(/-2$/);
  const read = await s3.send(new GetObjectCommand({ Bucket, Key, Range: `bytes=${5 * MB - 1}-${5 * MB + 1}` }));
  expect([await read.Body?.transformToString(), read.Metadata, read.ContentType]).toEqual([
    "ata",
    { a: "1" },
    "text/plain",
  ]);
  const part = await s3.send(new GetObjectCommand({ Bucket, Key, PartNumber: 2 }));
  expect([await part.Body?.transformToString(), part.PartsCount, part.ContentLength]).toEqual(["tail", 2, 4]);
  expect((await failure(s3.send(new GetObjectCommand({ Bucket, Key, PartNumber: 3 })))).slice(0, 2)).toEqual([
    "InvalidPartNumber",
    416,
  ]);
  expect((await failure(complete(Key, UploadId, parts))).at(0)).toBe("NoSuchUpload");
  const attributes = await s3.send(
    new GetObjectAttributesCommand({
      Bucket,
      Key,
      ObjectAttributes: ["ETag", "ObjectParts", "ObjectSize"],
      MaxParts: 1,
    }),
  );
  expect(attributes).toMatchObject({
    ETag: etag.replaceAll('"', ""),
    ObjectSize: 5 * MB + 4,
    ObjectParts: { TotalPartsCount: 2, IsTruncated: true, NextPartNumberMarker: "1", Parts: [{ PartNumber: 1 }] },
  });
});

test("a full-object checksum of the parts is that of the whole", async () => {
  // Goal: joined CRCs are right. Upload in parts and in one, and compare.
  const first = Buffer.alloc(5 * MB, "xyz");
  const whole = Buffer.concat([first, Buffer.from("end")]);
  const single = await s3.send(
    new PutObjectCommand({ Bucket, Key: "single", Body: whole, ChecksumAlgorithm: "CRC64NVME" }),
  );
  const UploadId = await begin("joined", { ChecksumAlgorithm: "CRC64NVME", ChecksumType: "FULL_OBJECT" });
  const part = async (PartNumber: number, Body: Uint8Array) => {
    const { ETag } = await s3.send(
      new UploadPartCommand({ Bucket, Key: "joined", UploadId, PartNumber, Body, ChecksumAlgorithm: "CRC64NVME" }),
    );
    return { PartNumber, ETag };
  };
  const parts = [await part(1, first), await part(2, Buffer.from("end"))];
  expect((await failure(complete("joined", UploadId, parts, { ChecksumCRC64NVME: "AAAAAAAAAAA=" }))).at(0)).toBe(
    "BadDigest",
  );
  expect((await failure(complete("joined", UploadId, parts, { MpuObjectSize: 1 }))).at(0)).toBe("InvalidRequest");
  const done = await complete("joined", UploadId, parts, { MpuObjectSize: whole.byteLength });
  expect([done.ChecksumCRC64NVME, done.ChecksumType]).toEqual([single.ChecksumCRC64NVME, "FULL_OBJECT"]);
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: "joined", ChecksumMode: "ENABLED" }));
  expect(head.ChecksumCRC64NVME).toBe(single.ChecksumCRC64NVME);
});

test("an upload that asked for no checksum has one that is right, whatever protects its parts", async () => {
  // Goal: the SDK sends CRC32 with parts, S3 keeps CRC64NVME of the object. Read it back, which the SDK verifies.
  const Key = "unasked";
  const UploadId = (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))).UploadId ?? "";
  const content = Buffer.alloc(5 * MB, "unasked");
  const parts = [await upload(Key, UploadId, 1, content), await upload(Key, UploadId, 2, "end")];
  const done = await complete(
    Key,
    UploadId,
    parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag })),
  );
  expect(done.ChecksumType).toBe("FULL_OBJECT");
  const read = await s3.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
  expect((await read.Body?.transformToByteArray())?.byteLength).toBe(5 * MB + 3);
  const whole = Buffer.concat([content, Buffer.from("end")]);
  const single = await s3.send(
    new PutObjectCommand({ Bucket, Key: "unasked-single", Body: whole, ChecksumAlgorithm: "CRC64NVME" }),
  );
  expect(done.ChecksumCRC64NVME).toBe(single.ChecksumCRC64NVME);
});

test("a part can be copied from a range of an object", async () => {
  // Goal: UploadPartCopy and its range rules. AWS: UploadPartCopy (API reference).
  await s3.send(new PutObjectCommand({ Bucket, Key: "source", Body: "0123456789" }));
  const Key = "copied";
  const UploadId = await begin(Key);
  const copy = (CopySourceRange: string) =>
    s3.send(
      new UploadPartCopyCommand({
        Bucket,
        Key,
        UploadId,
        PartNumber: 1,
        CopySource: `${Bucket}/source`,
        CopySourceRange,
      }),
    );
  expect((await failure(copy("bytes=5-10"))).at(0)).toBe("InvalidArgument");
  expect((await failure(copy("bytes=5-"))).at(0)).toBe("InvalidArgument");
  const { CopyPartResult } = await copy("bytes=3-5");
  await complete(Key, UploadId, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
  const read = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(await read.Body?.transformToString()).toBe("345");
});

test("lists of parts that do not fit are refused, and the upload stays", async () => {
  // Goal: each documented error of CompleteMultipartUpload; then it succeeds. AWS: API reference.
  const Key = "errors";
  const UploadId = await begin(Key);
  const one = await upload(Key, UploadId, 1, "small");
  const two = await upload(Key, UploadId, 2, "also small");
  expect((await failure(complete(Key, UploadId, []))).at(0)).toBe("MalformedXML");
  expect((await failure(complete(Key, UploadId, [two, one]))).at(0)).toBe("InvalidPartOrder");
  expect((await failure(complete(Key, UploadId, [{ ...one, ETag: two.ETag }]))).slice(0, 2)).toEqual([
    "InvalidPart",
    400,
  ]);
  expect((await failure(complete(Key, UploadId, [one, { PartNumber: 3, ETag: two.ETag }]))).at(0)).toBe("InvalidPart");
  expect(await failure(complete(Key, UploadId, [one, two]))).toEqual([
    "EntityTooSmall",
    400,
    "Your proposed upload is smaller than the minimum allowed size",
  ]);
  const badNumber = s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 10_001, Body: "x" }));
  expect(await failure(badNumber)).toEqual([
    "InvalidArgument",
    400,
    "Part number must be an integer between 1 and 10000, inclusive",
  ]);
  expect(await failure(complete(Key, UploadId, [two]))).toBe("success");
});

test("uploads in progress are listed in order, a page at a time, and aborted for good", async () => {
  // Goal: ListMultipartUploads and AbortMultipartUpload. AWS: API reference.
  const ids = [await begin("list/b"), await begin("list/a"), await begin("list/a"), await begin("list/sub/c")];
  const list = (more = {}) => s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: "list/", ...more }));
  const all = await list();
  expect(all.Uploads?.map(({ Key }) => Key)).toEqual(["list/a", "list/a", "list/b", "list/sub/c"]);
  expect(new Set(all.Uploads?.map(({ UploadId }) => UploadId))).toEqual(new Set(ids));
  const page = await list({ MaxUploads: 1 });
  const next = await list({ KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker, Delimiter: "/" });
  expect([next.Uploads?.map(({ Key }) => Key), next.CommonPrefixes]).toEqual([
    ["list/a", "list/b"],
    [{ Prefix: "list/sub/" }],
  ]);
  const UploadId = ids[0];
  await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: "list/b", UploadId }));
  expect((await list()).Uploads).toHaveLength(3);
  expect((await failure(s3.send(new ListPartsCommand({ Bucket, Key: "list/b", UploadId })))).slice(0, 2)).toEqual([
    "NoSuchUpload",
    404,
  ]);
});
