// AWS::ApiGatewayV2::IntegrationResponse and AWS::ApiGatewayV2::RouteResponse, of WebSocket APIs.

import type {
  CreateIntegrationResponseCommandInput,
  CreateRouteResponseCommandInput,
} from "@aws-sdk/client-apigatewayv2";
import type { Properties, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { everyPart, ifThere, textOf, textsOf } from "./properties.ts";

/** What becomes of an integration's response. Ref is its id. */
export const integrationResponse: ResourceType = {
  typeName: "AWS::ApiGatewayV2::IntegrationResponse",
  properties: [
    "ApiId",
    "ContentHandlingStrategy",
    "IntegrationId",
    "IntegrationResponseKey",
    "ResponseTemplates",
    "TemplateSelectionExpression",
  ],

  async create(properties, context) {
    const input = integrationInput(properties);
    const { ApiId, IntegrationId, IntegrationResponseKey } = input;
    // What an interrupted creation left has this key: an integration has no two of one.
    const { Items = [] } = await context.aws.apiGatewayV2.getIntegrationResponses({
      ApiId,
      IntegrationId,
      MaxResults: "1000",
    });
    const left = Items.find((each) => each.IntegrationResponseKey === IntegrationResponseKey)?.IntegrationResponseId;
    if (left === undefined)
      return stateOf(
        "IntegrationResponseId",
        (await context.aws.apiGatewayV2.createIntegrationResponse(input)).IntegrationResponseId,
      );
    await context.aws.apiGatewayV2.updateIntegrationResponse({ ...input, IntegrationResponseId: left });
    return stateOf("IntegrationResponseId", left);
  },

  async read(physicalId, context, known) {
    const { ApiId, IntegrationId } = integrationInput(known ?? {});
    if (ApiId === undefined || IntegrationId === undefined) return undefined;
    const of = { ApiId, IntegrationId, IntegrationResponseId: physicalId };
    const found = await ifThere(() => context.aws.apiGatewayV2.getIntegrationResponse(of));
    if (found === undefined) return undefined;
    const { IntegrationResponseId: _id, ...rest } = found;
    return { ApiId, IntegrationId, ...(rest as Properties) };
  },

  async list(context) {
    const parts = await everyPart(context, (of) => context.aws.apiGatewayV2.getIntegrations(of));
    const found = await Promise.all(
      parts.map(async ({ ApiId, part: { IntegrationId = "" } }) => {
        const { Items = [] } = await context.aws.apiGatewayV2.getIntegrationResponses({
          ApiId,
          IntegrationId,
          MaxResults: "1000",
        });
        return Items.map((each) => ({
          ApiId,
          IntegrationId,
          IntegrationResponseId: each.IntegrationResponseId ?? "",
        }));
      }),
    );
    return found.flat();
  },

  async update(physicalId, properties, _previous, context) {
    await context.aws.apiGatewayV2.updateIntegrationResponse({
      ...integrationInput(properties),
      IntegrationResponseId: physicalId,
    });
    return stateOf("IntegrationResponseId", physicalId);
  },

  async delete(physicalId, properties, context) {
    const { ApiId, IntegrationId } = integrationInput(properties);
    const of = { ApiId, IntegrationId, IntegrationResponseId: physicalId };
    await ifThere(() => context.aws.apiGatewayV2.deleteIntegrationResponse(of));
  },
};

/** That a route answers. Ref is its id. */
export const routeResponse: ResourceType = {
  typeName: "AWS::ApiGatewayV2::RouteResponse",
  properties: ["ApiId", "ModelSelectionExpression", "ResponseModels", "RouteId", "RouteResponseKey"],

  async create(properties, context) {
    const input = routeInput(properties);
    const { Items = [] } = await context.aws.apiGatewayV2.getRouteResponses({
      ApiId: input.ApiId,
      RouteId: input.RouteId,
      MaxResults: "1000",
    });
    const left = Items.find((each) => each.RouteResponseKey === input.RouteResponseKey)?.RouteResponseId;
    if (left === undefined)
      return stateOf("RouteResponseId", (await context.aws.apiGatewayV2.createRouteResponse(input)).RouteResponseId);
    await context.aws.apiGatewayV2.updateRouteResponse({ ...input, RouteResponseId: left });
    return stateOf("RouteResponseId", left);
  },

  async read(physicalId, context, known) {
    const { ApiId, RouteId } = routeInput(known ?? {});
    if (ApiId === undefined || RouteId === undefined) return undefined;
    const of = { ApiId, RouteId, RouteResponseId: physicalId };
    const found = await ifThere(() => context.aws.apiGatewayV2.getRouteResponse(of));
    if (found === undefined) return undefined;
    const { RouteResponseId: _id, ...rest } = found;
    return { ApiId, RouteId, ...(rest as Properties) };
  },

  async list(context) {
    const parts = await everyPart(context, (of) => context.aws.apiGatewayV2.getRoutes(of));
    const found = await Promise.all(
      parts.map(async ({ ApiId, part: { RouteId = "" } }) => {
        const { Items = [] } = await context.aws.apiGatewayV2.getRouteResponses({ ApiId, RouteId, MaxResults: "1000" });
        return Items.map((each) => ({ ApiId, RouteId, RouteResponseId: each.RouteResponseId ?? "" }));
      }),
    );
    return found.flat();
  },

  async update(physicalId, properties, _previous, context) {
    await context.aws.apiGatewayV2.updateRouteResponse({ ...routeInput(properties), RouteResponseId: physicalId });
    return stateOf("RouteResponseId", physicalId);
  },

  async delete(physicalId, properties, context) {
    const { ApiId, RouteId } = routeInput(properties);
    await ifThere(() => context.aws.apiGatewayV2.deleteRouteResponse({ ApiId, RouteId, RouteResponseId: physicalId }));
  },
};

function integrationInput(properties: Properties): CreateIntegrationResponseCommandInput {
  return {
    ApiId: textOf(properties, "ApiId"),
    IntegrationId: textOf(properties, "IntegrationId"),
    IntegrationResponseKey: textOf(properties, "IntegrationResponseKey"),
    // The API refuses what is no strategy.
    ContentHandlingStrategy: textOf(properties, "ContentHandlingStrategy") as "CONVERT_TO_TEXT" | undefined,
    TemplateSelectionExpression: textOf(properties, "TemplateSelectionExpression"),
    ResponseTemplates: textsOf(properties, "ResponseTemplates"),
  };
}

function routeInput(properties: Properties): CreateRouteResponseCommandInput {
  return {
    ApiId: textOf(properties, "ApiId"),
    RouteId: textOf(properties, "RouteId"),
    RouteResponseKey: textOf(properties, "RouteResponseKey"),
    ModelSelectionExpression: textOf(properties, "ModelSelectionExpression"),
    ResponseModels: textsOf(properties, "ResponseModels"),
  };
}

function stateOf(attribute: string, id: string | undefined): ResourceState {
  return { physicalId: String(id), attributes: { [attribute]: String(id) } };
}
