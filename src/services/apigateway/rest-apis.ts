// The API itself: what a new one has, and which settings it takes.

import type { EndpointConfiguration as EndpointShape } from "@aws-sdk/client-api-gateway";
import type { Scope } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { badRequest, limitExceeded } from "./errors.ts";
import { LIMITS } from "./limits.ts";
import type { EndpointConfiguration, EndpointType, ModelRecord, RestApiRecord } from "./records.ts";
import { listApis, liveSnapshot, saveApi, savePart } from "./repo.ts";

/** AWS: edge-optimized unless the request says otherwise; exactly one type. The wordings are recorded. */
export function endpointConfigurationOf(given: EndpointShape | undefined): EndpointConfiguration {
  const types = given?.types ?? ["EDGE"];
  if (types.length === 0) throw badRequest("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
  if (types.length > 1) throw badRequest("Cannot create an api with multiple Endpoint Types.");
  const type = parseEndpointType(types[0] ?? "");
  const vpcEndpointIds = given?.vpcEndpointIds ?? [];
  if (vpcEndpointIds.length > 0 && type !== "PRIVATE")
    throw badRequest("VPCEndpoints can only be specified with PRIVATE apis.");
  // AWS: private APIs are dualstack only, the others IPv4 unless the request says otherwise.
  const ipAddressType = given?.ipAddressType ?? (type === "PRIVATE" ? "dualstack" : "ipv4");
  if (type === "PRIVATE" && ipAddressType === "ipv4")
    throw badRequest("Only dualstack ipAddressType is supported for Private APIs.");
  return { types: [type], ipAddressType, ...(vpcEndpointIds.length === 0 ? {} : { vpcEndpointIds }) };
}

export function parseEndpointType(text: string): EndpointType {
  if (text === "EDGE" || text === "REGIONAL" || text === "PRIVATE") return text;
  throw badRequest("Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE");
}

/** AWS: recorded. */
export function parseCompressionSize(size: number | undefined): number | undefined {
  if (size === undefined) return undefined;
  if (!Number.isInteger(size) || size < 0 || size > 10_485_760)
    throw badRequest("Invalid minimum compression size, must be between 0 and 10485760");
  return size;
}

export function parseApiKeySource(text: string): "HEADER" | "AUTHORIZER" {
  if (text === "HEADER" || text === "AUTHORIZER") return text;
  throw badRequest("Invalid API Key source type. Please choose from: [HEADER, AUTHORIZER]");
}

/** LIMIT: APIs of an account in a region, by endpoint type. */
export function requireRoomForApi(tx: ReadTx, scope: Scope, type: EndpointType): void {
  const count = listApis(tx, scope).filter((api) => api.endpointConfiguration.types.includes(type)).length;
  if (count >= LIMITS.apis[type]) throw limitExceeded("Maximum number of RestApis for this account has been reached");
}

/** AWS: every new API has these two models. */
function defaultModels(): readonly Pick<ModelRecord, "name" | "description" | "schema">[] {
  return [
    {
      name: "Empty",
      description: "This is a default empty schema model",
      schema:
        '{\n  "$schema": "http://json-schema.org/draft-04/schema#",\n  "title" : "Empty Schema",\n  "type" : "object"\n}',
    },
    {
      name: "Error",
      description: "This is a default error schema model",
      schema:
        '{\n  "$schema" : "http://json-schema.org/draft-04/schema#",\n  "title" : "Error Schema",\n  "type" : "object",\n  "properties" : {\n    "message" : { "type" : "string" }\n  }\n}',
    },
  ];
}

/** Saves a new API with its root and, unless it comes from a definition, its default models. */
export function saveNewApi(
  tx: WriteTx,
  scope: Scope,
  api: RestApiRecord,
  options: { readonly newId: () => string; readonly hasDefaultModels: boolean },
): void {
  saveApi(tx, scope, api);
  const id = api.rootResourceId;
  savePart(tx, scope, api.id, "resource", id, { v: 1, id, pathPart: "", path: "/", methods: {} });
  if (!options.hasDefaultModels) return;
  for (const model of defaultModels())
    savePart(tx, scope, api.id, "model", model.name, {
      v: 1,
      id: options.newId(),
      contentType: "application/json",
      ...model,
    });
}

/** Saves a new API with everything that another one has but its deployments, stages and documentation; gives its record. */
export function saveClone(tx: WriteTx, scope: Scope, api: RestApiRecord, source: RestApiRecord): RestApiRecord {
  const clone: RestApiRecord = { ...api, rootResourceId: source.rootResourceId };
  saveApi(tx, scope, clone);
  const { resources, authorizers, models, requestValidators, gatewayResponses } = liveSnapshot(tx, scope, source);
  for (const part of resources) savePart(tx, scope, api.id, "resource", part.id, part);
  for (const part of authorizers) savePart(tx, scope, api.id, "authorizer", part.id, part);
  for (const part of models) savePart(tx, scope, api.id, "model", part.name, part);
  for (const part of requestValidators) savePart(tx, scope, api.id, "requestValidator", part.id, part);
  for (const part of gatewayResponses) savePart(tx, scope, api.id, "gatewayResponse", part.responseType, part);
  return clone;
}
