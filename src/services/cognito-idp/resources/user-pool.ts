// AWS::Cognito::UserPool.

import type { CreateUserPoolCommandInput, UserPoolType } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../../kernel/errors.ts";
import type { Input } from "../../../service/apis.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { everyPool, ifThere, inputOf, shownOf } from "./properties.ts";

const SETTINGS = [
  "AccountRecoverySetting",
  "AdminCreateUserConfig",
  "AutoVerifiedAttributes",
  "DeletionProtection",
  "EmailConfiguration",
  "EmailVerificationMessage",
  "EmailVerificationSubject",
  "LambdaConfig",
  "Policies",
  "SmsAuthenticationMessage",
  "SmsConfiguration",
  "SmsVerificationMessage",
  "UserAttributeUpdateSettings",
  "UserPoolTier",
  "VerificationMessageTemplate",
] as const;
/** Said once, when the pool is made. */
const FIRST = ["AliasAttributes", "UsernameAttributes", "UsernameConfiguration"] as const;
const TYPED = {
  numbers: ["MinimumLength", "TemporaryPasswordValidityDays", "UnusedAccountValidityDays", "Priority"],
  booleans: [
    "AllowAdminCreateUserOnly",
    "CaseSensitive",
    "DeveloperOnlyAttribute",
    "Mutable",
    "Required",
    "RequireLowercase",
    "RequireNumbers",
    "RequireSymbols",
    "RequireUppercase",
  ],
};

/** A user pool. Ref is its id. */
export const poolType: ResourceType = {
  typeName: "AWS::Cognito::UserPool",
  properties: [
    ...SETTINGS,
    ...FIRST,
    "EmailAuthenticationMessage",
    "EmailAuthenticationSubject",
    "EnabledMfas",
    "MfaConfiguration",
    "Schema",
    "UserPoolName",
    "UserPoolTags",
  ],
  keptNotEnforced: {
    "EmailConfiguration.ConfigurationSet": "applies to mails that SES sends",
    "EmailConfiguration.ReplyToEmailAddress": "is where answers to mails go",
    "EmailConfiguration.SourceArn": "is the identity of SES that mails come from",
    "VerificationMessageTemplate.EmailMessageByLink": "is the mail with a link, instead of a code",
    "VerificationMessageTemplate.EmailSubjectByLink": "is the subject of the mail with a link, instead of a code",
  },
  notSupported: [
    "LambdaConfig.CustomEmailSender",
    "LambdaConfig.CustomSMSSender",
    "LambdaConfig.KMSKeyID",
    "SmsConfiguration.EumsSms",
  ],

  async create(properties, context) {
    const known = await findOurs(context);
    const poolId = known ?? (await make(properties, context));
    context.identify(poolId);
    await applyMfa(poolId, properties, {}, context);
    return stateOf(poolId, context);
  },

  async read(physicalId, { aws }, known = {}) {
    const answer = await ifThere(() => aws.cognitoUserPools.describeUserPool({ UserPoolId: physicalId }));
    if (answer?.UserPool === undefined) return undefined;
    const mfa = await aws.cognitoUserPools.getUserPoolMfaConfig({ UserPoolId: physicalId });
    const factors = [
      ...(mfa.SmsMfaConfiguration === undefined ? [] : ["SMS_MFA"]),
      ...(mfa.SoftwareTokenMfaConfiguration?.Enabled === true ? ["SOFTWARE_TOKEN_MFA"] : []),
      ...(mfa.EmailMfaConfiguration === undefined ? [] : ["EMAIL_OTP"]),
    ];
    const { Message, Subject } = mfa.EmailMfaConfiguration ?? {};
    const { Name, MfaConfiguration, UserPoolTags = {} } = answer.UserPool;
    const tags = Object.entries(UserPoolTags).filter(([key]) => !key.startsWith("aws:"));
    const lambda = answer.UserPool.LambdaConfig ?? {};
    const { LambdaConfig: _, ...settings } = shownOf(answer.UserPool, [...SETTINGS, ...FIRST]);
    return {
      ...settings,
      ...(Object.keys(lambda).length > 0 && { LambdaConfig: lambda }),
      UserPoolName: Name,
      MfaConfiguration,
      ...(factors.length > 0 && { EnabledMfas: factors }),
      ...(Message !== undefined && { EmailAuthenticationMessage: Message }),
      ...(Subject !== undefined && { EmailAuthenticationSubject: Subject }),
      ...(tags.length > 0 && { UserPoolTags: Object.fromEntries(tags) }),
      ...schemaProperty(answer.UserPool, known),
    };
  },

  async list({ aws }) {
    return (await everyPool(aws)).map(({ Id = "" }) => ({ UserPoolId: Id }));
  },

  async update(physicalId, properties, previous, context) {
    await context.aws.cognitoUserPools.updateUserPool({
      UserPoolId: physicalId,
      ...settingsOf(properties),
      ...(typeof properties["UserPoolName"] === "string" && { PoolName: properties["UserPoolName"] }),
      MfaConfiguration: (properties["MfaConfiguration"] as "OFF" | undefined) ?? "OFF",
      UserPoolTags: tagsOf(properties, context),
    });
    await applyMfa(physicalId, properties, previous, context);
    const before = new Set(customOf(previous).map(({ Name }) => Name));
    const added = customOf(properties).filter(({ Name }) => !before.has(Name));
    if (added.length > 0)
      await context.aws.cognitoUserPools.addCustomAttributes({ UserPoolId: physicalId, CustomAttributes: added });
    return stateOf(physicalId, context);
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.cognitoUserPools.deleteUserPool({ UserPoolId: physicalId }));
  },
};

async function make(properties: Properties, context: ResourceContext): Promise<string> {
  const { UserPoolName: name } = properties;
  const input = {
    PoolName: typeof name === "string" ? name : context.generateName({ maxLength: 128 }),
    ...settingsOf(properties),
    ...inputOf(properties, [...FIRST, "Schema"], TYPED),
    UserPoolTags: tagsOf(properties, context),
  } as Input<CreateUserPoolCommandInput>;
  const { UserPool: pool } = await context.aws.cognitoUserPools.createUserPool(input);
  return pool?.Id ?? "";
}

/** What an interrupted run of this very step left has this stack's tags. */
async function findOurs({ aws, stackId, logicalId }: ResourceContext): Promise<string | undefined> {
  for (const { Id = "" } of await everyPool(aws)) {
    const { UserPool: pool } = await aws.cognitoUserPools.describeUserPool({ UserPoolId: Id });
    const tags = pool?.UserPoolTags ?? {};
    const isOurs =
      tags["aws:cloudformation:stack-id"] === stackId && tags["aws:cloudformation:logical-id"] === logicalId;
    if (isOurs) return Id;
  }
  return undefined;
}

/** The second factors: an operation of their own. */
async function applyMfa(
  poolId: string,
  properties: Properties,
  previous: Properties,
  { aws }: ResourceContext,
): Promise<void> {
  const factors = factorsOf(properties);
  const { EmailAuthenticationMessage: Message, EmailAuthenticationSubject: Subject } = properties;
  const hasMail = factors.includes("EMAIL_OTP");
  // The texts belong to this factor's configuration: without it they would be kept nowhere.
  if (!hasMail && (Message !== undefined || Subject !== undefined))
    throw new AwsError({
      code: "NotImplemented",
      status: 501,
      message:
        "Stackyard takes EmailAuthenticationMessage and EmailAuthenticationSubject with EMAIL_OTP in EnabledMfas only.",
    });
  if (factors.length === 0 && factorsOf(previous).length === 0) return;
  const SmsConfiguration = properties["SmsConfiguration"] as { SnsCallerArn: string } | undefined;
  await aws.cognitoUserPools.setUserPoolMfaConfig({
    UserPoolId: poolId,
    MfaConfiguration: (properties["MfaConfiguration"] as "ON" | undefined) ?? "OFF",
    SoftwareTokenMfaConfiguration: { Enabled: factors.includes("SOFTWARE_TOKEN_MFA") },
    ...(factors.includes("SMS_MFA") && SmsConfiguration !== undefined && { SmsMfaConfiguration: { SmsConfiguration } }),
    ...(hasMail && {
      EmailMfaConfiguration: {
        ...(typeof Message === "string" && { Message }),
        ...(typeof Subject === "string" && { Subject }),
      },
    }),
  });
}

function factorsOf(properties: Properties): readonly string[] {
  return (properties["EnabledMfas"] ?? []) as readonly string[];
}

function settingsOf(properties: Properties): Record<string, unknown> {
  return inputOf(properties, SETTINGS, TYPED);
}

function tagsOf(properties: Properties, context: ResourceContext): Record<string, string> {
  const own = (properties["UserPoolTags"] ?? {}) as Readonly<Record<string, unknown>>;
  return { ...context.tags, ...Object.fromEntries(Object.entries(own).map(([key, value]) => [key, String(value)])) };
}

interface SchemaEntry {
  readonly Name?: string;
}

function customOf(properties: Properties): readonly SchemaEntry[] {
  const { Schema = [] } = inputOf(properties, ["Schema"], TYPED);
  return Schema as readonly SchemaEntry[];
}

/** The attributes that the template names, as the pool has them. */
function schemaProperty({ SchemaAttributes = [] }: UserPoolType, known: Properties): { Schema?: unknown } {
  const named = customOf(known);
  if (named.length === 0) return {};
  const Schema = named.flatMap((entry) => {
    const live = SchemaAttributes.find(({ Name }) => Name === entry.Name || Name === `custom:${entry.Name ?? ""}`);
    return live === undefined ? [] : [{ ...shownOf(live, Object.keys(entry)), Name: entry.Name }];
  });
  return { Schema };
}

async function stateOf(poolId: string, { aws, origin, region }: ResourceContext): Promise<ResourceState> {
  const { UserPool: pool } = await aws.cognitoUserPools.describeUserPool({ UserPoolId: poolId });
  return {
    physicalId: poolId,
    attributes: {
      Arn: pool?.Arn,
      ProviderName: `cognito-idp.${region}.amazonaws.com/${poolId}`,
      // Where the tokens say that they come from.
      ProviderURL: `${origin}/${poolId}`,
      UserPoolId: poolId,
    },
  };
}
