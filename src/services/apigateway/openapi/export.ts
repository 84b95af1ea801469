// An API as OpenAPI 3.0 or Swagger 2.0: what GetExport gives of a stage's deployment.

import { type Exporting, given } from "./exporting.ts";
import { pathsOf } from "./methods-export.ts";
import { componentsOf } from "./schemas-export.ts";

/** The document. */
export function exported(exporting: Exporting): Record<string, unknown> {
  const { snapshot, type, region, stageName, extensions } = exporting;
  const { api } = snapshot;
  // AWS: recorded: an API without a version shows when it was made.
  const info = given({
    title: api.name,
    description: api.description,
    version: exportVersion(exporting),
  });
  const host = `${api.id}.execute-api.${region}.amazonaws.com`;
  const paths = pathsOf(exporting);
  const head =
    type === "oas30"
      ? {
          openapi: "3.0.1",
          info,
          servers: [
            given({
              url: `https://${host}/{basePath}`,
              variables: { basePath: { default: stageName } },
              "x-amazon-apigateway-endpoint-configuration": extensions.all ? endpointExtension(exporting) : undefined,
            }),
          ],
        }
      : { swagger: "2.0", info, host, basePath: `/${stageName}`, schemes: ["https"] };
  return given({ ...head, paths, ...componentsOf(exporting), ...(extensions.all ? apiExtensions(exporting) : {}) });
}

/** The version that an export names: the API's own, or when it was made. */
export function exportVersion({ snapshot: { api } }: Exporting): string {
  return api.version ?? new Date(api.createdAtMs).toISOString().replace(/\.\d+Z$/, "Z");
}

function endpointExtension({ snapshot: { api } }: Exporting): Record<string, unknown> | undefined {
  const { vpcEndpointIds } = api.endpointConfiguration;
  const extension = given({ disableExecuteApiEndpoint: api.disableExecuteApiEndpoint || undefined, vpcEndpointIds });
  return Object.keys(extension).length === 0 ? undefined : extension;
}

function apiExtensions(exporting: Exporting): Record<string, unknown> {
  const { snapshot, type, documentation } = exporting;
  const { api, gatewayResponses, requestValidators } = snapshot;
  return {
    "x-amazon-apigateway-api-key-source": api.apiKeySource === "HEADER" ? undefined : api.apiKeySource,
    "x-amazon-apigateway-binary-media-types": api.binaryMediaTypes.length === 0 ? undefined : api.binaryMediaTypes,
    "x-amazon-apigateway-minimum-compression-size": api.minimumCompressionSize,
    "x-amazon-apigateway-policy": api.policy === undefined ? undefined : (JSON.parse(api.policy) as unknown),
    "x-amazon-apigateway-endpoint-configuration": type === "swagger" ? endpointExtension(exporting) : undefined,
    "x-amazon-apigateway-gateway-responses": entries(
      gatewayResponses.map(({ responseType, statusCode, responseParameters, responseTemplates }) => [
        responseType,
        given({ statusCode, responseParameters, responseTemplates }),
      ]),
    ),
    "x-amazon-apigateway-request-validators": entries(
      requestValidators.map(({ id, name, validateRequestBody, validateRequestParameters }) => [
        name ?? id,
        { validateRequestParameters, validateRequestBody },
      ]),
    ),
    "x-amazon-apigateway-documentation":
      documentation.length === 0
        ? undefined
        : {
            version: "1",
            documentationParts: documentation.map(({ location, properties }) => ({
              location: given({ ...location }),
              properties: JSON.parse(properties) as unknown,
            })),
          },
  };
}

function entries(pairs: readonly (readonly [string, unknown])[]): Record<string, unknown> | undefined {
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}
