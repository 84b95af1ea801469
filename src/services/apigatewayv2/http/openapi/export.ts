// An HTTP API as an OpenAPI 3.0 definition. Pure. AWS: "Export HTTP APIs from API Gateway".

import type { ApiRecord, AuthorizerRecord, IntegrationRecord, RouteRecord, Served } from "../../records.ts";

type Node = Record<string, unknown>;

export interface ExportOptions {
  /** Where the API is called. */
  readonly endpoint: string;
  readonly stageName: string | undefined;
  readonly hasExtensions: boolean;
}

/** The definition. What is read again makes the same API. */
export function exportDefinition(api: ApiRecord, served: Served, options: ExportOptions): Node {
  const { endpoint, stageName, hasExtensions } = options;
  const shared = sharedIntegrations(served);
  const components: Node = {
    ...securitySchemes(served, hasExtensions),
    ...(hasExtensions && shared.size > 0
      ? {
          "x-amazon-apigateway-integrations": Object.fromEntries(
            [...shared.values()].map((each) => [each.integrationId, exportIntegration(each)]),
          ),
        }
      : {}),
  };
  return {
    openapi: "3.0.1",
    info: {
      title: api.name,
      ...(api.description === undefined ? {} : { description: api.description }),
      version: api.version ?? new Date(api.createdAtMs).toISOString().replace(/\.\d+Z$/, "Z"),
    },
    servers: [
      stageName === undefined || stageName === "$default"
        ? { url: endpoint }
        : { url: `${endpoint}/{basePath}`, variables: { basePath: { default: stageName } } },
    ],
    ...(Object.keys(api.tags).length === 0 ? {} : { tags: exportTags(api.tags, hasExtensions) }),
    paths: exportPaths(served, shared, hasExtensions),
    ...(Object.keys(components).length === 0 ? {} : { components }),
    ...(hasExtensions ? exportExtensions(api) : {}),
  };
}

function exportExtensions({ cors, isExecuteEndpointDisabled }: ApiRecord): Node {
  return {
    ...(cors === undefined ? {} : { "x-amazon-apigateway-cors": camelCased(cors) }),
    ...(isExecuteEndpointDisabled
      ? { "x-amazon-apigateway-endpoint-configuration": { disableExecuteApiEndpoint: true } }
      : {}),
    "x-amazon-apigateway-importexport-version": "1.0",
  };
}

function exportTags(tags: ApiRecord["tags"], hasExtensions: boolean): Node[] {
  return Object.entries(tags).map(([name, value]) => ({
    name,
    ...(hasExtensions ? { "x-amazon-apigateway-tag-value": value } : {}),
  }));
}

/** Those that several routes lead to stand once. */
function sharedIntegrations({ routes, integrations }: Served): Map<string, IntegrationRecord> {
  const shared = integrations.filter(
    ({ integrationId }) => routes.filter((route) => route.integrationId === integrationId).length > 1,
  );
  return new Map(shared.map((each) => [each.integrationId, each]));
}

function exportPaths(served: Served, shared: ReadonlyMap<string, IntegrationRecord>, hasExtensions: boolean): Node {
  const paths: Record<string, Node> = {};
  const sorted = served.routes.toSorted((a, b) => (a.routeKey < b.routeKey ? -1 : 1));
  for (const route of sorted) {
    const [method = "", path = "/$default"] = route.routeKey.split(" ");
    const isAny = method === "ANY" || method === "$default";
    // Without extensions there is no word for a route that takes all methods.
    if (isAny && !hasExtensions) continue;
    const verb = isAny ? "x-amazon-apigateway-any-method" : method.toLowerCase();
    (paths[path] ??= {})[verb] = exportRoute(route, path, served, shared, hasExtensions);
  }
  return paths;
}

function exportRoute(
  route: RouteRecord,
  path: string,
  { integrations, authorizers }: Served,
  shared: ReadonlyMap<string, IntegrationRecord>,
  hasExtensions: boolean,
): Node {
  const variables = [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name]) => name);
  const integration = integrations.find(({ integrationId }) => integrationId === route.integrationId);
  return {
    ...(route.operationName === undefined ? {} : { operationId: route.operationName }),
    ...(variables.length === 0
      ? {}
      : {
          parameters: variables.map((name) => ({
            name,
            in: "path",
            description: `Generated path parameter for ${name}`,
            required: true,
            schema: { type: "string" },
          })),
        }),
    responses: { default: { description: `Default response for ${route.routeKey}` } },
    ...securityOf(route, authorizers ?? []),
    ...(route.routeKey === "$default" ? { isDefaultRoute: true } : {}),
    ...(integration === undefined || !hasExtensions
      ? {}
      : {
          "x-amazon-apigateway-integration": shared.has(integration.integrationId)
            ? { $ref: `#/components/x-amazon-apigateway-integrations/${integration.integrationId}` }
            : exportIntegration(integration),
        }),
  };
}

function securityOf(route: RouteRecord, authorizers: readonly AuthorizerRecord[]): Node {
  if (route.authorizationType === "AWS_IAM") return { security: [{ sigv4: [] }] };
  const authorizer = authorizers.find(({ authorizerId }) => authorizerId === route.authorizerId);
  return authorizer === undefined ? {} : { security: [{ [authorizer.name]: [...(route.authorizationScopes ?? [])] }] };
}

function exportIntegration(integration: IntegrationRecord): Node {
  const { credentialsArn, description, method, requestParameters, responseParameters, subtype, type, uri } =
    integration;
  return {
    type: (type ?? "AWS_PROXY").toLowerCase(),
    ...(subtype === undefined ? {} : { integrationSubtype: subtype }),
    ...(uri === undefined ? {} : { httpMethod: method ?? "POST", uri }),
    ...(credentialsArn === undefined ? {} : { credentials: credentialsArn }),
    ...(description === undefined ? {} : { description }),
    ...(requestParameters === undefined ? {} : { requestParameters }),
    ...(responseParameters === undefined ? {} : { responseParameters }),
    connectionType: "INTERNET",
    payloadFormatVersion: integration.payloadFormatVersion ?? "2.0",
    timeoutInMillis: integration.timeoutMs,
  };
}

function securitySchemes({ authorizers = [], routes }: Served, hasExtensions: boolean): Node {
  const schemes: Record<string, Node> = {};
  for (const authorizer of authorizers) {
    schemes[authorizer.name] = {
      ...(authorizer.type === "JWT" ? { type: "oauth2", flows: {} } : { type: "apiKey", name: "Unused", in: "header" }),
      ...(hasExtensions ? { "x-amazon-apigateway-authorizer": exportAuthorizer(authorizer) } : {}),
    };
  }
  if (routes.some(({ authorizationType }) => authorizationType === "AWS_IAM")) {
    const extension = hasExtensions ? { "x-amazon-apigateway-authtype": "awsSigv4" } : {};
    schemes["sigv4"] = { type: "apiKey", name: "Authorization", in: "header", ...extension };
  }
  return Object.keys(schemes).length === 0 ? {} : { securitySchemes: schemes };
}

function exportAuthorizer(authorizer: AuthorizerRecord): Node {
  const { credentialsArn, hasSimpleResponses, identitySource, jwt, payloadFormatVersion, ttlSeconds, uri } = authorizer;
  return {
    type: authorizer.type.toLowerCase(),
    ...(identitySource.length === 0 ? {} : { identitySource: identitySource.join(",") }),
    ...(jwt === undefined ? {} : { jwtConfiguration: { issuer: jwt.issuer, audience: [...jwt.audience] } }),
    ...(uri === undefined ? {} : { authorizerUri: uri }),
    ...(credentialsArn === undefined ? {} : { authorizerCredentials: credentialsArn }),
    ...(payloadFormatVersion === undefined ? {} : { authorizerPayloadFormatVersion: payloadFormatVersion }),
    ...(hasSimpleResponses === undefined ? {} : { enableSimpleResponses: hasSimpleResponses }),
    ...(ttlSeconds === undefined ? {} : { authorizerResultTtlInSeconds: ttlSeconds }),
  };
}

function camelCased(values: object): Node {
  const present = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [`${name.charAt(0).toLowerCase()}${name.slice(1)}`, value]));
}
