// AWS::ApiGatewayV2::Route.

import type { CreateRouteCommandInput } from "@aws-sdk/client-apigatewayv2";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { booleanOf, everyPart, ifThere, listOf, textOf, textsOf } from "./properties.ts";

/** Which requests go where. Ref is its id. */
export const route: ResourceType = {
  typeName: "AWS::ApiGatewayV2::Route",
  properties: [
    "ApiId",
    "ApiKeyRequired",
    "AuthorizationScopes",
    "AuthorizationType",
    "AuthorizerId",
    "ModelSelectionExpression",
    "OperationName",
    "RequestModels",
    "RequestParameters",
    "RouteKey",
    "RouteResponseSelectionExpression",
    "Target",
  ],

  async create(properties, context) {
    return stateOf(
      (await takeOver(properties, context)) ??
        String((await context.aws.apiGatewayV2.createRoute(inputOf(properties))).RouteId),
    );
  },

  async read(physicalId, context, known) {
    const ApiId = known === undefined ? undefined : textOf(known, "ApiId");
    if (ApiId === undefined) return undefined;
    const found = await ifThere(() => context.aws.apiGatewayV2.getRoute({ ApiId, RouteId: physicalId }));
    if (found === undefined) return undefined;
    const { RouteKey, Target, AuthorizationType, ApiKeyRequired, OperationName, AuthorizationScopes, AuthorizerId } =
      found;
    return {
      ApiId,
      RouteKey,
      AuthorizationType,
      ApiKeyRequired,
      ...(Target === undefined ? {} : { Target }),
      ...(OperationName === undefined ? {} : { OperationName }),
      ...ofWebSockets(found),
      ...(AuthorizationScopes === undefined ? {} : { AuthorizationScopes }),
      ...(AuthorizerId === undefined ? {} : { AuthorizerId }),
    };
  },

  async list(context) {
    const parts = await everyPart(context, (of) => context.aws.apiGatewayV2.getRoutes(of));
    return parts.map(({ ApiId, part }) => ({ ApiId, RouteId: part.RouteId ?? "" }));
  },

  async update(physicalId, properties, previous, context) {
    const input = inputOf(properties);
    await context.aws.apiGatewayV2.updateRoute({
      ...input,
      RouteId: physicalId,
      // What the template no longer says goes back to what it is without.
      AuthorizationType: input.AuthorizationType ?? "NONE",
      ...(input.AuthorizationScopes === undefined && listOf(previous, "AuthorizationScopes") !== undefined
        ? { AuthorizationScopes: [] }
        : {}),
    });
    return stateOf(physicalId);
  },

  async delete(physicalId, properties, context) {
    await ifThere(() =>
      context.aws.apiGatewayV2.deleteRoute({ ApiId: textOf(properties, "ApiId"), RouteId: physicalId }),
    );
  },
};

/** A route of this key with this very target is what an interrupted creation left; any other is a conflict. */
async function takeOver(properties: Properties, context: ResourceContext): Promise<string | undefined> {
  const { Items = [] } = await context.aws.apiGatewayV2.getRoutes({
    ApiId: textOf(properties, "ApiId"),
    MaxResults: "1000",
  });
  const present = Items.find(({ RouteKey }) => RouteKey === textOf(properties, "RouteKey"));
  if (present === undefined) return undefined;
  if (present.Target === textOf(properties, "Target")) return present.RouteId;
  throw new AwsError({
    code: "ConflictException",
    status: 409,
    message: `Route with key ${present.RouteKey} already exists for this API`,
  });
}

function inputOf(properties: Properties): CreateRouteCommandInput {
  return {
    ApiId: textOf(properties, "ApiId"),
    RouteKey: textOf(properties, "RouteKey"),
    Target: textOf(properties, "Target"),
    OperationName: textOf(properties, "OperationName"),
    AuthorizationScopes: listOf(properties, "AuthorizationScopes"),
    // The API refuses what is no type.
    AuthorizationType: textOf(properties, "AuthorizationType") as CreateRouteCommandInput["AuthorizationType"],
    AuthorizerId: textOf(properties, "AuthorizerId"),
    ApiKeyRequired: booleanOf(properties, "ApiKeyRequired"),
    ModelSelectionExpression: textOf(properties, "ModelSelectionExpression"),
    RequestModels: properties["RequestModels"] === undefined ? undefined : textsOf(properties, "RequestModels"),
    RequestParameters: parametersOf(properties),
    RouteResponseSelectionExpression: textOf(properties, "RouteResponseSelectionExpression"),
  };
}

/** AWS: in templates, each parameter says whether it is required. */
function parametersOf(properties: Properties): CreateRouteCommandInput["RequestParameters"] {
  const given = properties["RequestParameters"];
  if (typeof given !== "object" || given === null) return undefined;
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, { Required: booleanOf(value as Properties, "Required") }]),
  );
}

/** What only routes of WebSocket APIs have. */
function ofWebSockets(found: Partial<CreateRouteCommandInput>): Properties {
  const { ModelSelectionExpression, RequestModels, RequestParameters, RouteResponseSelectionExpression } = found;
  const members = { ModelSelectionExpression, RequestModels, RequestParameters, RouteResponseSelectionExpression };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function stateOf(routeId: string): { physicalId: string; attributes: Record<string, string> } {
  return { physicalId: routeId, attributes: { RouteId: routeId } };
}
