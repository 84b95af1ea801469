// Encryption: what lies on the disk, who can read it, and what answers say; with KMS's keys and with the customer's.

import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketEncryptionCommand,
  GetBucketEncryptionCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  S3Client,
  UpdateObjectEncryptionCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand, DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseCustomerKey } from "../encryption/customer-key.ts";
import { testYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";

const Bucket = "encrypted";
const SECRET = "a text that must not lie on the disk ".repeat(10);

let stateDir: string;
let yard: TestYard;
let account: TestAccount;
let s3: S3Client;

beforeEach(async () => {
  stateDir = mkdtempSync(join(tmpdir(), "stackyard-encrypted-"));
  yard = await testYard({ stateDir });
  account = yard.account();
  s3 = account.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterEach(async () => {
  await yard.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

/** True if the text stands in any file of the blobs. */
function isOnDisk(text: string): boolean {
  const entries = readdirSync(join(stateDir, "blobs"), { recursive: true, withFileTypes: true });
  return entries.some((entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(text));
}

async function read(
  input: ConstructorParameters<typeof GetObjectCommand>[0],
  client = s3,
): Promise<string | undefined> {
  const { Body } = await client.send(new GetObjectCommand(input));
  return Body?.transformToString();
}

async function setEncryption(rule: ServerSideEncryptionRule): Promise<void> {
  const ServerSideEncryptionConfiguration = { Rules: [rule] };
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
}

function customerKey(key = randomBytes(32)) {
  return {
    SSECustomerAlgorithm: "AES256",
    SSECustomerKey: key.toString("base64"),
    SSECustomerKeyMD5: createHash("md5").update(key).digest("base64"),
  };
}

function ofSource(key: ReturnType<typeof customerKey>) {
  return {
    CopySourceSSECustomerAlgorithm: key.SSECustomerAlgorithm,
    CopySourceSSECustomerKey: key.SSECustomerKey,
    CopySourceSSECustomerKeyMD5: key.SSECustomerKeyMD5,
  };
}

const allowCustomerKeys = () => setEncryption({ BlockedEncryptionTypes: { EncryptionType: ["NONE"] } });

test("objects under the customer's key are opened by nothing else", async () => {
  // Goal: SSE-C. Put, look at the disk, read with, without and with another key, and a range.
  // AWS: "Using server-side encryption with customer-provided keys (SSE-C)"; messages as recorded.
  await allowCustomerKeys();
  const key = customerKey();
  const address = { Bucket, Key: "k" };
  const put = await s3.send(new PutObjectCommand({ ...address, Body: SECRET, ...key }));
  const { SSECustomerKeyMD5 } = key;
  expect(put).toMatchObject({ SSECustomerAlgorithm: "AES256", SSECustomerKeyMD5 });
  expect(put.ServerSideEncryption).toBeUndefined();
  expect(put.ETag).not.toBe(`"${createHash("md5").update(SECRET).digest("hex")}"`);
  expect(isOnDisk(SECRET.slice(0, 20))).toBe(false);
  expect(await read({ ...address, ...key })).toBe(SECRET);
  expect(await read({ ...address, ...key, Range: "bytes=37-55" })).toBe(SECRET.slice(37, 56));
  expect(await s3.send(new HeadObjectCommand({ ...address, ...key }))).toMatchObject({ SSECustomerKeyMD5 });
  await expect(read(address)).rejects.toMatchObject({
    name: "InvalidRequest",
    message: expect.stringContaining("stored using a form of Server Side Encryption"),
  });
  await expect(read({ ...address, ...customerKey() })).rejects.toMatchObject({ name: "AccessDenied" });
  await expect(
    s3.send(new GetObjectAttributesCommand({ ...address, ObjectAttributes: ["ETag"] })),
  ).rejects.toMatchObject({ name: "InvalidRequest" });
  await s3.send(new PutObjectCommand({ Bucket, Key: "plain", Body: "x" }));
  await expect(read({ Bucket, Key: "plain", ...key })).rejects.toMatchObject({
    message: "The encryption parameters are not applicable to this object.",
  });
});

test("copies and parts change from one key to another", async () => {
  // Goal: CopyObject, UploadPart and UploadPartCopy between no key, the customer's keys and KMS's.
  await allowCustomerKeys();
  const [one, two] = [customerKey(), customerKey()];
  await s3.send(new PutObjectCommand({ Bucket, Key: "one", Body: SECRET, ...one }));
  const CopySource = `${Bucket}/one`;
  await s3.send(new CopyObjectCommand({ Bucket, Key: "two", CopySource, ...ofSource(one), ...two }));
  expect(await read({ Bucket, Key: "two", ...two })).toBe(SECRET);
  await s3.send(
    new CopyObjectCommand({ Bucket, Key: "kms", CopySource, ...ofSource(one), ServerSideEncryption: "aws:kms" }),
  );
  expect(await read({ Bucket, Key: "kms" })).toBe(SECRET);
  expect(isOnDisk(SECRET.slice(0, 20))).toBe(false);

  const address = { Bucket, Key: "parts" };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...address, ...two }));
  const large = Buffer.alloc(5 * 1024 * 1024, "0123456789");
  const first = await s3.send(new UploadPartCommand({ ...address, UploadId, PartNumber: 1, Body: large, ...two }));
  const second = await s3.send(
    new UploadPartCopyCommand({ ...address, UploadId, PartNumber: 2, CopySource, ...ofSource(one), ...two }),
  );
  const wrong = new UploadPartCommand({ ...address, UploadId, PartNumber: 3, Body: "x", ...one });
  await expect(s3.send(wrong)).rejects.toMatchObject({
    message: "The provided encryption parameters did not match the ones used originally.",
  });
  const Parts = [
    { PartNumber: 1, ETag: first.ETag },
    { PartNumber: 2, ETag: second.CopyPartResult?.ETag },
  ];
  await s3.send(new CompleteMultipartUploadCommand({ ...address, UploadId, MultipartUpload: { Parts } }));
  const from = large.length - 3;
  const Range = `bytes=${from}-${from + 9}`;
  expect(await read({ ...address, ...two, Range })).toBe(`${large.toString("latin1", from)}${SECRET.slice(0, 7)}`);
  await s3.send(new CopyObjectCommand({ Bucket, Key: "open", CopySource: `${Bucket}/parts`, ...ofSource(two) }));
  expect(await read({ Bucket, Key: "open", Range })).toBe(`${large.toString("latin1", from)}${SECRET.slice(0, 7)}`);
});

test("KMS encrypts and opens as the caller, and its key's state decides", async () => {
  // Goal: SSE-KMS. An own key; a reader without kms:Decrypt; a disabled key. AWS: "Using SSE-KMS".
  const kms = account.client(KMSClient);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const keyArn = KeyMetadata?.Arn;
  const address = { Bucket, Key: "k" };
  const put = await s3.send(
    new PutObjectCommand({ ...address, Body: SECRET, ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn }),
  );
  expect(put).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn });
  expect(isOnDisk(SECRET.slice(0, 20))).toBe(false);
  const object = await s3.send(new GetObjectCommand({ ...address, Range: "bytes=10-99" }));
  expect(object).toMatchObject({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn, ContentLength: 90 });
  expect(await object.Body?.transformToString()).toBe(SECRET.slice(10, 100));

  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "reader" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "reader" }));
  const Statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutUserPolicyCommand({ UserName: "reader", PolicyName: "p", PolicyDocument }));
  const reader = account.clientWith(S3Client, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  await expect(read(address, reader)).rejects.toMatchObject({
    name: "AccessDenied",
    message: expect.stringContaining("kms:Decrypt"),
  });
  // AWS: HEAD asks for no key, so nothing is decrypted.
  await reader.send(new HeadObjectCommand(address));
  await kms.send(new DisableKeyCommand({ KeyId: keyArn }));
  await expect(read(address)).rejects.toMatchObject({ name: "KMS.DisabledException" });
  await expect(
    s3.send(
      new PutObjectCommand({ ...address, ServerSideEncryption: "aws:kms", SSEKMSKeyId: `${keyArn?.slice(0, -4)}0000` }),
    ),
  ).rejects.toMatchObject({ name: "KMS.NotFoundException" });
});

test("the bucket's default encrypts what asks for nothing", async () => {
  // Goal: default encryption with bucket keys, two layers, and back. AWS: "Setting default server-side encryption".
  const get = async () => (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration;
  const none = { SSEAlgorithm: "AES256" as const };
  const blocked = { EncryptionType: ["SSE-C" as const] };
  expect(await get()).toEqual({
    Rules: [{ ApplyServerSideEncryptionByDefault: none, BucketKeyEnabled: false, BlockedEncryptionTypes: blocked }],
  });
  await setEncryption({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: true });
  const put = await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: SECRET }));
  expect(put).toMatchObject({ ServerSideEncryption: "aws:kms", BucketKeyEnabled: true });
  expect(put.SSEKMSKeyId).toMatch(/^arn:aws:kms:/);
  expect(await read({ Bucket, Key: "k" })).toBe(SECRET);
  await setEncryption({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms:dsse" } });
  await s3.send(new PutObjectCommand({ Bucket, Key: "dsse", Body: SECRET }));
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "dsse" }))).toMatchObject({
    ServerSideEncryption: "aws:kms:dsse",
  });
  expect(await read({ Bucket, Key: "dsse", Range: "bytes=5-" })).toBe(SECRET.slice(5));
  // What asks for SSE-S3 gets it.
  const plain = await s3.send(new PutObjectCommand({ Bucket, Key: "plain", ServerSideEncryption: "AES256" }));
  expect(plain.ServerSideEncryption).toBe("AES256");
  await s3.send(new DeleteBucketEncryptionCommand({ Bucket }));
  expect((await get())?.Rules?.[0]?.ApplyServerSideEncryptionByDefault).toEqual(none);
});

test("an object gets another key without changing otherwise", async () => {
  // Goal: UpdateObjectEncryption, from SSE-S3 and from another key. AWS: UpdateObjectEncryption (API reference).
  const kms = account.client(KMSClient);
  const [one, two] = await Promise.all([kms.send(new CreateKeyCommand({})), kms.send(new CreateKeyCommand({}))]);
  const address = { Bucket, Key: "k" };
  const { ETag } = await s3.send(new PutObjectCommand({ ...address, Body: SECRET }));
  for (const KMSKeyArn of [one.KeyMetadata?.Arn, two.KeyMetadata?.Arn]) {
    await s3.send(new UpdateObjectEncryptionCommand({ ...address, ObjectEncryption: { SSEKMS: { KMSKeyArn } } }));
    const head = await s3.send(new HeadObjectCommand(address));
    expect(head).toMatchObject({ ETag, ServerSideEncryption: "aws:kms", SSEKMSKeyId: KMSKeyArn });
    expect(await read(address)).toBe(SECRET);
  }
  await kms.send(new DisableKeyCommand({ KeyId: one.KeyMetadata?.KeyId }));
  expect(await read(address)).toBe(SECRET);
  const foreign = `arn:aws:kms:us-east-1:999999999999:key/x`;
  await expect(
    s3.send(new UpdateObjectEncryptionCommand({ ...address, ObjectEncryption: { SSEKMS: { KMSKeyArn: foreign } } })),
  ).rejects.toMatchObject({ name: "AccessDenied" });
});

test("headers that contradict each other or say too little are refused", async () => {
  // Goal: each error of a writer's headers. AWS: recorded (public test suites), and "Error responses".
  const key = customerKey();
  const put = (more: object) => () => s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", ...more }));
  // Blocked in new buckets: AWS: "Blocking or unblocking SSE-C for a general purpose bucket".
  await expect(put(key)()).rejects.toMatchObject({ name: "AccessDenied" });
  await allowCustomerKeys();
  const cases: readonly (readonly [() => Promise<unknown>, string, string])[] = [
    [put({ ...key, SSECustomerAlgorithm: undefined }), "InvalidArgument", "a valid encryption algorithm."],
    [put({ ...key, SSECustomerAlgorithm: "DES" }), "InvalidEncryptionAlgorithmError", "The valid value is AES256."],
    [put({ ...customerKey(randomBytes(16)) }), "InvalidArgument", "The secret key was invalid"],
    [put({ ...key, ServerSideEncryption: "aws:kms" }), "InvalidArgument", "is incompatible with the encryption method"],
    [put({ ServerSideEncryption: "rot13" }), "InvalidArgument", "The encryption method specified is not supported"],
    [put({ SSEKMSKeyId: "alias/x" }), "InvalidArgument", "requires HTTP header x-amz-server-side-encryption : aws:kms"],
    [
      put({ ServerSideEncryption: "aws:kms", SSEKMSEncryptionContext: "bm90IGpzb24=" }),
      "InvalidArgument",
      "shall be Base64-encoded",
    ],
  ];
  for (const [call, name, message] of cases)
    await expect(call()).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  // The SDK computes this one itself.
  const wrong = { algorithm: "AES256", key: key.SSECustomerKey, keyMd5: customerKey().SSECustomerKeyMD5 };
  expect(() => parseCustomerKey(wrong)).toThrow("The calculated MD5 hash of the key did not match");
});
