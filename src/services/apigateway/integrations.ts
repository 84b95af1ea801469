// Integrations: what a method's backend may be, held against the rules of its type.

import type { PutIntegrationCommandInput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../service/apis.ts";
import { badRequest, notFound, notServed } from "./errors.ts";
import { LIMITS } from "./limits.ts";
import type { Integration, IntegrationResponse, MethodResponse, PassthroughBehavior, Texts } from "./records.ts";

const BEHAVIORS = ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"] as const;

/** The longest that API Gateway waits for a backend, unless the account has more. AWS: 50 milliseconds to 29 seconds. */
const LONGEST_TIMEOUT_MS = 29_000;

/** A method's new integration; `previous` keeps its responses, as PutIntegration does. */
export function integrationOf(
  input: Omit<Input<PutIntegrationCommandInput>, "restApiId" | "httpMethod">,
  previous?: Integration,
): Integration {
  const integration: Integration = {
    type: input.type,
    httpMethod: input.integrationHttpMethod,
    uri: input.uri,
    connectionType: input.connectionType,
    connectionId: input.connectionId,
    credentials: input.credentials,
    requestParameters: input.requestParameters,
    requestTemplates: input.requestTemplates,
    passthroughBehavior: parsePassthroughBehavior(input.passthroughBehavior ?? "WHEN_NO_MATCH"),
    contentHandling: input.contentHandling,
    timeoutInMillis: input.timeoutInMillis ?? LONGEST_TIMEOUT_MS,
    // AWS: the resource's id unless the request says otherwise.
    cacheNamespace: input.cacheNamespace ?? input.resourceId,
    cacheKeyParameters: input.cacheKeyParameters ?? [],
    tlsConfig:
      input.tlsConfig === undefined
        ? undefined
        : { insecureSkipVerification: input.tlsConfig.insecureSkipVerification ?? false },
    responseTransferMode: input.responseTransferMode,
    integrationResponses: previous?.integrationResponses ?? {},
  };
  if (input.integrationTarget !== undefined) throw notServed("integration targets (load balancers in VPCs)");
  requireIntegrationIsSound(integration);
  return integration;
}

export function parsePassthroughBehavior(text: string): PassthroughBehavior {
  const known = BEHAVIORS.find((behavior) => behavior === text);
  if (known === undefined)
    throw badRequest(
      "Invalid passthrough behavior specified. Valid options are WHEN_NO_MATCH, WHEN_NO_TEMPLATES, NEVER",
    );
  return known;
}

/** Refuses what an integration of its type cannot be. */
export function requireIntegrationIsSound(integration: Integration): void {
  const { type, uri, httpMethod, timeoutInMillis, connectionType, connectionId } = integration;
  if (type !== "MOCK") {
    if (httpMethod === undefined || httpMethod === "")
      throw badRequest("Enumeration value for HttpMethod must be non-empty");
    if ((uri ?? "") === "")
      throw badRequest(
        type.startsWith("HTTP") ? "Invalid HTTP endpoint specified for URI" : "Uri is required for AWS integrations",
      );
  }
  if (type.startsWith("HTTP") && !/^(https?:\/\/|\$\{stageVariables\.)/.test(uri ?? ""))
    throw badRequest("Invalid HTTP endpoint specified for URI");
  if (type.startsWith("AWS")) requireAwsUri(type, uri ?? "");
  if (type === "AWS_PROXY" && !/:lambda:|:firehose:|:states:|\$\{stageVariables/.test(uri ?? ""))
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    );
  if (connectionType === "VPC_LINK" && (connectionId ?? "") === "")
    throw badRequest("Connection id is required when connection type is VPC_LINK");
  if (connectionType === "VPC_LINK" && type.startsWith("AWS"))
    throw badRequest("VPC links can only be used with HTTP and HTTP_PROXY integrations");
  if (connectionType === "VPC_LINK") throw notServed("integrations by VPC links", "there are no VPCs");
  if (integration.responseTransferMode === "STREAM") throw notServed("streamed responses");
  if (timeoutInMillis < 50 || timeoutInMillis > LONGEST_TIMEOUT_MS)
    throw badRequest(`Timeout should be between 50 ms and ${LONGEST_TIMEOUT_MS} ms`);
  requireRequestMappings(integration.requestParameters);
  requireTemplates(integration.requestTemplates);
}

/** AWS: recorded. */
function requireAwsUri(type: string, uri: string): void {
  if (!uri.startsWith("arn:")) throw badRequest("Invalid ARN specified in the request");
  const [, , service, , , path] = uri.split(":");
  if (service !== "apigateway" || path === undefined || path === "")
    throw badRequest("AWS ARN for integration must contain path or action");
  if (type === "AWS_PROXY" && /:lambda:path\//.test(uri) && !uri.includes("/functions/"))
    throw badRequest("Invalid lambda function");
}

function requireRequestMappings(parameters: Texts | undefined): void {
  for (const [key, value] of Object.entries(parameters ?? {})) {
    if (!/^integration\.request\.(path|querystring|header|multivaluequerystring|multivalueheader)\..+$/.test(key))
      throw invalidMapping("parameter ", key);
    // AWS: recorded.
    if (
      !/^('.*'|method\.request\.(path|querystring|header|multivaluequerystring|multivalueheader)\..+|method\.request\.body.*|context\..+|stageVariables\..+)$/s.test(
        value,
      )
    )
      throw invalidMapping("", value);
  }
}

/** Refuses a response whose mappings are none. */
export function requireIntegrationResponseIsSound(response: IntegrationResponse): void {
  for (const [key, value] of Object.entries(response.responseParameters ?? {})) {
    if (!/^method\.response\.header\..+$/.test(key)) throw invalidMapping("parameter ", key);
    if (
      !/^('.*'|integration\.response\.(header|multivalueheader)\..+|integration\.response\.body.*|context\..+|stageVariables\..+)$/s.test(
        value,
      )
    )
      throw invalidMapping("", value);
  }
  requireTemplates(response.responseTemplates);
}

function invalidMapping(what: string, text: string): Error {
  return badRequest(
    `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression ${what}specified: ${text}]`,
  );
}

function requireTemplates(templates: Texts | undefined): void {
  for (const [contentType, template] of Object.entries(templates ?? {})) {
    // AWS: recorded.
    if (!/^[^/\s]+\/[^/\s]+.*$/.test(contentType) && contentType !== "$default")
      throw badRequest(`Validation Result: warnings : [], errors : [Invalid content type specified: ${contentType}]`);
    if (template.length > LIMITS.templateCharacters)
      throw badRequest(`Template size exceeds the limit of ${LIMITS.templateCharacters} bytes`);
  }
}

/** AWS: recorded: an integration response sets only headers that its method's response declares. */
export function requireDeclaredHeaders(declared: MethodResponse | undefined, response: IntegrationResponse): void {
  for (const name of Object.keys(response.responseParameters ?? {}))
    if (declared?.responseParameters?.[name] === undefined)
      throw badRequest(
        `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: ${name}]`,
      );
}

/** A response that the integration has. AWS: recorded. */
export function requireIntegrationResponse(integration: Integration, statusCode: string): IntegrationResponse {
  const response = integration.integrationResponses[statusCode];
  if (response === undefined) throw notFound("Invalid Response status code specified");
  return response;
}
