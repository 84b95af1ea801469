// What the API shows of WebSocket APIs and of no others.

import type {
  ContentHandlingStrategy,
  CreateIntegrationCommandOutput,
  CreateIntegrationResponseCommandOutput,
  CreateModelCommandOutput,
  CreateRouteCommandOutput,
  CreateRouteResponseCommandOutput,
  PassthroughBehavior,
} from "@aws-sdk/client-apigatewayv2";
import type { Output } from "../../../service/apis.ts";
import type {
  IntegrationRecord,
  IntegrationResponseRecord,
  ModelRecord,
  RouteRecord,
  RouteResponseRecord,
} from "../records.ts";

/** Leaves out what is not there. */
function given<T extends object>(members: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>;
  };
}

export function webSocketRouteMembers(route: RouteRecord): Partial<Output<CreateRouteCommandOutput>> {
  return given({
    ModelSelectionExpression: route.modelSelectionExpression,
    RequestModels: route.requestModels && { ...route.requestModels },
    RequestParameters:
      route.requestParameters &&
      Object.fromEntries(
        Object.entries(route.requestParameters).map(([name, { Required }]) => [name, { Required: Required ?? false }]),
      ),
    RouteResponseSelectionExpression: route.routeResponseSelectionExpression,
  });
}

/** AWS: "Integration response selection expressions": fixed by the type of the integration. */
export function webSocketIntegrationMembers(
  integration: IntegrationRecord,
): Partial<Output<CreateIntegrationCommandOutput>> {
  const { passthroughBehavior, type, uri = "" } = integration;
  // Of HTTP APIs, integrations have none.
  if (passthroughBehavior === undefined) return {};
  const isOfFunction = type === "AWS" && uri.includes(":lambda:path/");
  return given({
    PassthroughBehavior: passthroughBehavior as PassthroughBehavior,
    ContentHandlingStrategy: integration.contentHandling as ContentHandlingStrategy | undefined,
    RequestTemplates: integration.requestTemplates && { ...integration.requestTemplates },
    TemplateSelectionExpression: integration.templateSelectionExpression,
    IntegrationResponseSelectionExpression:
      type?.endsWith("_PROXY") === true
        ? undefined
        : isOfFunction
          ? "${integration.response.body.errormessage}"
          : "${integration.response.statuscode}",
  });
}

export function integrationResponseShape(
  response: IntegrationResponseRecord,
): Output<CreateIntegrationResponseCommandOutput> & { readonly IntegrationResponseKey: string } {
  return {
    IntegrationResponseId: response.integrationResponseId,
    IntegrationResponseKey: response.integrationResponseKey,
    ...given({
      ContentHandlingStrategy: response.contentHandling as ContentHandlingStrategy | undefined,
      ResponseParameters: response.responseParameters && { ...response.responseParameters },
      ResponseTemplates: response.responseTemplates && { ...response.responseTemplates },
      TemplateSelectionExpression: response.templateSelectionExpression,
    }),
  };
}

export function routeResponseShape(
  response: RouteResponseRecord,
): Output<CreateRouteResponseCommandOutput> & { readonly RouteResponseKey: string } {
  return {
    RouteResponseId: response.routeResponseId,
    RouteResponseKey: response.routeResponseKey,
    ...given({
      ModelSelectionExpression: response.modelSelectionExpression,
      ResponseModels: response.responseModels && { ...response.responseModels },
    }),
  };
}

export function modelShape(model: ModelRecord): Output<CreateModelCommandOutput> & { readonly Name: string } {
  return {
    ModelId: model.modelId,
    Name: model.name,
    ContentType: model.contentType,
    Schema: model.schema,
    ...given({ Description: model.description }),
  };
}
