// AWS::Cognito::UserPoolResourceServer.

import type { ResourceServerScopeType } from "@aws-sdk/client-cognito-identity-provider";
import type { Properties, ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { ifThere, ofEveryPool, shownOf } from "./properties.ts";

/** An API of the customer with its scopes. Ref is its identifier. */
export const resourceServerType: ResourceType = {
  typeName: "AWS::Cognito::UserPoolResourceServer",
  properties: ["Identifier", "Name", "Scopes", "UserPoolId"],

  async create(properties, { aws }) {
    const input = inputOf(properties);
    const present = await ifThere(() => aws.cognitoUserPools.describeResourceServer(input));
    // One that is the same is what an interrupted run of this step left.
    const isLeft = JSON.stringify(present?.ResourceServer?.Scopes ?? []) === JSON.stringify(input.Scopes);
    if (present === undefined || !isLeft) await aws.cognitoUserPools.createResourceServer(input);
    return { physicalId: input.Identifier, attributes: {} };
  },

  read: (physicalId, { aws }, known = {}) => readServer(physicalId, { aws }, known),

  async list({ aws }) {
    const servers = await ofEveryPool(aws, async (UserPoolId, NextToken) => {
      const answer = await aws.cognitoUserPools.listResourceServers({ UserPoolId, MaxResults: 50, NextToken });
      return { items: answer.ResourceServers, next: answer.NextToken };
    });
    return servers.map(({ UserPoolId = "", Identifier = "" }) => ({ UserPoolId, Identifier }));
  },

  async update(physicalId, properties, _previous, { aws }) {
    await aws.cognitoUserPools.updateResourceServer(inputOf(properties));
    return { physicalId, attributes: {} };
  },

  async delete(physicalId, properties, { aws }) {
    const UserPoolId = String(properties["UserPoolId"]);
    await ifThere(() => aws.cognitoUserPools.deleteResourceServer({ UserPoolId, Identifier: physicalId }));
  },
};

async function readServer(
  physicalId: string,
  { aws }: Pick<ResourceContext, "aws">,
  known: Properties,
): Promise<Properties | undefined> {
  const UserPoolId = String(known["UserPoolId"]);
  const Identifier = physicalId.split("|").at(-1) ?? "";
  const answer = await ifThere(() => aws.cognitoUserPools.describeResourceServer({ UserPoolId, Identifier }));
  if (answer?.ResourceServer === undefined) return undefined;
  const { Scopes = [] } = answer.ResourceServer;
  return {
    ...shownOf(answer.ResourceServer, ["Identifier", "Name"]),
    ...(Scopes.length > 0 && { Scopes }),
    UserPoolId,
  };
}

function inputOf(properties: Properties) {
  return {
    UserPoolId: String(properties["UserPoolId"]),
    Identifier: String(properties["Identifier"]),
    Name: String(properties["Name"]),
    Scopes: (properties["Scopes"] ?? []) as ResourceServerScopeType[],
  };
}
