// A definition's operations as methods: parameters, bodies, responses, security and integrations.

import type { Flags, Method, MethodResponse, Texts } from "../records.ts";
import { parseAuthorizationType } from "../methods.ts";
import type { DefinedMethod, Reading } from "./reading.ts";
import { isNode, listOf, type Node, nodeOf, nodesIn, textOf } from "../../../service/api-front/nodes.ts";
import { integrationOfExtension } from "./integrations-import.ts";
import type { SecurityScheme } from "./security-import.ts";

const VERBS: Readonly<Record<string, string>> = {
  get: "GET",
  put: "PUT",
  post: "POST",
  delete: "DELETE",
  options: "OPTIONS",
  head: "HEAD",
  patch: "PATCH",
  "x-amazon-apigateway-any-method": "ANY",
};

/** All methods that a definition has. */
export function methodsOf(reading: Reading, schemes: readonly SecurityScheme[]): readonly DefinedMethod[] {
  const { document } = reading;
  return nodesIn(document, "paths").flatMap(([path, given]) => {
    const item = resolved(document, given);
    const shared = nodesOfList(item["parameters"]);
    return Object.entries(VERBS).flatMap(([verb, httpMethod]) => {
      const operation = item[verb];
      if (!isNode(operation)) return [];
      return [methodOf(reading, schemes, { path, httpMethod, operation, shared })];
    });
  });
}

interface Place {
  readonly path: string;
  readonly httpMethod: string;
  readonly operation: Node;
  /** The parameters of the whole path. */
  readonly shared: readonly Node[];
}

function methodOf(reading: Reading, schemes: readonly SecurityScheme[], place: Place): DefinedMethod {
  const { document, warn } = reading;
  const { path, httpMethod, operation, shared } = place;
  const parameters = [...shared, ...nodesOfList(operation["parameters"])].map((parameter) =>
    resolved(document, parameter),
  );
  const security = securityOf(operation["security"] ?? document["security"], schemes, (name) =>
    warn(`Unable to find security definition '${name}' for method '${httpMethod}' of path '${path}'. Ignoring.`),
  );
  const extension = operation["x-amazon-apigateway-integration"];
  const ownType = textOf(nodeOf(operation, "x-amazon-apigateway-auth"), "type");
  const method: DefinedMethod["method"] = {
    httpMethod,
    authorizationType:
      ownType === undefined
        ? (security.scheme?.authorizationType ?? "NONE")
        : parseAuthorizationType(ownType.toUpperCase()),
    apiKeyRequired: security.isApiKeyRequired,
    operationName: textOf(operation, "operationId"),
    requestParameters: orNone(requestParameters(parameters)),
    requestModels: orNone(requestModels(reading, operation, parameters)),
    methodResponses: methodResponses(reading, place),
    methodIntegration: isNode(extension) ? integrationOfExtension(resolved(document, extension)) : undefined,
    authorizationScopes: security.scopes.length === 0 ? undefined : security.scopes,
  };
  return {
    path,
    method,
    authorizerName: ownType === undefined ? security.scheme?.authorizer?.name : undefined,
    validatorName:
      textOf(operation, "x-amazon-apigateway-request-validator") ??
      textOf(document, "x-amazon-apigateway-request-validator"),
  };
}

function orNone<T extends object>(values: T): T | undefined {
  return Object.keys(values).length === 0 ? undefined : values;
}

const PLACES: Readonly<Record<string, string>> = { path: "path", query: "querystring", header: "header" };

function requestParameters(parameters: readonly Node[]): Flags {
  return Object.fromEntries(
    parameters.flatMap((parameter) => {
      const place = PLACES[textOf(parameter, "in") ?? ""];
      if (place === undefined) return [];
      return [[`method.request.${place}.${textOf(parameter, "name") ?? ""}`, parameter["required"] === true] as const];
    }),
  );
}

/** Swagger has bodies among the parameters, OpenAPI beside them. */
function requestModels(reading: Reading, operation: Node, parameters: readonly Node[]): Texts {
  const { document, version } = reading;
  if (version === "oas30") return modelsOfContent(reading, resolved(document, nodeOf(operation, "requestBody")));
  const body = parameters.find((parameter) => parameter["in"] === "body");
  const schema = body?.["schema"];
  if (!isNode(schema)) return {};
  const types = listOf(operation, "consumes") ?? listOf(document, "consumes") ?? ["application/json"];
  return Object.fromEntries(types.map((type) => [type, reading.modelOf(schema)]));
}

function modelsOfContent(reading: Reading, node: Node): Texts {
  return Object.fromEntries(
    nodesIn(node, "content").flatMap(([type, media]) =>
      isNode(media["schema"]) ? [[type, reading.modelOf(media["schema"])] as const] : [],
    ),
  );
}

function methodResponses(reading: Reading, { operation, httpMethod, path }: Place): Method["methodResponses"] {
  const { document, version, warn } = reading;
  const entries = nodesIn(operation, "responses").flatMap(([statusCode, given]) => {
    if (!/^[1-5]\d\d$/.test(statusCode)) {
      warn(`Invalid response status code '${statusCode}' for method '${httpMethod}' of path '${path}'. Ignoring.`);
      return [];
    }
    const node = resolved(document, given);
    const headers = Object.keys(nodeOf(node, "headers")).map(
      (name) => [`method.response.header.${name}`, false] as const,
    );
    const schema = node["schema"];
    const types = listOf(operation, "produces") ?? listOf(document, "produces") ?? ["application/json"];
    const models =
      version === "oas30"
        ? modelsOfContent(reading, node)
        : isNode(schema)
          ? Object.fromEntries(types.map((type) => [type, reading.modelOf(schema)]))
          : {};
    const response: MethodResponse = {
      statusCode,
      responseParameters: orNone(Object.fromEntries(headers)),
      responseModels: orNone(models),
    };
    return [[statusCode, response] as const];
  });
  return Object.fromEntries(entries);
}

interface Security {
  readonly scheme?: SecurityScheme;
  readonly isApiKeyRequired: boolean;
  readonly scopes: readonly string[];
}

/** What the requirements ask for. AWS: a method has one authorizer, and may ask for a key beside it. */
function securityOf(given: unknown, schemes: readonly SecurityScheme[], unknown: (name: string) => void): Security {
  const named = nodesOfList(given).flatMap((requirement) => Object.entries(requirement));
  for (const [name] of named) if (!schemes.some((scheme) => scheme.name === name)) unknown(name);
  const used = named.flatMap(([name, scopes]) => {
    const scheme = schemes.find((candidate) => candidate.name === name);
    return scheme === undefined ? [] : [{ scheme, scopes: Array.isArray(scopes) ? scopes.map(String) : [] }];
  });
  const deciding = used.find(({ scheme }) => scheme.authorizationType !== undefined);
  return {
    scheme: deciding?.scheme,
    isApiKeyRequired: used.some(({ scheme }) => scheme.isApiKey),
    scopes: deciding?.scopes ?? [],
  };
}

function nodesOfList(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The node, or what its $ref points at in the same document. */
function resolved(document: Node, node: Node): Node {
  const reference = textOf(node, "$ref");
  if (reference === undefined || !reference.startsWith("#/")) return node;
  const target = reference
    .slice(2)
    .split("/")
    .reduce<unknown>(
      (value, part) => (isNode(value) ? value[part.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined),
      document,
    );
  return isNode(target) ? target : {};
}
