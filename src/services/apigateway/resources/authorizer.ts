// AWS::ApiGateway::Authorizer.

import type { CreateAuthorizerCommandInput } from "@aws-sdk/client-api-gateway";
import type { Properties, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import {
  capitalized,
  everyItem,
  everyPart,
  ifThere,
  listChanges,
  listOf,
  numberOf,
  replacements,
  requiredText,
  textOf,
} from "./properties.ts";

/** Who decides about an API's requests. Ref is its id. */
export const authorizer: ResourceType = {
  typeName: "AWS::ApiGateway::Authorizer",
  properties: [
    "AuthType",
    "AuthorizerCredentials",
    "AuthorizerResultTtlInSeconds",
    "AuthorizerUri",
    "IdentitySource",
    "IdentityValidationExpression",
    "Name",
    "ProviderARNs",
    "RestApiId",
    "Type",
  ],

  async create(properties, { aws }) {
    const input = inputOf(properties);
    const { restApiId } = input;
    const all = await everyItem((of) => aws.apiGateway.getAuthorizers({ ...of, restApiId }));
    // The very same is what an interrupted creation left; another of this name is a conflict, which the API tells.
    const present = all.find(
      ({ name, type, authorizerUri }) =>
        name === input.name && type === input.type && authorizerUri === input.authorizerUri,
    );
    return stateOf(present ?? (await aws.apiGateway.createAuthorizer(input)));
  },

  async read(physicalId, { aws }, known) {
    const restApiId = known === undefined ? undefined : textOf(known, "RestApiId");
    if (restApiId === undefined) return undefined;
    const found = await ifThere(() => aws.apiGateway.getAuthorizer({ restApiId, authorizerId: physicalId }));
    if (found === undefined) return undefined;
    const { id: _id, providerARNs, ...rest } = found;
    return { RestApiId: restApiId, ...capitalized({ ...rest, providerARNs }) };
  },

  async list(context) {
    const parts = await everyPart(context, (of) => context.aws.apiGateway.getAuthorizers(of));
    return parts.map(({ restApiId, part }) => ({ RestApiId: restApiId, AuthorizerId: part.id ?? "" }));
  },

  attributesOf: (physicalId) => ({ AuthorizerId: physicalId }),

  async update(physicalId, properties, previous, { aws }) {
    const patchOperations = [
      ...replacements(properties, previous, {
        Name: "/name",
        Type: "/type",
        AuthType: "/authType",
        AuthorizerUri: "/authorizerUri",
        AuthorizerCredentials: "/authorizerCredentials",
        IdentitySource: "/identitySource",
        IdentityValidationExpression: "/identityValidationExpression",
      }),
      // AWS: 300 seconds where the template says nothing.
      ...replacements(
        { Ttl: numberOf(properties, "AuthorizerResultTtlInSeconds") ?? 300 },
        { Ttl: numberOf(previous, "AuthorizerResultTtlInSeconds") ?? 300 },
        { Ttl: "/authorizerResultTtlInSeconds" },
      ),
      ...listChanges(listOf(properties, "ProviderARNs"), listOf(previous, "ProviderARNs"), "/providerARNs"),
    ];
    const restApiId = requiredText(properties, "RestApiId");
    if (patchOperations.length > 0)
      await aws.apiGateway.updateAuthorizer({ restApiId, authorizerId: physicalId, patchOperations });
    return stateOf({ id: physicalId });
  },

  async delete(physicalId, properties, { aws }) {
    await ifThere(() =>
      aws.apiGateway.deleteAuthorizer({ restApiId: requiredText(properties, "RestApiId"), authorizerId: physicalId }),
    );
  },
};

function inputOf(properties: Properties): CreateAuthorizerCommandInput {
  return {
    restApiId: requiredText(properties, "RestApiId"),
    name: requiredText(properties, "Name"),
    // The API refuses what is no type.
    type: textOf(properties, "Type") as CreateAuthorizerCommandInput["type"],
    providerARNs: listOf(properties, "ProviderARNs"),
    authType: textOf(properties, "AuthType"),
    authorizerUri: textOf(properties, "AuthorizerUri"),
    authorizerCredentials: textOf(properties, "AuthorizerCredentials"),
    identitySource: textOf(properties, "IdentitySource"),
    identityValidationExpression: textOf(properties, "IdentityValidationExpression"),
    authorizerResultTtlInSeconds: numberOf(properties, "AuthorizerResultTtlInSeconds"),
  };
}

function stateOf({ id = "" }: { readonly id?: string | undefined }): ResourceState {
  return { physicalId: id, attributes: { AuthorizerId: id } };
}
