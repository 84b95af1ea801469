// Condition keys of KMS. AWS: "AWS KMS condition keys" in the developer guide, and "Actions, resources, and condition
// keys for AWS Key Management Service".

import { accountOf } from "../../iam/principals.ts";
import type { ConditionValue } from "../../iam/authorization.ts";
import type { PermissionCall } from "../../service/service.ts";
import { type Key, findKey, parseKeyReference } from "./keys.ts";
import { aliasNamesOf, loadFamily } from "./repo.ts";

type Conditions = Record<string, ConditionValue>;

/**
 * AWS: "kms:ViaService", services that support it, those of the yard and those that are coming. Others call KMS for their
 * customers without being named.
 */
const VIA_SERVICES: ReadonlySet<string> = new Set([
  "acm",
  "dynamodb",
  "firehose",
  "kinesis",
  "lambda",
  "logs",
  "s3",
  "secretsmanager",
  "ses",
  "sns",
  "sqs",
  "ssm",
  "xray",
]);

/** Input members that are condition keys as they stand. */
const FROM_INPUT: Readonly<Record<string, string>> = {
  BypassPolicyLockoutSafetyCheck: "kms:BypassPolicyLockoutSafetyCheck",
  KeyPairSpec: "kms:DataKeyPairSpec",
  EncryptionAlgorithm: "kms:EncryptionAlgorithm",
  ExpirationModel: "kms:ExpirationModel",
  GranteePrincipal: "kms:GranteePrincipal",
  RetiringPrincipal: "kms:RetiringPrincipal",
  Operations: "kms:GrantOperations",
  KeyAgreementAlgorithm: "kms:KeyAgreementAlgorithm",
  MacAlgorithm: "kms:MacAlgorithm",
  MessageType: "kms:MessageType",
  ReplicaRegion: "kms:ReplicaRegion",
  PrimaryRegion: "kms:PrimaryRegion",
  RotationPeriodInDays: "kms:RotationPeriodInDays",
  PendingWindowInDays: "kms:ScheduleKeyDeletionPendingWindowInDays",
  SigningAlgorithm: "kms:SigningAlgorithm",
  WrappingAlgorithm: "kms:WrappingAlgorithm",
  WrappingKeySpec: "kms:WrappingKeySpec",
};

/** Of the call and the input, whatever key they are about. */
export function callConditions(call: PermissionCall, input: Readonly<Record<string, unknown>>): Conditions {
  const conditions: Conditions = { "kms:CallerAccount": accountOf(call.principal), "kms:ViaService": viaService(call) };
  for (const [member, key] of Object.entries(FROM_INPUT)) {
    const value = input[member];
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") conditions[key] = value;
    else if (Array.isArray(value)) conditions[key] = value.map(String);
  }
  if (input["ValidTo"] instanceof Date) conditions["kms:ValidTo"] = input["ValidTo"].toISOString();
  return conditions;
}

/** "s3.us-east-1.amazonaws.com", where a service calls for the principal. */
function viaService({ invokedBy, region }: PermissionCall): string | undefined {
  const [service = ""] = invokedBy?.split(".") ?? [];
  return VIA_SERVICES.has(service) ? `${service}.${region}.amazonaws.com` : undefined;
}

/** kms:EncryptionContext:NAME and kms:EncryptionContextKeys. */
export function contextConditions(context: Readonly<Record<string, string>> | undefined): Conditions {
  const names = Object.keys(context ?? {});
  if (names.length === 0) return {};
  const pairs = Object.entries(context ?? {}).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]);
  return { ...(Object.fromEntries(pairs) as Conditions), "kms:EncryptionContextKeys": names };
}

/** Of the key that a KeyId member means: its spec, origin, aliases, tags. */
export function keyConditions(call: PermissionCall, text: string): Conditions {
  const reference = parseKeyReference(text, call);
  return call.yard.store.read((tx): Conditions => {
    const key = findKey(tx, reference);
    const requestAlias = reference.alias === undefined ? {} : { "kms:RequestAlias": reference.alias };
    if (key === undefined) return requestAlias;
    const { record, scope } = key;
    const family = record.isMultiRegion ? loadFamily(tx, scope, record.keyId) : undefined;
    const aliases = aliasNamesOf(tx, scope, record.keyId);
    return {
      ...requestAlias,
      ...recordConditions(key),
      ...(aliases.length === 0 ? {} : { "kms:ResourceAliases": aliases }),
      ...(family === undefined
        ? {}
        : { "kms:MultiRegionKeyType": family.primaryRegion === scope.region ? "PRIMARY" : "REPLICA" }),
    };
  });
}

function recordConditions({ record }: Key): Conditions {
  return {
    "kms:KeySpec": record.spec,
    "kms:KeyUsage": record.usage,
    "kms:KeyOrigin": record.origin,
    "kms:MultiRegion": record.isMultiRegion,
    ...Object.fromEntries(Object.entries(record.tags).map(([name, value]) => [`aws:ResourceTag/${name}`, value])),
  };
}

/** aws:RequestTag/NAME and aws:TagKeys. */
export function tagConditions(
  tags: readonly { readonly TagKey?: string | undefined; readonly TagValue?: string | undefined }[] | undefined,
): Conditions {
  if (tags === undefined || tags.length === 0) return {};
  const values = Object.fromEntries(tags.map(({ TagKey, TagValue }) => [`aws:RequestTag/${TagKey ?? ""}`, TagValue]));
  return { ...values, "aws:TagKeys": tags.flatMap(({ TagKey }) => TagKey ?? []) };
}

/** AWS: kms:GrantIsForAWSResource, kms:GrantConstraintType and the constraints' context. */
export function grantConditions(
  call: PermissionCall,
  constraints: Readonly<Record<string, unknown>> | undefined,
): Conditions {
  const type = Object.keys(constraints ?? {}).find((name) => name.startsWith("EncryptionContext"));
  return {
    "kms:GrantIsForAWSResource": call.invokedBy !== undefined,
    ...(type === undefined ? {} : { "kms:GrantConstraintType": type }),
  };
}
