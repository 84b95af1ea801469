// From the client's request to the integration's: parameters, templates, binary bodies.
// AWS: "Mapping template transformations for REST APIs", "Method request behavior for payloads without mapping templates".

import type { Integration } from "../records.ts";
import { type Call, headerOf, type Pair } from "./call.ts";
import { Failure, misconfigured } from "./failure.ts";
import type { IntegrationRequest } from "./integrations/integration.ts";
import { convertBody, isBinary, mediaTypeOf, templateFor } from "./media-types.ts";
import { withStageVariables } from "../../../service/api-front/variables.ts";
import { sourceValues } from "./parameters.ts";
import { type Overrides, renderMapping } from "./templates.ts";

/** Maps a request for an integration that is not a Lambda proxy. */
export function mapRequest(call: Call, integration: Integration): IntegrationRequest {
  const parameters = mappedParameters(call, integration);
  const { body, overrides, contentType } = mappedBody(call, integration);
  const isProxy = integration.type === "HTTP_PROXY";
  const headers = isProxy ? call.request.headers : defaultHeaders(call, contentType);
  const query = isProxy ? call.request.query : [];
  const path = pathParameters(call, integration, overrides);
  const uri = withStageVariables(integration.uri ?? "", call.target.variables).replaceAll(
    /\{([^}$]+)\}/g,
    (all, name: string) => (Object.hasOwn(path, name) ? (path[name] ?? all) : all),
  );
  return {
    uri,
    method:
      integration.httpMethod === undefined || integration.httpMethod === "ANY"
        ? call.request.method
        : integration.httpMethod,
    headers: replaced(replaced(headers, parameters.header, "folded"), pairsOf(overrides?.header), "folded"),
    query: replaced(replaced(query, parameters.querystring, "exact"), pairsOf(overrides?.querystring), "exact"),
    body,
  };
}

/**
 * Values for the places in braces. What came in the client's path is encoded already, and may not lead out of the place that it has;
 * everything else is text.
 */
function pathParameters(
  call: Call,
  { requestParameters }: Integration,
  overrides: Overrides | undefined,
): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  for (const [name, source] of Object.entries(requestParameters ?? {})) {
    const [, key] = /^integration\.request\.path\.(.+)$/.exec(name) ?? [];
    const [value] = key === undefined ? [] : sourceValues(source, call);
    if (key === undefined || value === undefined) continue;
    values.set(key, source.startsWith("method.request.path.") ? requireInPlace(value) : encodeText(value));
  }
  for (const [key, value] of Object.entries(overrides?.path ?? {})) values.set(key, encodeOnce(value));
  return Object.fromEntries(values);
}

/** DEVIATION: AWS's front normalises paths before API Gateway sees them; here ".." would climb out of the backend's path. */
function requireInPlace(value: string): string {
  const isOut = value.split("/").some((part) => /^(?:\.|%2e){1,2}$/i.test(part));
  if (isOut) throw new Failure("BAD_REQUEST_PARAMETERS", "Bad Request");
  return value;
}

function encodeText(value: string): string {
  return requireInPlace(encodeURI(Buffer.from(value).toString()).replaceAll("?", "%3F").replaceAll("#", "%23"));
}

/** Templates may have encoded what they set. */
function encodeOnce(value: string): string {
  return encodeText(value).replaceAll(/%25([0-9A-Fa-f]{2})/g, "%$1");
}

type Parameters = Readonly<Record<"querystring" | "header", readonly Pair[]>>;

function mappedParameters(call: Call, { requestParameters }: Integration): Parameters {
  const found: Record<"querystring" | "header", Pair[]> = { querystring: [], header: [] };
  for (const [name, source] of Object.entries(requestParameters ?? {})) {
    const [, kind, key] =
      /^integration\.request\.(querystring|header|multivaluequerystring|multivalueheader)\.(.+)$/.exec(name) ?? [];
    if (kind === undefined || key === undefined) continue;
    const part = kind.replace("multivalue", "") as keyof Parameters;
    for (const value of sourceValues(source, call)) found[part].push([key, value]);
  }
  return found;
}

/** AWS: recorded (LocalStack): what requests of custom integrations have by themselves. */
function defaultHeaders({ target }: Call, contentType: string): readonly Pair[] {
  return [
    ["Accept", "application/json"],
    ["Content-Type", contentType],
    ["User-Agent", `AmazonAPIGateway_${target.apiId}`],
    ["X-Amzn-Apigateway-Api-Id", target.apiId],
  ];
}

function pairsOf(values: Overrides["header"] | undefined): readonly Pair[] {
  return Object.entries(values ?? {}).flatMap(([name, each]) => each.map((value): Pair => [name, value]));
}

/** The pairs, with all of a name replaced by its new ones. */
function replaced(pairs: readonly Pair[], by: readonly Pair[], names: "folded" | "exact"): readonly Pair[] {
  const fold = (name: string): string => (names === "folded" ? name.toLowerCase() : name);
  const set = new Set(by.map(([name]) => fold(name)));
  return [...pairs.filter(([name]) => !set.has(fold(name))), ...by];
}

interface MappedBody {
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly overrides?: Overrides;
}

function mappedBody(call: Call, integration: Integration): MappedBody {
  const { request, deployed } = call;
  const given = headerOf(request.headers, "content-type");
  // AWS: "API Gateway uses application/json as the default" where a request has no content type.
  const mediaType = mediaTypeOf(given) || "application/json";
  const isBinaryBody = request.body.length > 0 && isBinary(given, deployed.api.binaryMediaTypes);
  const body = convertBody(request.body, integration.contentHandling, isBinaryBody);
  if (body === undefined)
    throw new Failure("BAD_REQUEST_BODY", "Invalid request body", { detail: "The payload is not base64" });
  if (integration.type === "HTTP_PROXY") return { body, contentType: given ?? "application/json" };
  const { requestTemplates, passthroughBehavior } = integration;
  const found = templateFor(requestTemplates, mediaType);
  if (found === undefined) {
    const hasTemplates = Object.keys(requestTemplates ?? {}).length > 0;
    if (passthroughBehavior === "NEVER" || (passthroughBehavior === "WHEN_NO_TEMPLATES" && hasTemplates))
      throw new Failure("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type");
    return { body, contentType: given ?? "application/json" };
  }
  if (isBinaryBody && integration.contentHandling !== "CONVERT_TO_TEXT")
    throw misconfigured("Unable to transform request: the payload is binary");
  const rendered = renderMapping(found.template, call, Buffer.from(body).toString("utf8"), "request");
  return {
    body: Buffer.from(rendered.text),
    overrides: rendered.requestOverride,
    contentType: mediaType,
  };
}
