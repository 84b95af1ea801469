// AWS::Cognito::IdentityPool.

import type { CreateIdentityPoolCommandInput } from "@aws-sdk/client-cognito-identity";
import type { Input } from "../../../service/apis.ts";
import type { Properties, ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { everyPool, ifThere, isTrue, tagsOf, templateTags } from "./properties.ts";

const SETTINGS = [
  "CognitoIdentityProviders",
  "DeveloperProviderName",
  "OpenIdConnectProviderARNs",
  "SupportedLoginProviders",
] as const;

/** An identity pool. Ref is its id. SAML providers and Cognito Sync's properties are not there. */
export const identityPoolType: ResourceType = {
  typeName: "AWS::Cognito::IdentityPool",
  properties: [
    "AllowClassicFlow",
    "AllowUnauthenticatedIdentities",
    "IdentityPoolName",
    "IdentityPoolTags",
    ...SETTINGS,
  ],

  async create(properties, context) {
    const left = await findOurs(context);
    if (left !== undefined) return stateOf(left);
    const pool = await context.aws.cognitoIdentity.createIdentityPool(inputOf(properties, context));
    return stateOf(pool);
  },

  async read(physicalId, { aws }) {
    const pool = await ifThere(() => aws.cognitoIdentity.describeIdentityPool({ IdentityPoolId: physicalId }));
    if (pool === undefined) return undefined;
    const { IdentityPoolId: Id, IdentityPoolTags, IdentityPoolName: Name, ...live } = pool;
    const tags = templateTags(IdentityPoolTags);
    return { Id, Name, IdentityPoolName: Name, ...live, ...(tags.length > 0 && { IdentityPoolTags: tags }) };
  },

  async list({ aws }) {
    return (await everyPool(aws)).map(({ IdentityPoolId: Id = "" }) => ({ Id }));
  },

  async update(physicalId, properties, _previous, context) {
    const { aws } = context;
    const present = await aws.cognitoIdentity.describeIdentityPool({ IdentityPoolId: physicalId });
    const pool = await aws.cognitoIdentity.updateIdentityPool({
      ...inputOf(properties, context, present.IdentityPoolName),
      IdentityPoolId: physicalId,
    });
    return stateOf(pool);
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.cognitoIdentity.deleteIdentityPool({ IdentityPoolId: physicalId }));
  },
};

function inputOf(
  properties: Properties,
  context: ResourceContext,
  presentName?: string,
): Input<CreateIdentityPoolCommandInput> {
  const { IdentityPoolName: name, AllowClassicFlow, CognitoIdentityProviders: pools } = properties;
  const settings = SETTINGS.filter((each) => properties[each] !== undefined);
  return {
    ...Object.fromEntries(settings.map((each) => [each, properties[each]])),
    ...(Array.isArray(pools) && {
      CognitoIdentityProviders: (pools as Properties[]).map(({ ServerSideTokenCheck: check, ...rest }) => ({
        ...rest,
        ...(check !== undefined && { ServerSideTokenCheck: isTrue(check) }),
      })),
    }),
    IdentityPoolName: typeof name === "string" ? name : (presentName ?? context.generateName({ maxLength: 128 })),
    AllowUnauthenticatedIdentities: isTrue(properties["AllowUnauthenticatedIdentities"]),
    ...(AllowClassicFlow !== undefined && { AllowClassicFlow: isTrue(AllowClassicFlow) }),
    IdentityPoolTags: tagsOf(properties["IdentityPoolTags"], context),
  };
}

/** What an interrupted run of this very step left has this stack's tags. */
async function findOurs({ aws, stackId, logicalId }: ResourceContext) {
  for (const { IdentityPoolId = "" } of await everyPool(aws)) {
    const pool = await aws.cognitoIdentity.describeIdentityPool({ IdentityPoolId });
    const { IdentityPoolTags: tags = {} } = pool;
    const isOurs =
      tags["aws:cloudformation:stack-id"] === stackId && tags["aws:cloudformation:logical-id"] === logicalId;
    if (isOurs) return pool;
  }
  return undefined;
}

function stateOf(pool: {
  readonly IdentityPoolId?: string | undefined;
  readonly IdentityPoolName?: string | undefined;
}) {
  const { IdentityPoolId: Id = "", IdentityPoolName: Name } = pool;
  return { physicalId: Id, attributes: { Id, Name } };
}
