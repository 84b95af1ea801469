// AWS::ApiGateway::GatewayResponse.

import type { GatewayResponseType } from "@aws-sdk/client-api-gateway";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { defined, everyPart, ifThere, requiredText, textOf, textsOf } from "./properties.ts";

/** What API Gateway itself answers. Ref is "API|TYPE". */
export const gatewayResponse: ResourceType = {
  typeName: "AWS::ApiGateway::GatewayResponse",
  properties: ["ResponseParameters", "ResponseTemplates", "ResponseType", "RestApiId", "StatusCode"],

  create: (properties, context) => put(properties, context),

  async read(physicalId, { aws }) {
    const { restApiId, responseType } = placeIn(physicalId);
    const found = await ifThere(() => aws.apiGateway.getGatewayResponse({ restApiId, responseType }));
    if (found === undefined || found.defaultResponse === true) return undefined;
    return defined({
      RestApiId: restApiId,
      ResponseType: responseType,
      StatusCode: found.statusCode,
      ResponseParameters: found.responseParameters,
      ResponseTemplates: found.responseTemplates,
    });
  },

  async list(context) {
    const parts = await everyPart(context, (of) => context.aws.apiGateway.getGatewayResponses(of));
    return parts.flatMap(({ restApiId, part }) =>
      part.defaultResponse === true ? [] : [{ Id: `${restApiId}|${part.responseType ?? ""}` }],
    );
  },

  attributesOf: (physicalId) => ({ Id: physicalId }),

  update: (_physicalId, properties, _previous, context) => put(properties, context),

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.apiGateway.deleteGatewayResponse(placeIn(physicalId)));
  },
};

/** The API refuses what is no type of response. */
function placeIn(physicalId: string): { readonly restApiId: string; readonly responseType: GatewayResponseType } {
  const [restApiId = "", responseType = ""] = physicalId.split("|");
  return { restApiId, responseType: responseType as GatewayResponseType };
}

async function put(properties: Properties, { aws }: ResourceContext): Promise<ResourceState> {
  const restApiId = requiredText(properties, "RestApiId");
  const responseType = requiredText(properties, "ResponseType") as GatewayResponseType;
  await aws.apiGateway.putGatewayResponse({
    restApiId,
    responseType,
    statusCode: textOf(properties, "StatusCode"),
    responseParameters: textsOf(properties, "ResponseParameters"),
    responseTemplates: textsOf(properties, "ResponseTemplates"),
  });
  const physicalId = `${restApiId}|${responseType}`;
  return { physicalId, attributes: { Id: physicalId } };
}
