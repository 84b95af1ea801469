// Models and security schemes of an exported API.

import type { AuthorizerRecord } from "../records.ts";
import { modelOfReference } from "../models.ts";
import { type Exporting, given } from "./exporting.ts";

/** The scheme of API keys. AWS: an apiKey scheme in the header x-api-key. */
export const KEY_SCHEME = "api_key";
/** The scheme of signatures. */
export const SIGNATURE_SCHEME = "sigv4";

/** "definitions" and "securityDefinitions", or OpenAPI's "components". */
export function componentsOf(exporting: Exporting): Record<string, unknown> {
  const { type, snapshot } = exporting;
  const at = type === "swagger" ? "#/definitions/" : "#/components/schemas/";
  const schemas = snapshot.models.flatMap(({ name, schema, contentType }) =>
    schema === undefined || !contentType.includes("json")
      ? []
      : [[name, withLocalReferences(JSON.parse(schema), at)] as const],
  );
  const schemes = schemesOf(exporting);
  const definitions = schemas.length === 0 ? undefined : Object.fromEntries(schemas);
  const security = schemes.length === 0 ? undefined : Object.fromEntries(schemes);
  if (type === "swagger") return given({ securityDefinitions: security, definitions });
  const components = given({ schemas: definitions, securitySchemes: security });
  return Object.keys(components).length === 0 ? {} : { components };
}

function withLocalReferences(schema: unknown, at: string): unknown {
  if (Array.isArray(schema)) return schema.map((item) => withLocalReferences(item, at));
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      const name = key === "$ref" && typeof value === "string" ? modelOfReference(value) : undefined;
      return [key, name === undefined ? withLocalReferences(value, at) : `${at}${name}`];
    }),
  );
}

function schemesOf({ snapshot, extensions }: Exporting): readonly (readonly [string, Record<string, unknown>])[] {
  const methods = snapshot.resources.flatMap((resource) => Object.values(resource.methods));
  const hasAuthorizers = extensions.authorizers || extensions.all;
  const used = new Set(methods.map(({ authorizerId }) => authorizerId));
  return [
    ...(methods.some(({ apiKeyRequired }) => apiKeyRequired)
      ? [[KEY_SCHEME, { type: "apiKey", name: "x-api-key", in: "header" }] as const]
      : []),
    ...(hasAuthorizers && methods.some(({ authorizationType }) => authorizationType === "AWS_IAM")
      ? [
          [
            SIGNATURE_SCHEME,
            { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" },
          ] as const,
        ]
      : []),
    ...snapshot.authorizers.flatMap((authorizer) =>
      hasAuthorizers || used.has(authorizer.id)
        ? [[authorizer.name, schemeOf(authorizer, hasAuthorizers)] as const]
        : [],
    ),
  ];
}

function schemeOf(authorizer: AuthorizerRecord, hasExtension: boolean): Record<string, unknown> {
  const { identitySource = "", type } = authorizer;
  const [, header = type === "REQUEST" ? "Unused" : "Authorization"] =
    type === "REQUEST" ? [] : (/^method\.request\.header\.(.+)$/.exec(identitySource) ?? []);
  return given({
    type: "apiKey",
    name: header,
    in: "header",
    ...(hasExtension
      ? {
          "x-amazon-apigateway-authtype": authorizer.authType,
          "x-amazon-apigateway-authorizer": given({
            type: type.toLowerCase(),
            identitySource: type === "REQUEST" ? authorizer.identitySource : undefined,
            authorizerUri: authorizer.authorizerUri,
            authorizerCredentials: authorizer.authorizerCredentials,
            authorizerResultTtlInSeconds: authorizer.authorizerResultTtlInSeconds,
            identityValidationExpression: authorizer.identityValidationExpression,
            providerARNs: authorizer.providerARNs,
          }),
        }
      : {}),
  });
}
