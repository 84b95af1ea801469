// The paths of an exported API: each method as an operation, with its integration where extensions are asked for.

import type { Integration, IntegrationResponse, Method, MethodResponse, ResourceRecord } from "../records.ts";
import { type Exporting, given } from "./exporting.ts";
import { KEY_SCHEME, SIGNATURE_SCHEME } from "./schemas-export.ts";

/** "paths": the resources that have methods, in the order of their paths. */
export function pathsOf(exporting: Exporting): Record<string, unknown> {
  const resources = exporting.snapshot.resources.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return Object.fromEntries(
    resources.flatMap((resource) => {
      const methods = Object.values(resource.methods);
      if (methods.length === 0) return [];
      const operations = methods.map((method) => [
        method.httpMethod === "ANY" ? "x-amazon-apigateway-any-method" : method.httpMethod.toLowerCase(),
        operationOf(exporting, resource, method),
      ]);
      return [[resource.path, Object.fromEntries(operations)] as const];
    }),
  );
}

const PLACES: Readonly<Record<string, string>> = { path: "path", querystring: "query", header: "header" };

function operationOf(exporting: Exporting, resource: ResourceRecord, method: Method): Record<string, unknown> {
  const { type, snapshot, extensions } = exporting;
  const isSwagger = type === "swagger";
  const parameters = parametersOf(exporting, resource, method);
  const consumed = Object.keys(method.requestModels ?? {});
  const validator = snapshot.requestValidators.find(({ id }) => id === method.requestValidatorId);
  const security = securityOf(exporting, method);
  const { methodIntegration } = method;
  return given({
    operationId: method.operationName,
    consumes: isSwagger && consumed.length > 0 ? consumed : undefined,
    produces: isSwagger ? produced(method) : undefined,
    parameters: parameters.length === 0 ? undefined : parameters,
    requestBody:
      isSwagger || consumed.length === 0
        ? undefined
        : { content: contentOf(method.requestModels, exporting), required: true },
    responses: Object.fromEntries(
      Object.values(method.methodResponses).map((response) => [response.statusCode, responseOf(exporting, response)]),
    ),
    security: security.length === 0 ? undefined : security,
    "x-amazon-apigateway-request-validator":
      extensions.all && validator !== undefined ? (validator.name ?? validator.id) : undefined,
    "x-amazon-apigateway-integration":
      (extensions.integrations || extensions.all) && methodIntegration !== undefined
        ? integrationExtension(methodIntegration, resource.id)
        : undefined,
  });
}

function produced(method: Method): string[] | undefined {
  const models = Object.values(method.methodResponses).flatMap(({ responseModels }) =>
    Object.keys(responseModels ?? {}),
  );
  const templates = Object.values(method.methodIntegration?.integrationResponses ?? {}).flatMap(
    ({ responseTemplates }) => Object.keys(responseTemplates ?? {}),
  );
  const types = [...new Set(models.length > 0 ? models : templates)];
  return types.length === 0 ? undefined : types;
}

/** AWS: recorded: variables of the path are parameters, whether the method declares them or not. */
function parametersOf({ type }: Exporting, { path }: ResourceRecord, method: Method): Record<string, unknown>[] {
  const schema = type === "swagger" ? { type: "string" } : { schema: { type: "string" } };
  const declared = Object.entries(method.requestParameters ?? {}).flatMap(([key, required]) => {
    const [, place = "", name = ""] = /^method\.request\.(path|querystring|header)\.(.+)$/.exec(key) ?? [];
    const at = PLACES[place];
    // OpenAPI: what is in a path is always required.
    return at === undefined ? [] : [{ name, in: at, required: at === "path" ? true : required, ...schema }];
  });
  const names = new Set(declared.filter((parameter) => parameter.in === "path").map(({ name }) => name));
  const implied = [...path.matchAll(/\{([^}+]+)\+?\}/g)].flatMap(([, name = ""]) =>
    names.has(name) ? [] : [{ name, in: "path", required: true, ...schema }],
  );
  const [model] = Object.values(method.requestModels ?? {});
  const body =
    type === "swagger" && model !== undefined
      ? [{ in: "body", name: model, required: true, schema: { $ref: `#/definitions/${model}` } }]
      : [];
  return [...declared, ...implied, ...body];
}

function contentOf(models: Readonly<Record<string, string>> | undefined, { type }: Exporting): Record<string, unknown> {
  const at = type === "swagger" ? "#/definitions/" : "#/components/schemas/";
  return Object.fromEntries(
    Object.entries(models ?? {}).map(([media, model]) => [media, { schema: { $ref: `${at}${model}` } }]),
  );
}

function responseOf(exporting: Exporting, response: MethodResponse): Record<string, unknown> {
  const isSwagger = exporting.type === "swagger";
  const headers = Object.keys(response.responseParameters ?? {}).map((key) => [
    key.replace(/^method\.response\.header\./, ""),
    isSwagger ? { type: "string" } : { schema: { type: "string" } },
  ]);
  const [model] = Object.values(response.responseModels ?? {});
  const content = contentOf(response.responseModels, exporting);
  return given({
    description: `${response.statusCode} response`,
    headers: headers.length === 0 ? undefined : Object.fromEntries(headers),
    schema: isSwagger && model !== undefined ? { $ref: `#/definitions/${model}` } : undefined,
    // AWS: recorded: OpenAPI exports have a content, be it empty.
    content: isSwagger ? undefined : content,
  });
}

function securityOf({ snapshot, extensions }: Exporting, method: Method): Record<string, readonly string[]>[] {
  const authorizer = snapshot.authorizers.find(({ id }) => id === method.authorizerId);
  const hasAuthorizers = extensions.authorizers || extensions.all;
  return [
    ...(authorizer === undefined ? [] : [{ [authorizer.name]: method.authorizationScopes ?? [] }]),
    ...(hasAuthorizers && method.authorizationType === "AWS_IAM" ? [{ [SIGNATURE_SCHEME]: [] }] : []),
    ...(method.apiKeyRequired ? [{ [KEY_SCHEME]: [] }] : []),
  ];
}

/** x-amazon-apigateway-integration. AWS: recorded: types and behaviours in lower case, the response without a pattern as "default". */
function integrationExtension(integration: Integration, resourceId: string): Record<string, unknown> {
  const responses = Object.values(integration.integrationResponses).map((response) => [
    response.selectionPattern === undefined || response.selectionPattern === "" ? "default" : response.selectionPattern,
    responseExtension(response),
  ]);
  const { timeoutInMillis, cacheNamespace, cacheKeyParameters, connectionType } = integration;
  return given({
    type: integration.type.toLowerCase(),
    httpMethod: integration.httpMethod,
    uri: integration.uri,
    credentials: integration.credentials,
    connectionType: connectionType === "VPC_LINK" ? connectionType : undefined,
    connectionId: integration.connectionId,
    responses: responses.length === 0 ? undefined : Object.fromEntries(responses),
    requestParameters: integration.requestParameters,
    requestTemplates: integration.requestTemplates,
    passthroughBehavior: integration.passthroughBehavior.toLowerCase(),
    contentHandling: integration.contentHandling,
    timeoutInMillis: timeoutInMillis === 29_000 ? undefined : timeoutInMillis,
    cacheNamespace: cacheNamespace === resourceId ? undefined : cacheNamespace,
    cacheKeyParameters: cacheKeyParameters.length === 0 ? undefined : cacheKeyParameters,
    tlsConfig: integration.tlsConfig,
    responseTransferMode: integration.responseTransferMode === "STREAM" ? "STREAM" : undefined,
  });
}

function responseExtension({
  statusCode,
  responseParameters,
  responseTemplates,
  contentHandling,
}: IntegrationResponse): Record<string, unknown> {
  return given({ statusCode, responseParameters, responseTemplates, contentHandling });
}
