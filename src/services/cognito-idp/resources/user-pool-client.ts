// AWS::Cognito::UserPoolClient.

import type { CreateUserPoolClientCommandInput } from "@aws-sdk/client-cognito-identity-provider";
import type { Input } from "../../../service/apis.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { ifThere, inputOf, ofEveryPool, shownOf } from "./properties.ts";

const SETTINGS = [
  "AccessTokenValidity",
  "AllowedOAuthFlows",
  "AllowedOAuthFlowsUserPoolClient",
  "AllowedOAuthScopes",
  "AuthSessionValidity",
  "CallbackURLs",
  "DefaultRedirectURI",
  "EnableTokenRevocation",
  "ExplicitAuthFlows",
  "IdTokenValidity",
  "LogoutURLs",
  "PreventUserExistenceErrors",
  "ReadAttributes",
  "RefreshTokenRotation",
  "RefreshTokenValidity",
  "SupportedIdentityProviders",
  "TokenValidityUnits",
  "WriteAttributes",
] as const;
const TYPED = {
  numbers: [
    "AccessTokenValidity",
    "AuthSessionValidity",
    "IdTokenValidity",
    "RefreshTokenValidity",
    "RetryGracePeriodSeconds",
  ],
  booleans: ["AllowedOAuthFlowsUserPoolClient", "EnableTokenRevocation", "GenerateSecret"],
};

/** An application of a pool. Ref is its id. */
export const clientType: ResourceType = {
  typeName: "AWS::Cognito::UserPoolClient",
  properties: [...SETTINGS, "ClientName", "GenerateSecret", "UserPoolId"],

  async create(properties, context) {
    const UserPoolId = String(properties["UserPoolId"]);
    const ClientName = nameOf(properties, context);
    // A name that CloudFormation made up is nobody else's: what has it is what an interrupted run of this step left.
    const made = properties["ClientName"] === undefined ? await findByName(UserPoolId, ClientName, context) : undefined;
    if (made !== undefined) return stateOf(UserPoolId, made, context);
    const input = {
      ...inputOf(properties, [...SETTINGS, "GenerateSecret"], TYPED),
      UserPoolId,
      ClientName,
    } as Input<CreateUserPoolClientCommandInput>;
    const { UserPoolClient: client } = await context.aws.cognitoUserPools.createUserPoolClient(input);
    return stateOf(UserPoolId, client?.ClientId ?? "", context);
  },

  async read(physicalId, { aws }, known = {}) {
    const UserPoolId = String(known["UserPoolId"]);
    const ClientId = physicalId.split("|").at(-1) ?? "";
    const answer = await ifThere(() => aws.cognitoUserPools.describeUserPoolClient({ UserPoolId, ClientId }));
    if (answer?.UserPoolClient === undefined) return undefined;
    const { ClientName, ClientSecret } = answer.UserPoolClient;
    return {
      ...shownOf(answer.UserPoolClient, SETTINGS),
      // A template that wants none is right about it; others need not say it.
      ...((ClientSecret !== undefined || known["GenerateSecret"] !== undefined) && {
        GenerateSecret: ClientSecret !== undefined,
      }),
      ClientName,
      UserPoolId,
    };
  },

  async list({ aws }) {
    const clients = await ofEveryPool(aws, async (UserPoolId, NextToken) => {
      const answer = await aws.cognitoUserPools.listUserPoolClients({ UserPoolId, MaxResults: 60, NextToken });
      return { items: answer.UserPoolClients, next: answer.NextToken };
    });
    return clients.map(({ UserPoolId = "", ClientId = "" }) => ({ UserPoolId, ClientId }));
  },

  async update(physicalId, properties, _previous, context) {
    const UserPoolId = String(properties["UserPoolId"]);
    await context.aws.cognitoUserPools.updateUserPoolClient({
      ...inputOf(properties, SETTINGS, TYPED),
      UserPoolId,
      ClientId: physicalId,
      ClientName: nameOf(properties, context),
    });
    return stateOf(UserPoolId, physicalId, context);
  },

  async delete(physicalId, properties, { aws }) {
    const UserPoolId = String(properties["UserPoolId"]);
    await ifThere(() => aws.cognitoUserPools.deleteUserPoolClient({ UserPoolId, ClientId: physicalId }));
  },
};

function nameOf(properties: Properties, context: ResourceContext): string {
  const given = properties["ClientName"];
  return typeof given === "string" ? given : context.generateName({ maxLength: 128 });
}

async function findByName(UserPoolId: string, name: string, { aws }: ResourceContext): Promise<string | undefined> {
  const clients = await everyPage(async (NextToken: string | undefined) => {
    const answer = await aws.cognitoUserPools.listUserPoolClients({ UserPoolId, MaxResults: 60, NextToken });
    return { items: answer.UserPoolClients, next: answer.NextToken };
  });
  return clients.find(({ ClientName }) => ClientName === name)?.ClientId;
}

async function stateOf(UserPoolId: string, ClientId: string, { aws }: ResourceContext): Promise<ResourceState> {
  const { UserPoolClient: client } = await aws.cognitoUserPools.describeUserPoolClient({ UserPoolId, ClientId });
  return {
    physicalId: ClientId,
    attributes: { ClientId, ClientSecret: client?.ClientSecret, Name: client?.ClientName },
  };
}
