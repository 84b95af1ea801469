// Object lock: retention in both modes, legal holds, defaults, and what lifts them; on a clock that the test moves.

import {
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";

const DAY_MS = 86_400_000;
const START_MS = Date.parse("2026-01-01T00:00:00Z");
const Bucket = "locked";
const LOCKED = { name: "AccessDenied", message: "Access Denied because object protected by object lock." };

let yard: TestYard;
let account: TestAccount;
let s3: S3Client;

beforeEach(async () => {
  yard = await testYard({ clock: createClock({ mode: "virtual", startMs: START_MS }) });
  account = yard.account();
  s3 = account.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
});
afterEach(() => yard.stop());

const inDays = (days: number): Date => new Date(yard.clock.nowMs() + days * DAY_MS);

async function put(Key: string, more: Partial<ConstructorParameters<typeof PutObjectCommand>[0]> = {}) {
  const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key, Body: "x", ...more }));
  return { Bucket, Key, VersionId };
}

test("retention holds until its day, in compliance mode against everybody", async () => {
  // Goal: COMPLIANCE. Lock, try to delete and to weaken it, extend it, and delete when time has passed.
  // AWS: "Object Lock considerations": nobody shortens or removes it, everybody with the permission may extend it.
  const version = await put("k", { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: inDays(1) });
  const bypass = { ...version, BypassGovernanceRetention: true };
  await expect(s3.send(new DeleteObjectCommand(bypass))).rejects.toMatchObject(LOCKED);
  for (const Retention of [
    {},
    { Mode: "COMPLIANCE" as const, RetainUntilDate: inDays(0.5) },
    { Mode: "GOVERNANCE" as const, RetainUntilDate: inDays(9) },
  ]) {
    await expect(s3.send(new PutObjectRetentionCommand({ ...bypass, Retention }))).rejects.toMatchObject(LOCKED);
  }
  const Retention = { Mode: "COMPLIANCE" as const, RetainUntilDate: inDays(2) };
  await s3.send(new PutObjectRetentionCommand({ ...version, Retention }));
  expect(await s3.send(new GetObjectRetentionCommand(version))).toMatchObject({ Retention });
  expect(await s3.send(new HeadObjectCommand(version))).toMatchObject({
    ObjectLockMode: "COMPLIANCE",
    ObjectLockRetainUntilDate: Retention.RetainUntilDate,
  });
  // A delete without a version hides it, and a new version may be written: neither touches what is locked.
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  await put("k");
  await yard.advance(2 * DAY_MS + 1000);
  await s3.send(new DeleteObjectCommand(version));
  await expect(s3.send(new HeadObjectCommand(version))).rejects.toMatchObject({ name: "NotFound" });
});

test("governance mode yields to whoever may bypass it and says so", async () => {
  // Goal: s3:BypassGovernanceRetention. The administrator with and without the header; a user without the permission.
  const version = await put("k", { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: inDays(5) });
  await expect(s3.send(new DeleteObjectCommand(version))).rejects.toMatchObject(LOCKED);
  const shorter = { Mode: "GOVERNANCE" as const, RetainUntilDate: inDays(1) };
  await expect(s3.send(new PutObjectRetentionCommand({ ...version, Retention: shorter }))).rejects.toMatchObject(
    LOCKED,
  );
  await s3.send(new PutObjectRetentionCommand({ ...version, Retention: shorter, BypassGovernanceRetention: true }));

  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "u" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "u" }));
  const Action = ["s3:DeleteObject", "s3:DeleteObjectVersion"];
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action, Resource: "*" },
  });
  await iam.send(new PutUserPolicyCommand({ UserName: "u", PolicyName: "p", PolicyDocument }));
  const user = account.clientWith(S3Client, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  await expect(
    user.send(new DeleteObjectCommand({ ...version, BypassGovernanceRetention: true })),
  ).rejects.toMatchObject({ name: "AccessDenied", message: expect.stringContaining("s3:BypassGovernanceRetention") });
  const batch = { Bucket, Delete: { Objects: [{ Key: "k", VersionId: version.VersionId }] } };
  expect((await s3.send(new DeleteObjectsCommand(batch))).Errors).toMatchObject([{ Code: "AccessDenied" }]);
  const deleted = await s3.send(new DeleteObjectsCommand({ ...batch, BypassGovernanceRetention: true }));
  expect(deleted.Deleted).toMatchObject([{ Key: "k", VersionId: version.VersionId }]);
});

test("a legal hold has no end but its being lifted", async () => {
  // Goal: legal holds. Put on, see, outwait, lift. AWS: PutObjectLegalHold, GetObjectLegalHold (API reference).
  const version = await put("k");
  await expect(s3.send(new GetObjectLegalHoldCommand(version))).rejects.toMatchObject({
    name: "NoSuchObjectLockConfiguration",
    message: "The specified object does not have a ObjectLock configuration",
  });
  await s3.send(new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: "ON" } }));
  expect(await s3.send(new HeadObjectCommand(version))).toMatchObject({ ObjectLockLegalHoldStatus: "ON" });
  await yard.advance(1000 * DAY_MS);
  await expect(s3.send(new DeleteObjectCommand({ ...version, BypassGovernanceRetention: true }))).rejects.toMatchObject(
    LOCKED,
  );
  await s3.send(new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: "OFF" } }));
  expect(await s3.send(new GetObjectLegalHoldCommand(version))).toMatchObject({ LegalHold: { Status: "OFF" } });
  await s3.send(new DeleteObjectCommand(version));
});

test("new objects get the bucket's default retention, however they come about", async () => {
  // Goal: defaults for put, copy and multipart; an explicit lock wins. AWS: "Object Lock considerations".
  const set = (DefaultRetention: { Mode: "GOVERNANCE" | "COMPLIANCE"; Days?: number; Years?: number }) =>
    s3.send(
      new PutObjectLockConfigurationCommand({
        Bucket,
        ObjectLockConfiguration: { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention } },
      }),
    );
  await set({ Mode: "GOVERNANCE", Days: 3 });
  expect(await s3.send(new GetObjectLockConfigurationCommand({ Bucket }))).toMatchObject({
    ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 3 } } },
  });
  const expected = { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: inDays(3) };
  expect(await s3.send(new HeadObjectCommand(await put("put")))).toMatchObject(expected);
  await s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/put` }));
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "copy" }))).toMatchObject(expected);
  const address = { Bucket, Key: "parts" };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(address));
  const { ETag } = await s3.send(new UploadPartCommand({ ...address, UploadId, PartNumber: 1, Body: "x" }));
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await s3.send(new CompleteMultipartUploadCommand({ ...address, UploadId, MultipartUpload }));
  expect(await s3.send(new HeadObjectCommand(address))).toMatchObject(expected);
  const own = await put("own", { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: inDays(1) });
  expect(await s3.send(new HeadObjectCommand(own))).toMatchObject({ ObjectLockMode: "COMPLIANCE" });
  await set({ Mode: "COMPLIANCE", Years: 1 });
  const { ObjectLockRetainUntilDate } = await s3.send(new HeadObjectCommand(await put("year")));
  expect(ObjectLockRetainUntilDate).toEqual(new Date("2027-01-01T00:00:00Z"));
});

test("what cannot be is refused, with S3's errors", async () => {
  // Goal: each documented or recorded error. AWS: the API references of the operations; messages as recorded.
  const other = "not-locked";
  await s3.send(new CreateBucketCommand({ Bucket: other }));
  await s3.send(new PutObjectCommand({ Bucket: other, Key: "k", Body: "x" }));
  const missing = { name: "InvalidRequest", message: "Bucket is missing Object Lock Configuration" };
  const address = { Bucket: other, Key: "k" };
  const lock = { ObjectLockMode: "GOVERNANCE" as const, ObjectLockRetainUntilDate: inDays(1) };
  const enabled = { ObjectLockEnabled: "Enabled" as const };
  const rule = (Days: number) => ({ ...enabled, Rule: { DefaultRetention: { Mode: "GOVERNANCE" as const, Days } } });
  const cases: readonly (readonly [() => Promise<unknown>, object])[] = [
    [() => s3.send(new GetObjectLockConfigurationCommand(address)), { name: "ObjectLockConfigurationNotFoundError" }],
    [() => s3.send(new GetObjectRetentionCommand(address)), missing],
    [() => s3.send(new GetObjectLegalHoldCommand(address)), missing],
    [() => s3.send(new PutObjectLegalHoldCommand({ ...address, LegalHold: { Status: "ON" } })), missing],
    [() => s3.send(new PutObjectCommand({ ...address, ...lock })), missing],
    [
      () => s3.send(new PutObjectLockConfigurationCommand({ Bucket: other, ObjectLockConfiguration: enabled })),
      { name: "InvalidBucketState", message: expect.stringContaining("Versioning must be 'Enabled'") },
    ],
    [
      () => s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: {} })),
      { name: "MalformedXML" },
    ],
    [
      () => s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: rule(0) })),
      { name: "InvalidArgument", message: "Default retention period must be a positive integer value." },
    ],
    [
      () => s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: rule(36_501) })),
      { name: "InvalidArgument", message: "Default retention period too large" },
    ],
    [
      () => s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } })),
      { name: "InvalidBucketState" },
    ],
    [() => put("k", { ObjectLockMode: "GOVERNANCE" }), { name: "InvalidArgument" }],
    [
      () => put("k", { ...lock, ObjectLockRetainUntilDate: inDays(-1) }),
      { name: "InvalidArgument", message: "The retain until date must be in the future!" },
    ],
    [() => put("k", { ...lock, ObjectLockMode: "SOMETIMES" as never }), { message: "Unknown wormMode directive." }],
  ];
  for (const [call, error] of cases) await expect(call()).rejects.toMatchObject(error);
  const unprotected = new S3Client({ ...account.config, requestChecksumCalculation: "WHEN_REQUIRED" });
  await expect(
    unprotected.send(new UploadPartCommand({ ...(await lockedUpload(lock)), PartNumber: 1, Body: "x" })),
  ).rejects.toMatchObject({
    name: "InvalidRequest",
    message: expect.stringContaining("Content-MD5 OR x-amz-checksum-"),
  });
});

async function lockedUpload(lock: { ObjectLockMode: "GOVERNANCE"; ObjectLockRetainUntilDate: Date }) {
  const address = { Bucket, Key: "upload" };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...address, ...lock }));
  return { ...address, UploadId };
}
