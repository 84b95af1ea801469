// What CreateGrant refuses. AWS: CreateGrant, GrantConstraints; "Grants in AWS KMS".

import type { CreateGrantCommandInput } from "@aws-sdk/client-kms";
import type { Input } from "../../service/apis.ts";
import { invalidArn, invalidGrantId, validation } from "./errors.ts";
import type { Key } from "./keys.ts";
import { isSymmetricEncryption, type KeyUsage } from "./specs.ts";

/** AWS: "Grant operations": those that the key cannot do are refused. Others go with every key. */
const OPERATIONS: Readonly<Record<string, readonly KeyUsage[]>> = {
  Encrypt: ["ENCRYPT_DECRYPT"],
  Decrypt: ["ENCRYPT_DECRYPT"],
  ReEncryptFrom: ["ENCRYPT_DECRYPT"],
  ReEncryptTo: ["ENCRYPT_DECRYPT"],
  GenerateDataKey: ["ENCRYPT_DECRYPT"],
  GenerateDataKeyWithoutPlaintext: ["ENCRYPT_DECRYPT"],
  GenerateDataKeyPair: ["ENCRYPT_DECRYPT"],
  GenerateDataKeyPairWithoutPlaintext: ["ENCRYPT_DECRYPT"],
  Sign: ["SIGN_VERIFY"],
  Verify: ["SIGN_VERIFY"],
  GenerateMac: ["GENERATE_VERIFY_MAC"],
  VerifyMac: ["GENERATE_VERIFY_MAC"],
  DeriveSharedSecret: ["KEY_AGREEMENT"],
  // Of ML-KEM keys, which there are none of here.
  Encapsulate: [],
  Decapsulate: [],
};

/** Throws for a grant that makes no sense for the key, and for principals that are none. */
export function requireGrant(key: Key, input: Input<CreateGrantCommandInput>): void {
  const { record } = key;
  if (input.Operations.length === 0) throw validation("Operations must not be empty.");
  for (const operation of input.Operations) {
    const usages = OPERATIONS[operation];
    if (usages !== undefined && !usages.includes(record.usage))
      throw validation(`Grant operation ${operation} is not compatible with key usage ${record.usage}.`);
  }
  const { EncryptionContextEquals, EncryptionContextSubset } = input.Constraints ?? {};
  const context = EncryptionContextEquals ?? EncryptionContextSubset;
  // AWS: "You cannot use an encryption context grant constraint for cryptographic operations with asymmetric or HMAC keys".
  if (context !== undefined && !isSymmetricEncryption(record))
    throw validation("Encryption context constraints are only valid for symmetric encryption KMS keys.");
}

/** Who may use the key by the grant, and who may retire it: an identity by its ARN, or an AWS service by its name. */
export function readPrincipals(input: Input<CreateGrantCommandInput>): {
  readonly grantee: string;
  readonly retiring: string | undefined;
} {
  const { GranteePrincipal, GranteeServicePrincipal, RetiringPrincipal, RetiringServicePrincipal } = input;
  const grantee = GranteePrincipal ?? GranteeServicePrincipal;
  const retiring = RetiringPrincipal ?? RetiringServicePrincipal;
  if (grantee === undefined || (GranteePrincipal !== undefined && GranteeServicePrincipal !== undefined))
    throw validation("You must specify either GranteePrincipal or GranteeServicePrincipal, but not both.");
  if (RetiringPrincipal !== undefined && RetiringServicePrincipal !== undefined)
    throw validation("You can specify either RetiringPrincipal or RetiringServicePrincipal, but not both.");
  if (GranteeServicePrincipal !== undefined && (input.Constraints?.SourceArn === undefined || retiring === undefined))
    throw validation("A GranteeServicePrincipal needs a SourceArn grant constraint and a retiring principal.");
  for (const name of [GranteePrincipal, RetiringPrincipal]) if (name !== undefined) requirePrincipal(name);
  for (const name of [GranteeServicePrincipal, RetiringServicePrincipal])
    if (name !== undefined && !SERVICE.test(name)) throw validation(`Invalid service principal: ${name}`);
  return { grantee, retiring };
}

/** Throws for a text that is no grant's id. AWS: 64 hexadecimal digits; InvalidGrantIdException. */
export function requireGrantId(grantId: string): void {
  if (!/^[0-9a-f]{64}$/.test(grantId)) throw invalidGrantId(grantId);
}

/** Throws for a text that names no principal. */
export function requirePrincipal(name: string): void {
  if (!IDENTITY.test(name) && !SERVICE.test(name)) throw invalidArn(name);
}

const IDENTITY = /^arn:aws:(?:iam|sts)::\d{12}:(?:root|(?:user|role|assumed-role|federated-user)\/\S+)$/;
const SERVICE = /^[a-z0-9-]+(?:\.[a-z0-9-]+)?\.amazonaws\.com$/;
