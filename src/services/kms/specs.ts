// What each key spec can do: usages, algorithms, sizes. AWS: "Key spec reference" in the AWS KMS developer guide.

export type KeySpecName =
  | "SYMMETRIC_DEFAULT"
  | "RSA_2048"
  | "RSA_3072"
  | "RSA_4096"
  | "ECC_NIST_P256"
  | "ECC_NIST_P384"
  | "ECC_NIST_P521"
  | "ECC_SECG_P256K1"
  | "ECC_NIST_EDWARDS25519"
  | "HMAC_224"
  | "HMAC_256"
  | "HMAC_384"
  | "HMAC_512";

export type KeyUsage = "ENCRYPT_DECRYPT" | "SIGN_VERIFY" | "GENERATE_VERIFY_MAC" | "KEY_AGREEMENT";

/** How the material of a spec is made. */
export type Material =
  | { readonly kind: "symmetric"; readonly bytes: number }
  | { readonly kind: "hmac"; readonly bytes: number; readonly digest: string }
  | { readonly kind: "rsa"; readonly bits: number }
  | { readonly kind: "ec"; readonly curve: string }
  | { readonly kind: "ed25519" };

export interface KeySpec {
  readonly material: Material;
  /** The algorithms of each usage that a key of this spec may have. */
  readonly usages: Partial<Readonly<Record<KeyUsage, readonly string[]>>>;
}

const RSA_USAGES: KeySpec["usages"] = {
  ENCRYPT_DECRYPT: ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"],
  SIGN_VERIFY: [
    "RSASSA_PKCS1_V1_5_SHA_256",
    "RSASSA_PKCS1_V1_5_SHA_384",
    "RSASSA_PKCS1_V1_5_SHA_512",
    "RSASSA_PSS_SHA_256",
    "RSASSA_PSS_SHA_384",
    "RSASSA_PSS_SHA_512",
  ],
};

const rsa = (bits: number): KeySpec => ({ material: { kind: "rsa", bits }, usages: RSA_USAGES });

const nistCurve = (curve: string, signing: string): KeySpec => ({
  material: { kind: "ec", curve },
  usages: { SIGN_VERIFY: [signing], KEY_AGREEMENT: ["ECDH"] },
});

const hmac = (bits: number): KeySpec => ({
  material: { kind: "hmac", bytes: bits / 8, digest: `sha${bits}` },
  usages: { GENERATE_VERIFY_MAC: [`HMAC_SHA_${bits}`] },
});

/** All specs that keys can have here. */
export const KEY_SPECS: Readonly<Record<KeySpecName, KeySpec>> = {
  SYMMETRIC_DEFAULT: {
    material: { kind: "symmetric", bytes: 32 },
    usages: { ENCRYPT_DECRYPT: ["SYMMETRIC_DEFAULT"] },
  },
  RSA_2048: rsa(2_048),
  RSA_3072: rsa(3_072),
  RSA_4096: rsa(4_096),
  ECC_NIST_P256: nistCurve("prime256v1", "ECDSA_SHA_256"),
  ECC_NIST_P384: nistCurve("secp384r1", "ECDSA_SHA_384"),
  ECC_NIST_P521: nistCurve("secp521r1", "ECDSA_SHA_512"),
  ECC_SECG_P256K1: {
    material: { kind: "ec", curve: "secp256k1" },
    usages: { SIGN_VERIFY: ["ECDSA_SHA_256"] },
  },
  ECC_NIST_EDWARDS25519: {
    material: { kind: "ed25519" },
    usages: { SIGN_VERIFY: ["ED25519_SHA_512", "ED25519_PH_SHA_512"] },
  },
  HMAC_224: hmac(224),
  HMAC_256: hmac(256),
  HMAC_384: hmac(384),
  HMAC_512: hmac(512),
};

/** True for a spec that keys can have here. */
export function isKeySpec(name: string): name is KeySpecName {
  return Object.hasOwn(KEY_SPECS, name);
}

/** The algorithms of a key. */
export function algorithmsOf(spec: KeySpecName, usage: KeyUsage): readonly string[] {
  return KEY_SPECS[spec].usages[usage] ?? [];
}

/** True for the keys that encrypt with one secret: those that rotate, and that make data keys. */
export function isSymmetricEncryption({ spec }: { readonly spec: KeySpecName }): boolean {
  return spec === "SYMMETRIC_DEFAULT";
}

/** True for keys with a public and a private half. */
export function isAsymmetric({ spec }: { readonly spec: KeySpecName }): boolean {
  const { kind } = KEY_SPECS[spec].material;
  return kind === "rsa" || kind === "ec" || kind === "ed25519";
}
