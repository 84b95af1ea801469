// What each operation needs. AWS: "AWS KMS permissions" in the developer guide, and "Actions, resources, and condition keys
// for AWS Key Management Service". Key policies and grants come in by resourcePolicy below.

import type { AccessRequest } from "../../iam/authorization.ts";
import { parseArn } from "../../kernel/arns.ts";
import { isRegion, parseAccountId } from "../../kernel/ids.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { callConditions, contextConditions, grantConditions, keyConditions, tagConditions } from "./conditions.ts";
import { parseGrantToken, policyWithGrants, RETIRED_GRANT } from "./grants.ts";
import {
  aliasArn,
  arnForPermission,
  findKey,
  keyArn,
  keyOfCiphertext,
  type KeyReference,
  parseKeyReference,
} from "./keys.ts";
import { ensureManagedKey } from "./managed-keys.ts";
import { loadAlias } from "./repo.ts";

type EncryptionContext = Readonly<Record<string, string>>;
type TagList = readonly { readonly TagKey: string; readonly TagValue: string }[];

interface KeyInput {
  readonly KeyId: string;
  readonly EncryptionContext?: EncryptionContext;
  readonly EncryptionAlgorithm?: string;
  readonly Tags?: TagList;
  readonly TagKeys?: readonly string[];
  readonly Constraints?: Readonly<Record<string, unknown>>;
}

/** One action on one key, with all condition keys that follow from the call, the input and the key. */
function onKeyNamed(
  action: string,
  text: string,
  input: Readonly<Record<string, unknown>>,
  call: PermissionCall,
  context?: EncryptionContext,
): AccessRequest {
  const reference = parseKeyReference(text, call);
  // Nobody has keys made in an account of others, but for services, which act for their resource's account.
  const mayMake = reference.scope.account === call.account || call.invokedBy !== undefined;
  if (reference.alias !== undefined && mayMake) ensureManagedKey(call.yard, reference.scope, reference.alias);
  return {
    action: `kms:${action}`,
    resource: arnForPermission(call.yard, text, call),
    conditions: { ...callConditions(call, input), ...keyConditions(call, text), ...contextConditions(context) },
  };
}

const onKey =
  (action: string): PermissionRule =>
  (input: KeyInput & Record<string, unknown>, call) => [
    onKeyNamed(action, input.KeyId, input, call, input.EncryptionContext),
  ];

const onNothing =
  (action: string): PermissionRule =>
  (input: Record<string, unknown>, call) => [
    { action: `kms:${action}`, resource: "*", conditions: callConditions(call, input) },
  ];

const onTags =
  (action: string): PermissionRule =>
  (input: KeyInput & Record<string, unknown>, call) => {
    const request = onKeyNamed(action, input.KeyId, input, call);
    const keys = input.TagKeys === undefined ? {} : { "aws:TagKeys": input.TagKeys };
    return [{ ...request, conditions: { ...request.conditions, ...tagConditions(input.Tags), ...keys } }];
  };

export const permissions: Permissions = {
  CancelKeyDeletion: onKey("CancelKeyDeletion"),
  CreateAlias: (input: { AliasName: string; TargetKeyId: string }, call) => [
    onAlias("CreateAlias", input.AliasName, call),
    onKeyNamed("CreateAlias", input.TargetKeyId, { ...input }, call),
  ],
  CreateGrant: (input: KeyInput & Record<string, unknown>, call) => {
    const request = onKeyNamed("CreateGrant", input.KeyId, input, call);
    return [{ ...request, conditions: { ...request.conditions, ...grantConditions(call, input.Constraints) } }];
  },
  CreateKey: (input: { Tags?: TagList } & Record<string, unknown>, call) => createKey(input, call),
  Decrypt: (input: { CiphertextBlob?: Uint8Array; KeyId?: string } & Record<string, unknown>, call) => [
    onCiphertext("Decrypt", input.KeyId, input.CiphertextBlob, input, call, input["EncryptionContext"]),
  ],
  DeleteAlias: (input: { AliasName: string }, call) => [
    onAlias("DeleteAlias", input.AliasName, call),
    ...onTargetOf("DeleteAlias", input.AliasName, { ...input }, call),
  ],
  DeleteImportedKeyMaterial: onKey("DeleteImportedKeyMaterial"),
  DeriveSharedSecret: onKey("DeriveSharedSecret"),
  DescribeKey: onKey("DescribeKey"),
  DisableKey: onKey("DisableKey"),
  DisableKeyRotation: onKey("DisableKeyRotation"),
  EnableKey: onKey("EnableKey"),
  EnableKeyRotation: onKey("EnableKeyRotation"),
  Encrypt: onKey("Encrypt"),
  GenerateDataKey: onKey("GenerateDataKey"),
  GenerateDataKeyPair: onKey("GenerateDataKeyPair"),
  GenerateDataKeyPairWithoutPlaintext: onKey("GenerateDataKeyPairWithoutPlaintext"),
  GenerateDataKeyWithoutPlaintext: onKey("GenerateDataKeyWithoutPlaintext"),
  GenerateMac: onKey("GenerateMac"),
  GenerateRandom: onNothing("GenerateRandom"),
  GetKeyLastUsage: onKey("GetKeyLastUsage"),
  GetKeyPolicy: onKey("GetKeyPolicy"),
  GetKeyRotationStatus: onKey("GetKeyRotationStatus"),
  GetParametersForImport: onKey("GetParametersForImport"),
  GetPublicKey: onKey("GetPublicKey"),
  ImportKeyMaterial: onKey("ImportKeyMaterial"),
  ListAliases: onNothing("ListAliases"),
  ListGrants: onKey("ListGrants"),
  ListKeyPolicies: onKey("ListKeyPolicies"),
  ListKeyRotations: onKey("ListKeyRotations"),
  ListKeys: onNothing("ListKeys"),
  ListResourceTags: onKey("ListResourceTags"),
  ListRetirableGrants: onNothing("ListRetirableGrants"),
  PutKeyPolicy: onKey("PutKeyPolicy"),
  ReEncrypt: (
    input: { CiphertextBlob?: Uint8Array; SourceKeyId?: string; DestinationKeyId: string } & Record<string, unknown>,
    call,
  ) => reEncrypt(input, call),
  // AWS: kms:ReplicateKey on the primary key, and kms:CreateKey in the replica's Region.
  ReplicateKey: (input: KeyInput & Record<string, unknown>, call) => [
    onKeyNamed("ReplicateKey", input.KeyId, input, call),
    ...createKey(input, call),
  ],
  RetireGrant: (input: { GrantToken?: string; KeyId?: string; GrantId?: string } & Record<string, unknown>, call) => {
    const token = input.GrantToken === undefined || input.KeyId !== undefined ? undefined : input.GrantToken;
    const { arn, grantId } =
      token === undefined
        ? { arn: input.KeyId ?? "", grantId: input.GrantId ?? "" }
        : parseGrantToken(call.yard, token);
    const request = onKeyNamed("RetireGrant", arn, input, call);
    return [{ ...request, conditions: { ...request.conditions, [RETIRED_GRANT]: grantId } }];
  },
  RevokeGrant: onKey("RevokeGrant"),
  RotateKeyOnDemand: onKey("RotateKeyOnDemand"),
  ScheduleKeyDeletion: onKey("ScheduleKeyDeletion"),
  Sign: onKey("Sign"),
  TagResource: onTags("TagResource"),
  UntagResource: onTags("UntagResource"),
  UpdateAlias: (input: { AliasName: string; TargetKeyId: string }, call) => [
    onAlias("UpdateAlias", input.AliasName, call),
    ...onTargetOf("UpdateAlias", input.AliasName, { ...input }, call),
    onKeyNamed("UpdateAlias", input.TargetKeyId, { ...input }, call),
  ],
  UpdateKeyDescription: onKey("UpdateKeyDescription"),
  // AWS: on the primary key and on the replica that becomes it.
  UpdatePrimaryRegion: (input: { KeyId: string; PrimaryRegion: string }, call) => [
    onKeyNamed("UpdatePrimaryRegion", input.KeyId, { ...input }, call),
    ...onReplica(input, call),
  ],
  Verify: onKey("Verify"),
  VerifyMac: onKey("VerifyMac"),
};

/** The key that an ARN names; undefined for what is none of a key. */
function scopedKey(text: string): KeyReference | undefined {
  const arn = parseArn(text);
  if (arn?.service !== "kms" || !arn.resource.startsWith("key/") || !isRegion(arn.region)) return undefined;
  if (!/^\d{12}$/.test(arn.account)) return undefined;
  const scope = { account: parseAccountId(arn.account), region: arn.region };
  return { scope, keyId: arn.resource.slice("key/".length) };
}

/** True for AWS managed keys. */
export function isOfAws({ resource }: AccessRequest, { yard }: PermissionCall): boolean {
  const found = scopedKey(resource);
  return found !== undefined && yard.store.read((tx) => findKey(tx, found))?.record.manager === "AWS";
}

/** The key's policy with the grants that count for the caller; undefined for what is no key. */
export function resourcePolicy(request: AccessRequest, call: PermissionCall): string | undefined {
  const found = scopedKey(request.resource);
  if (found === undefined) return undefined;
  return call.yard.store.read((tx) => {
    const key = findKey(tx, found);
    return key === undefined
      ? undefined
      : policyWithGrants(tx, key, call.principal, request.action, request.conditions);
  });
}

function createKey(
  input: Readonly<Record<string, unknown>> & { readonly Tags?: TagList },
  call: PermissionCall,
): readonly AccessRequest[] {
  const conditions = {
    ...callConditions(call, input),
    "kms:KeySpec": textOf(input["KeySpec"]) ?? textOf(input["CustomerMasterKeySpec"]) ?? "SYMMETRIC_DEFAULT",
    "kms:KeyUsage": textOf(input["KeyUsage"]) ?? "ENCRYPT_DECRYPT",
    "kms:KeyOrigin": textOf(input["Origin"]) ?? "AWS_KMS",
    "kms:MultiRegion": input["MultiRegion"] === true,
    ...tagConditions(input.Tags),
  };
  const created = { action: "kms:CreateKey", resource: "*", conditions };
  return (input.Tags ?? []).length === 0 ? [created] : [created, { ...created, action: "kms:TagResource" }];
}

function reEncrypt(
  input: Readonly<Record<string, unknown>> & {
    readonly CiphertextBlob?: Uint8Array;
    readonly SourceKeyId?: string;
    readonly DestinationKeyId: string;
  },
  call: PermissionCall,
): readonly AccessRequest[] {
  const { CiphertextBlob, SourceKeyId, DestinationKeyId } = input;
  const from = onCiphertext(
    "ReEncryptFrom",
    SourceKeyId,
    CiphertextBlob,
    input,
    call,
    input["SourceEncryptionContext"],
  );
  const target = input["DestinationEncryptionContext"] as EncryptionContext | undefined;
  const to = onKeyNamed("ReEncryptTo", DestinationKeyId, input, call, target);
  const isSame = { "kms:ReEncryptOnSameKey": from.resource === to.resource };
  const algorithm = (member: string) => {
    const name = textOf(input[member]);
    return name === undefined ? {} : { "kms:EncryptionAlgorithm": name };
  };
  return [
    { ...from, conditions: { ...from.conditions, ...isSame, ...algorithm("SourceEncryptionAlgorithm") } },
    { ...to, conditions: { ...to.conditions, ...isSame, ...algorithm("DestinationEncryptionAlgorithm") } },
  ];
}

/** On the key that is given, or that the ciphertext names; throws InvalidCiphertextException if there is neither. */
function onCiphertext(
  action: string,
  keyId: string | undefined,
  blob: Uint8Array | undefined,
  input: Readonly<Record<string, unknown>>,
  call: PermissionCall,
  context: unknown,
): AccessRequest {
  const text = keyId ?? keyOfCiphertext(blob, call);
  return onKeyNamed(action, text, input, call, context as EncryptionContext | undefined);
}

function onAlias(action: string, name: string, call: PermissionCall): AccessRequest {
  return { action: `kms:${action}`, resource: aliasArn(call, name), conditions: callConditions(call, {}) };
}

/** On the key that the alias has by now. */
function onTargetOf(
  action: string,
  name: string,
  input: Readonly<Record<string, unknown>>,
  call: PermissionCall,
): readonly AccessRequest[] {
  const alias = call.yard.store.read((tx) => loadAlias(tx, call, name));
  return alias === undefined ? [] : [onKeyNamed(action, alias.keyId, input, call)];
}

function onReplica(input: { KeyId: string; PrimaryRegion: string }, call: PermissionCall): readonly AccessRequest[] {
  const { scope, keyId } = parseKeyReference(input.KeyId, call);
  if (keyId === undefined || !isRegion(input.PrimaryRegion)) return [];
  const resource = keyArn({ ...scope, region: input.PrimaryRegion }, keyId);
  return [{ action: "kms:UpdatePrimaryRegion", resource, conditions: callConditions(call, { ...input }) }];
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
