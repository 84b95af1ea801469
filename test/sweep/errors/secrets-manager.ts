// How each documented error of Secrets Manager is provoked.

import { sweepOf, unprovokable, type ErrorTable, type Grounds } from "./table.ts";

interface Made {
  /** A secret with a value. */
  readonly SecretId: string;
  readonly versionId: string;
  /** A secret that waits for its deletion. */
  readonly deleted: string;
  /** A secret whose key has been disabled since. */
  readonly locked: string;
  readonly disabledKey: string;
}

const POLICY = (principal: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: principal }, Action: "secretsmanager:GetSecretValue", Resource: "*" },
    ],
  });
const TOKEN = "t".repeat(36);

async function prepare({ aws, name }: Grounds): Promise<Made> {
  const SecretString = "value";
  const SecretId = name();
  const { VersionId: versionId = "" } = await aws.secretsManager.createSecret({ Name: SecretId, SecretString });
  const deleted = name();
  await aws.secretsManager.createSecret({ Name: deleted, SecretString });
  await aws.secretsManager.deleteSecret({ SecretId: deleted });
  const { KeyMetadata } = await aws.kms.createKey({});
  const disabledKey = KeyMetadata?.Arn ?? "";
  const locked = name();
  await aws.secretsManager.createSecret({
    Name: locked,
    SecretString,
    KmsKeyId: disabledKey,
    ClientRequestToken: TOKEN,
  });
  await aws.kms.disableKey({ KeyId: disabledKey });
  return { SecretId, versionId, deleted, locked, disabledKey };
}

const NO_CASE = unprovokable("The API reference lists it for the operation and names no case that its input could be.");
const NOTHING_INVALID = unprovokable(
  "Its only input is the secret, whose form is a constraint, answered by ValidationException.",
);
const BAD_TOKEN = { NextToken: "nothing" };
const LABELS = Array.from({ length: 20 }, (_, index) => `label-${index}`);

const ON_SECRET = {
  InvalidParameterException: NOTHING_INVALID,
} satisfies ErrorTable<Made>["everywhere"];

/** The errors sweep of Secrets Manager. */
export const secretsManager = sweepOf<Made>({
  service: "secrets-manager",
  prepare,
  inputs: {
    BatchGetSecretValue: ({ SecretId }) => ({ SecretIdList: [SecretId] }),
    CancelRotateSecret: ({ SecretId }) => ({ SecretId }),
    CreateSecret: ({ name }) => ({ Name: name(), SecretString: "value" }),
    DeleteResourcePolicy: ({ SecretId }) => ({ SecretId }),
    DeleteSecret: ({ SecretId }) => ({ SecretId }),
    DescribeSecret: ({ SecretId }) => ({ SecretId }),
    GetRandomPassword: () => ({}),
    GetResourcePolicy: ({ SecretId }) => ({ SecretId }),
    GetSecretValue: ({ SecretId }) => ({ SecretId }),
    ListSecretVersionIds: ({ SecretId }) => ({ SecretId }),
    ListSecrets: () => ({}),
    PutResourcePolicy: ({ SecretId, account }) => ({ SecretId, ResourcePolicy: POLICY(account.account) }),
    PutSecretValue: ({ SecretId }) => ({ SecretId, SecretString: "another value" }),
    RestoreSecret: ({ SecretId }) => ({ SecretId }),
    RotateSecret: ({ SecretId }) => ({ SecretId }),
    TagResource: ({ SecretId }) => ({ SecretId, Tags: [{ Key: "key", Value: "value" }] }),
    UntagResource: ({ SecretId }) => ({ SecretId, TagKeys: ["key"] }),
    UpdateSecret: ({ SecretId }) => ({ SecretId, Description: "changed" }),
    UpdateSecretVersionStage: ({ SecretId, versionId }) => ({
      SecretId,
      VersionStage: "label",
      MoveToVersionId: versionId,
    }),
    ValidateResourcePolicy: ({ SecretId, account }) => ({ SecretId, ResourcePolicy: POLICY(account.account) }),
  },
  everywhere: {
    InternalServiceError: unprovokable("It would be a bug of ours."),
    InvalidRequestException: ({ deleted }, ask) => ask({ SecretId: deleted }),
    ResourceNotFoundException: (_made, ask) => ask({ SecretId: "nobody" }),
    InvalidNextTokenException: (_made, ask) => ask(BAD_TOKEN),
    LimitExceededException: (_made, ask) => ask({ SecretString: "labelled", VersionStages: LABELS }),
    ResourceExistsException: ({ versionId }, ask) => ask({ ClientRequestToken: versionId }),
    MalformedPolicyDocumentException: (_made, ask) => ask({ ResourcePolicy: "{}" }),
    PublicPolicyException: (_made, ask) => ask({ ResourcePolicy: POLICY("*"), BlockPublicPolicy: true }),
    EncryptionFailure: ({ disabledKey }, ask) => ask({ KmsKeyId: disabledKey }),
    DecryptionFailure: ({ locked }, ask) => ask({ SecretId: locked }),
    PreconditionNotMetException: unprovokable("AWS gives it for secrets that other services manage; there are none."),
  },
  operations: {
    BatchGetSecretValue: {
      DecryptionFailure: unprovokable("What fails for one secret is an entry of its own in the answer."),
      InvalidNextTokenException: (_made, ask) =>
        ask({ SecretIdList: undefined, Filters: [{ Key: "name", Values: ["a"] }], ...BAD_TOKEN }),
      InvalidParameterException: (_made, ask) => ask({ Filters: [{ Key: "name", Values: ["a"] }] }),
      InvalidRequestException: unprovokable("A secret that waits for its deletion is an error within the answer."),
      ResourceNotFoundException: unprovokable("A secret that is not there is an error within the answer."),
    },
    CancelRotateSecret: ON_SECRET,
    CreateSecret: {
      DecryptionFailure: async ({ locked }, ask) => ask({ Name: locked, ClientRequestToken: TOKEN }),
      InvalidParameterException: (_made, ask) => ask({ SecretBinary: Buffer.from("value") }),
      InvalidRequestException: ({ deleted }, ask) => ask({ Name: deleted }),
      LimitExceededException: unprovokable("An account can have 500,000 secrets; a first version has one label."),
      MalformedPolicyDocumentException: NO_CASE,
      ResourceExistsException: ({ SecretId }, ask) => ask({ Name: SecretId }),
      ResourceNotFoundException: NO_CASE,
    },
    DeleteResourcePolicy: ON_SECRET,
    DeleteSecret: { InvalidParameterException: (_made, ask) => ask({ RecoveryWindowInDays: 6 }) },
    DescribeSecret: ON_SECRET,
    GetRandomPassword: {
      InvalidParameterException: (_made, ask) => ask({ PasswordLength: 1 }),
      InvalidRequestException: (_made, ask) =>
        ask({ ExcludeLowercase: true, ExcludeUppercase: true, ExcludeNumbers: true, ExcludePunctuation: true }),
    },
    GetResourcePolicy: ON_SECRET,
    GetSecretValue: { InvalidParameterException: NO_CASE },
    ListSecretVersionIds: { InvalidParameterException: NO_CASE },
    ListSecrets: {
      InvalidParameterException: NO_CASE,
      InvalidRequestException: NO_CASE,
    },
    PutResourcePolicy: { InvalidParameterException: NO_CASE },
    PutSecretValue: {
      DecryptionFailure: ({ locked }, ask) => ask({ SecretId: locked, ClientRequestToken: TOKEN }),
      EncryptionFailure: ({ locked }, ask) => ask({ SecretId: locked }),
      InvalidParameterException: (_made, ask) => ask({ SecretBinary: Buffer.from("value") }),
    },
    RestoreSecret: {
      InvalidParameterException: NOTHING_INVALID,
      InvalidRequestException: unprovokable(
        "A secret that does not wait for its deletion is restored without a change.",
      ),
    },
    RotateSecret: {
      InvalidParameterException: (_made, ask) =>
        ask({
          RotationLambdaARN: "arn:aws:lambda:us-east-1:123456789012:function:nobody",
          RotationRules: { ScheduleExpression: "rate(1 hour)" },
        }),
    },
    TagResource: { InvalidParameterException: (_made, ask) => ask({ Tags: [{ Key: "aws:key", Value: "value" }] }) },
    UntagResource: { InvalidParameterException: NO_CASE },
    UpdateSecret: {
      DecryptionFailure: ({ locked }, ask) => ask({ SecretId: locked, KmsKeyId: "" }),
      InvalidParameterException: (_made, ask) => ask({ SecretString: "value", SecretBinary: Buffer.from("value") }),
      LimitExceededException: unprovokable("A new value has one label, which takes the place of another."),
      MalformedPolicyDocumentException: NO_CASE,
      ResourceExistsException: ({ versionId }, ask) => ask({ SecretString: "other", ClientRequestToken: versionId }),
    },
    UpdateSecretVersionStage: {
      InvalidParameterException: (_made, ask) => ask({ VersionStage: "AWSCURRENT", MoveToVersionId: undefined }),
      LimitExceededException: async ({ aws, name }, ask) => {
        const full = name();
        await aws.secretsManager.createSecret({ Name: full, SecretString: "value" });
        const { VersionId } = await aws.secretsManager.putSecretValue({
          SecretId: full,
          SecretString: "labelled",
          VersionStages: LABELS.slice(1),
        });
        return ask({ SecretId: full, VersionStage: "one more", MoveToVersionId: VersionId });
      },
    },
    ValidateResourcePolicy: {
      InvalidParameterException: NO_CASE,
      MalformedPolicyDocumentException: unprovokable("What is wrong with a policy is this operation's answer."),
    },
  },
});
