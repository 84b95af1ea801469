// Cryptographic operations through the SDK over HTTP: what one operation made, another - or Node's own crypto - takes.

import { constants, createHash, createPublicKey, diffieHellman, generateKeyPairSync, publicEncrypt } from "node:crypto";
import { createCipheriv, createPrivateKey, randomBytes, verify as verifyLocally } from "node:crypto";
import {
  CreateKeyCommand,
  type CreateKeyCommandInput,
  DecryptCommand,
  DeleteImportedKeyMaterialCommand,
  DeriveSharedSecretCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyPairCommand,
  GenerateDataKeyPairWithoutPlaintextCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GenerateMacCommand,
  GenerateRandomCommand,
  GetParametersForImportCommand,
  GetPublicKeyCommand,
  ImportKeyMaterialCommand,
  type ImportKeyMaterialCommandInput,
  KMSClient,
  ListKeyRotationsCommand,
  ReEncryptCommand,
  ReplicateKeyCommand,
  RotateKeyOnDemandCommand,
  ScheduleKeyDeletionCommand,
  SignCommand,
  type SigningAlgorithmSpec,
  UpdatePrimaryRegionCommand,
  VerifyCommand,
  VerifyMacCommand,
} from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { sharedYard, testYard, type TestYard } from "../../../testing/harness.ts";

const DAY_MS = 86_400_000;
const Plaintext = new TextEncoder().encode("secret");

async function setUp(input: CreateKeyCommandInput = {}, given?: TestYard) {
  const yard = given ?? (await sharedYard());
  const account = yard.account();
  const kms = account.client(KMSClient);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand(input));
  const KeyId = KeyMetadata?.KeyId ?? "";
  const publicKey = async () => {
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }));
    return createPublicKey({ key: Buffer.from(PublicKey ?? []), format: "der", type: "spki" });
  };
  return { yard, account, kms, KeyId, Arn: KeyMetadata?.Arn ?? "", publicKey };
}

// Goal: a ciphertext opens with its context only, names its key by itself, and cannot be altered. AWS: Encrypt, Decrypt.
test("encrypts and decrypts", async () => {
  const { kms, KeyId, Arn } = await setUp();
  const EncryptionContext = { b: "2", a: "1" };
  const made = await kms.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }));
  expect(made).toMatchObject({ KeyId: Arn, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" });
  const { CiphertextBlob = new Uint8Array() } = made;
  const opened = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { a: "1", b: "2" } }));
  expect(opened).toMatchObject({ KeyId: Arn, Plaintext, KeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const invalid = { name: "InvalidCiphertextException" };
  const others: readonly (Record<string, string> | undefined)[] = [
    undefined,
    { a: "1" },
    { a: "1", b: "3" },
    { a: "1", b: "2", c: "" },
    { A: "1", b: "2" },
  ];
  for (const context of others)
    await expect(kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: context }))).rejects.toMatchObject(
      invalid,
    );
  const altered = Uint8Array.from(CiphertextBlob);
  altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
  await expect(kms.send(new DecryptCommand({ CiphertextBlob: altered, EncryptionContext }))).rejects.toMatchObject(
    invalid,
  );
  await expect(kms.send(new DecryptCommand({ CiphertextBlob: new Uint8Array([9, 9, 9]) }))).rejects.toMatchObject(
    invalid,
  );
  const other = await kms.send(new CreateKeyCommand({}));
  await expect(
    kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext, KeyId: other.KeyMetadata?.KeyId })),
  ).rejects.toMatchObject({ name: "IncorrectKeyException" });
  // AWS: Encrypt: "up to 4096 bytes".
  await kms.send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array(4_096) }));
  await expect(kms.send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array(4_097) }))).rejects.toMatchObject({
    name: "ValidationException",
  });
});

// Goal: from one key and context to another. AWS: ReEncrypt.
test("re-encrypts", async () => {
  const { kms, KeyId, Arn } = await setUp();
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext: { a: "1" } }));
  const moved = await kms.send(
    new ReEncryptCommand({
      CiphertextBlob,
      SourceEncryptionContext: { a: "1" },
      DestinationKeyId: KeyMetadata?.KeyId,
      DestinationEncryptionContext: { b: "2" },
    }),
  );
  expect(moved).toMatchObject({ SourceKeyId: Arn, KeyId: KeyMetadata?.Arn });
  const opened = await kms.send(
    new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob, EncryptionContext: { b: "2" } }),
  );
  expect(opened).toMatchObject({ KeyId: KeyMetadata?.Arn, Plaintext });
  await expect(kms.send(new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: KeyId }))).rejects.toMatchObject({
    name: "InvalidCiphertextException",
  });
});

// Goal: data keys. AWS: GenerateDataKey, GenerateDataKeyWithoutPlaintext.
test("makes data keys", async () => {
  const { kms, KeyId, Arn } = await setUp();
  for (const [size, bytes] of [
    [{ KeySpec: "AES_256" }, 32],
    [{ KeySpec: "AES_128" }, 16],
    [{ NumberOfBytes: 64 }, 64],
  ] as const) {
    const made = await kms.send(new GenerateDataKeyCommand({ KeyId, ...size }));
    expect(made).toMatchObject({ KeyId: Arn });
    expect(made.Plaintext).toHaveLength(bytes);
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob: made.CiphertextBlob }));
    expect(opened.Plaintext).toEqual(made.Plaintext);
  }
  const blind = await kms.send(new GenerateDataKeyWithoutPlaintextCommand({ KeyId, KeySpec: "AES_256" }));
  expect(blind).not.toHaveProperty("Plaintext");
  expect((await kms.send(new DecryptCommand({ CiphertextBlob: blind.CiphertextBlob }))).Plaintext).toHaveLength(32);
  for (const size of [{}, { KeySpec: "AES_256", NumberOfBytes: 32 }] as const)
    await expect(kms.send(new GenerateDataKeyCommand({ KeyId, ...size }))).rejects.toMatchObject({
      name: "ValidationException",
      message: "Please specify either number of bytes or key spec.",
    });
  expect((await kms.send(new GenerateRandomCommand({ NumberOfBytes: 24 }))).Plaintext).toHaveLength(24);
});

// Goal: data key pairs belong together. AWS: GenerateDataKeyPair.
test.each(["RSA_2048", "ECC_NIST_P384", "ECC_SECG_P256K1", "ECC_NIST_EDWARDS25519"] as const)(
  "makes a data key pair %s",
  async (KeyPairSpec) => {
    const { kms, KeyId, Arn } = await setUp();
    const pair = await kms.send(new GenerateDataKeyPairCommand({ KeyId, KeyPairSpec }));
    expect(pair).toMatchObject({ KeyId: Arn, KeyPairSpec });
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob: pair.PrivateKeyCiphertextBlob }));
    expect(opened.Plaintext).toEqual(pair.PrivateKeyPlaintext);
    const key = createPrivateKey({ key: Buffer.from(opened.Plaintext ?? []), format: "der", type: "pkcs8" });
    const derived = createPublicKey(key).export({ type: "spki", format: "der" });
    expect(Uint8Array.from(derived)).toEqual(pair.PublicKey);
    const blind = await kms.send(new GenerateDataKeyPairWithoutPlaintextCommand({ KeyId, KeyPairSpec }));
    expect(blind).not.toHaveProperty("PrivateKeyPlaintext");
  },
);

// Goal: each algorithm of each pair, over messages and digests, taken by Verify and by Node. AWS: Sign, Verify.
test.each<[CreateKeyCommandInput["KeySpec"], SigningAlgorithmSpec, string | undefined]>([
  ["RSA_2048", "RSASSA_PKCS1_V1_5_SHA_256", "sha256"],
  ["RSA_2048", "RSASSA_PSS_SHA_512", "sha512"],
  ["ECC_NIST_P256", "ECDSA_SHA_256", "sha256"],
  ["ECC_NIST_P384", "ECDSA_SHA_384", "sha384"],
  ["ECC_NIST_P521", "ECDSA_SHA_512", "sha512"],
  ["ECC_SECG_P256K1", "ECDSA_SHA_256", "sha256"],
  ["ECC_NIST_EDWARDS25519", "ED25519_SHA_512", undefined],
])("signs with %s and %s", async (KeySpec, SigningAlgorithm, hash) => {
  const { kms, KeyId, Arn, publicKey } = await setUp({ KeySpec, KeyUsage: "SIGN_VERIFY" });
  const Message = Buffer.from("a message");
  const raw = await kms.send(new SignCommand({ KeyId, Message, SigningAlgorithm }));
  expect(raw).toMatchObject({ KeyId: Arn, SigningAlgorithm });
  const key = await publicKey();
  const options = SigningAlgorithm.startsWith("RSASSA_PSS")
    ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : { key };
  expect(verifyLocally(hash ?? null, Message, options, raw.Signature ?? new Uint8Array())).toBe(true);
  const check = (Signature: Uint8Array | undefined, message: Uint8Array, MessageType?: "DIGEST") =>
    kms.send(new VerifyCommand({ KeyId, Message: message, MessageType, Signature, SigningAlgorithm }));
  expect(await check(raw.Signature, Message)).toMatchObject({ KeyId: Arn, SignatureValid: true });
  await expect(check(raw.Signature, Buffer.from("another"))).rejects.toMatchObject({
    name: "KMSInvalidSignatureException",
  });
  if (hash === undefined) return;
  const digest = createHash(hash).update(Message).digest();
  const signed = await kms.send(new SignCommand({ KeyId, Message: digest, MessageType: "DIGEST", SigningAlgorithm }));
  expect(await check(signed.Signature, Message)).toMatchObject({ SignatureValid: true });
  expect(await check(raw.Signature, digest, "DIGEST")).toMatchObject({ SignatureValid: true });
  await expect(check(raw.Signature, digest.subarray(1), "DIGEST")).rejects.toMatchObject({
    name: "ValidationException",
    message: expect.stringContaining("Digest is invalid length"),
  });
});

// Goal: RSA both ways, with its own limits. AWS: Encrypt, EncryptionAlgorithm.
test("encrypts with RSA", async () => {
  const { kms, KeyId, publicKey } = await setUp({ KeySpec: "RSA_2048", KeyUsage: "ENCRYPT_DECRYPT" });
  const EncryptionAlgorithm = "RSAES_OAEP_SHA_256";
  const outside = publicEncrypt(
    { key: await publicKey(), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" },
    Plaintext,
  );
  for (const CiphertextBlob of [
    outside,
    (await kms.send(new EncryptCommand({ KeyId, Plaintext, EncryptionAlgorithm }))).CiphertextBlob,
  ])
    expect(await kms.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionAlgorithm }))).toMatchObject({
      Plaintext,
    });
  await expect(
    kms.send(new EncryptCommand({ KeyId, Plaintext: new Uint8Array(191), EncryptionAlgorithm })),
  ).rejects.toMatchObject({
    name: "ValidationException",
    message: "Algorithm RSAES_OAEP_SHA_256 and key spec RSA_2048 cannot encrypt data larger than 190 bytes.",
  });
  await expect(kms.send(new EncryptCommand({ KeyId, Plaintext }))).rejects.toMatchObject({
    name: "InvalidKeyUsageException",
    message: "Algorithm SYMMETRIC_DEFAULT and key spec RSA_2048 are incompatible.",
  });
  await expect(kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256" }))).rejects.toMatchObject({
    name: "InvalidKeyUsageException",
  });
});

// Goal: HMACs. AWS: GenerateMac, VerifyMac.
test.each([
  ["HMAC_224", "HMAC_SHA_224", 28],
  ["HMAC_512", "HMAC_SHA_512", 64],
] as const)("makes MACs with %s", async (KeySpec, MacAlgorithm, bytes) => {
  const { kms, KeyId, Arn } = await setUp({ KeySpec, KeyUsage: "GENERATE_VERIFY_MAC" });
  const { Mac } = await kms.send(new GenerateMacCommand({ KeyId, Message: Plaintext, MacAlgorithm }));
  expect(Mac).toHaveLength(bytes);
  const check = (Message: Uint8Array) => kms.send(new VerifyMacCommand({ KeyId, Message, Mac, MacAlgorithm }));
  expect(await check(Plaintext)).toMatchObject({ KeyId: Arn, MacValid: true, MacAlgorithm });
  await expect(check(new Uint8Array([1]))).rejects.toMatchObject({ name: "KMSInvalidMacException" });
  await expect(kms.send(new EncryptCommand({ KeyId, Plaintext }))).rejects.toMatchObject({
    name: "InvalidKeyUsageException",
    message: `${Arn} key usage is GENERATE_VERIFY_MAC which is not valid for Encrypt.`,
  });
  await expect(kms.send(new GetPublicKeyCommand({ KeyId }))).rejects.toMatchObject({
    name: "UnsupportedOperationException",
  });
});

// Goal: both sides come to the same secret. AWS: DeriveSharedSecret.
test("agrees on a secret", async () => {
  const { kms, KeyId, Arn, publicKey } = await setUp({ KeySpec: "ECC_NIST_P256", KeyUsage: "KEY_AGREEMENT" });
  const own = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const PublicKey = own.publicKey.export({ type: "spki", format: "der" });
  const answer = await kms.send(new DeriveSharedSecretCommand({ KeyId, KeyAgreementAlgorithm: "ECDH", PublicKey }));
  expect(answer).toMatchObject({ KeyId: Arn, KeyAgreementAlgorithm: "ECDH", KeyOrigin: "AWS_KMS" });
  const secret = diffieHellman({ privateKey: own.privateKey, publicKey: await publicKey() });
  expect(answer.SharedSecret).toEqual(Uint8Array.from(secret));
  const other = generateKeyPairSync("ec", { namedCurve: "secp384r1" }).publicKey.export({
    type: "spki",
    format: "der",
  });
  await expect(
    kms.send(new DeriveSharedSecretCommand({ KeyId, KeyAgreementAlgorithm: "ECDH", PublicKey: other })),
  ).rejects.toMatchObject({ name: "ValidationException" });
});

// Goal: imported material is used, expires, is deleted and imported again, and is replaced by rotation. AWS: "Importing key
// material for AWS KMS keys".
test("imports material", async () => {
  const clock = createClock({ mode: "virtual", startMs: Date.parse("2026-01-01T00:00:00Z") });
  const yard = await testYard({ clock });
  const { kms, KeyId, Arn } = await setUp({ Origin: "EXTERNAL" }, yard);
  const state = async () => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
  expect(await state()).toMatchObject({ KeyState: "PendingImport", Origin: "EXTERNAL" });
  await expect(kms.send(new EncryptCommand({ KeyId, Plaintext }))).rejects.toMatchObject({
    name: "KMSInvalidStateException",
    message: `${Arn} is pending import.`,
  });
  const load = async (material: Uint8Array, more: Partial<ImportKeyMaterialCommandInput> = {}, isWrapped = false) => {
    const WrappingAlgorithm = isWrapped ? "RSA_AES_KEY_WRAP_SHA_256" : "RSAES_OAEP_SHA_256";
    const { ImportToken, PublicKey } = await kms.send(
      new GetParametersForImportCommand({ KeyId, WrappingAlgorithm, WrappingKeySpec: "RSA_2048" }),
    );
    const key = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: "der", type: "spki" });
    const wrap = (bytes: Uint8Array) =>
      publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, bytes);
    const aes = randomBytes(32);
    const cipher = createCipheriv("id-aes256-wrap-pad", aes, Buffer.from("A65959A6", "hex"));
    const EncryptedKeyMaterial = isWrapped
      ? Buffer.concat([wrap(aes), cipher.update(material), cipher.final()])
      : wrap(material);
    return kms.send(
      new ImportKeyMaterialCommand({
        KeyId,
        ImportToken,
        EncryptedKeyMaterial,
        ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE",
        ...more,
      }),
    );
  };
  const first = randomBytes(32);
  const expiring = {
    ExpirationModel: "KEY_MATERIAL_EXPIRES",
    ValidTo: new Date("2026-01-11T00:00:00Z"),
  } as const;
  await expect(load(randomBytes(16))).rejects.toMatchObject({ name: "IncorrectKeyMaterialException" });
  await expect(load(first, { ExpirationModel: "KEY_MATERIAL_EXPIRES" })).rejects.toMatchObject({
    name: "ValidationException",
  });
  await expect(load(first, { ImportToken: new Uint8Array(40) })).rejects.toMatchObject({
    name: "InvalidImportTokenException",
  });
  const imported = await load(first, expiring);
  expect(imported).toMatchObject({ KeyId: Arn });
  expect(await state()).toMatchObject({
    KeyState: "Enabled",
    ExpirationModel: "KEY_MATERIAL_EXPIRES",
    ValidTo: new Date("2026-01-11T00:00:00Z"),
    CurrentKeyMaterialId: imported.KeyMaterialId,
  });
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext }));
  const decrypt = () => kms.send(new DecryptCommand({ CiphertextBlob }));

  await yard.advance(10 * DAY_MS);
  expect(await state()).toMatchObject({ KeyState: "PendingImport" });
  await expect(decrypt()).rejects.toMatchObject({ name: "KMSInvalidStateException" });
  await expect(load(randomBytes(32))).rejects.toMatchObject({ name: "IncorrectKeyMaterialException" });
  await load(first, {}, true);
  expect(await decrypt()).toMatchObject({ Plaintext });

  expect(await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId }))).toMatchObject({
    KeyMaterialId: imported.KeyMaterialId,
  });
  await expect(decrypt()).rejects.toMatchObject({ name: "KMSInvalidStateException" });
  await load(first);

  await expect(kms.send(new RotateKeyOnDemandCommand({ KeyId }))).rejects.toMatchObject({
    name: "KMSInvalidStateException",
  });
  const second = await load(randomBytes(32), { ImportType: "NEW_KEY_MATERIAL", KeyMaterialDescription: "second" });
  const all = new ListKeyRotationsCommand({ KeyId, IncludeKeyMaterial: "ALL_KEY_MATERIAL" });
  expect((await kms.send(all)).Rotations).toMatchObject([
    { KeyMaterialState: "CURRENT", ImportState: "IMPORTED" },
    { KeyMaterialState: "PENDING_ROTATION", KeyMaterialDescription: "second" },
  ]);
  await kms.send(new RotateKeyOnDemandCommand({ KeyId }));
  expect(await state()).toMatchObject({ CurrentKeyMaterialId: second.KeyMaterialId });
  expect(await decrypt()).toMatchObject({ Plaintext });

  const late = await kms.send(
    new GetParametersForImportCommand({ KeyId, WrappingAlgorithm: "RSAES_OAEP_SHA_256", WrappingKeySpec: "RSA_2048" }),
  );
  await yard.advance(DAY_MS);
  await expect(load(first, { ImportToken: late.ImportToken })).rejects.toMatchObject({
    name: "ExpiredImportTokenException",
  });
  const { KeyMetadata: internal } = await kms.send(new CreateKeyCommand({}));
  await expect(
    kms.send(
      new GetParametersForImportCommand({
        KeyId: internal?.KeyId,
        WrappingAlgorithm: "RSAES_OAEP_SHA_256",
        WrappingKeySpec: "RSA_2048",
      }),
    ),
  ).rejects.toMatchObject({ name: "UnsupportedOperationException" });
  await yard.stop();
});

// Goal: an imported key pair signs. AWS: "Importing key material": PKCS #8 in RSA_AES_KEY_WRAP.
test("imports a key pair", async () => {
  const { kms, KeyId, publicKey } = await setUp({
    Origin: "EXTERNAL",
    KeySpec: "ECC_NIST_P256",
    KeyUsage: "SIGN_VERIFY",
  });
  const pair = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const { ImportToken, PublicKey } = await kms.send(
    new GetParametersForImportCommand({
      KeyId,
      WrappingAlgorithm: "RSA_AES_KEY_WRAP_SHA_1",
      WrappingKeySpec: "RSA_2048",
    }),
  );
  const key = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: "der", type: "spki" });
  const aes = randomBytes(32);
  const cipher = createCipheriv("id-aes256-wrap-pad", aes, Buffer.from("A65959A6", "hex"));
  const wrapped = publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" }, aes);
  const material = pair.privateKey.export({ type: "pkcs8", format: "der" });
  const EncryptedKeyMaterial = Buffer.concat([wrapped, cipher.update(material), cipher.final()]);
  const ExpirationModel = "KEY_MATERIAL_DOES_NOT_EXPIRE";
  await kms.send(new ImportKeyMaterialCommand({ KeyId, ImportToken, EncryptedKeyMaterial, ExpirationModel }));
  const shown = (await publicKey()).export({ type: "spki", format: "der" });
  expect(shown).toEqual(pair.publicKey.export({ type: "spki", format: "der" }));
  await kms.send(new SignCommand({ KeyId, Message: Plaintext, SigningAlgorithm: "ECDSA_SHA_256" }));
});

// Goal: what is encrypted in one Region opens in another, and the family's rules. AWS: "Multi-Region keys in AWS KMS".
test("keeps multi-Region keys", async () => {
  const clock = createClock({ mode: "virtual", startMs: Date.parse("2026-01-01T00:00:00Z") });
  const yard = await testYard({ clock });
  const { account, kms, KeyId, Arn } = await setUp({ MultiRegion: true }, yard);
  expect(KeyId).toMatch(/^mrk-[0-9a-f]{32}$/);
  const there = new KMSClient({ ...account.config, region: "eu-west-1" });
  const { ReplicaKeyMetadata } = await kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: "eu-west-1" }));
  const replicaArn = Arn.replace(account.region, "eu-west-1");
  expect(ReplicaKeyMetadata).toMatchObject({
    Arn: replicaArn,
    KeyId,
    MultiRegionConfiguration: {
      MultiRegionKeyType: "REPLICA",
      PrimaryKey: { Arn, Region: account.region },
      ReplicaKeys: [{ Arn: replicaArn, Region: "eu-west-1" }],
    },
  });
  await expect(kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: "eu-west-1" }))).rejects.toMatchObject({
    name: "AlreadyExistsException",
  });
  await expect(there.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: "eu-west-2" }))).rejects.toMatchObject({
    name: "UnsupportedOperationException",
  });
  const open = async () => {
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext }));
    expect(await there.send(new DecryptCommand({ CiphertextBlob }))).toMatchObject({ KeyId: replicaArn, Plaintext });
  };
  await open();
  await kms.send(new RotateKeyOnDemandCommand({ KeyId }));
  await open();
  await expect(there.send(new RotateKeyOnDemandCommand({ KeyId }))).rejects.toMatchObject({
    name: "UnsupportedOperationException",
  });

  // The primary key waits for its replica, then for its own period.
  expect(await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }))).toMatchObject({
    KeyState: "PendingReplicaDeletion",
  });
  await there.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  await yard.advance(7 * DAY_MS);
  await expect(there.send(new DescribeKeyCommand({ KeyId }))).rejects.toMatchObject({ name: "NotFoundException" });
  expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata).toMatchObject({
    KeyState: "PendingDeletion",
    DeletionDate: new Date("2026-01-15T00:00:00Z"),
  });
  await yard.advance(7 * DAY_MS);
  await expect(kms.send(new DescribeKeyCommand({ KeyId }))).rejects.toMatchObject({ name: "NotFoundException" });

  const next = await kms.send(new CreateKeyCommand({ MultiRegion: true }));
  const nextId = next.KeyMetadata?.KeyId ?? "";
  await kms.send(new ReplicateKeyCommand({ KeyId: nextId, ReplicaRegion: "eu-west-1" }));
  await kms.send(new UpdatePrimaryRegionCommand({ KeyId: nextId, PrimaryRegion: "eu-west-1" }));
  const { KeyMetadata } = await there.send(new DescribeKeyCommand({ KeyId: nextId }));
  expect(KeyMetadata?.MultiRegionConfiguration?.MultiRegionKeyType).toBe("PRIMARY");
  await expect(kms.send(new ReplicateKeyCommand({ KeyId: nextId, ReplicaRegion: "eu-west-3" }))).rejects.toMatchObject({
    name: "UnsupportedOperationException",
  });
  await yard.stop();
});
