// AWS::ApiGatewayV2::Integration.

import type { CreateIntegrationCommandInput } from "@aws-sdk/client-apigatewayv2";
import type { Properties, ResourceType } from "../../../service/resource-type.ts";
import { defined, everyPart, ifThere, nodeOf, numberOf, textOf, textsOf } from "./properties.ts";

/** Where routes of an API lead. Ref is its id. */
export const integration: ResourceType = {
  typeName: "AWS::ApiGatewayV2::Integration",
  properties: [
    "ApiId",
    "ConnectionType",
    "ContentHandlingStrategy",
    "CredentialsArn",
    "Description",
    "IntegrationMethod",
    "IntegrationSubtype",
    "IntegrationType",
    "IntegrationUri",
    "PassthroughBehavior",
    "PayloadFormatVersion",
    "RequestParameters",
    "RequestTemplates",
    "ResponseParameters",
    "TemplateSelectionExpression",
    "TimeoutInMillis",
  ],

  async create(properties, context) {
    const made = await context.aws.apiGatewayV2.createIntegration(inputOf(properties));
    return stateOf(String(made.IntegrationId));
  },

  async read(physicalId, context, known) {
    const ApiId = known === undefined ? undefined : textOf(known, "ApiId");
    if (ApiId === undefined) return undefined;
    const found = await ifThere(() => context.aws.apiGatewayV2.getIntegration({ ApiId, IntegrationId: physicalId }));
    if (found === undefined) return undefined;
    const { IntegrationId: _id, IntegrationResponseSelectionExpression: _fixed, ResponseParameters, ...rest } = found;
    return defined({
      ApiId,
      ...(rest as Properties),
      ResponseParameters: ResponseParameters === undefined ? undefined : shownResponses(ResponseParameters),
    });
  },

  async list(context) {
    const parts = await everyPart(context, (of) => context.aws.apiGatewayV2.getIntegrations(of));
    return parts.map(({ ApiId, part }) => ({ ApiId, IntegrationId: part.IntegrationId ?? "" }));
  },

  async update(physicalId, properties, previous, context) {
    const input = inputOf(properties);
    await context.aws.apiGatewayV2.updateIntegration({
      ...input,
      IntegrationId: physicalId,
      // AWS: parameters are put over those that are there: what the template no longer says is taken away by its name.
      RequestParameters: { ...emptied(textsOf(previous, "RequestParameters"), ""), ...input.RequestParameters },
      ResponseParameters: { ...emptied(responsesOf(previous), {}), ...input.ResponseParameters },
      ...(input.CredentialsArn === undefined && textOf(previous, "CredentialsArn") !== undefined
        ? { CredentialsArn: "" }
        : {}),
    });
    return stateOf(physicalId);
  },

  async delete(physicalId, properties, context) {
    await ifThere(() =>
      context.aws.apiGatewayV2.deleteIntegration({ ApiId: textOf(properties, "ApiId"), IntegrationId: physicalId }),
    );
  },
};

function inputOf(properties: Properties): CreateIntegrationCommandInput {
  return {
    ApiId: textOf(properties, "ApiId"),
    ConnectionType: textOf(properties, "ConnectionType") as "INTERNET" | undefined,
    CredentialsArn: textOf(properties, "CredentialsArn"),
    Description: textOf(properties, "Description"),
    IntegrationMethod: textOf(properties, "IntegrationMethod"),
    IntegrationSubtype: textOf(properties, "IntegrationSubtype"),
    IntegrationType: textOf(properties, "IntegrationType") as "AWS_PROXY" | undefined,
    IntegrationUri: textOf(properties, "IntegrationUri"),
    PayloadFormatVersion: textOf(properties, "PayloadFormatVersion"),
    RequestParameters:
      properties["RequestParameters"] === undefined ? undefined : textsOf(properties, "RequestParameters"),
    ResponseParameters: responsesOf(properties),
    TimeoutInMillis: numberOf(properties, "TimeoutInMillis"),
    ...webSocketInput(properties),
  };
}

/** AWS: in templates, the parameters of a status are a list of sources and destinations. */
function responsesOf(properties: Properties): CreateIntegrationCommandInput["ResponseParameters"] {
  const byStatus = nodeOf(properties, "ResponseParameters");
  if (byStatus === undefined) return undefined;
  return Object.fromEntries(
    Object.keys(byStatus).map((status) => {
      const { ResponseParameters: list = [] } = nodeOf(byStatus, status) ?? {};
      const pairs = (Array.isArray(list) ? (list as Properties[]) : []).map(
        (each) => [textOf(each, "Destination") ?? "", textOf(each, "Source") ?? ""] as const,
      );
      return [status, Object.fromEntries(pairs)];
    }),
  );
}

function shownResponses(responses: Readonly<Record<string, Readonly<Record<string, string>>>>): Properties {
  return Object.fromEntries(
    Object.entries(responses).map(([status, parameters]) => [
      status,
      { ResponseParameters: Object.entries(parameters).map(([Destination, Source]) => ({ Destination, Source })) },
    ]),
  );
}

function emptied<T>(values: Readonly<Record<string, unknown>> | undefined, empty: T): Record<string, T> {
  return Object.fromEntries(Object.keys(values ?? {}).map((name) => [name, empty]));
}

/** What only integrations of WebSocket APIs have. The API refuses what is none of its words. */
function webSocketInput(properties: Properties): Partial<CreateIntegrationCommandInput> {
  const texts = (name: string): Record<string, string> | undefined =>
    properties[name] === undefined ? undefined : textsOf(properties, name);
  return {
    ContentHandlingStrategy: textOf(properties, "ContentHandlingStrategy") as "CONVERT_TO_TEXT" | undefined,
    PassthroughBehavior: textOf(properties, "PassthroughBehavior") as "NEVER" | undefined,
    RequestTemplates: texts("RequestTemplates"),
    TemplateSelectionExpression: textOf(properties, "TemplateSelectionExpression"),
  };
}

function stateOf(integrationId: string): { physicalId: string; attributes: Record<string, string> } {
  return { physicalId: integrationId, attributes: { IntegrationId: integrationId } };
}
