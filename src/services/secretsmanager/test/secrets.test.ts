// Secrets through the SDK over HTTP: versions and labels, listing, deletion, policies, passwords, with the errors that AWS documents.

import { CreateKeyCommand, DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  BatchGetSecretValueCommand,
  CreateSecretCommand,
  DeleteResourcePolicyCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  type GetRandomPasswordCommandInput,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
  UpdateSecretVersionStageCommand,
  ValidateResourcePolicyCommand,
} from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { sharedYard, testYard, type TestYard } from "../../../testing/harness.ts";

const DAY_MS = 86_400_000;
const TOKENS = ["a", "b", "c"].map((letter) => letter.repeat(36));
const [A = "", B = "", C = ""] = TOKENS;

async function setUp(given?: TestYard) {
  const yard = given ?? (await sharedYard());
  const account = yard.account();
  const client = account.client(SecretsManagerClient);
  const create = async (Name: string, SecretString?: string, token?: string) =>
    client.send(new CreateSecretCommand({ Name, SecretString, ClientRequestToken: token }));
  const put = (SecretId: string, SecretString: string, token?: string, VersionStages?: string[]) =>
    client.send(new PutSecretValueCommand({ SecretId, SecretString, ClientRequestToken: token, VersionStages }));
  const get = (SecretId: string, more: { VersionId?: string; VersionStage?: string } = {}) =>
    client.send(new GetSecretValueCommand({ SecretId, ...more }));
  const stages = async (SecretId: string) =>
    (await client.send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages;
  return { yard, account, client, create, put, get, stages };
}

// Goal: a secret is found by name, ARN and partial ARN, and AWSCURRENT and AWSPREVIOUS follow its values.
// AWS: CreateSecret, PutSecretValue, "What's in a Secrets Manager secret".
test("versions take over from each other", async () => {
  const { account, create, put, get, stages } = await setUp();
  const { ARN = "" } = await create("app/db", "one", A);
  expect(ARN).toMatch(
    new RegExp(`^arn:aws:secretsmanager:${account.region}:${account.account}:secret:app/db-[A-Za-z0-9]{6}$`),
  );
  expect(await put("app/db", "two", B)).toMatchObject({ VersionId: B, VersionStages: ["AWSCURRENT"] });
  expect(await stages(ARN)).toEqual({ [A]: ["AWSPREVIOUS"], [B]: ["AWSCURRENT"] });
  expect(await get(ARN.slice(0, -7))).toMatchObject({ SecretString: "two", Name: "app/db", VersionId: B });
  expect(await get("app/db", { VersionStage: "AWSPREVIOUS" })).toMatchObject({ SecretString: "one" });
  expect(await get(ARN, { VersionId: A })).toMatchObject({ SecretString: "one" });
  await put("app/db", "three", C);
  expect(await stages(ARN)).toEqual({ [B]: ["AWSPREVIOUS"], [C]: ["AWSCURRENT"] });
  await expect(get(ARN, { VersionId: A, VersionStage: "AWSCURRENT" })).rejects.toMatchObject({
    name: "InvalidRequestException",
    message: "You provided a VersionStage that is not associated to the provided VersionId.",
  });
  await expect(get(ARN, { VersionStage: "NONE" })).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Secrets Manager can't find the specified secret value for staging label: NONE",
  });
});

// Goal: a token makes a call repeatable, and only with the same value. AWS: CreateSecret and PutSecretValue, ClientRequestToken.
test("repeats what has the same token and the same value", async () => {
  const { create, put, get } = await setUp();
  const first = await create("s", "one", A);
  expect(await create("s", "one", A)).toMatchObject({ ARN: first.ARN, VersionId: A });
  await expect(create("s", "other", A)).rejects.toMatchObject({ name: "ResourceExistsException" });
  await expect(create("s", "one", B)).rejects.toMatchObject({
    name: "ResourceExistsException",
    message: "The operation failed because the secret s already exists.",
  });
  await put("s", "two", B);
  await put("s", "two", B);
  await expect(put("s", "three", B)).rejects.toMatchObject({ name: "ResourceExistsException" });
  expect((await get("s")).SecretString).toBe("two");
});

// Goal: 16 writers of one version: all get the same version, or are told that the token is taken; none is lost.
test("one of many writers of a version wins", async () => {
  const { create, put, get } = await setUp();
  await create("s", "zero");
  const outcomes = await Promise.allSettled(
    Array.from({ length: 16 }, (_, index) => put("s", `value ${index % 2}`, A)),
  );
  const { SecretString } = await get("s");
  for (const [index, outcome] of outcomes.entries())
    expect(outcome.status).toBe(`value ${index % 2}` === SecretString ? "fulfilled" : "rejected");
});

// Goal: labels move only as AWS lets them. AWS: UpdateSecretVersionStage.
test("staging labels move", async () => {
  const { client, create, put, stages } = await setUp();
  await create("s", "one", A);
  await put("s", "two", B, ["AWSPENDING"]);
  const move = (VersionStage: string, MoveToVersionId?: string, RemoveFromVersionId?: string) =>
    client.send(
      new UpdateSecretVersionStageCommand({ SecretId: "s", VersionStage, MoveToVersionId, RemoveFromVersionId }),
    );
  await expect(move("AWSCURRENT", B)).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: `The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${A}, so you must explicitly reference that version in RemoveFromVersionId.`,
  });
  await expect(move("AWSCURRENT", undefined, A)).rejects.toMatchObject({ name: "InvalidParameterException" });
  await expect(move("AWSCURRENT", C, A)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await move("AWSCURRENT", B, A);
  await move("AWSPENDING", undefined, B);
  expect(await stages("s")).toEqual({ [A]: ["AWSPREVIOUS"], [B]: ["AWSCURRENT"] });
  const many = Array.from({ length: 19 }, (_, index) => `label-${index}`);
  await expect(put("s", "three", C, many)).rejects.toMatchObject({ name: "LimitExceededException" });
});

// Goal: a deleted secret waits, comes back, and goes for good when its time is over; forced, it goes at once.
// AWS: DeleteSecret, RestoreSecret.
test("deletion waits for its recovery window", async () => {
  const yard = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.UTC(2026, 0, 1) }) });
  const { client, create, get } = await setUp(yard);
  const remove = (SecretId: string, more: object = {}) => client.send(new DeleteSecretCommand({ SecretId, ...more }));
  await create("s", "one");
  await expect(remove("s", { RecoveryWindowInDays: 6 })).rejects.toMatchObject({ name: "InvalidParameterException" });
  const { DeletionDate } = await remove("s", { RecoveryWindowInDays: 7 });
  expect(DeletionDate?.getTime()).toBe(yard.clock.nowMs() + 7 * DAY_MS);
  await expect(get("s")).rejects.toMatchObject({
    name: "InvalidRequestException",
    message: "You can't perform this operation on the secret because it was marked for deletion.",
  });
  await expect(create("s", "two")).rejects.toMatchObject({
    message: "You can't create this secret because a secret with this name is already scheduled for deletion.",
  });
  expect((await client.send(new ListSecretsCommand({}))).SecretList).toEqual([]);
  expect((await client.send(new ListSecretsCommand({ IncludePlannedDeletion: true }))).SecretList).toHaveLength(1);
  await client.send(new RestoreSecretCommand({ SecretId: "s" }));
  await yard.advance(8 * DAY_MS);
  expect((await get("s")).SecretString).toBe("one");
  await remove("s", { RecoveryWindowInDays: 7 });
  await yard.advance(7 * DAY_MS);
  await expect(get("s")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await create("s", "two");
  await remove("s", { ForceDeleteWithoutRecovery: true });
  await remove("s", { ForceDeleteWithoutRecovery: true });
  await create("s", "three");
  expect((await get("s")).SecretString).toBe("three");
  await yard.stop();
});

// Goal: values are KMS's to open: another key re-encrypts, a disabled one closes. AWS: UpdateSecret, KmsKeyId; GetSecretValue.
test("a value lies under the secret's key", async () => {
  const { account, client, create, get } = await setUp();
  const kms = account.client(KMSClient);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const KmsKeyId = KeyMetadata?.Arn ?? "";
  await create("s", "one");
  await client.send(new UpdateSecretCommand({ SecretId: "s", KmsKeyId, Description: "moved" }));
  expect((await get("s")).SecretString).toBe("one");
  await kms.send(new DisableKeyCommand({ KeyId: KmsKeyId }));
  await expect(get("s")).rejects.toMatchObject({ name: "DecryptionFailure" });
  await expect(client.send(new PutSecretValueCommand({ SecretId: "s", SecretString: "two" }))).rejects.toMatchObject({
    name: "EncryptionFailure",
  });
  expect(await client.send(new DescribeSecretCommand({ SecretId: "s" }))).toMatchObject({
    KmsKeyId,
    Description: "moved",
  });
});

// Goal: lists, filters and pages. AWS: ListSecrets, Filter; ListSecretVersionIds; BatchGetSecretValue.
test("lists, and reads many at once", async () => {
  const { client, create, put } = await setUp();
  for (const name of ["prod/a", "prod/b", "dev/a"]) await create(name, `value of ${name}`);
  await client.send(new TagResourceCommand({ SecretId: "prod/b", Tags: [{ Key: "team", Value: "Blue" }] }));
  const names = async (...Filters: { Key: "name" | "tag-key" | "tag-value" | "all"; Values: string[] }[]) => {
    const { SecretList = [] } = await client.send(
      new ListSecretsCommand({ Filters, SortBy: "name", SortOrder: "asc" }),
    );
    return SecretList.map(({ Name }) => Name);
  };
  expect(await names()).toEqual(["dev/a", "prod/a", "prod/b"]);
  expect(await names({ Key: "name", Values: ["prod/"] })).toEqual(["prod/a", "prod/b"]);
  expect(await names({ Key: "name", Values: ["!prod/"] })).toEqual(["dev/a"]);
  expect(await names({ Key: "tag-value", Values: ["blue"] })).toEqual([]);
  expect(await names({ Key: "all", Values: ["blue"] })).toEqual(["prod/b"]);
  const first = await client.send(new ListSecretsCommand({ MaxResults: 2, SortBy: "name", SortOrder: "asc" }));
  const second = await client.send(
    new ListSecretsCommand({ NextToken: first.NextToken, SortBy: "name", SortOrder: "asc" }),
  );
  expect(second.SecretList?.map(({ Name }) => Name)).toEqual(["prod/b"]);
  await expect(client.send(new ListSecretsCommand({ NextToken: "?" }))).rejects.toMatchObject({
    name: "InvalidNextTokenException",
  });
  const batch = await client.send(new BatchGetSecretValueCommand({ SecretIdList: ["prod/a", "gone"] }));
  expect(batch.SecretValues?.map(({ SecretString }) => SecretString)).toEqual(["value of prod/a"]);
  expect(batch.Errors).toMatchObject([{ SecretId: "gone", ErrorCode: "ResourceNotFoundException" }]);
  await put("dev/a", "2", A);
  await put("dev/a", "3", B);
  const versions = (IncludeDeprecated: boolean) =>
    client.send(new ListSecretVersionIdsCommand({ SecretId: "dev/a", IncludeDeprecated }));
  expect((await versions(false)).Versions).toHaveLength(2);
  expect((await versions(true)).Versions).toHaveLength(3);
  await client.send(new UntagResourceCommand({ SecretId: "prod/b", TagKeys: ["team", "none"] }));
  expect(await names({ Key: "tag-key", Values: ["team"] })).toEqual([]);
});

// Goal: a policy lets another account in, and only a policy does. AWS: "Access secrets from a different account".
test("another account gets in by the secret's policy, and not without", async () => {
  const { account, client, create } = await setUp();
  const stranger = await setUp();
  const { KeyMetadata } = await account.client(KMSClient).send(
    new CreateKeyCommand({
      Policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:*", Resource: "*" }],
      }),
    }),
  );
  const { ARN = "" } = await create("shared", "value");
  await client.send(new UpdateSecretCommand({ SecretId: ARN, KmsKeyId: KeyMetadata?.Arn }));
  await expect(stranger.get(ARN)).rejects.toMatchObject({ name: "AccessDeniedException" });
  const policyFor = (principal: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: principal }, Action: "secretsmanager:GetSecretValue", Resource: "*" },
      ],
    });
  const put = (ResourcePolicy: string) =>
    client.send(new PutResourcePolicyCommand({ SecretId: ARN, ResourcePolicy, BlockPublicPolicy: true }));
  await expect(put("{}")).rejects.toMatchObject({ name: "MalformedPolicyDocumentException" });
  await expect(put(policyFor("*"))).rejects.toMatchObject({ name: "PublicPolicyException" });
  await put(policyFor(stranger.account.account));
  expect((await stranger.get(ARN)).SecretString).toBe("value");
  await expect(stranger.put(ARN, "mine")).rejects.toMatchObject({ name: "AccessDeniedException" });
  expect((await client.send(new GetResourcePolicyCommand({ SecretId: ARN }))).ResourcePolicy).toContain(
    "GetSecretValue",
  );
  const check = (ResourcePolicy: string) => client.send(new ValidateResourcePolicyCommand({ ResourcePolicy }));
  expect((await check(policyFor("*"))).PolicyValidationPassed).toBe(false);
  expect((await check(policyFor(account.account))).PolicyValidationPassed).toBe(true);
  await client.send(new DeleteResourcePolicyCommand({ SecretId: ARN }));
  await expect(stranger.get(ARN)).rejects.toMatchObject({ name: "AccessDeniedException" });
});

// Goal: passwords are what was asked for. AWS: GetRandomPassword.
test("makes passwords up", async () => {
  const { client } = await setUp();
  const password = async (input: GetRandomPasswordCommandInput) =>
    (await client.send(new GetRandomPasswordCommand(input))).RandomPassword ?? "";
  expect(await password({})).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^A-Za-z0-9]).{32}$/);
  expect(await password({ PasswordLength: 4096, ExcludePunctuation: true, ExcludeCharacters: "aeiou0" })).toMatch(
    /^[b-df-hj-np-tv-zA-Z1-9]{4096}$/,
  );
  await expect(password({ PasswordLength: 3 })).rejects.toMatchObject({ name: "InvalidParameterException" });
});
