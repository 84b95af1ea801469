// What each operation needs. AWS: "Actions, resources, and condition keys for AWS Secrets Manager".

import type { AccessRequest, ConditionValues } from "../../iam/authorization.ts";
import { parseArn } from "../../kernel/arns.ts";
import { isRegion } from "../../kernel/ids.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import { arnForPermission, locate } from "./secrets.ts";

type Tags = readonly { readonly Key?: string; readonly Value?: string }[];

interface SecretInput {
  readonly SecretId: string;
  readonly Tags?: Tags;
  readonly TagKeys?: readonly string[];
}

/** Members of inputs that policies can ask about, under "secretsmanager:NAME". */
const CONDITION_MEMBERS = [
  "AddReplicaRegions",
  "BlockPublicPolicy",
  "Description",
  "ForceDeleteWithoutRecovery",
  "KmsKeyId",
  "Name",
  "RecoveryWindowInDays",
  "RotateImmediately",
  "RotationLambdaARN",
  "VersionId",
  "VersionStage",
] as const;

const onSecret =
  (action: string, defaults: ConditionValues = {}): PermissionRule =>
  (input: SecretInput & Readonly<Record<string, unknown>>, call) => [request(action, input, call, defaults)];

const onAnything =
  (action: string): PermissionRule =>
  () => [{ action: `secretsmanager:${action}`, resource: "*" }];

export const permissions: Permissions = {
  BatchGetSecretValue: onAnything("BatchGetSecretValue"),
  CancelRotateSecret: onSecret("CancelRotateSecret"),
  CreateSecret: (input: { Name: string; Tags?: Tags }, call) => {
    const created = request("CreateSecret", { ...input, SecretId: input.Name }, call);
    const isTagged = (input.Tags ?? []).length > 0;
    return isTagged ? [created, { ...created, action: "secretsmanager:TagResource" }] : [created];
  },
  DeleteResourcePolicy: onSecret("DeleteResourcePolicy"),
  DeleteSecret: onSecret("DeleteSecret"),
  DescribeSecret: onSecret("DescribeSecret"),
  GetRandomPassword: onAnything("GetRandomPassword"),
  GetResourcePolicy: onSecret("GetResourcePolicy"),
  // AWS: a request that names no version is one for AWSCURRENT.
  GetSecretValue: onSecret("GetSecretValue", { "secretsmanager:VersionStage": "AWSCURRENT" }),
  ListSecretVersionIds: onSecret("ListSecretVersionIds"),
  ListSecrets: onAnything("ListSecrets"),
  PutResourcePolicy: onSecret("PutResourcePolicy"),
  PutSecretValue: onSecret("PutSecretValue"),
  RestoreSecret: onSecret("RestoreSecret"),
  RotateSecret: onSecret("RotateSecret"),
  TagResource: onSecret("TagResource"),
  UntagResource: onSecret("UntagResource"),
  UpdateSecret: onSecret("UpdateSecret"),
  UpdateSecretVersionStage: onSecret("UpdateSecretVersionStage"),
  ValidateResourcePolicy: (input: { SecretId?: string }, call) => [
    input.SecretId === undefined
      ? { action: "secretsmanager:ValidateResourcePolicy", resource: "*" }
      : request("ValidateResourcePolicy", { SecretId: input.SecretId }, call),
  ],
};

/** The secret's own policy. */
export function resourcePolicy({ resource }: AccessRequest, call: PermissionCall): string | undefined {
  const region = parseArn(resource)?.region;
  if (region === undefined || !isRegion(region)) return undefined;
  return call.yard.store.read((tx) => locate(tx, { account: call.account, region }, resource))?.secret.policy;
}

function request(
  action: string,
  input: SecretInput & Readonly<Record<string, unknown>>,
  call: PermissionCall,
  defaults: ConditionValues = {},
): AccessRequest {
  const resource = arnForPermission(call.yard, call, input.SecretId);
  const { tags = {}, rotation } = call.yard.store.read((tx) => locate(tx, call, input.SecretId))?.secret ?? {};
  const given = CONDITION_MEMBERS.flatMap((name) =>
    input[name] === undefined ? [] : [[`secretsmanager:${name}`, input[name]]],
  );
  return {
    action: `secretsmanager:${action}`,
    resource,
    conditions: {
      ...(input["VersionId"] === undefined ? defaults : {}),
      "secretsmanager:SecretId": resource,
      ...Object.fromEntries(given),
      ...Object.fromEntries(
        Object.entries(tags).flatMap(([key, value]) => [
          [`aws:ResourceTag/${key}`, value],
          [`secretsmanager:ResourceTag/${key}`, value],
        ]),
      ),
      ...(rotation !== undefined && { "secretsmanager:resource/AllowRotationLambdaArn": rotation.functionArn }),
      ...Object.fromEntries((input.Tags ?? []).map(({ Key = "", Value = "" }) => [`aws:RequestTag/${Key}`, Value])),
      ...(input.Tags !== undefined && { "aws:TagKeys": input.Tags.map(({ Key = "" }) => Key) }),
      ...(input.TagKeys !== undefined && { "aws:TagKeys": input.TagKeys }),
    },
  };
}
