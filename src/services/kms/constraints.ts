// Lengths, ranges, patterns and enumerations of KMS's inputs. AWS: the API reference, as published in its service model.

import type { Constraint, Constraints } from "../../service/constraints.ts";

const KEY_ID: Constraint = { length: [1, 2_048] };
const KEY = { KeyId: KEY_ID };
const ALIAS_NAME: Constraint = { length: [1, 256], pattern: "^[a-zA-Z0-9:/_-]+$" };
const PAGE = { Limit: { range: [1, 1_000] }, Marker: { length: [1, 1_024], pattern: "[\\u0020-\\u00FF]*" } } as const;
const POLICY_NAME: Constraint = { length: [1, 128], pattern: "[\\w]+" };
const POLICY: Constraint = { length: [1, 131_072], pattern: "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+" };
const PRINCIPAL: Constraint = { length: [1, 256], pattern: "^[\\w+=,.@:/-]+$" };
const GRANT_ID: Constraint = { length: [1, 128] };
const TOKENS = { GrantTokens: { length: [0, 10] }, "GrantTokens.member": { length: [1, 8_192] } } as const;
const TAG_KEY: Constraint = { length: [1, 128] };
const TAGS = { "Tags.member.TagKey": TAG_KEY, "Tags.member.TagValue": { length: [0, 256] } } as const;
const DESCRIPTION: Constraint = { length: [0, 8_192] };
const REGION: Constraint = { length: [1, 32], pattern: "^([a-z]+-){2,3}\\d+$" };
const CIPHERTEXT: Constraint = { length: [1, 6_144] };
const PLAINTEXT: Constraint = { length: [1, 4_096] };
const ENCRYPTION_ALGORITHM: Constraint = {
  oneOf: ["SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE"],
};
const SIGNING_ALGORITHM: Constraint = {
  oneOf: [
    "RSASSA_PSS_SHA_256",
    "RSASSA_PSS_SHA_384",
    "RSASSA_PSS_SHA_512",
    "RSASSA_PKCS1_V1_5_SHA_256",
    "RSASSA_PKCS1_V1_5_SHA_384",
    "RSASSA_PKCS1_V1_5_SHA_512",
    "ECDSA_SHA_256",
    "ECDSA_SHA_384",
    "ECDSA_SHA_512",
    "SM2DSA",
    "ML_DSA_SHAKE_256",
    "ED25519_SHA_512",
    "ED25519_PH_SHA_512",
  ],
};
const MAC_ALGORITHM: Constraint = { oneOf: ["HMAC_SHA_224", "HMAC_SHA_256", "HMAC_SHA_384", "HMAC_SHA_512"] };
const KEY_SPECS = [
  "RSA_2048",
  "RSA_3072",
  "RSA_4096",
  "ECC_NIST_P256",
  "ECC_NIST_P384",
  "ECC_NIST_P521",
  "ECC_SECG_P256K1",
  "SYMMETRIC_DEFAULT",
  "HMAC_224",
  "HMAC_256",
  "HMAC_384",
  "HMAC_512",
  "SM2",
] as const;
const POST_QUANTUM = ["ML_DSA_44", "ML_DSA_65", "ML_DSA_87", "ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"] as const;
const PAIR_SPEC: Constraint = {
  oneOf: [
    "RSA_2048",
    "RSA_3072",
    "RSA_4096",
    "ECC_NIST_P256",
    "ECC_NIST_P384",
    "ECC_NIST_P521",
    "ECC_SECG_P256K1",
    "SM2",
    "ECC_NIST_EDWARDS25519",
  ],
};
const DATA_KEY = {
  ...KEY,
  ...TOKENS,
  KeySpec: { oneOf: ["AES_256", "AES_128"] },
  NumberOfBytes: { range: [1, 1_024] },
} as const;
const GRANT_OPERATION: Constraint = {
  oneOf: [
    "Decrypt",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "ReEncryptFrom",
    "ReEncryptTo",
    "Sign",
    "Verify",
    "GetPublicKey",
    "CreateGrant",
    "RetireGrant",
    "DescribeKey",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateMac",
    "VerifyMac",
    "DeriveSharedSecret",
    "Encapsulate",
    "Decapsulate",
  ],
};
const SIGNING = {
  ...KEY,
  ...TOKENS,
  Message: PLAINTEXT,
  MessageType: { oneOf: ["RAW", "DIGEST", "EXTERNAL_MU"] },
  SigningAlgorithm: SIGNING_ALGORITHM,
} as const;
const MAC = { ...KEY, ...TOKENS, Message: PLAINTEXT, MacAlgorithm: MAC_ALGORITHM } as const;

/** By operation and member path. */
export const constraints: Constraints = {
  CancelKeyDeletion: KEY,
  CreateAlias: { AliasName: ALIAS_NAME, TargetKeyId: KEY_ID },
  CreateGrant: {
    ...KEY,
    ...TOKENS,
    GranteePrincipal: PRINCIPAL,
    RetiringPrincipal: PRINCIPAL,
    "Operations.member": GRANT_OPERATION,
    Name: ALIAS_NAME,
  },
  CreateKey: {
    Policy: POLICY,
    Description: DESCRIPTION,
    KeyUsage: {
      oneOf: ["SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT", "ENCAPSULATE_DECAPSULATE"],
    },
    CustomerMasterKeySpec: { oneOf: KEY_SPECS },
    KeySpec: { oneOf: [...KEY_SPECS, ...POST_QUANTUM, "ECC_NIST_EDWARDS25519"] },
    Origin: { oneOf: ["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"] },
    CustomKeyStoreId: { length: [1, 64] },
    ...TAGS,
    XksKeyId: { length: [1, 128], pattern: "^[a-zA-Z0-9-_.]+$" },
  },
  Decrypt: { ...KEY, ...TOKENS, CiphertextBlob: CIPHERTEXT, EncryptionAlgorithm: ENCRYPTION_ALGORITHM },
  DeleteAlias: { AliasName: ALIAS_NAME },
  DeleteImportedKeyMaterial: { ...KEY, KeyMaterialId: { length: [64, 64], pattern: "^[a-f0-9]+$" } },
  DeriveSharedSecret: {
    ...KEY,
    ...TOKENS,
    KeyAgreementAlgorithm: { oneOf: ["ECDH"] },
    PublicKey: { length: [1, 8_192] },
  },
  DescribeKey: { ...KEY, ...TOKENS },
  DisableKey: KEY,
  DisableKeyRotation: KEY,
  EnableKey: KEY,
  EnableKeyRotation: { ...KEY, RotationPeriodInDays: { range: [90, 2_560] } },
  Encrypt: { ...KEY, ...TOKENS, Plaintext: PLAINTEXT, EncryptionAlgorithm: ENCRYPTION_ALGORITHM },
  GenerateDataKey: DATA_KEY,
  GenerateDataKeyPair: { ...KEY, ...TOKENS, KeyPairSpec: PAIR_SPEC },
  GenerateDataKeyPairWithoutPlaintext: { ...KEY, ...TOKENS, KeyPairSpec: PAIR_SPEC },
  GenerateDataKeyWithoutPlaintext: DATA_KEY,
  GenerateMac: MAC,
  GenerateRandom: { NumberOfBytes: { range: [1, 1_024] }, CustomKeyStoreId: { length: [1, 64] } },
  GetKeyLastUsage: KEY,
  GetKeyPolicy: { ...KEY, PolicyName: POLICY_NAME },
  GetKeyRotationStatus: KEY,
  GetParametersForImport: {
    ...KEY,
    WrappingAlgorithm: {
      oneOf: [
        "RSAES_PKCS1_V1_5",
        "RSAES_OAEP_SHA_1",
        "RSAES_OAEP_SHA_256",
        "RSA_AES_KEY_WRAP_SHA_1",
        "RSA_AES_KEY_WRAP_SHA_256",
        "SM2PKE",
      ],
    },
    WrappingKeySpec: { oneOf: ["RSA_2048", "RSA_3072", "RSA_4096", "SM2"] },
  },
  GetPublicKey: { ...KEY, ...TOKENS },
  ImportKeyMaterial: {
    ...KEY,
    ImportToken: CIPHERTEXT,
    EncryptedKeyMaterial: CIPHERTEXT,
    ExpirationModel: { oneOf: ["KEY_MATERIAL_EXPIRES", "KEY_MATERIAL_DOES_NOT_EXPIRE"] },
    ImportType: { oneOf: ["NEW_KEY_MATERIAL", "EXISTING_KEY_MATERIAL"] },
    KeyMaterialDescription: { length: [0, 256], pattern: "^[a-zA-Z0-9:/_\\s.-]+$" },
    KeyMaterialId: { length: [64, 64], pattern: "^[a-f0-9]+$" },
  },
  ListAliases: { ...KEY, ...PAGE },
  ListGrants: { ...KEY, ...PAGE, GrantId: GRANT_ID, GranteePrincipal: PRINCIPAL },
  ListKeyPolicies: { ...KEY, ...PAGE },
  ListKeyRotations: { ...KEY, ...PAGE, IncludeKeyMaterial: { oneOf: ["ALL_KEY_MATERIAL", "ROTATIONS_ONLY"] } },
  ListKeys: PAGE,
  ListResourceTags: { ...KEY, ...PAGE },
  ListRetirableGrants: { ...PAGE, RetiringPrincipal: PRINCIPAL },
  PutKeyPolicy: { ...KEY, PolicyName: POLICY_NAME, Policy: POLICY },
  ReEncrypt: {
    ...TOKENS,
    CiphertextBlob: CIPHERTEXT,
    SourceKeyId: KEY_ID,
    DestinationKeyId: KEY_ID,
    SourceEncryptionAlgorithm: ENCRYPTION_ALGORITHM,
    DestinationEncryptionAlgorithm: ENCRYPTION_ALGORITHM,
  },
  ReplicateKey: { ...KEY, ...TAGS, ReplicaRegion: REGION, Policy: POLICY, Description: DESCRIPTION },
  RetireGrant: { ...KEY, GrantToken: { length: [1, 8_192] }, GrantId: GRANT_ID },
  RevokeGrant: { ...KEY, GrantId: GRANT_ID },
  RotateKeyOnDemand: KEY,
  ScheduleKeyDeletion: { ...KEY, PendingWindowInDays: { range: [1, 365] } },
  Sign: SIGNING,
  TagResource: { ...KEY, ...TAGS },
  UntagResource: { ...KEY, "TagKeys.member": TAG_KEY },
  UpdateAlias: { AliasName: ALIAS_NAME, TargetKeyId: KEY_ID },
  UpdateKeyDescription: { ...KEY, Description: DESCRIPTION },
  UpdatePrimaryRegion: { ...KEY, PrimaryRegion: REGION },
  Verify: { ...SIGNING, Signature: CIPHERTEXT },
  VerifyMac: { ...MAC, Mac: CIPHERTEXT },
};
