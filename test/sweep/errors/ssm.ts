// How each documented error of Systems Manager's Parameter Store is provoked.

import { instead, sweepOf, unprovokable, type Ask, type ErrorTable, type Grounds } from "./table.ts";

interface Made {
  readonly Name: string;
  /** A secure parameter whose key is disabled, below the path "/secure". */
  readonly sealed: string;
}

const EXPIRATION = { Type: "Expiration", Version: "1.0", Attributes: { Timestamp: "2030-01-01T00:00:00Z" } };
const SETTING = "/ssm/parameter-store/default-parameter-tier";

async function prepare({ aws, name }: Grounds): Promise<Made> {
  const Name = name();
  await aws.ssm.putParameter({ Name, Type: "String", Value: "value" });
  const sealed = `/secure/${name()}`;
  const { KeyMetadata } = await aws.kms.createKey({});
  const KeyId = KeyMetadata?.KeyId ?? "";
  await aws.ssm.putParameter({ Name: sealed, Type: "SecureString", Value: "value", KeyId });
  await aws.kms.disableKey({ KeyId });
  return { Name, sealed };
}

const ofName = ({ Name }: Made) => ({ Name });
const ofTagged = ({ Name }: Made) => ({ ResourceType: "Parameter", ResourceId: Name });
const noName = (_: Made, ask: Ask) => ask({ Name: "nobody" });
const policies = (list: readonly object[]) => ({ Tier: "Advanced", Policies: JSON.stringify(list) });

const ON_TAGS = {
  InvalidResourceId: (_, ask) => ask({ ResourceId: "nobody" }),
  InvalidResourceType: unprovokable(
    "It is about managed nodes: other words than the model's are a ValidationException, and other resources answer NotImplemented.",
  ),
} satisfies ErrorTable<Made>["everywhere"];

/** The errors sweep of Systems Manager's Parameter Store. */
export const ssm = sweepOf<Made>({
  service: "ssm",
  prepare,
  inputs: {
    AddTagsToResource: (made) => ({ ...ofTagged(made), Tags: [{ Key: "key", Value: "value" }] }),
    DeleteParameter: ofName,
    DeleteParameters: ({ Name }) => ({ Names: [Name] }),
    DescribeParameters: () => ({}),
    GetParameter: ofName,
    GetParameterHistory: ofName,
    GetParameters: ({ Name }) => ({ Names: [Name] }),
    GetParametersByPath: () => ({ Path: "/" }),
    GetServiceSetting: () => ({ SettingId: SETTING }),
    LabelParameterVersion: (made) => ({ ...ofName(made), Labels: ["label"] }),
    ListTagsForResource: ofTagged,
    PutParameter: ({ name }) => ({ Name: name(), Type: "String", Value: "value" }),
    RemoveTagsFromResource: (made) => ({ ...ofTagged(made), TagKeys: ["key"] }),
    ResetServiceSetting: () => ({ SettingId: SETTING }),
    UnlabelParameterVersion: (made) => ({ ...ofName(made), ParameterVersion: 1, Labels: ["label"] }),
    UpdateServiceSetting: () => ({ SettingId: SETTING, SettingValue: "Standard" }),
  },
  everywhere: {
    InternalServerError: unprovokable("It would be a bug of ours."),
    InvalidFilterKey: (_, ask) => ask({ ParameterFilters: [{ Key: "Label", Values: ["label"] }] }),
    InvalidFilterOption: (_, ask) =>
      ask({ ParameterFilters: [{ Key: "Type", Option: "Nothing", Values: ["String"] }] }),
    InvalidFilterValue: (_, ask) => ask({ ParameterFilters: [{ Key: "Type", Values: ["Nothing"] }] }),
    InvalidKeyId: ({ sealed }, ask) => ask({ Name: sealed, WithDecryption: true }),
    InvalidNextToken: (_, ask) => ask({ NextToken: "nothing" }),
    ParameterNotFound: noName,
    ParameterVersionNotFound: (_, ask) => ask({ ParameterVersion: 99 }),
    ServiceSettingNotFound: (_, ask) => ask({ SettingId: "/ssm/nothing" }),
    TooManyUpdates: unprovokable(
      "A parameter is changed by one transaction after the other; only a change while KMS encrypts can be in the way, which no test can time.",
    ),
  },
  operations: {
    AddTagsToResource: {
      ...ON_TAGS,
      TooManyTagsError: (_, ask) =>
        ask({ Tags: Array.from({ length: 51 }, (_each, at) => ({ Key: `key-${at}`, Value: "value" })) }),
    },
    GetParameter: { ParameterVersionNotFound: ({ Name }, ask) => ask({ Name: `${Name}:99` }) },
    GetParameters: { InvalidKeyId: ({ sealed }, ask) => ask({ Names: [sealed], WithDecryption: true }) },
    GetParametersByPath: {
      InvalidFilterKey: (_, ask) => ask({ ParameterFilters: [{ Key: "Name", Values: ["name"] }] }),
      InvalidKeyId: (_, ask) => ask({ Path: "/secure", WithDecryption: true }),
    },
    LabelParameterVersion: {
      ParameterVersionLabelLimitExceeded: async ({ aws, name }, ask) => {
        const Name = name();
        await aws.ssm.putParameter({ Name, Type: "String", Value: "value" });
        await aws.ssm.labelParameterVersion({ Name, Labels: Array.from({ length: 10 }, (_, at) => `label-${at}`) });
        return ask({ Name });
      },
    },
    ListTagsForResource: ON_TAGS,
    PutParameter: {
      HierarchyLevelLimitExceededException: (_, ask) => ask({ Name: "/level".repeat(16) }),
      HierarchyTypeMismatchException: ({ Name }, ask) => ask({ Name, Type: "StringList", Overwrite: true }),
      IncompatiblePolicyException: (_, ask) => ask(policies([EXPIRATION, EXPIRATION])),
      InvalidAllowedPatternException: (_, ask) => ask({ AllowedPattern: "(" }),
      InvalidKeyId: (_, ask) => ask({ Type: "SecureString", KeyId: "alias/nobody" }),
      InvalidPolicyAttributeException: (_, ask) => ask(policies([{ ...EXPIRATION, Attributes: {} }])),
      InvalidPolicyTypeException: (_, ask) => ask(policies([{ ...EXPIRATION, Type: "Nothing" }])),
      ParameterAlreadyExists: ({ Name }, ask) => ask({ Name }),
      ParameterLimitExceeded: unprovokable(
        "AWS lets an account have 10,000 parameters and more; a yard keeps what the disk holds.",
      ),
      ParameterMaxVersionLimitExceeded: async ({ aws, name }, ask) => {
        const parameter = { Name: name(), Type: "String", Value: "value", Overwrite: true } as const;
        await aws.ssm.putParameter(parameter);
        await aws.ssm.labelParameterVersion({ Name: parameter.Name, Labels: ["label"] });
        for (let version = 2; version <= 100; version += 1) await aws.ssm.putParameter(parameter);
        return ask(parameter);
      },
      ParameterPatternMismatchException: (_, ask) => ask({ AllowedPattern: "[0-9]+" }),
      PoliciesLimitExceededException: (_, ask) => ask(policies(Array.from({ length: 11 }, () => EXPIRATION))),
      UnsupportedParameterType: instead(
        {
          code: "ValidationException",
          status: 400,
          reason:
            "A word that is none of the enumeration's fails validation first; recorded in public reports, with the enumeration.",
        },
        (_, ask) => ask({ Type: "Nothing" }),
      ),
    },
    RemoveTagsFromResource: ON_TAGS,
  },
});
