// Keys, aliases, tags, states and rotation through the SDK over HTTP, with each error that AWS documents for them.

import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  type CreateKeyCommandInput,
  DecryptCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GetKeyLastUsageCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeyRotationsCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  RotateKeyOnDemandCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { sharedYard, testYard, type TestYard } from "../../../testing/harness.ts";
import { createClock } from "../../../kernel/clock.ts";

const DAY_MS = 86_400_000;
const text = (words: string): Uint8Array => new TextEncoder().encode(words);

async function setUp(given?: TestYard) {
  const yard = given ?? (await sharedYard());
  const account = yard.account();
  const kms = account.client(KMSClient);
  const create = async (input: CreateKeyCommandInput = {}) => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand(input));
    if (KeyMetadata?.KeyId === undefined || KeyMetadata.Arn === undefined) throw new Error("No key was made.");
    return { ...KeyMetadata, KeyId: KeyMetadata.KeyId, Arn: KeyMetadata.Arn };
  };
  const describe = async (KeyId: string) => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
  const encrypt = async (KeyId: string, words = "secret") =>
    (await kms.send(new EncryptCommand({ KeyId, Plaintext: text(words) }))).CiphertextBlob;
  const decrypt = async (CiphertextBlob: Uint8Array | undefined) => {
    const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob }));
    return new TextDecoder().decode(Plaintext);
  };
  return { yard, account, kms, create, describe, encrypt, decrypt };
}

// Goal: a key as CreateKey's defaults make it. AWS: CreateKey, KeyMetadata.
test("makes a symmetric key by default", async () => {
  const { account, create, describe, kms } = await setUp();
  const made = await create({ Description: "orders", Tags: [{ TagKey: "team", TagValue: "shop" }] });
  expect(made).toMatchObject({
    AWSAccountId: account.account,
    Arn: `arn:aws:kms:${account.region}:${account.account}:key/${made.KeyId}`,
    Description: "orders",
    Enabled: true,
    KeyState: "Enabled",
    KeySpec: "SYMMETRIC_DEFAULT",
    CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
    KeyUsage: "ENCRYPT_DECRYPT",
    EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
    KeyManager: "CUSTOMER",
    Origin: "AWS_KMS",
    MultiRegion: false,
    CurrentKeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(await describe(made.Arn)).toEqual(made);
  const { Keys } = await kms.send(new ListKeysCommand({}));
  expect(Keys).toEqual([{ KeyId: made.KeyId, KeyArn: made.Arn }]);
});

// Goal: which usages go with which specs. AWS: CreateKey, KeyUsage.
test.each<[CreateKeyCommandInput, string, string]>([
  [{ KeySpec: "RSA_2048" }, "ValidationException", "You must specify a KeyUsage value"],
  [{ KeySpec: "ECC_NIST_P256", KeyUsage: "ENCRYPT_DECRYPT" }, "ValidationException", "is not compatible with KeySpec"],
  [{ KeySpec: "SYMMETRIC_DEFAULT", KeyUsage: "SIGN_VERIFY" }, "ValidationException", "is not compatible with KeySpec"],
  [{ KeySpec: "SM2", KeyUsage: "SIGN_VERIFY" }, "UnsupportedOperationException", "China"],
  [{ KeySpec: "ML_DSA_44", KeyUsage: "SIGN_VERIFY" }, "NotImplemented", "ML_DSA_44"],
  [{ Origin: "AWS_CLOUDHSM", CustomKeyStoreId: "cks-1" }, "CustomKeyStoreNotFoundException", "custom key store"],
  [{ Tags: [{ TagKey: "aws:x", TagValue: "y" }] }, "TagException", "reserved"],
  [{ Policy: "{" }, "MalformedPolicyDocumentException", ""],
  [{ KeySpec: "nothing" as "RSA_2048" }, "ValidationException", "failed to satisfy constraint"],
])("refuses %j", async (input, name, message) => {
  const { create } = await setUp();
  await expect(create(input)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
});

// Goal: names for keys. AWS: CreateAlias, UpdateAlias, DeleteAlias, ListAliases.
test("keeps aliases", async () => {
  const { account, kms, create, describe } = await setUp();
  const first = await create();
  const second = await create();
  const mac = await create({ KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" });
  const arn = `arn:aws:kms:${account.region}:${account.account}:alias/orders`;
  const alias = (AliasName: string, TargetKeyId = first.KeyId) =>
    kms.send(new CreateAliasCommand({ AliasName, TargetKeyId }));
  await alias("alias/orders");
  expect(await describe("alias/orders")).toMatchObject({ KeyId: first.KeyId });
  expect(await describe(arn)).toMatchObject({ KeyId: first.KeyId });
  await expect(alias("alias/orders")).rejects.toMatchObject({
    name: "AlreadyExistsException",
    message: `An alias with the name ${arn} already exists`,
  });
  await expect(alias("orders")).rejects.toMatchObject({ name: "ValidationException" });
  await expect(alias("alias/aws/orders")).rejects.toMatchObject({ name: "InvalidAliasNameException" });
  await expect(alias("alias/other", "alias/orders")).rejects.toMatchObject({ name: "NotFoundException" });
  const { Aliases } = await kms.send(new ListAliasesCommand({ KeyId: first.KeyId }));
  expect(Aliases).toMatchObject([{ AliasName: "alias/orders", AliasArn: arn, TargetKeyId: first.KeyId }]);

  await kms.send(new UpdateAliasCommand({ AliasName: "alias/orders", TargetKeyId: second.Arn }));
  expect(await describe("alias/orders")).toMatchObject({ KeyId: second.KeyId });
  await expect(
    kms.send(new UpdateAliasCommand({ AliasName: "alias/orders", TargetKeyId: mac.KeyId })),
  ).rejects.toMatchObject({ name: "ValidationException" });
  await expect(
    kms.send(new UpdateAliasCommand({ AliasName: "alias/none", TargetKeyId: first.KeyId })),
  ).rejects.toMatchObject({ name: "NotFoundException", message: expect.stringContaining("alias/none is not found.") });
  await kms.send(new DeleteAliasCommand({ AliasName: "alias/orders" }));
  await expect(describe("alias/orders")).rejects.toMatchObject({
    name: "NotFoundException",
    message: `Alias ${arn} is not found.`,
  });
  expect((await kms.send(new ListAliasesCommand({}))).Aliases).toEqual([]);
});

// Goal: what names no key. AWS: NotFoundException, InvalidArnException.
test.each([
  ["1234abcd-12ab-34cd-56ef-1234567890ab", "NotFoundException", /^Key 'arn:aws:kms:.*' does not exist$/],
  ["nothing", "NotFoundException", /^Invalid keyId 'nothing'$/],
  ["arn:aws:sqs:us-east-1:123456789012:queue", "InvalidArnException", /^Invalid arn /],
  ["arn:aws:kms:eu-west-9:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "NotFoundException", /eu-west-9$/],
])("does not find %s", async (keyId, name, message) => {
  const { describe } = await setUp();
  await expect(describe(keyId)).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
});

// Goal: pages of keys are whole and without repetition. AWS: ListKeys, Marker.
test("lists keys page by page", async () => {
  const { kms, create } = await setUp();
  const made = [await create(), await create(), await create()];
  const first = await kms.send(new ListKeysCommand({ Limit: 2 }));
  expect(first).toMatchObject({ Truncated: true });
  const second = await kms.send(new ListKeysCommand({ Limit: 2, Marker: first.NextMarker }));
  expect(second).toMatchObject({ Truncated: false });
  const ids = [...(first.Keys ?? []), ...(second.Keys ?? [])].map(({ KeyId }) => KeyId);
  expect(ids).toHaveLength(3);
  expect(new Set(ids)).toEqual(new Set(made.map(({ KeyId }) => KeyId)));
  await expect(kms.send(new ListKeysCommand({ Marker: "x" }))).rejects.toMatchObject({
    name: "InvalidMarkerException",
  });
});

// Goal: a key that is switched off is of no use until it is switched on. AWS: "Key states of AWS KMS keys".
test("disables and enables", async () => {
  const { kms, create, describe, encrypt, decrypt } = await setUp();
  const { KeyId, Arn } = await create();
  const blob = await encrypt(KeyId);
  await kms.send(new DisableKeyCommand({ KeyId }));
  expect(await describe(KeyId)).toMatchObject({ KeyState: "Disabled", Enabled: false });
  const refused = { name: "DisabledException", message: `${Arn} is disabled.` };
  await expect(encrypt(KeyId)).rejects.toMatchObject(refused);
  await expect(decrypt(blob)).rejects.toMatchObject(refused);
  await expect(kms.send(new EnableKeyRotationCommand({ KeyId }))).rejects.toMatchObject(refused);
  await kms.send(new UpdateKeyDescriptionCommand({ KeyId, Description: "off" }));
  await kms.send(new EnableKeyCommand({ KeyId }));
  expect(await describe(KeyId)).toMatchObject({ KeyState: "Enabled", Description: "off" });
  expect(await decrypt(blob)).toBe("secret");
});

// Goal: tags. AWS: TagResource, UntagResource, ListResourceTags.
test("keeps tags", async () => {
  const { kms, create } = await setUp();
  const { KeyId } = await create({ Tags: [{ TagKey: "a", TagValue: "1" }] });
  const tags = async () => (await kms.send(new ListResourceTagsCommand({ KeyId }))).Tags;
  await kms.send(
    new TagResourceCommand({
      KeyId,
      Tags: [
        { TagKey: "a", TagValue: "2" },
        { TagKey: "b", TagValue: "3" },
      ],
    }),
  );
  expect(await tags()).toEqual([
    { TagKey: "a", TagValue: "2" },
    { TagKey: "b", TagValue: "3" },
  ]);
  await kms.send(new UntagResourceCommand({ KeyId, TagKeys: ["a", "none"] }));
  expect(await tags()).toEqual([{ TagKey: "b", TagValue: "3" }]);
  const many = Array.from({ length: 50 }, (_, index) => ({ TagKey: `k${index}`, TagValue: "" }));
  await expect(kms.send(new TagResourceCommand({ KeyId, Tags: many }))).rejects.toMatchObject({
    name: "LimitExceededException",
  });
  const twice = [
    { TagKey: "x", TagValue: "" },
    { TagKey: "x", TagValue: "" },
  ];
  await expect(kms.send(new TagResourceCommand({ KeyId, Tags: twice }))).rejects.toMatchObject({
    name: "TagException",
  });
});

// Goal: deletion waits, can be cancelled, and takes the key's ciphertexts with it. AWS: "Delete a KMS key".
test("deletes keys after the waiting period", async () => {
  const clock = createClock({ mode: "virtual", startMs: Date.parse("2026-01-01T00:00:00Z") });
  const yard = await testYard({ clock });
  const { kms, create, describe, encrypt, decrypt } = await setUp(yard);
  const { KeyId, Arn } = await create();
  await kms.send(new CreateAliasCommand({ AliasName: "alias/doomed", TargetKeyId: KeyId }));
  const blob = await encrypt(KeyId);
  const schedule = (PendingWindowInDays?: number) =>
    kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays }));
  await expect(schedule(6)).rejects.toMatchObject({ name: "ValidationException" });
  await expect(schedule(31)).rejects.toMatchObject({ name: "ValidationException" });
  expect(await schedule(7)).toMatchObject({
    KeyId: Arn,
    KeyState: "PendingDeletion",
    PendingWindowInDays: 7,
    DeletionDate: new Date("2026-01-08T00:00:00Z"),
  });
  const pending = { name: "KMSInvalidStateException", message: `${Arn} is pending deletion.` };
  await expect(schedule(7)).rejects.toMatchObject(pending);
  await expect(decrypt(blob)).rejects.toMatchObject(pending);
  await expect(kms.send(new EnableKeyCommand({ KeyId }))).rejects.toMatchObject(pending);
  await expect(
    kms.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: "a", TagValue: "b" }] })),
  ).rejects.toMatchObject(pending);

  // AWS: CancelKeyDeletion: the key comes back disabled.
  expect(await kms.send(new CancelKeyDeletionCommand({ KeyId }))).toMatchObject({ KeyId: Arn });
  expect(await describe(KeyId)).toMatchObject({ KeyState: "Disabled" });
  await expect(kms.send(new CancelKeyDeletionCommand({ KeyId }))).rejects.toMatchObject({
    name: "KMSInvalidStateException",
    message: `${Arn} is not pending deletion.`,
  });
  await yard.advance(8 * DAY_MS);
  await kms.send(new EnableKeyCommand({ KeyId }));
  expect(await decrypt(blob)).toBe("secret");

  await schedule();
  await yard.advance(29 * DAY_MS);
  expect(await describe(KeyId)).toMatchObject({ KeyState: "PendingDeletion" });
  await yard.advance(DAY_MS);
  await expect(describe(KeyId)).rejects.toMatchObject({ name: "NotFoundException" });
  await expect(describe("alias/doomed")).rejects.toMatchObject({ name: "NotFoundException" });
  await expect(decrypt(blob)).rejects.toMatchObject({ name: "NotFoundException" });
  await yard.stop();
});

// Goal: rotation by the calendar and on demand; what was encrypted before still decrypts. AWS: "Rotate AWS KMS keys".
test("rotates", async () => {
  const clock = createClock({ mode: "virtual", startMs: Date.parse("2026-01-01T00:00:00Z") });
  const yard = await testYard({ clock });
  const { kms, create, describe, encrypt, decrypt } = await setUp(yard);
  const { KeyId, CurrentKeyMaterialId } = await create();
  const status = () => kms.send(new GetKeyRotationStatusCommand({ KeyId }));
  const blobs = [await encrypt(KeyId, "0")];
  expect(await status()).toMatchObject({ KeyRotationEnabled: false });
  await expect(kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 89 }))).rejects.toMatchObject({
    name: "ValidationException",
  });
  await kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));
  expect(await status()).toMatchObject({
    KeyRotationEnabled: true,
    RotationPeriodInDays: 90,
    NextRotationDate: new Date("2026-04-01T00:00:00Z"),
  });
  await yard.advance(90 * DAY_MS);
  const second = (await describe(KeyId))?.CurrentKeyMaterialId;
  expect(second).not.toBe(CurrentKeyMaterialId);
  blobs.push(await encrypt(KeyId, "1"));
  await kms.send(new RotateKeyOnDemandCommand({ KeyId }));
  blobs.push(await encrypt(KeyId, "2"));
  for (const [index, blob] of blobs.entries()) expect(await decrypt(blob)).toBe(String(index));
  expect(await status()).toMatchObject({ NextRotationDate: new Date("2026-06-30T00:00:00Z") });
  const { Rotations } = await kms.send(new ListKeyRotationsCommand({ KeyId }));
  expect(Rotations).toMatchObject([
    { RotationType: "AUTOMATIC", KeyMaterialId: second, KeyMaterialState: "NON_CURRENT" },
    { RotationType: "ON_DEMAND", KeyMaterialState: "CURRENT" },
  ]);
  const all = await kms.send(new ListKeyRotationsCommand({ KeyId, IncludeKeyMaterial: "ALL_KEY_MATERIAL", Limit: 2 }));
  expect(all).toMatchObject({ Truncated: true, Rotations: [{ KeyMaterialId: CurrentKeyMaterialId }, {}] });

  await kms.send(new DisableKeyRotationCommand({ KeyId }));
  await yard.advance(365 * DAY_MS);
  expect((await kms.send(new ListKeyRotationsCommand({ KeyId }))).Rotations).toHaveLength(2);
  for (let done = 1; done < 25; done += 1) await kms.send(new RotateKeyOnDemandCommand({ KeyId }));
  await expect(kms.send(new RotateKeyOnDemandCommand({ KeyId }))).rejects.toMatchObject({
    name: "LimitExceededException",
  });
  const { KeyId: pair } = await create({ KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" });
  await expect(kms.send(new EnableKeyRotationCommand({ KeyId: pair }))).rejects.toMatchObject({
    name: "UnsupportedOperationException",
  });
  await yard.stop();
});

// Goal: the last use of a key. AWS: GetKeyLastUsage.
test("tells a key's last use", async () => {
  const { kms, create, encrypt, decrypt } = await setUp();
  const { KeyId, CreationDate } = await create();
  const usage = () => kms.send(new GetKeyLastUsageCommand({ KeyId }));
  expect(await usage()).toMatchObject({ KeyCreationDate: CreationDate, TrackingStartDate: CreationDate });
  expect((await usage()).KeyLastUsage).toBeUndefined();
  const blob = await encrypt(KeyId);
  expect((await usage()).KeyLastUsage).toMatchObject({ Operation: "Encrypt" });
  await decrypt(blob);
  expect((await usage()).KeyLastUsage).toMatchObject({ Operation: "Decrypt", Timestamp: expect.any(Date) });
});
