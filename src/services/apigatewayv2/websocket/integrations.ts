// What an integration of a WebSocket API may be. AWS: "CreateIntegration" (API Gateway V2),
// "Set up a WebSocket API integration request in API Gateway".

import { badRequest, notServed, requireServed } from "../errors.ts";
import type { IntegrationInput } from "../integrations.ts";
import type { IntegrationRecord } from "../records.ts";

const SERVED = [
  "ApiId",
  "IntegrationId",
  "IntegrationType",
  "IntegrationUri",
  "IntegrationMethod",
  "ConnectionType",
  "ContentHandlingStrategy",
  "CredentialsArn",
  "Description",
  "PassthroughBehavior",
  "PayloadFormatVersion",
  "RequestParameters",
  "RequestTemplates",
  "TemplateSelectionExpression",
  "TimeoutInMillis",
];
const TYPES = ["AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK"];
const METHODS = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
const PASSTHROUGHS = ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"];
/** LIMIT: AWS: "Quotas for configuring and running a WebSocket in API Gateway": 50 milliseconds to 29 seconds. */
const SHORTEST_TIMEOUT_MS = 50;
const LONGEST_TIMEOUT_MS = 29_000;

/** A record of `input` over what `previous` says. */
export function webSocketIntegrationOf(
  integrationId: string,
  input: IntegrationInput,
  previous?: IntegrationRecord,
): IntegrationRecord {
  const { ResponseParameters, ...rest } = input;
  // What is mapped to headers has nowhere to go: a message has none. Tools send empty ones.
  if (Object.keys(ResponseParameters ?? {}).length > 0) throw notServed("response parameters");
  requireServed(rest, SERVED);
  const type = input.IntegrationType ?? previous?.type ?? "";
  if (!TYPES.includes(type)) throw badRequest(`Invalid IntegrationType specified: ${type}`);
  if (input.ConnectionType === "VPC_LINK") throw notServed("VPC links");
  if (input.PayloadFormatVersion !== undefined && input.PayloadFormatVersion !== "1.0")
    throw badRequest("PayloadFormatVersion 1.0 is the only one supported for WEBSOCKET protocol");
  const timeoutMs = input.TimeoutInMillis ?? previous?.timeoutMs ?? LONGEST_TIMEOUT_MS;
  if (timeoutMs < SHORTEST_TIMEOUT_MS || timeoutMs > LONGEST_TIMEOUT_MS)
    throw badRequest("Timeout should be between 50 ms and 29000 ms");
  const passthroughBehavior = input.PassthroughBehavior ?? previous?.passthroughBehavior ?? "WHEN_NO_MATCH";
  if (!PASSTHROUGHS.includes(passthroughBehavior))
    throw badRequest(`Invalid PassthroughBehavior specified: ${passthroughBehavior}`);
  const uri = input.IntegrationUri ?? previous?.uri;
  const method = input.IntegrationMethod ?? previous?.method;
  requireTarget(type, uri, method);
  const requestParameters = merged(previous?.requestParameters, input.RequestParameters);
  for (const [target, source] of Object.entries(requestParameters ?? {})) requireMapping(target, source);
  const kept = {
    uri,
    method,
    contentHandling: input.ContentHandlingStrategy ?? previous?.contentHandling,
    // An empty one takes it away.
    credentialsArn: (input.CredentialsArn ?? previous?.credentialsArn) || undefined,
    description: input.Description ?? previous?.description,
    requestParameters,
    requestTemplates: input.RequestTemplates ?? previous?.requestTemplates,
    templateSelectionExpression: input.TemplateSelectionExpression ?? previous?.templateSelectionExpression,
  };
  const given = Object.entries(kept).filter(([, value]) => value !== undefined);
  return {
    v: 1,
    integrationId,
    type,
    timeoutMs,
    passthroughBehavior,
    payloadFormatVersion: "1.0",
    ...(Object.fromEntries(given) as Partial<IntegrationRecord>),
  };
}

function requireTarget(type: string, uri: string | undefined, method: string | undefined): void {
  if (type === "MOCK") return;
  if (uri === undefined || uri === "") throw badRequest(`IntegrationUri is required for ${type} integrations`);
  const isAws = type === "AWS" || type === "AWS_PROXY";
  if (isAws && !/^arn:[^:]+:(?:apigateway|lambda):/.test(uri))
    throw badRequest(`Invalid integration URI specified: ${uri}`);
  if (type === "AWS_PROXY" && !uri.includes(":lambda:"))
    throw badRequest("Integrations of type AWS_PROXY currently only support Lambda functions");
  if (!isAws && !/^https?:\/\//.test(uri)) throw badRequest("Invalid HTTP endpoint specified for URI");
  // AWS: the sample of a proxy has POST; what is missing is POST, as for functions (inferred).
  if (method !== undefined && !METHODS.includes(method))
    throw badRequest(`Invalid IntegrationMethod specified: ${method}`);
}

/** AWS: an empty value takes a parameter away. */
function merged(
  previous: Readonly<Record<string, string>> | undefined,
  given: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> | undefined {
  if (given === undefined) return previous;
  return Object.fromEntries(Object.entries({ ...previous, ...given }).filter(([, value]) => value !== ""));
}

const SOURCE =
  /^(?:'.*'|context\.[A-Za-z0-9_.-]+|stageVariables\.\w+|route\.request\.body(?:\..+)?|route\.request\.(?:multivalue)?(?:querystring|header)\.[a-zA-Z0-9._$-]+)$/s;

/** AWS: "Set up data mapping for WebSocket APIs". */
function requireMapping(target: string, source: string): void {
  if (!/^integration\.request\.(?:header|querystring|path)\.[a-zA-Z0-9._$-]+$/.test(target))
    throw badRequest(`Invalid mapping expression specified: ${target}`);
  if (!SOURCE.test(source)) throw badRequest(`Invalid mapping expression specified: ${source}`);
}
