// AWS::ApiGateway::Method, with its integration and responses.

import type { Integration, Method, MethodResponse, PutIntegrationCommandInput } from "@aws-sdk/client-api-gateway";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import {
  capitalized,
  defined,
  everyPart,
  flagOf,
  flagsOf,
  ifThere,
  listOf,
  nodeOf,
  nodesOf,
  numberOf,
  requiredText,
  textOf,
  textsOf,
} from "./properties.ts";

interface Place {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
}

/** A method of a resource. Ref is "API|RESOURCE|METHOD". */
export const method: ResourceType = {
  typeName: "AWS::ApiGateway::Method",
  properties: [
    "ApiKeyRequired",
    "AuthorizationScopes",
    "AuthorizationType",
    "AuthorizerId",
    "HttpMethod",
    "Integration",
    "MethodResponses",
    "OperationName",
    "RequestModels",
    "RequestParameters",
    "RequestValidatorId",
    "ResourceId",
    "RestApiId",
  ],
  notSupported: ["Integration.ConnectionId", "Integration.IntegrationTarget"],

  async create(properties, context) {
    const place = placeOf(properties);
    const present = await ifThere(() => context.aws.apiGateway.getMethod(place));
    // What an interrupted creation left is put anew; a method that somebody else made is a conflict, which the API tells.
    if (present !== undefined && isLeftOver(present, properties)) await context.aws.apiGateway.deleteMethod(place);
    await put(place, properties, context);
    // What is wrong with its integration must not leave the method behind.
    context.identify(stateOf(place).physicalId);
    await integrate(place, properties, context);
    return stateOf(place);
  },

  async read(physicalId, { aws }) {
    const found = await ifThere(() => aws.apiGateway.getMethod(placeIn(physicalId)));
    return found === undefined ? undefined : shown(placeIn(physicalId), found);
  },

  async list(context) {
    const parts = await everyPart(context, (of) => context.aws.apiGateway.getResources(of));
    return parts.flatMap(({ restApiId, part }) =>
      Object.keys(part.resourceMethods ?? {}).map((HttpMethod) => ({
        RestApiId: restApiId,
        ResourceId: part.id ?? "",
        HttpMethod,
      })),
    );
  },

  // Put anew, so that what is gone from the template is gone: stages serve deployments, which keep the method as it was.
  async update(physicalId, properties, _previous, context) {
    const place = placeIn(physicalId);
    await ifThere(() => context.aws.apiGateway.deleteMethod(place));
    await put(place, properties, context);
    await integrate(place, properties, context);
    return stateOf(place);
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.apiGateway.deleteMethod(placeIn(physicalId)));
  },
};

function placeOf(properties: Properties): Place {
  return {
    restApiId: requiredText(properties, "RestApiId"),
    resourceId: requiredText(properties, "ResourceId"),
    httpMethod: requiredText(properties, "HttpMethod"),
  };
}

function placeIn(physicalId: string): Place {
  const [restApiId = "", resourceId = "", httpMethod = ""] = physicalId.split("|");
  return { restApiId, resourceId, httpMethod };
}

function stateOf({ restApiId, resourceId, httpMethod }: Place): ResourceState {
  return { physicalId: `${restApiId}|${resourceId}|${httpMethod}`, attributes: {} };
}

function isLeftOver(present: Method, properties: Properties): boolean {
  const { authorizationType, methodIntegration } = present;
  const integration = nodeOf(properties, "Integration");
  return (
    authorizationType === (textOf(properties, "AuthorizationType") ?? "NONE") &&
    (methodIntegration === undefined ||
      (integration !== undefined &&
        methodIntegration.type === textOf(integration, "Type") &&
        methodIntegration.uri === textOf(integration, "Uri")))
  );
}

async function put(place: Place, properties: Properties, { aws }: ResourceContext): Promise<void> {
  await aws.apiGateway.putMethod({
    ...place,
    // AWS: NONE where the template says nothing.
    authorizationType: textOf(properties, "AuthorizationType") ?? "NONE",
    authorizerId: textOf(properties, "AuthorizerId"),
    apiKeyRequired: flagOf(properties, "ApiKeyRequired"),
    authorizationScopes: listOf(properties, "AuthorizationScopes"),
    operationName: textOf(properties, "OperationName"),
    requestModels: textsOf(properties, "RequestModels"),
    requestParameters: flagsOf(properties, "RequestParameters"),
    requestValidatorId: textOf(properties, "RequestValidatorId"),
  });
}

/** The method's responses, and its integration with its own. */
async function integrate(place: Place, properties: Properties, { aws }: ResourceContext): Promise<void> {
  for (const response of nodesOf(properties, "MethodResponses"))
    await aws.apiGateway.putMethodResponse({
      ...place,
      statusCode: requiredText(response, "StatusCode"),
      responseModels: textsOf(response, "ResponseModels"),
      responseParameters: flagsOf(response, "ResponseParameters"),
    });
  const integration = nodeOf(properties, "Integration");
  if (integration === undefined) return;
  await aws.apiGateway.putIntegration({ ...place, ...integrationInput(integration) });
  for (const response of nodesOf(integration, "IntegrationResponses"))
    await aws.apiGateway.putIntegrationResponse({
      ...place,
      statusCode: requiredText(response, "StatusCode"),
      selectionPattern: textOf(response, "SelectionPattern"),
      responseParameters: textsOf(response, "ResponseParameters"),
      responseTemplates: textsOf(response, "ResponseTemplates"),
      contentHandling: textOf(response, "ContentHandling") as "CONVERT_TO_TEXT" | undefined,
    });
}

/** The API refuses what is none of its enumerations' texts. */
function integrationInput(node: Properties): Omit<PutIntegrationCommandInput, keyof Place> {
  return {
    type: textOf(node, "Type") as PutIntegrationCommandInput["type"],
    integrationHttpMethod: textOf(node, "IntegrationHttpMethod"),
    uri: textOf(node, "Uri"),
    connectionType: textOf(node, "ConnectionType") as PutIntegrationCommandInput["connectionType"],
    connectionId: textOf(node, "ConnectionId"),
    credentials: textOf(node, "Credentials"),
    requestParameters: textsOf(node, "RequestParameters"),
    requestTemplates: textsOf(node, "RequestTemplates"),
    passthroughBehavior: textOf(node, "PassthroughBehavior"),
    cacheNamespace: textOf(node, "CacheNamespace"),
    cacheKeyParameters: listOf(node, "CacheKeyParameters"),
    contentHandling: textOf(node, "ContentHandling") as PutIntegrationCommandInput["contentHandling"],
    timeoutInMillis: numberOf(node, "TimeoutInMillis"),
    responseTransferMode: textOf(node, "ResponseTransferMode") as PutIntegrationCommandInput["responseTransferMode"],
    integrationTarget: textOf(node, "IntegrationTarget"),
  };
}

function shown({ restApiId, resourceId, httpMethod }: Place, found: Method): Properties {
  const { methodIntegration, methodResponses, httpMethod: _name, ...rest } = found;
  return defined({
    RestApiId: restApiId,
    ResourceId: resourceId,
    HttpMethod: httpMethod,
    ...capitalized(rest),
    MethodResponses: Object.values(methodResponses ?? {}).map((response: MethodResponse) => capitalized(response)),
    Integration: methodIntegration === undefined ? undefined : shownIntegration(methodIntegration),
  });
}

function shownIntegration({ httpMethod, integrationResponses, ...rest }: Integration): Record<string, unknown> {
  return defined({
    ...capitalized(rest),
    IntegrationHttpMethod: httpMethod,
    IntegrationResponses: Object.values(integrationResponses ?? {}).map((response) => capitalized(response)),
  });
}
