// S3's buckets through the real SDK over HTTP: names, regions, configuration, and who may do what.

import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { beforeAll, expect, test } from "vitest";
import { sharedYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";

let yard: TestYard;
let account: TestAccount;
let s3: S3Client;
let names = 0;

beforeAll(async () => {
  yard = await sharedYard();
  account = yard.account();
  s3 = account.client(S3Client);
});

const newName = (): string => `buckets-${process.pid}-${++names}`;

async function newBucket(): Promise<string> {
  const Bucket = newName();
  await s3.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
}

async function failure(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown as { name: string; message: string; $metadata: { httpStatusCode: number } },
  );
  return error === undefined ? "success" : [error.name, error.$metadata.httpStatusCode, error.message];
}

/** A user of the account with one policy. */
async function userWith(owner: TestAccount, policy: object): Promise<S3Client> {
  const iam = owner.client(IAMClient);
  const UserName = `user-${++names}`;
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(
    new PutUserPolicyCommand({
      UserName,
      PolicyName: "p",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: policy }),
    }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return owner.clientWith(S3Client, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
}

test("buckets are created, listed, found and deleted", async () => {
  // Goal: a bucket's life. AWS: CreateBucket, ListBuckets, HeadBucket, DeleteBucket (API reference).
  const own = yard.account().client(S3Client);
  const [first, second] = [newName(), newName()].sort();
  for (const Bucket of [second, first]) await own.send(new CreateBucketCommand({ Bucket }));
  const { Buckets, Owner } = await own.send(new ListBucketsCommand({}));
  expect(Buckets?.map(({ Name }) => Name)).toEqual([first, second]);
  expect(Owner?.ID).toMatch(/^[0-9a-f]{64}$/);
  const page = await own.send(new ListBucketsCommand({ MaxBuckets: 1 }));
  expect(page.Buckets?.map(({ Name }) => Name)).toEqual([first]);
  const rest = await own.send(new ListBucketsCommand({ MaxBuckets: 1, ContinuationToken: page.ContinuationToken }));
  expect([rest.Buckets?.map(({ Name }) => Name), rest.ContinuationToken]).toEqual([[second], undefined]);
  expect((await own.send(new HeadBucketCommand({ Bucket: first }))).BucketRegion).toBe("us-east-1");
  await own.send(new DeleteBucketCommand({ Bucket: first }));
  expect((await failure(own.send(new HeadBucketCommand({ Bucket: first })))).slice(0, 2)).toEqual(["NotFound", 404]);
  expect(await failure(own.send(new DeleteBucketCommand({ Bucket: first })))).toEqual([
    "NoSuchBucket",
    404,
    "The specified bucket does not exist",
  ]);
});

test("names are checked, and global over all accounts", async () => {
  // Goal: the naming rules and both conflicts. AWS: "General purpose bucket naming rules" (user guide).
  const create = (client: S3Client, Bucket: string) => failure(client.send(new CreateBucketCommand({ Bucket })));
  for (const bad of [
    "ab",
    "UPPER-case",
    "under_score",
    "-start",
    "end-",
    "two..dots",
    "192.168.1.1",
    "xn--x",
    "x-s3alias",
  ])
    expect([bad, await create(s3, bad)]).toEqual([
      bad,
      ["InvalidBucketName", 400, "The specified bucket is not valid."],
    ]);
  const Bucket = await newBucket();
  // AWS: in us-east-1, creating one's own bucket again succeeds.
  expect(await create(s3, Bucket)).toBe("success");
  expect((await create(yard.account().client(S3Client), Bucket)).slice(0, 2)).toEqual(["BucketAlreadyExists", 409]);
});

test("location constraints and regions", async () => {
  // Goal: where a bucket may be made and reached. AWS: CreateBucket, CreateBucketConfiguration (API reference).
  const frankfurt = new S3Client({ ...account.config, region: "eu-central-1" });
  const create = (client: S3Client, Bucket: string, LocationConstraint?: "eu-central-1" | "eu-west-1") =>
    client.send(
      new CreateBucketCommand({
        Bucket,
        ...(LocationConstraint === undefined ? {} : { CreateBucketConfiguration: { LocationConstraint } }),
      }),
    );
  const Bucket = newName();
  expect((await failure(create(frankfurt, Bucket, "eu-west-1"))).at(0)).toBe("IllegalLocationConstraintException");
  await create(frankfurt, Bucket, "eu-central-1");
  expect((await failure(create(frankfurt, Bucket, "eu-central-1"))).at(0)).toBe("BucketAlreadyOwnedByYou");
  const located = await s3.send(new GetBucketLocationCommand({ Bucket }));
  expect(located.LocationConstraint).toBe("eu-central-1");
  expect((await failure(s3.send(new ListObjectsV2Command({ Bucket })))).slice(0, 2)).toEqual([
    "PermanentRedirect",
    301,
  ]);
  const ours = await newBucket();
  expect((await s3.send(new GetBucketLocationCommand({ Bucket: ours }))).LocationConstraint).toBeUndefined();
});

test("a bucket with objects does not go", async () => {
  // Goal: no object is lost with its bucket. AWS: DeleteBucket (API reference).
  const Bucket = await newBucket();
  await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "" }));
  expect(await failure(s3.send(new DeleteBucketCommand({ Bucket })))).toEqual([
    "BucketNotEmpty",
    409,
    "The bucket you tried to delete is not empty",
  ]);
});

test("a bucket policy lets strangers and nobody in, once public access is not blocked", async () => {
  // Goal: resource policies, anonymous requests and the public access block together. AWS: "Blocking public access".
  const Bucket = await newBucket();
  await s3.send(new PutObjectCommand({ Bucket, Key: "open/page", Body: "hello" }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "closed", Body: "secret" }));
  const url = (key: string) => `${yard.origin}/${Bucket}/${key}`;
  const stranger = yard.account().client(S3Client);
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/open/*` }],
  });
  expect((await fetch(url("open/page"))).status).toBe(403);
  expect((await failure(s3.send(new PutBucketPolicyCommand({ Bucket, Policy })))).slice(0, 2)).toEqual([
    "AccessDenied",
    403,
  ]);
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  expect((await failure(s3.send(new GetPublicAccessBlockCommand({ Bucket })))).at(0)).toBe(
    "NoSuchPublicAccessBlockConfiguration",
  );
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  expect((await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus?.IsPublic).toBe(true);
  const answer = await fetch(url("open/page"));
  expect([answer.status, await answer.text()]).toEqual([200, "hello"]);
  const denied = await fetch(url("closed"));
  expect([denied.status, await denied.text()]).toEqual([403, expect.stringContaining("<Code>AccessDenied</Code>")]);
  // AWS: whoever may not list the bucket is not told that a key is missing.
  expect((await fetch(url("open/none"))).status).toBe(403);
  expect((await fetch(`${yard.origin}/${Bucket}`)).status).toBe(403);
  const read = await stranger.send(new GetObjectCommand({ Bucket, Key: "open/page" }));
  expect(await read.Body?.transformToString()).toBe("hello");
  expect((await failure(stranger.send(new GetObjectCommand({ Bucket, Key: "closed" })))).at(0)).toBe("AccessDenied");
  await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  expect((await fetch(url("open/page"))).status).toBe(403);
  expect(await failure(s3.send(new GetBucketPolicyCommand({ Bucket })))).toEqual([
    "NoSuchBucketPolicy",
    404,
    "The bucket policy does not exist",
  ]);
});

test("a denial names the caller, the action and the quoted resource", async () => {
  // Goal: the words that people search for. AWS: "Troubleshoot access denied errors" (user guide).
  const Bucket = await newBucket();
  await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
  const user = await userWith(account, [
    { Effect: "Allow", Action: "s3:PutObject", Resource: `arn:aws:s3:::${Bucket}/*` },
  ]);
  const [name, status, message] = await failure(user.send(new GetObjectCommand({ Bucket, Key: "k" })));
  expect([name, status]).toEqual(["AccessDenied", 403]);
  expect(message).toMatch(
    new RegExp(
      `^User: arn:aws:iam::${account.account}:user/user-\\d+ is not authorized to perform: s3:GetObject on resource: ` +
        `"arn:aws:s3:::${Bucket}/k" because no identity-based policy allows the s3:GetObject action$`,
    ),
  );
  expect(await failure(user.send(new PutObjectCommand({ Bucket, Key: "k2", Body: "" })))).toBe("success");
  expect((await failure(user.send(new PutObjectCommand({ Bucket, Key: "k2", Body: "", Tagging: "a=b" })))).at(0)).toBe(
    "AccessDenied",
  );
});

test("listing can be allowed below a prefix only", async () => {
  // Goal: the service's own condition keys. AWS: s3:prefix ("Condition keys for Amazon S3").
  const Bucket = await newBucket();
  const user = await userWith(account, [
    {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: `arn:aws:s3:::${Bucket}`,
      Condition: { StringLike: { "s3:prefix": "home/*" } },
    },
  ]);
  const list = (Prefix?: string) => failure(user.send(new ListObjectsV2Command({ Bucket, Prefix })));
  expect(await list("home/me")).toBe("success");
  expect((await list("other/")).at(0)).toBe("AccessDenied");
  expect((await list()).at(0)).toBe("AccessDenied");
});

test.each([
  ["no JSON", "nonsense", "Policies must be valid JSON and the first byte must be '{'"],
  [
    "no principal",
    { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::BUCKET/*" },
    "Missing required field Principal",
  ],
  [
    "another bucket",
    { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::other/*" },
    "Policy has invalid resource",
  ],
  [
    "another service",
    { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "arn:aws:s3:::BUCKET/*" },
    "Policy has invalid action",
  ],
  [
    "a principal that is none",
    { Effect: "Allow", Principal: { AWS: "me" }, Action: "s3:*", Resource: "arn:aws:s3:::BUCKET/*" },
    "Invalid principal in policy",
  ],
])("a policy with %s is malformed", async (_what, statement, message) => {
  // Goal: MalformedPolicy before anything is stored. AWS: PutBucketPolicy; messages as S3 gives them.
  const Bucket = await newBucket();
  const text =
    typeof statement === "string" ? statement : JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const put = s3.send(new PutBucketPolicyCommand({ Bucket, Policy: text.replaceAll("BUCKET", Bucket) }));
  expect(await failure(put)).toEqual(["MalformedPolicy", 400, message]);
});

test("tags and encryption", async () => {
  // Goal: the small configurations. AWS: the operations' pages (API reference).
  const Bucket = await newBucket();
  expect(await failure(s3.send(new GetBucketTaggingCommand({ Bucket })))).toEqual([
    "NoSuchTagSet",
    404,
    "The TagSet does not exist",
  ]);
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: "a", Value: "1" }] } }));
  expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual([{ Key: "a", Value: "1" }]);
  const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
  expect(
    encryption.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
  ).toBe("AES256");
});
