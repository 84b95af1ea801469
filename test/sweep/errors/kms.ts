// How each documented error of KMS is provoked.

import { sealToken } from "../../../src/services/kms/import-tokens.ts";
import { constants, generateKeyPairSync, publicEncrypt } from "node:crypto";
import { type Ask, type ErrorTable, type Grounds, sweepOf, unprovokable } from "./table.ts";

/** What a key is made for, or how. */
type Kind = "symmetric" | "signing" | "mac" | "agreement" | "external" | "multiRegion";

const CREATE: Readonly<Record<Kind, object>> = {
  symmetric: {},
  signing: { KeyUsage: "SIGN_VERIFY", KeySpec: "ECC_NIST_P256" },
  mac: { KeyUsage: "GENERATE_VERIFY_MAC", KeySpec: "HMAC_256" },
  agreement: { KeyUsage: "KEY_AGREEMENT", KeySpec: "ECC_NIST_P256" },
  external: { Origin: "EXTERNAL" },
  multiRegion: { MultiRegion: true },
};

/** The kind of key that operations need which do not work with a symmetric one. */
const KIND_OF: Readonly<Record<string, Kind>> = {
  DeleteImportedKeyMaterial: "external",
  DeriveSharedSecret: "agreement",
  GenerateMac: "mac",
  GetParametersForImport: "external",
  GetPublicKey: "signing",
  ImportKeyMaterial: "external",
  ReplicateKey: "multiRegion",
  Sign: "signing",
  UpdatePrimaryRegion: "multiRegion",
  Verify: "signing",
  VerifyMac: "mac",
};

interface Made {
  /** One of each kind. */
  readonly keys: Readonly<Record<Kind, string>>;
  readonly ciphertext: Uint8Array;
  readonly alias: string;
  readonly grantId: string;
  key(kind?: Kind): Promise<string>;
  disabled(kind?: Kind): Promise<string>;
  /** A key that is to be deleted. */
  dying(kind?: Kind): Promise<string>;
  encrypt(KeyId: string): Promise<Uint8Array>;
  /** A token to import material with, and material wrapped as KMS wants it, too short by a byte. Made once: RSA keys take long. */
  material(): Promise<object>;
}

const NOBODY = "00000000-0000-4000-8000-000000000000";
const BYTES = Buffer.from("bytes");

async function prepare({ aws: { kms }, name, account }: Grounds): Promise<Made> {
  const key = async (kind: Kind = "symmetric") => (await kms.createKey(CREATE[kind])).KeyMetadata?.KeyId ?? "";
  const encrypt = async (KeyId: string) => (await kms.encrypt({ KeyId, Plaintext: BYTES })).CiphertextBlob ?? BYTES;
  const keys = {
    symmetric: await key(),
    signing: await key("signing"),
    mac: await key("mac"),
    agreement: await key("agreement"),
    external: await key("external"),
    multiRegion: await key("multiRegion"),
  };
  const alias = `alias/${name()}`;
  await kms.createAlias({ AliasName: alias, TargetKeyId: keys.symmetric });
  const GranteePrincipal = `arn:aws:iam::${account.account}:root`;
  const { GrantId = "" } = await kms.createGrant({ KeyId: keys.symmetric, GranteePrincipal, Operations: ["Encrypt"] });
  let imported: Promise<object> | undefined;
  const wrap = async () => {
    const { ImportToken, PublicKey } = await kms.getParametersForImport({
      KeyId: keys.external,
      WrappingAlgorithm: "RSAES_OAEP_SHA_256",
      WrappingKeySpec: "RSA_2048",
    });
    const wrapping = { key: Buffer.from(PublicKey ?? []), format: "der", type: "spki" } as const;
    const padded = { ...wrapping, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };
    return { ImportToken, EncryptedKeyMaterial: publicEncrypt(padded, Buffer.alloc(31)) };
  };
  return {
    material: () => (imported ??= wrap()),
    keys,
    ciphertext: await encrypt(keys.symmetric),
    alias,
    grantId: GrantId,
    key,
    encrypt,
    async disabled(kind) {
      const KeyId = await key(kind);
      await kms.disableKey({ KeyId });
      return KeyId;
    },
    async dying(kind) {
      const KeyId = await key(kind);
      await kms.scheduleKeyDeletion({ KeyId });
      return KeyId;
    },
  };
}

const NO_STORES = unprovokable(
  "Custom key stores cannot be made here: they need an HSM cluster or a proxy outside of this machine.",
);
const EVERY_STATE = unprovokable(
  "The operation works in each state that a key has here; KMS's table of key states refuses it in states which last for no time.",
);
const AT_ONCE = unprovokable("A rotation is over before its call ends, so that no other one is in its way.");

const manyTags = (_: Made, ask: Ask) =>
  ask({ Tags: Array.from({ length: 51 }, (_, index) => ({ TagKey: `key${index}`, TagValue: "" })) });
const awsTag = (_: Made, ask: Ask) => ask({ Tags: [{ TagKey: "aws:key", TagValue: "" }] });
const badPolicy = (_: Made, ask: Ask) => ask({ Policy: "{}" });
const signing = ({ keys }: Made, ask: Ask) => ask({ KeyId: keys.signing });
const symmetric = ({ keys }: Made, ask: Ask) => ask({ KeyId: keys.symmetric });
const noGrant = (_: Made, ask: Ask) => ask({ GrantId: "0".repeat(64) });
const noTarget = (_: Made, ask: Ask) => ask({ TargetKeyId: NOBODY });
const dyingTarget = async ({ dying }: Made, ask: Ask) => ask({ TargetKeyId: await dying() });

/** A key with as many aliases as one may have. AWS: "Resource quotas": 50. */
async function manyAliases({ key, aws, name }: Made & Grounds, ask: Ask): Promise<unknown> {
  const TargetKeyId = await key();
  for (let count = 0; count < 50; count += 1) await aws.kms.createAlias({ AliasName: `alias/${name()}`, TargetKeyId });
  return ask({ TargetKeyId });
}

/** A key whose ciphertext is asked for after it was spoilt. */
const decrypting =
  (spoil: (KeyId: string, made: Made & Grounds) => Promise<unknown>) =>
  async (made: Made & Grounds, ask: Ask): Promise<unknown> => {
    const KeyId = await made.key();
    const CiphertextBlob = await made.encrypt(KeyId);
    await spoil(KeyId, made);
    return ask({ KeyId, CiphertextBlob });
  };
const disable = (KeyId: string, { aws }: Grounds) => aws.kms.disableKey({ KeyId });
const bury = (KeyId: string, { aws }: Grounds) => aws.kms.scheduleKeyDeletion({ KeyId });

const publicKey = () =>
  generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "der", type: "spki" });

const inputs: ErrorTable<Made>["inputs"] = {
  CancelKeyDeletion: ({ keys }) => ({ KeyId: keys.symmetric }),
  CreateAlias: ({ keys, name }) => ({ AliasName: `alias/${name()}`, TargetKeyId: keys.symmetric }),
  CreateGrant: ({ keys, account }) => ({
    KeyId: keys.symmetric,
    GranteePrincipal: `arn:aws:iam::${account.account}:root`,
    Operations: ["Encrypt"],
  }),
  CreateKey: () => ({}),
  Decrypt: ({ ciphertext }) => ({ CiphertextBlob: ciphertext }),
  DeleteAlias: () => ({ AliasName: "alias/nobody" }),
  DeleteImportedKeyMaterial: ({ keys }) => ({ KeyId: keys.external }),
  DeriveSharedSecret: ({ keys }) => ({
    KeyId: keys.agreement,
    KeyAgreementAlgorithm: "ECDH",
    PublicKey: publicKey(),
  }),
  DescribeKey: ({ keys }) => ({ KeyId: keys.symmetric }),
  DisableKey: ({ keys }) => ({ KeyId: keys.symmetric }),
  DisableKeyRotation: ({ keys }) => ({ KeyId: keys.symmetric }),
  EnableKey: ({ keys }) => ({ KeyId: keys.symmetric }),
  EnableKeyRotation: ({ keys }) => ({ KeyId: keys.symmetric }),
  Encrypt: ({ keys }) => ({ KeyId: keys.symmetric, Plaintext: BYTES }),
  GenerateDataKey: ({ keys }) => ({ KeyId: keys.symmetric, KeySpec: "AES_256" }),
  GenerateDataKeyPair: ({ keys }) => ({ KeyId: keys.symmetric, KeyPairSpec: "ECC_NIST_P256" }),
  GenerateDataKeyPairWithoutPlaintext: ({ keys }) => ({ KeyId: keys.symmetric, KeyPairSpec: "ECC_NIST_P256" }),
  GenerateDataKeyWithoutPlaintext: ({ keys }) => ({ KeyId: keys.symmetric, KeySpec: "AES_256" }),
  GenerateMac: ({ keys }) => ({ KeyId: keys.mac, Message: BYTES, MacAlgorithm: "HMAC_SHA_256" }),
  GenerateRandom: () => ({ NumberOfBytes: 1 }),
  GetKeyLastUsage: ({ keys }) => ({ KeyId: keys.symmetric }),
  GetKeyPolicy: ({ keys }) => ({ KeyId: keys.symmetric }),
  GetKeyRotationStatus: ({ keys }) => ({ KeyId: keys.symmetric }),
  GetParametersForImport: ({ keys }) => ({
    KeyId: keys.external,
    WrappingAlgorithm: "RSAES_OAEP_SHA_256",
    WrappingKeySpec: "RSA_2048",
  }),
  GetPublicKey: ({ keys }) => ({ KeyId: keys.signing }),
  ImportKeyMaterial: ({ keys }) => ({
    KeyId: keys.external,
    ImportToken: BYTES,
    EncryptedKeyMaterial: BYTES,
    ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE",
  }),
  ListAliases: () => ({}),
  ListGrants: ({ keys }) => ({ KeyId: keys.symmetric }),
  ListKeyPolicies: ({ keys }) => ({ KeyId: keys.symmetric }),
  ListKeyRotations: ({ keys }) => ({ KeyId: keys.symmetric }),
  ListKeys: () => ({}),
  ListResourceTags: ({ keys }) => ({ KeyId: keys.symmetric }),
  ListRetirableGrants: ({ account }) => ({ RetiringPrincipal: `arn:aws:iam::${account.account}:root` }),
  PutKeyPolicy: ({ keys }) => ({ KeyId: keys.symmetric, Policy: "{}" }),
  ReEncrypt: ({ ciphertext, keys }) => ({ CiphertextBlob: ciphertext, DestinationKeyId: keys.symmetric }),
  ReplicateKey: ({ keys }) => ({ KeyId: keys.multiRegion, ReplicaRegion: "eu-west-1" }),
  RetireGrant: ({ keys, grantId, account }) => ({
    KeyId: `arn:aws:kms:${account.region}:${account.account}:key/${keys.symmetric}`,
    GrantId: grantId,
  }),
  RevokeGrant: ({ keys, grantId }) => ({ KeyId: keys.symmetric, GrantId: grantId }),
  RotateKeyOnDemand: ({ keys }) => ({ KeyId: keys.symmetric }),
  ScheduleKeyDeletion: ({ keys }) => ({ KeyId: keys.symmetric }),
  Sign: ({ keys }) => ({ KeyId: keys.signing, Message: BYTES, SigningAlgorithm: "ECDSA_SHA_256" }),
  TagResource: ({ keys }) => ({ KeyId: keys.symmetric, Tags: [{ TagKey: "key", TagValue: "value" }] }),
  UntagResource: ({ keys }) => ({ KeyId: keys.symmetric, TagKeys: ["key"] }),
  UpdateAlias: ({ alias, keys }) => ({ AliasName: alias, TargetKeyId: keys.symmetric }),
  UpdateKeyDescription: ({ keys }) => ({ KeyId: keys.symmetric, Description: "description" }),
  UpdatePrimaryRegion: ({ keys }) => ({ KeyId: keys.multiRegion, PrimaryRegion: "us-west-2" }),
  Verify: ({ keys }) => ({ KeyId: keys.signing, Message: BYTES, Signature: BYTES, SigningAlgorithm: "ECDSA_SHA_256" }),
  VerifyMac: ({ keys }) => ({ KeyId: keys.mac, Message: BYTES, Mac: BYTES, MacAlgorithm: "HMAC_SHA_256" }),
};

/** The errors sweep of KMS. */
export const kms = sweepOf<Made>({
  service: "kms",
  // AWS: the API reference has 400 for them; the model's statuses are those of a protocol that KMS does not speak.
  statuses: {
    AlreadyExistsException: 400,
    DisabledException: 400,
    KMSInvalidStateException: 400,
    NotFoundException: 400,
  },
  prepare,
  inputs,
  everywhere: {
    DependencyTimeoutException: unprovokable("KMS has no other systems here that could time out."),
    DisabledException: async ({ disabled }, ask, operation) => ask({ KeyId: await disabled(KIND_OF[operation]) }),
    DryRunOperationException: (_, ask) => ask({ DryRun: true }),
    InvalidArnException: ({ account }, ask) =>
      ask({ KeyId: `arn:aws:sns:${account.region}:${account.account}:key/${NOBODY}` }),
    InvalidGrantTokenException: (_, ask) => ask({ GrantTokens: ["nothing"] }),
    InvalidKeyUsageException: ({ keys }, ask, operation) =>
      ask({ KeyId: KIND_OF[operation] === undefined ? keys.signing : keys.symmetric }),
    InvalidMarkerException: (_, ask) => ask({ Marker: "nothing" }),
    KMSInternalException: unprovokable("It is the service's own failure: here a bug."),
    KMSInvalidStateException: async ({ dying }, ask, operation) => ask({ KeyId: await dying(KIND_OF[operation]) }),
    KeyUnavailableException: unprovokable("A key's material is in the store: it is there, or nothing is."),
    NotFoundException: (_, ask) => ask({ KeyId: NOBODY }),
    UnsupportedOperationException: signing,
  },
  operations: {
    CancelKeyDeletion: { KMSInvalidStateException: (_, ask) => ask() },
    CreateAlias: {
      AlreadyExistsException: ({ alias }, ask) => ask({ AliasName: alias }),
      InvalidAliasNameException: (_, ask) => ask({ AliasName: "alias/aws/nobody" }),
      KMSInvalidStateException: dyingTarget,
      LimitExceededException: manyAliases,
      NotFoundException: noTarget,
    },
    CreateGrant: {
      LimitExceededException: unprovokable("It takes 50,000 grants of one key, which take longer than the sweep may."),
    },
    CreateKey: {
      CloudHsmClusterInvalidConfigurationException: NO_STORES,
      CustomKeyStoreInvalidStateException: NO_STORES,
      CustomKeyStoreNotFoundException: (_, ask) =>
        ask({ Origin: "AWS_CLOUDHSM", CustomKeyStoreId: "cks-1234567890abcdef0" }),
      InvalidArnException: unprovokable(
        "It takes no ARN but those of a policy, which are MalformedPolicyDocumentException.",
      ),
      LimitExceededException: manyTags,
      MalformedPolicyDocumentException: badPolicy,
      TagException: awsTag,
      UnsupportedOperationException: (_, ask) => ask({ KeySpec: "SM2", KeyUsage: "SIGN_VERIFY" }),
      XksKeyAlreadyInUseException: NO_STORES,
      XksKeyInvalidConfigurationException: NO_STORES,
      XksKeyNotFoundException: NO_STORES,
    },
    Decrypt: {
      DisabledException: decrypting(disable),
      IncorrectKeyException: async ({ key }, ask) => ask({ KeyId: await key() }),
      InvalidCiphertextException: (_, ask) => ask({ CiphertextBlob: BYTES }),
      KMSInvalidStateException: decrypting(bury),
    },
    DeleteAlias: { KMSInvalidStateException: EVERY_STATE, NotFoundException: (_, ask) => ask() },
    DeleteImportedKeyMaterial: { KMSInvalidStateException: EVERY_STATE, UnsupportedOperationException: symmetric },
    EnableKey: {
      LimitExceededException: unprovokable(
        "No quota is about enabled keys: the one of keys counts disabled ones, too.",
      ),
    },
    GenerateDataKeyPair: { UnsupportedOperationException: (_, ask) => ask({ KeyPairSpec: "SM2" }) },
    GenerateDataKeyPairWithoutPlaintext: { UnsupportedOperationException: (_, ask) => ask({ KeyPairSpec: "SM2" }) },
    GenerateRandom: {
      CustomKeyStoreInvalidStateException: NO_STORES,
      CustomKeyStoreNotFoundException: (_, ask) => ask({ CustomKeyStoreId: "cks-1234567890abcdef0" }),
      UnsupportedOperationException: unprovokable("The API reference names no case of it, and none is known."),
    },
    GetKeyPolicy: { KMSInvalidStateException: EVERY_STATE },
    GetKeyRotationStatus: { KMSInvalidStateException: EVERY_STATE },
    GetParametersForImport: { UnsupportedOperationException: symmetric },
    GetPublicKey: {
      InvalidKeyUsageException: unprovokable(
        "Asymmetric keys of every usage have a public key; others are UnsupportedOperation.",
      ),
      UnsupportedOperationException: symmetric,
    },
    ImportKeyMaterial: {
      // As it is after 24 hours, without another RSA key, which takes long.
      ExpiredImportTokenException: ({ keys, account, yard }, ask) => {
        const arn = `arn:aws:kms:${account.region}:${account.account}:key/${keys.external}`;
        const token = { arn, algorithm: "RSAES_OAEP_SHA_256", expiresAtMs: 0, privateKey: "" };
        return ask({ ImportToken: sealToken(yard.yard.context, token) });
      },
      IncorrectKeyMaterialException: async ({ material }, ask) => ask(await material()),
      InvalidCiphertextException: async ({ material }, ask) =>
        ask({ ...(await material()), EncryptedKeyMaterial: BYTES }),
      InvalidImportTokenException: (_, ask) => ask(),
      UnsupportedOperationException: symmetric,
    },
    ListGrants: {
      InvalidGrantIdException: (_, ask) => ask({ GrantId: "nothing" }),
      KMSInvalidStateException: EVERY_STATE,
    },
    ListKeyPolicies: { KMSInvalidStateException: EVERY_STATE },
    ListKeyRotations: { KMSInvalidStateException: EVERY_STATE },
    ListRetirableGrants: {
      InvalidArnException: (_, ask) => ask({ RetiringPrincipal: "arn:aws:sns:us-east-1:123456789012:nobody" }),
      NotFoundException: unprovokable("It names a principal, who may have no grants: that is an empty list."),
    },
    PutKeyPolicy: {
      KMSInvalidStateException: EVERY_STATE,
      LimitExceededException: (_, ask) => ask({ Policy: " ".repeat(32_769) }),
      MalformedPolicyDocumentException: (_, ask) => ask(),
      UnsupportedOperationException: unprovokable("The API reference names no case of it, and none is known."),
    },
    ReEncrypt: {
      DisabledException: async ({ disabled }, ask) => ask({ DestinationKeyId: await disabled() }),
      IncorrectKeyException: async ({ key }, ask) => ask({ SourceKeyId: await key() }),
      InvalidCiphertextException: (_, ask) => ask({ CiphertextBlob: BYTES }),
      InvalidKeyUsageException: ({ keys }, ask) => ask({ DestinationKeyId: keys.signing }),
      KMSInvalidStateException: async ({ dying }, ask) => ask({ DestinationKeyId: await dying() }),
      NotFoundException: (_, ask) => ask({ DestinationKeyId: NOBODY }),
    },
    ReplicateKey: {
      AlreadyExistsException: async (_, ask) => {
        await ask();
        return ask();
      },
      LimitExceededException: async ({ key }, ask) => {
        const Tags = Array.from({ length: 51 }, (_, index) => ({ TagKey: `key${index}`, TagValue: "" }));
        return ask({ KeyId: await key("multiRegion"), Tags });
      },
      MalformedPolicyDocumentException: async ({ key }, ask) => ask({ KeyId: await key("multiRegion"), Policy: "{}" }),
      TagException: async ({ key }, ask) =>
        ask({ KeyId: await key("multiRegion"), Tags: [{ TagKey: "aws:key", TagValue: "" }] }),
      UnsupportedOperationException: symmetric,
    },
    RetireGrant: {
      InvalidGrantIdException: (_, ask) => ask({ GrantId: "nothing" }),
      InvalidGrantTokenException: (_, ask) => ask({ KeyId: undefined, GrantId: undefined, GrantToken: "nothing" }),
      KMSInvalidStateException: EVERY_STATE,
      NotFoundException: noGrant,
    },
    RevokeGrant: {
      InvalidGrantIdException: (_, ask) => ask({ GrantId: "nothing" }),
      KMSInvalidStateException: EVERY_STATE,
      NotFoundException: noGrant,
    },
    RotateKeyOnDemand: {
      ConflictException: AT_ONCE,
      // AWS: "Resource quotas": 25 on-demand rotations of a key.
      LimitExceededException: async ({ key, aws }, ask) => {
        const KeyId = await key();
        for (let count = 0; count < 25; count += 1) await aws.kms.rotateKeyOnDemand({ KeyId });
        return ask({ KeyId });
      },
    },
    TagResource: { LimitExceededException: manyTags, TagException: awsTag },
    UntagResource: { TagException: (_, ask) => ask({ TagKeys: ["aws:key"] }) },
    UpdateAlias: {
      KMSInvalidStateException: dyingTarget,
      LimitExceededException: manyAliases,
      NotFoundException: noTarget,
    },
    UpdatePrimaryRegion: {
      DisabledException: unprovokable("KMS's table of key states lets it work on disabled keys."),
      UnsupportedOperationException: symmetric,
    },
    // A dry run does what a real one does, and looks at what it is to verify.
    Verify: {
      DryRunOperationException: async ({ keys, aws }, ask) => {
        const signed = { KeyId: keys.signing, Message: BYTES, SigningAlgorithm: "ECDSA_SHA_256" } as const;
        return ask({ Signature: (await aws.kms.sign(signed)).Signature, DryRun: true });
      },
      KMSInvalidSignatureException: (_, ask) => ask(),
    },
    VerifyMac: {
      DryRunOperationException: async ({ keys, aws }, ask) => {
        const signed = { KeyId: keys.mac, Message: BYTES, MacAlgorithm: "HMAC_SHA_256" } as const;
        return ask({ Mac: (await aws.kms.generateMac(signed)).Mac, DryRun: true });
      },
      KMSInvalidMacException: (_, ask) => ask(),
    },
  },
});
