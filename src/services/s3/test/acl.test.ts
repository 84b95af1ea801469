// Access control lists, object ownership and the public access block, through the real SDK and without any signature.

import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteObjectCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyStatusCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketAclCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  type ObjectOwnership,
  type PublicAccessBlockConfiguration,
} from "@aws-sdk/client-s3";
import { beforeAll, expect, test } from "vitest";
import { sharedYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";

const ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";

let yard: TestYard;
let owner: TestAccount;
let other: TestAccount;
let s3: S3Client;
let theirs: S3Client;
let names = 0;

beforeAll(async () => {
  yard = await sharedYard();
  owner = yard.account();
  other = yard.account();
  s3 = owner.client(S3Client);
  theirs = other.client(S3Client);
});

/** A bucket with lists and without a public access block. */
async function openBucket(ownership: ObjectOwnership = "ObjectWriter"): Promise<string> {
  const Bucket = `acl-${process.pid}-${++names}`;
  await s3.send(new CreateBucketCommand({ Bucket, ObjectOwnership: ownership }));
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  return Bucket;
}

async function canonicalId(client: S3Client): Promise<string> {
  return (await client.send(new ListBucketsCommand({}))).Owner?.ID ?? "";
}

function block(Bucket: string, PublicAccessBlockConfiguration: PublicAccessBlockConfiguration) {
  return s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
}

async function anonymously(path: string, init: RequestInit = {}): Promise<number> {
  const answer = await fetch(`${yard.origin}/${path}`, init);
  await answer.arrayBuffer();
  return answer.status;
}

test("a template's bucket may say what is so anyway", async () => {
  // Goal: the template with which `cfn submit` makes its bucket. AWS: "Canned ACL": bucket-owner-full-control is ignored for buckets.
  const { account: owner, client } = yard.account();
  const properties = (AccessControl: string) => ({ BucketName: `canned-${owner}`, AccessControl });
  const bucket = (AccessControl: string) => ({ Type: "AWS::S3::Bucket", Properties: properties(AccessControl) });
  const cloudFormation = client(CloudFormationClient);
  const statusOf = async (AccessControl: string) => {
    const TemplateBody = JSON.stringify({ Resources: { Bucket: bucket(AccessControl) } });
    const { StackId: StackName } = await cloudFormation.send(
      new CreateStackCommand({ StackName: `canned-${AccessControl}`, TemplateBody }),
    );
    await yard.yard.context.jobs.settled();
    return (await cloudFormation.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]?.StackStatus;
  };
  expect(await statusOf("LogDeliveryWrite")).toBe("ROLLBACK_COMPLETE");
  expect(await statusOf("BucketOwnerFullControl")).toBe("CREATE_COMPLETE");
});

test("a new bucket takes no list but the one that says what is so anyway", async () => {
  // Goal: BucketOwnerEnforced. AWS: "Controlling ownership of objects and disabling ACLs for your bucket" (user guide).
  const Bucket = `acl-${process.pid}-${++names}`;
  const withAcl = new CreateBucketCommand({ Bucket, ACL: "public-read" });
  await expect(s3.send(withAcl)).rejects.toMatchObject({ name: "InvalidBucketAclWithObjectOwnership" });
  const blocked = new CreateBucketCommand({ Bucket, ACL: "public-read", ObjectOwnership: "ObjectWriter" });
  await expect(s3.send(blocked)).rejects.toMatchObject({ name: "InvalidBucketAclWithBlockPublicAccessError" });
  await s3.send(new CreateBucketCommand({ Bucket }));
  const refused = { name: "AccessControlListNotSupported", $metadata: { httpStatusCode: 400 } };
  await expect(s3.send(new PutBucketAclCommand({ Bucket, ACL: "private" }))).rejects.toMatchObject(refused);
  const put = (ACL: "private" | "bucket-owner-full-control" | "public-read") =>
    s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", ACL }));
  await expect(put("private")).rejects.toMatchObject(refused);
  await expect(put("public-read")).rejects.toMatchObject(refused);
  await put("bucket-owner-full-control");
  const granting = new PutObjectCommand({ Bucket, Key: "k", GrantRead: `uri="${ALL_USERS}"` });
  await expect(s3.send(granting)).rejects.toMatchObject(refused);
  const ID = await canonicalId(s3);
  const acl = { Owner: { ID }, Grants: [{ Grantee: { ID, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" }] };
  expect(await s3.send(new GetBucketAclCommand({ Bucket }))).toMatchObject(acl);
  expect(await s3.send(new GetObjectAclCommand({ Bucket, Key: "k" }))).toMatchObject(acl);
});

test("lists let everyone read, list and write, and no further", async () => {
  // Goal: AllUsers on bucket and object, unsigned. AWS: "Mapping of ACL permissions and access policy permissions".
  const Bucket = await openBucket();
  await s3.send(new PutObjectCommand({ Bucket, Key: "open", Body: "x", ACL: "public-read" }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "closed", Body: "x" }));
  expect(await anonymously(`${Bucket}/open`)).toBe(200);
  expect(await anonymously(`${Bucket}/closed`)).toBe(403);
  expect(await anonymously(`${Bucket}?list-type=2`)).toBe(403);
  expect(await anonymously(`${Bucket}/new`, { method: "PUT", body: "mine" })).toBe(403);
  await s3.send(new PutBucketAclCommand({ Bucket, ACL: "public-read-write" }));
  expect(await anonymously(`${Bucket}?list-type=2`)).toBe(200);
  expect(await anonymously(`${Bucket}/new`, { method: "PUT", body: "mine" })).toBe(200);
  // AWS: WRITE creates new objects; existing ones are their owner's.
  expect(await anonymously(`${Bucket}/closed`, { method: "PUT", body: "mine" })).toBe(403);
  expect(await anonymously(`${Bucket}/open`, { method: "DELETE" })).toBe(403);
  expect(await anonymously(`${Bucket}/open?acl`)).toBe(403);
  await s3.send(new PutObjectAclCommand({ Bucket, Key: "open", GrantReadACP: `uri="${ALL_USERS}"` }));
  expect(await anonymously(`${Bucket}/open?acl`)).toBe(200);
  expect(await anonymously(`${Bucket}/open`)).toBe(403);
  // What an anonymous caller wrote is not the bucket owner's to read.
  const read = s3.send(new GetObjectCommand({ Bucket, Key: "new" }));
  await expect(read).rejects.toMatchObject({ name: "AccessDenied" });
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "new" }));
});

test("an object belongs to the account that wrote it, unless that gives it away", async () => {
  // Goal: ObjectWriter and BucketOwnerPreferred across accounts; the bucket's policy says nothing of foreign objects.
  const Bucket = await openBucket("BucketOwnerPreferred");
  const PolicyOf = (Action: string[]) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: other.account }, Action, Resource: `arn:aws:s3:::${Bucket}/*` }],
    });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: PolicyOf(["s3:PutObject", "s3:PutObjectAcl"]) }));
  await theirs.send(new PutObjectCommand({ Bucket, Key: "theirs", Body: "x" }));
  await theirs.send(new PutObjectCommand({ Bucket, Key: "given", Body: "x", ACL: "bucket-owner-full-control" }));
  await theirs.send(new PutObjectCommand({ Bucket, Key: "shared", Body: "x", ACL: "bucket-owner-read" }));

  const denied = { name: "AccessDenied" };
  await expect(s3.send(new GetObjectCommand({ Bucket, Key: "theirs" }))).rejects.toMatchObject(denied);
  await theirs.send(new GetObjectCommand({ Bucket, Key: "theirs" }));
  await s3.send(new GetObjectCommand({ Bucket, Key: "given" }));
  await expect(theirs.send(new GetObjectCommand({ Bucket, Key: "given" }))).rejects.toMatchObject(denied);
  await s3.send(new GetObjectCommand({ Bucket, Key: "shared" }));
  await expect(s3.send(new GetObjectAclCommand({ Bucket, Key: "shared" }))).rejects.toMatchObject(denied);
  const shared = await theirs.send(new GetObjectAclCommand({ Bucket, Key: "shared" }));
  expect(shared.Owner?.ID).toBe(await canonicalId(theirs));
  expect(shared.Grants?.map(({ Grantee, Permission }) => [Grantee?.ID, Permission])).toEqual([
    [await canonicalId(theirs), "FULL_CONTROL"],
    [await canonicalId(s3), "READ"],
  ]);
  const listed = await s3.send(new ListObjectsV2Command({ Bucket, FetchOwner: true }));
  const owners = Object.fromEntries((listed.Contents ?? []).map(({ Key, Owner }) => [Key, Owner?.ID]));
  expect(owners).toEqual({
    given: await canonicalId(s3),
    shared: await canonicalId(theirs),
    theirs: await canonicalId(theirs),
  });
  // AWS: with lists disabled, everything is the bucket owner's at once.
  await s3.send(
    new PutBucketOwnershipControlsCommand({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
    }),
  );
  await s3.send(new GetObjectCommand({ Bucket, Key: "theirs" }));
  await expect(theirs.send(new GetObjectCommand({ Bucket, Key: "theirs" }))).rejects.toMatchObject(denied);
});

test("grants name accounts and groups, by headers and by document", async () => {
  // Goal: cross-account grants need the other account's own policies as well; AuthenticatedUsers is not AllUsers.
  const Bucket = await openBucket();
  const theirId = await canonicalId(theirs);
  await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", GrantRead: `id="${theirId}"` }));
  await theirs.send(new GetObjectCommand({ Bucket, Key: "k" }));
  const iam = other.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "reader" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "reader" }));
  const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
  const reader = other.clientWith(S3Client, { accessKeyId, secretAccessKey });
  const get = () => reader.send(new GetObjectCommand({ Bucket, Key: "k" }));
  await expect(get()).rejects.toMatchObject({ name: "AccessDenied" });
  const Statement = [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutUserPolicyCommand({ UserName: "reader", PolicyName: "read", PolicyDocument }));
  await get();
  await s3.send(new PutObjectAclCommand({ Bucket, Key: "k", ACL: "authenticated-read" }));
  await get();
  expect(await anonymously(`${Bucket}/k`)).toBe(403);

  const ID = await canonicalId(s3);
  const Grants = [{ Grantee: { Type: "Group" as const, URI: ALL_USERS }, Permission: "READ" as const }];
  await s3.send(new PutObjectAclCommand({ Bucket, Key: "k", AccessControlPolicy: { Owner: { ID }, Grants } }));
  expect(await anonymously(`${Bucket}/k`)).toBe(200);
  expect(await s3.send(new GetObjectAclCommand({ Bucket, Key: "k" }))).toMatchObject({ Owner: { ID }, Grants });
});

test("what is no list is refused", async () => {
  // AWS: "PutBucketAcl" (API reference) and "Error responses"; e-mail grantees: 405 since October 2025.
  const Bucket = await openBucket();
  const ID = await canonicalId(s3);
  const put = (input: Partial<PutBucketAclCommand["input"]>) => s3.send(new PutBucketAclCommand({ Bucket, ...input }));
  await expect(put({})).rejects.toMatchObject({ name: "MissingSecurityHeader" });
  await expect(put({ ACL: "none" as "private" })).rejects.toMatchObject({ name: "InvalidArgument" });
  await expect(put({ ACL: "private", GrantRead: `id="${ID}"` })).rejects.toThrow(
    "Specifying both Canned ACLs and Header Grants is not allowed",
  );
  await expect(put({ GrantRead: 'id="nobody"' })).rejects.toThrow("Invalid id");
  await expect(put({ GrantRead: 'uri="http://example.com"' })).rejects.toThrow("Invalid group uri");
  await expect(put({ GrantRead: "whoever" })).rejects.toThrow("Argument format not recognized");
  await expect(put({ GrantRead: 'emailAddress="a@b.c"' })).rejects.toMatchObject({
    name: "MethodNotAllowed",
    $metadata: { httpStatusCode: 405 },
  });
  await expect(put({ AccessControlPolicy: { Grants: [] } })).rejects.toMatchObject({ name: "MalformedACLError" });
  const foreign = { Owner: { ID: await canonicalId(theirs) }, Grants: [] };
  await expect(put({ AccessControlPolicy: foreign })).rejects.toMatchObject({ name: "AccessDenied" });
  await expect(put({ ACL: "private", AccessControlPolicy: { Owner: { ID }, Grants: [] } })).rejects.toMatchObject({
    name: "UnexpectedContent",
  });
});

test("the public access block refuses new public lists and ignores old ones", async () => {
  // AWS: "Blocking public access to your Amazon S3 storage" (user guide).
  const Bucket = await openBucket();
  await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", ACL: "public-read" }));
  await block(Bucket, { BlockPublicAcls: true });
  expect(await anonymously(`${Bucket}/k`)).toBe(200);
  const reason = "because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access.";
  await expect(s3.send(new PutBucketAclCommand({ Bucket, ACL: "authenticated-read" }))).rejects.toThrow(reason);
  await expect(s3.send(new PutObjectAclCommand({ Bucket, Key: "k", ACL: "public-read" }))).rejects.toThrow(reason);
  await expect(
    s3.send(new PutObjectCommand({ Bucket, Key: "l", Body: "x", ACL: "public-read" })),
  ).rejects.toMatchObject({ name: "AccessDenied" });
  await block(Bucket, { IgnorePublicAcls: true });
  expect(await anonymously(`${Bucket}/k`)).toBe(403);
  await block(Bucket, {});
  expect(await anonymously(`${Bucket}/k`)).toBe(200);
});

test("ownership is a setting like any other, and lists must go before they are disabled", async () => {
  // AWS: "DeleteBucketOwnershipControls", "PutBucketOwnershipControls" (API reference).
  const Bucket = await openBucket();
  await s3.send(new PutBucketAclCommand({ Bucket, ACL: "public-read" }));
  const enforce = () =>
    s3.send(
      new PutBucketOwnershipControlsCommand({
        Bucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      }),
    );
  await expect(enforce()).rejects.toMatchObject({ name: "InvalidBucketAclWithObjectOwnership" });
  await s3.send(new PutBucketAclCommand({ Bucket, ACL: "private" }));
  await enforce();
  await s3.send(new DeleteBucketOwnershipControlsCommand({ Bucket }));
  await expect(s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))).rejects.toMatchObject({
    name: "OwnershipControlsNotFoundError",
    $metadata: { httpStatusCode: 404 },
  });
  await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", ACL: "public-read" }));
  const rules = { Rules: [{ ObjectOwnership: "Mine" as "ObjectWriter" }] };
  await expect(
    s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: rules })),
  ).rejects.toMatchObject({ name: "MalformedXML" });
});

test("a policy by canonical user id means the account, and only the owner's account manages policies", async () => {
  // AWS: "Principal" by canonical user id (IAM user guide); "PutBucketPolicy": 405 for other accounts with permission.
  const Bucket = await openBucket("BucketOwnerEnforced");
  await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { CanonicalUser: await canonicalId(theirs) },
      Action: "s3:*",
      Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
    },
  });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  await theirs.send(new GetObjectCommand({ Bucket, Key: "k" }));
  expect((await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus?.IsPublic).toBe(false);
  await expect(theirs.send(new PutBucketPolicyCommand({ Bucket, Policy }))).rejects.toMatchObject({
    name: "MethodNotAllowed",
    $metadata: { httpStatusCode: 405 },
  });
});
