// What a definition says of an API, before it is put into one. Authorizers and validators are named, not yet numbered.

import { createHash } from "node:crypto";
import { endpointConfigurationOf } from "../rest-apis.ts";
import type {
  AuthorizerRecord,
  EndpointConfiguration,
  GatewayResponseRecord,
  ModelRecord,
  RequestValidatorRecord,
} from "../records.ts";
import { referenceTo } from "../models.ts";
import { parseResponseType } from "../gateway-responses.ts";
import { basePathOfDefinition, type BasePathMode, prefixed } from "./base-path.ts";
import {
  flagOf,
  isNode,
  listOf,
  type Node,
  nodeOf,
  nodesIn,
  numberOf,
  textOf,
  textsOf,
} from "../../../service/api-front/nodes.ts";
import { versionOf } from "./document.ts";
import { documentationOf } from "./documentation-import.ts";
import { methodsOf } from "./methods-import.ts";
import type { DefinedMethod, DefinedPart, Reading } from "./reading.ts";
import { securitySchemes } from "./security-import.ts";

/** What a definition says of the API itself; undefined: nothing. */
export interface DefinedApi {
  readonly name: string;
  readonly description?: string;
  readonly version?: string;
  readonly binaryMediaTypes?: readonly string[];
  readonly minimumCompressionSize?: number;
  readonly apiKeySource?: "HEADER" | "AUTHORIZER";
  /** JSON text. */
  readonly policy?: string;
  readonly endpointConfiguration?: EndpointConfiguration;
  readonly disableExecuteApiEndpoint?: boolean;
}

export interface Definition {
  readonly api: DefinedApi;
  readonly paths: readonly string[];
  readonly methods: readonly DefinedMethod[];
  readonly authorizers: readonly Omit<AuthorizerRecord, "v" | "id">[];
  readonly models: readonly Omit<ModelRecord, "v" | "id">[];
  readonly requestValidators: readonly (Omit<RequestValidatorRecord, "v" | "id" | "name"> & {
    readonly name: string;
  })[];
  readonly gatewayResponses: readonly GatewayResponseRecord[];
  readonly documentationParts: readonly DefinedPart[];
  readonly warnings: readonly string[];
}

export interface ReadingOptions {
  readonly apiId: string;
  readonly basePath: BasePathMode;
  readonly isDocumentationIgnored: boolean;
  readonly endpointTypes?: readonly string[];
}

/** Reads a definition. */
export function definitionOf(document: Node, options: ReadingOptions): Definition {
  const version = versionOf(document);
  const warnings: string[] = [];
  const inline = new Map<string, Node>();
  const reading: Reading = {
    document,
    version,
    modelOf: (schema) => {
      const reference = textOf(schema, "$ref");
      const named = reference?.split("/").at(-1);
      if (named !== undefined) return named;
      // AWS: an inline schema becomes a model with a name of its own, MODEL and six digits.
      const name = `MODEL${createHash("sha256").update(JSON.stringify(schema)).digest("hex").slice(0, 6)}`;
      inline.set(name, schema);
      return name;
    },
    warn: (message) => void warnings.push(message),
  };
  const prefix = basePathOfDefinition(document, version, options.basePath);
  const schemes = securitySchemes(reading);
  const methods = methodsOf(reading, schemes).map((defined) => ({ ...defined, path: prefixed(prefix, defined.path) }));
  const schemas =
    version === "swagger" ? nodesIn(document, "definitions") : nodesIn(nodeOf(document, "components"), "schemas");
  return {
    api: apiOf(reading, options.endpointTypes),
    paths: Object.keys(nodeOf(document, "paths")).map((path) => prefixed(prefix, path)),
    methods,
    authorizers: schemes.flatMap(({ authorizer }) => (authorizer === undefined ? [] : [authorizer])),
    models: [...schemas, ...inline].map(([name, schema]) => ({
      name,
      description: textOf(schema, "description"),
      schema: JSON.stringify(withModelReferences(schema, options.apiId)),
      contentType: "application/json",
    })),
    requestValidators: nodesIn(document, "x-amazon-apigateway-request-validators").map(([name, node]) => ({
      name,
      validateRequestBody: flagOf(node, "validateRequestBody") ?? false,
      validateRequestParameters: flagOf(node, "validateRequestParameters") ?? false,
    })),
    gatewayResponses: nodesIn(document, "x-amazon-apigateway-gateway-responses").map(([type, node]) => ({
      v: 1,
      responseType: parseResponseType(type),
      statusCode: textOf(node, "statusCode"),
      responseParameters: textsOf(node, "responseParameters"),
      responseTemplates: textsOf(node, "responseTemplates"),
    })),
    documentationParts: options.isDocumentationIgnored ? [] : documentationOf(reading, prefix),
    warnings,
  };
}

function apiOf({ document, version, warn }: Reading, types: readonly string[] | undefined): DefinedApi {
  const info = nodeOf(document, "info");
  const source = textOf(document, "x-amazon-apigateway-api-key-source")?.toUpperCase();
  const policy = document["x-amazon-apigateway-policy"];
  const servers = document["servers"];
  const server: Node = version === "oas30" && Array.isArray(servers) && isNode(servers[0]) ? servers[0] : {};
  const extension = "x-amazon-apigateway-endpoint-configuration";
  const endpoint = { ...nodeOf(document, extension), ...nodeOf(server, extension) };
  const given = types ?? listOf(endpoint, "types");
  const vpcEndpointIds = listOf(endpoint, "vpcEndpointIds");
  const ipAddressType = textOf(endpoint, "ipAddressType");
  for (const name of ["x-amazon-apigateway-cors", "x-amazon-apigateway-importexport-version"])
    if (document[name] !== undefined && name.endsWith("cors")) warn(`${name} is not supported by REST APIs; ignoring.`);
  return {
    name: textOf(info, "title") ?? "API",
    description: textOf(info, "description"),
    version: textOf(info, "version"),
    binaryMediaTypes: listOf(document, "x-amazon-apigateway-binary-media-types"),
    minimumCompressionSize: numberOf(document, "x-amazon-apigateway-minimum-compression-size"),
    apiKeySource: source === "HEADER" || source === "AUTHORIZER" ? source : undefined,
    policy: policy === undefined ? undefined : JSON.stringify(policy),
    endpointConfiguration:
      given === undefined && vpcEndpointIds === undefined && ipAddressType === undefined
        ? undefined
        : endpointConfigurationOf({
            types:
              given?.flatMap((type) => (type === "EDGE" || type === "REGIONAL" || type === "PRIVATE" ? [type] : [])) ??
              (vpcEndpointIds === undefined ? undefined : ["PRIVATE"]),
            vpcEndpointIds,
            ipAddressType: ipAddressType === "ipv4" || ipAddressType === "dualstack" ? ipAddressType : undefined,
          }),
    disableExecuteApiEndpoint: flagOf(endpoint, "disableExecuteApiEndpoint"),
  };
}

/** A schema whose references to other schemas of the definition name the API's models. */
function withModelReferences(schema: unknown, apiId: string): unknown {
  if (Array.isArray(schema)) return schema.map((item) => withModelReferences(item, apiId));
  if (!isNode(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      const [, name] =
        key === "$ref" ? (/^#\/(?:definitions|components\/schemas)\/([^/]+)$/.exec(String(value)) ?? []) : [];
      return [key, name === undefined ? withModelReferences(value, apiId) : referenceTo(apiId, name)];
    }),
  );
}
