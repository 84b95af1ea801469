// AWS::ApiGatewayV2::Authorizer.

import type { CreateAuthorizerCommandInput } from "@aws-sdk/client-apigatewayv2";
import type { Properties, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { booleanOf, defined, everyPart, ifThere, listOf, nodeOf, numberOf, textOf } from "./properties.ts";

/** Who says who may take an API's routes. Ref is its id. */
export const authorizer: ResourceType = {
  typeName: "AWS::ApiGatewayV2::Authorizer",
  properties: [
    "ApiId",
    "AuthorizerCredentialsArn",
    "AuthorizerPayloadFormatVersion",
    "AuthorizerResultTtlInSeconds",
    "AuthorizerType",
    "AuthorizerUri",
    "EnableSimpleResponses",
    "IdentitySource",
    "JwtConfiguration",
    "Name",
  ],

  async create(properties, { aws }) {
    const input = inputOf(properties);
    const { Items = [] } = await aws.apiGatewayV2.getAuthorizers({ ApiId: input.ApiId, MaxResults: "1000" });
    // One of this name with this very function or issuer is what an interrupted creation left; any other is a conflict, which the API tells.
    const present = Items.find(
      ({ Name, AuthorizerUri, JwtConfiguration }) =>
        Name === input.Name &&
        AuthorizerUri === input.AuthorizerUri &&
        JwtConfiguration?.Issuer === input.JwtConfiguration?.Issuer,
    );
    return stateOf((present ?? (await aws.apiGatewayV2.createAuthorizer(input))).AuthorizerId);
  },

  async read(physicalId, { aws }, known) {
    const ApiId = known === undefined ? undefined : textOf(known, "ApiId");
    if (ApiId === undefined) return undefined;
    const found = await ifThere(() => aws.apiGatewayV2.getAuthorizer({ ApiId, AuthorizerId: physicalId }));
    if (found === undefined) return undefined;
    return defined({
      ApiId,
      AuthorizerCredentialsArn: found.AuthorizerCredentialsArn,
      AuthorizerPayloadFormatVersion: found.AuthorizerPayloadFormatVersion,
      AuthorizerResultTtlInSeconds: found.AuthorizerResultTtlInSeconds,
      AuthorizerType: found.AuthorizerType,
      AuthorizerUri: found.AuthorizerUri,
      EnableSimpleResponses: found.EnableSimpleResponses,
      IdentitySource: found.IdentitySource,
      JwtConfiguration: found.JwtConfiguration,
      Name: found.Name,
    });
  },

  async list(context) {
    const parts = await everyPart(context, (of) => context.aws.apiGatewayV2.getAuthorizers(of));
    return parts.map(({ ApiId, part }) => ({ AuthorizerId: part.AuthorizerId ?? "", ApiId }));
  },

  async update(physicalId, properties, previous, { aws }) {
    const input = inputOf(properties);
    await aws.apiGatewayV2.updateAuthorizer({
      ...input,
      AuthorizerId: physicalId,
      // What the template no longer says goes back to what it is without.
      ...(input.AuthorizerCredentialsArn === undefined && textOf(previous, "AuthorizerCredentialsArn") !== undefined
        ? { AuthorizerCredentialsArn: "" }
        : {}),
      ...(input.AuthorizerResultTtlInSeconds === undefined &&
      numberOf(previous, "AuthorizerResultTtlInSeconds") !== undefined
        ? { AuthorizerResultTtlInSeconds: 0 }
        : {}),
    });
    return stateOf(physicalId);
  },

  async delete(physicalId, properties, { aws }) {
    await ifThere(() =>
      aws.apiGatewayV2.deleteAuthorizer({ ApiId: textOf(properties, "ApiId"), AuthorizerId: physicalId }),
    );
  },
};

/** The API refuses what is no type. */
function inputOf(properties: Properties): CreateAuthorizerCommandInput {
  const jwt = nodeOf(properties, "JwtConfiguration");
  return {
    ApiId: textOf(properties, "ApiId"),
    AuthorizerCredentialsArn: textOf(properties, "AuthorizerCredentialsArn"),
    AuthorizerPayloadFormatVersion: textOf(properties, "AuthorizerPayloadFormatVersion"),
    AuthorizerResultTtlInSeconds: numberOf(properties, "AuthorizerResultTtlInSeconds"),
    AuthorizerType: textOf(properties, "AuthorizerType") as CreateAuthorizerCommandInput["AuthorizerType"],
    AuthorizerUri: textOf(properties, "AuthorizerUri"),
    EnableSimpleResponses: booleanOf(properties, "EnableSimpleResponses"),
    IdentitySource: listOf(properties, "IdentitySource") ?? [],
    JwtConfiguration:
      jwt === undefined ? undefined : { Issuer: textOf(jwt, "Issuer"), Audience: listOf(jwt, "Audience") },
    Name: textOf(properties, "Name"),
  };
}

function stateOf(authorizerId = ""): ResourceState {
  return { physicalId: authorizerId, attributes: { AuthorizerId: authorizerId } };
}
