// An OpenAPI 3.0 definition, with API Gateway's extensions, as routes and integrations. Pure.
// AWS: "Working with OpenAPI definitions for HTTP APIs".

import type { Cors } from "@aws-sdk/client-apigatewayv2";
import { badRequest, notServed } from "../errors.ts";
import { httpIntegrationOf } from "./integrations.ts";
import type { IntegrationRecord, RouteRecord } from "../records.ts";
import { parseRouteKey } from "./route-keys.ts";

export interface Definition {
  readonly name: string;
  readonly description?: string;
  readonly version?: string;
  readonly cors?: Cors;
  readonly tags: Readonly<Record<string, string>>;
  readonly routes: readonly RouteRecord[];
  readonly integrations: readonly IntegrationRecord[];
}

type Node = Readonly<Record<string, unknown>>;

const VERBS: Readonly<Record<string, string>> = {
  get: "GET",
  post: "POST",
  put: "PUT",
  patch: "PATCH",
  delete: "DELETE",
  head: "HEAD",
  options: "OPTIONS",
  "x-amazon-apigateway-any-method": "ANY",
};

/** Reads a definition; `newId` gives ids of seven characters. Throws BadRequestException for what is not one. */
export function parseDefinition(body: string, newId: () => string): Definition {
  const root = parseJson(body);
  if (typeof root["openapi"] !== "string" || !root["openapi"].startsWith("3.0"))
    throw badRequest("Unable to parse API definition: OpenAPI 3.0 is required");
  const info = nodeOf(root["info"]);
  const name = info["title"];
  if (typeof name !== "string") throw badRequest("Unable to parse API definition: info.title is missing");
  if (root["security"] !== undefined) throw notServed("security requirements");
  const integrations: IntegrationRecord[] = [];
  const routes: RouteRecord[] = [];
  for (const [path, item] of Object.entries(nodeOf(root["paths"]))) {
    for (const [verb, value] of Object.entries(nodeOf(item))) {
      const method = VERBS[verb];
      if (method === undefined) continue;
      const operation = nodeOf(value);
      if (Array.isArray(operation["security"]) && operation["security"].length > 0)
        throw notServed("security requirements");
      const isDefault = operation["isDefaultRoute"] === true || path === "/$default" || path === "$default";
      const routeKey = isDefault ? "$default" : `${method} ${path}`;
      if (parseRouteKey(routeKey) === undefined)
        throw badRequest(`Unable to parse API definition: the route key ${routeKey} is not valid`);
      const integration = operation["x-amazon-apigateway-integration"];
      const record = integration === undefined ? undefined : importIntegration(nodeOf(integration), newId());
      if (record !== undefined) integrations.push(record);
      routes.push({
        v: 1,
        routeId: newId(),
        routeKey,
        ...(record === undefined ? {} : { integrationId: record.integrationId }),
      });
    }
  }
  const cors = root["x-amazon-apigateway-cors"];
  return {
    name,
    tags: tagsOf(root["tags"]),
    routes,
    integrations,
    ...(typeof info["description"] === "string" ? { description: info["description"] } : {}),
    ...(typeof info["version"] === "string" ? { version: info["version"] } : {}),
    ...(cors === undefined ? {} : { cors: corsOf(nodeOf(cors)) }),
  };
}

function parseJson(body: string): Node {
  try {
    return nodeOf(JSON.parse(body));
  } catch (cause) {
    if (cause instanceof SyntaxError) throw badRequest("Unable to parse API definition: the body is not JSON");
    throw cause;
  }
}

function importIntegration(node: Node, integrationId: string): IntegrationRecord {
  const type = typeof node["type"] === "string" ? node["type"].toUpperCase() : undefined;
  if (type !== "AWS_PROXY") throw notServed(`the integration type ${String(node["type"])}`);
  return httpIntegrationOf(integrationId, {
    IntegrationType: type,
    IntegrationUri: typeof node["uri"] === "string" ? node["uri"] : undefined,
    PayloadFormatVersion: typeof node["payloadFormatVersion"] === "string" ? node["payloadFormatVersion"] : "1.0",
    TimeoutInMillis: typeof node["timeoutInMillis"] === "number" ? node["timeoutInMillis"] : undefined,
  });
}

function corsOf(node: Node): Cors {
  const strings = (name: string): string[] | undefined =>
    Array.isArray(node[name]) ? node[name].map(String) : undefined;
  return {
    AllowOrigins: strings("allowOrigins"),
    AllowMethods: strings("allowMethods"),
    AllowHeaders: strings("allowHeaders"),
    ExposeHeaders: strings("exposeHeaders"),
    AllowCredentials: typeof node["allowCredentials"] === "boolean" ? node["allowCredentials"] : undefined,
    MaxAge: typeof node["maxAge"] === "number" ? node["maxAge"] : undefined,
  };
}

/** AWS: tags of the definition become the API's, by the extension x-amazon-apigateway-tag-value. */
function tagsOf(value: unknown): Record<string, string> {
  if (!Array.isArray(value)) return {};
  return Object.fromEntries(
    value.map(nodeOf).flatMap((tag) => {
      const { name, "x-amazon-apigateway-tag-value": text } = tag;
      return typeof name === "string" && typeof text === "string" ? [[name, text]] : [];
    }),
  );
}

function nodeOf(value: unknown): Node {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Node) : {};
}
