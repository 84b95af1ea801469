// Responses of integrations and of routes, and models. AWS: "CreateIntegrationResponse", "CreateRouteResponse", "CreateModel".

import type {
  CreateIntegrationResponseCommandInput,
  CreateModelCommandInput,
  CreateRouteResponseCommandInput,
} from "@aws-sdk/client-apigatewayv2";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { protocolOf, requireApi, requirePart } from "../apis.ts";
import { badRequest, conflict, notServed } from "../errors.ts";
import type { IntegrationResponseRecord, ModelRecord, RouteResponseRecord } from "../records.ts";
import { listParts } from "../repo.ts";

/** Throws where the API is no WebSocket API: HTTP APIs have none of these. */
function requireWebSocket(tx: ReadTx, scope: Scope, apiId: string, what: string): void {
  if (protocolOf(requireApi(tx, scope, apiId)) !== "WEBSOCKET")
    throw badRequest(`${what} are not currently supported for HTTP protocol`);
}

/** A response of `input` over what `previous` says. */
export function integrationResponseOf(
  tx: ReadTx,
  scope: Scope,
  input: Partial<CreateIntegrationResponseCommandInput> & { readonly ApiId: string; readonly IntegrationId: string },
  integrationResponseId: string,
  previous?: IntegrationResponseRecord,
): IntegrationResponseRecord {
  const { ApiId: apiId, IntegrationId: integrationId } = input;
  requireWebSocket(tx, scope, apiId, "Integration responses");
  const integration = requirePart(tx, scope, apiId, "integration", integrationId);
  if (integration.type?.endsWith("_PROXY") === true)
    throw badRequest("Integration responses are not supported for proxy integrations");
  // What is mapped to headers has nowhere to go: a message has none.
  if (Object.keys(input.ResponseParameters ?? {}).length > 0) throw notServed("response parameters");
  const key = input.IntegrationResponseKey ?? previous?.integrationResponseKey ?? "";
  // AWS: "$default", a pattern between slashes, or a value such as 200.
  if (key === "" || (key.startsWith("$") && key !== "$default"))
    throw badRequest(`Invalid integration response key specified: ${key}`);
  const isTaken = listParts(tx, scope, apiId, "integrationResponse").some(
    (each) =>
      each.integrationId === integrationId &&
      each.integrationResponseKey === key &&
      each.integrationResponseId !== integrationResponseId,
  );
  if (isTaken) throw conflict(`Integration Response with key ${key} already exists for this integration`);
  return withGiven(
    { v: 1, integrationResponseId, integrationId, integrationResponseKey: key },
    {
      contentHandling: input.ContentHandlingStrategy ?? previous?.contentHandling,
      responseTemplates: input.ResponseTemplates ?? previous?.responseTemplates,
      templateSelectionExpression: input.TemplateSelectionExpression ?? previous?.templateSelectionExpression,
    },
  );
}

/** A response of `input` over what `previous` says. AWS: "currently only the $default key is supported". */
export function routeResponseOf(
  tx: ReadTx,
  scope: Scope,
  input: Partial<CreateRouteResponseCommandInput> & { readonly ApiId: string; readonly RouteId: string },
  routeResponseId: string,
  previous?: RouteResponseRecord,
): RouteResponseRecord {
  const { ApiId: apiId, RouteId: routeId } = input;
  requireWebSocket(tx, scope, apiId, "Route responses");
  requirePart(tx, scope, apiId, "route", routeId);
  if (Object.keys(input.ResponseParameters ?? {}).length > 0) throw notServed("response parameters");
  const key = input.RouteResponseKey ?? previous?.routeResponseKey ?? "";
  if (key !== "$default") throw badRequest("Only $default is supported as RouteResponseKey");
  const isTaken = listParts(tx, scope, apiId, "routeResponse").some(
    (each) => each.routeId === routeId && each.routeResponseId !== routeResponseId,
  );
  if (isTaken) throw conflict(`Route Response with key ${key} already exists for this route`);
  return withGiven(
    { v: 1, routeResponseId, routeId, routeResponseKey: key },
    {
      modelSelectionExpression: input.ModelSelectionExpression ?? previous?.modelSelectionExpression,
      responseModels: input.ResponseModels ?? previous?.responseModels,
    },
  );
}

/** A model of `input` over what `previous` says. */
export function modelOf(
  tx: ReadTx,
  scope: Scope,
  input: Partial<CreateModelCommandInput> & { readonly ApiId: string },
  modelId: string,
  previous?: ModelRecord,
): ModelRecord {
  requireWebSocket(tx, scope, input.ApiId, "Models");
  const name = input.Name ?? previous?.name ?? "";
  // AWS: "The name of the model. Must be alphanumeric."
  if (!/^[A-Za-z0-9]{1,128}$/.test(name)) throw badRequest("Model name must be alphanumeric");
  const isTaken = listParts(tx, scope, input.ApiId, "model").some(
    (each) => each.name === name && each.modelId !== modelId,
  );
  if (isTaken) throw conflict(`Model name already exists for this API: ${name}`);
  const schema = input.Schema ?? previous?.schema ?? "";
  if (!isSchema(schema))
    throw badRequest("Invalid model schema specified. Schema must be a JSON schema draft 4 object");
  return withGiven(
    { v: 1, modelId, name, schema, contentType: input.ContentType ?? previous?.contentType ?? "application/json" },
    { description: input.Description ?? previous?.description },
  );
}

function isSchema(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** A record with those optional members that are there. */
function withGiven<T extends object, O extends object>(
  record: T,
  optional: O,
): T & { [Name in keyof O]?: Exclude<O[Name], undefined> } {
  const given = Object.entries(optional).filter(([, value]) => value !== undefined);
  return { ...record, ...(Object.fromEntries(given) as { [Name in keyof O]?: Exclude<O[Name], undefined> }) };
}
