// An OpenAPI 3.0 definition, with API Gateway's extensions, as the parts of an HTTP API. Pure.
// AWS: "Working with OpenAPI definitions for HTTP APIs", "OpenAPI extensions for API Gateway".

import type { Cors } from "@aws-sdk/client-apigatewayv2";
import { parse } from "yaml";
import { requireShallowYaml } from "../../../../kernel/yaml-depth.ts";
import {
  flagOf,
  isNode,
  listOf,
  type Node,
  nodeOf,
  nodesIn,
  numberOf,
  textOf,
} from "../../../../service/api-front/nodes.ts";
import { badRequest } from "../../errors.ts";
import type { ApiRecord, AuthorizerRecord, IntegrationRecord, RouteRecord } from "../../records.ts";
import { parseRouteKey } from "../route-keys.ts";
import { basePathOf } from "./base-path.ts";
import { importIntegration } from "./integration-import.ts";
import { importSecurity, type Security } from "./security-import.ts";

/** What a definition says of an API, and what of it is left out. */
export interface Definition {
  readonly name: string;
  readonly description?: string;
  readonly version?: string;
  readonly cors?: Cors;
  readonly isExecuteEndpointDisabled?: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly routes: readonly RouteRecord[];
  readonly integrations: readonly IntegrationRecord[];
  readonly authorizers: readonly AuthorizerRecord[];
  readonly warnings: readonly string[];
}

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

/** How a definition is read. */
export interface ReadingOptions {
  /** AWS: "ignore", "prepend" or "split". */
  readonly basePath: string | undefined;
  /** Gives ids of seven characters. */
  readonly newId: () => string;
}

/** Reads a definition. Throws BadRequestException for what is not one. */
export function parseDefinition(body: string, options: ReadingOptions): Definition {
  const root = parseDocument(body);
  const info = nodeOf(root, "info");
  const name = textOf(info, "title");
  if (name === undefined) throw badRequest("Unable to parse API definition: info.title is missing");
  const warnings: string[] = [];
  const security = importSecurity(root, options.newId, warnings);
  const { routes, integrations } = importRoutes(root, security, options, warnings);
  const description = textOf(info, "description");
  const version = textOf(info, "version");
  const cors = root["x-amazon-apigateway-cors"];
  // AWS: in a server's object; SAM writes it there.
  const [server] = Array.isArray(root["servers"]) ? root["servers"].filter(isNode) : [];
  const configurations = [server, root].map((each) => nodeOf(each, "x-amazon-apigateway-endpoint-configuration"));
  const [isDisabled] = configurations.flatMap((each) => flagOf(each, "disableExecuteApiEndpoint") ?? []);
  for (const extension of Object.keys(root).filter((each) => each.startsWith("x-amazon-apigateway-"))) {
    if (!EXTENSIONS.has(extension))
      warnings.push(`The extension ${extension} is not supported for HTTP APIs and is ignored`);
  }
  return {
    name,
    tags: tagsOf(root["tags"]),
    routes,
    integrations,
    authorizers: security.authorizers,
    warnings,
    ...(description === undefined ? {} : { description }),
    ...(version === undefined ? {} : { version }),
    ...(isNode(cors) ? { cors: corsOf(cors) } : {}),
    ...(isDisabled === undefined ? {} : { isExecuteEndpointDisabled: isDisabled }),
  };
}

const EXTENSIONS = new Set([
  "x-amazon-apigateway-cors",
  "x-amazon-apigateway-endpoint-configuration",
  "x-amazon-apigateway-importexport-version",
]);

/** A definition's document: JSON, or YAML. AWS: OpenAPI 3.0 only. */
export function parseDocument(body: string): Node {
  const root = parsed(body);
  if (!isNode(root)) throw badRequest("Unable to parse API definition: the body is neither JSON nor YAML");
  if (!/^3\.0(\.|$)/.test(textOf(root, "openapi") ?? ""))
    throw badRequest("Unable to parse API definition: OpenAPI 3.0 is required");
  return root;
}

function parsed(body: string): unknown {
  try {
    requireShallowYaml(body);
    return parse(body, { maxAliasCount: 1000 });
  } catch {
    return undefined;
  }
}

interface Imported {
  readonly routes: readonly RouteRecord[];
  readonly integrations: readonly IntegrationRecord[];
}

function importRoutes(root: Node, security: Security, options: ReadingOptions, warnings: string[]): Imported {
  const { newId } = options;
  const integrations = new Map<unknown, IntegrationRecord>();
  const shared = nodeOf(nodeOf(root, "components"), "x-amazon-apigateway-integrations");
  const integrationOf = (given: Node): IntegrationRecord => {
    const node = referred(given, shared);
    let record = integrations.get(node);
    if (record === undefined) integrations.set(node, (record = importIntegration(node, newId())));
    return record;
  };
  const prefix = basePathOf(root, options.basePath);
  const routes: RouteRecord[] = [];
  for (const [path, item] of nodesIn(root, "paths")) {
    for (const [verb, operation] of Object.entries(item)) {
      const method = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
      if (method === undefined || !isNode(operation)) continue;
      const routeKey = routeKeyOf(method, path, prefix, operation);
      const given = operation["x-amazon-apigateway-integration"];
      const integration = isNode(given) ? integrationOf(given) : undefined;
      if (integration === undefined) warnings.push(`The route ${routeKey} has no integration`);
      const operationName = textOf(operation, "operationId");
      routes.push({
        v: 1,
        routeId: newId(),
        routeKey,
        ...security.authorizationOf(operation),
        ...(integration === undefined ? {} : { integrationId: integration.integrationId }),
        // LIMIT: AWS: names of operations have 64 characters; longer ones are left out.
        ...(operationName === undefined || operationName.length > 64 ? {} : { operationName }),
      });
    }
  }
  return { routes, integrations: [...integrations.values()] };
}

function routeKeyOf(method: string, path: string, prefix: string, operation: Node): string {
  const isDefault = operation["isDefaultRoute"] === true || path === "/$default" || path === "$default";
  const routeKey = isDefault ? "$default" : `${method} ${prefix}${path === "/" && prefix !== "" ? "" : path}`;
  if (parseRouteKey(routeKey) === undefined)
    throw badRequest(`Unable to parse API definition: the route key ${routeKey} is not valid`);
  return routeKey;
}

/** AWS: "x-amazon-apigateway-integrations object": integrations that several operations have in common. */
function referred(node: Node, shared: Node): Node {
  const reference = textOf(node, "$ref");
  if (reference === undefined) return node;
  const [, name = ""] = /^#\/components\/x-amazon-apigateway-integrations\/(.+)$/.exec(reference) ?? [];
  const found = Object.hasOwn(shared, name) ? shared[name] : undefined;
  if (!isNode(found)) throw badRequest(`Unable to parse API definition: ${reference} is not there`);
  return found;
}

function corsOf(node: Node): Cors {
  if (flagOf(node, "allowCredentials") === true && listOf(node, "allowOrigins")?.includes("*") === true)
    throw badRequest("If allowCredentials is true, then allowOrigins must not be *");
  return {
    AllowOrigins: listOf(node, "allowOrigins"),
    AllowMethods: listOf(node, "allowMethods"),
    AllowHeaders: listOf(node, "allowHeaders"),
    ExposeHeaders: listOf(node, "exposeHeaders"),
    AllowCredentials: flagOf(node, "allowCredentials"),
    MaxAge: numberOf(node, "maxAge"),
  };
}

/** AWS: tags of the definition become the API's, by the extension x-amazon-apigateway-tag-value. */
function tagsOf(value: unknown): Record<string, string> {
  if (!Array.isArray(value)) return {};
  return Object.fromEntries(
    value.filter(isNode).flatMap((tag) => {
      const { name, "x-amazon-apigateway-tag-value": text } = tag;
      return typeof name === "string" && typeof text === "string" ? [[name, text]] : [];
    }),
  );
}

/** What the definition says of the API itself. */
export function describedBy(
  definition: Definition,
): Pick<ApiRecord, "name" | "description" | "version" | "cors" | "tags"> & Partial<ApiRecord> {
  const {
    routes: _routes,
    integrations: _integrations,
    authorizers: _authorizers,
    warnings: _warnings,
    ...described
  } = definition;
  return described;
}

/** Refuses a definition with warnings, where that was asked for. AWS: "failOnWarnings". */
export function requireNoWarnings(warnings: readonly string[], isAsked: boolean | undefined): void {
  if (isAsked === true && warnings.length > 0)
    throw badRequest(`Warnings found during import:\n\t${warnings.join("\n\t")}`);
}

/** Refuses how a definition is to be read where AWS has no such way. */
export function requireBasePathMode(mode: string | undefined): void {
  if (mode !== undefined && !["ignore", "prepend", "split"].includes(mode))
    throw badRequest("Invalid basepath specified. Valid values are ignore, prepend and split");
}
