// AWS::ApiGatewayV2::Integration.

import type { CreateIntegrationCommandInput } from "@aws-sdk/client-apigatewayv2";
import type { Properties, ResourceType } from "../../../service/resource-type.ts";
import { everyPart, ifThere, numberOf, textOf } from "./properties.ts";

/** Where routes of an API lead. Ref is its id. */
export const integration: ResourceType = {
  typeName: "AWS::ApiGatewayV2::Integration",
  properties: [
    "ApiId",
    "ConnectionType",
    "Description",
    "IntegrationMethod",
    "IntegrationType",
    "IntegrationUri",
    "PayloadFormatVersion",
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
    const {
      IntegrationType,
      IntegrationUri,
      IntegrationMethod,
      PayloadFormatVersion,
      TimeoutInMillis,
      Description,
      ConnectionType,
    } = found;
    return {
      ApiId,
      IntegrationType,
      IntegrationUri,
      IntegrationMethod,
      PayloadFormatVersion,
      TimeoutInMillis,
      ConnectionType,
      ...(Description === undefined ? {} : { Description }),
    };
  },

  async list(context) {
    const parts = await everyPart(context, (of) => context.aws.apiGatewayV2.getIntegrations(of));
    return parts.map(({ ApiId, part }) => ({ ApiId, IntegrationId: part.IntegrationId ?? "" }));
  },

  async update(physicalId, properties, _previous, context) {
    await context.aws.apiGatewayV2.updateIntegration({ ...inputOf(properties), IntegrationId: physicalId });
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
    Description: textOf(properties, "Description"),
    IntegrationMethod: textOf(properties, "IntegrationMethod"),
    IntegrationType: textOf(properties, "IntegrationType") as "AWS_PROXY" | undefined,
    IntegrationUri: textOf(properties, "IntegrationUri"),
    PayloadFormatVersion: textOf(properties, "PayloadFormatVersion"),
    TimeoutInMillis: numberOf(properties, "TimeoutInMillis"),
  };
}

function stateOf(integrationId: string): { physicalId: string; attributes: Record<string, string> } {
  return { physicalId: integrationId, attributes: { IntegrationId: integrationId } };
}
