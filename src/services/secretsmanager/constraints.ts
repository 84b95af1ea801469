// The constraints of Secrets Manager, as its API reference declares them.

import type { Constraints } from "../../service/constraints.ts";

const SECRET_ID = { length: [1, 2048] } as const;
const TOKEN = { length: [32, 64] } as const;
const TEXT = { length: [1, 65_536] } as const;
const KMS_KEY_ID = { length: [0, 2048] } as const;
const DESCRIPTION = { length: [0, 2048] } as const;
const STAGE = { length: [1, 256] } as const;
const POLICY = { length: [1, 20_480] } as const;
const NEXT_TOKEN = { length: [1, 4096] } as const;
const PAGE = { range: [1, 100] } as const;
const TAGS = { "Tags.member.Key": { length: [1, 128] }, "Tags.member.Value": { length: [0, 256] } } as const;
const FILTERS = {
  Filters: { length: [0, 10] },
  "Filters.member.Key": {
    oneOf: ["description", "name", "tag-key", "tag-value", "primary-region", "owning-service", "all"],
  },
  "Filters.member.Values": { length: [1, 10] },
  "Filters.member.Values.member": { length: [0, 512], pattern: "!?[a-zA-Z0-9 :_@\\/+=.!\\-]*" },
} as const;

export const constraints: Constraints = {
  BatchGetSecretValue: {
    SecretIdList: { length: [1, 20] },
    "SecretIdList.member": SECRET_ID,
    MaxResults: { range: [1, 20] },
    NextToken: NEXT_TOKEN,
    ...FILTERS,
  },
  CancelRotateSecret: { SecretId: SECRET_ID },
  CreateSecret: {
    Name: { length: [1, 512] },
    ClientRequestToken: TOKEN,
    Description: DESCRIPTION,
    KmsKeyId: KMS_KEY_ID,
    SecretBinary: TEXT,
    SecretString: TEXT,
    ...TAGS,
  },
  DeleteResourcePolicy: { SecretId: SECRET_ID },
  DeleteSecret: { SecretId: SECRET_ID },
  DescribeSecret: { SecretId: SECRET_ID },
  GetRandomPassword: { PasswordLength: { range: [1, 4096] }, ExcludeCharacters: { length: [0, 4096] } },
  GetResourcePolicy: { SecretId: SECRET_ID },
  GetSecretValue: { SecretId: SECRET_ID, VersionId: TOKEN, VersionStage: STAGE },
  ListSecretVersionIds: { SecretId: SECRET_ID, MaxResults: PAGE, NextToken: NEXT_TOKEN },
  ListSecrets: {
    MaxResults: PAGE,
    NextToken: NEXT_TOKEN,
    SortOrder: { oneOf: ["asc", "desc"] },
    SortBy: { oneOf: ["created-date", "last-accessed-date", "last-changed-date", "name"] },
    ...FILTERS,
  },
  PutResourcePolicy: { SecretId: SECRET_ID, ResourcePolicy: POLICY },
  PutSecretValue: {
    SecretId: SECRET_ID,
    ClientRequestToken: TOKEN,
    SecretBinary: TEXT,
    SecretString: TEXT,
    VersionStages: { length: [1, 20] },
    "VersionStages.member": STAGE,
  },
  RestoreSecret: { SecretId: SECRET_ID },
  RotateSecret: {
    SecretId: SECRET_ID,
    ClientRequestToken: TOKEN,
    RotationLambdaARN: { length: [0, 2048] },
    "RotationRules.AutomaticallyAfterDays": { range: [1, 1000] },
    "RotationRules.Duration": { length: [2, 3], pattern: "[0-9]+h" },
    "RotationRules.ScheduleExpression": { length: [1, 256], pattern: "[0-9A-Za-z\\(\\)#\\?\\*\\-\\/, ]+" },
  },
  TagResource: { SecretId: SECRET_ID, ...TAGS },
  UntagResource: { SecretId: SECRET_ID, "TagKeys.member": { length: [1, 128] } },
  UpdateSecret: {
    SecretId: SECRET_ID,
    ClientRequestToken: TOKEN,
    Description: DESCRIPTION,
    KmsKeyId: KMS_KEY_ID,
    SecretBinary: TEXT,
    SecretString: TEXT,
  },
  UpdateSecretVersionStage: {
    SecretId: SECRET_ID,
    VersionStage: STAGE,
    RemoveFromVersionId: TOKEN,
    MoveToVersionId: TOKEN,
  },
  ValidateResourcePolicy: { SecretId: SECRET_ID, ResourcePolicy: POLICY },
};
