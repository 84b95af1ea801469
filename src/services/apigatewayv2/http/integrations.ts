// What an integration of an HTTP API may be: a Lambda function, an address, or an operation of an AWS service.
// AWS: "Create integrations for HTTP APIs in API Gateway".

import { badRequest, notServed, requireServed } from "../errors.ts";
import type { IntegrationInput } from "../integrations.ts";
import type { IntegrationRecord } from "../records.ts";
import { requestParametersOf, responseParametersOf } from "./integration-parameters.ts";
import { SUBTYPES } from "./subtypes.ts";

const SERVED = [
  "ApiId",
  "IntegrationId",
  "IntegrationType",
  "IntegrationSubtype",
  "IntegrationUri",
  "IntegrationMethod",
  "CredentialsArn",
  "PayloadFormatVersion",
  "RequestParameters",
  "ResponseParameters",
  "TimeoutInMillis",
  "Description",
  "ConnectionType",
];
/** Members that AWS has for WebSocket APIs only. */
const WEBSOCKET_ONLY = [
  "ContentHandlingStrategy",
  "PassthroughBehavior",
  "RequestTemplates",
  "TemplateSelectionExpression",
];
// AWS: "Quotas for configuring and running an HTTP API": integrations take 50 to 30,000 milliseconds.
const LONGEST_TIMEOUT_MS = 30_000;
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"];

/** A record of `input` over what `previous` says. */
export function httpIntegrationOf(
  integrationId: string,
  input: IntegrationInput,
  previous?: IntegrationRecord,
): IntegrationRecord {
  for (const name of WEBSOCKET_ONLY) {
    if (input[name as keyof IntegrationInput] !== undefined)
      throw badRequest(`${name} is not currently supported for HTTP protocol`);
  }
  requireServed(input, SERVED);
  requireInternet(input);
  const type = input.IntegrationType ?? previous?.type ?? "AWS_PROXY";
  if (type !== "AWS_PROXY" && type !== "HTTP_PROXY")
    throw badRequest(`Invalid integration type ${type} for HTTP protocol. Only AWS_PROXY and HTTP_PROXY are supported`);
  const timeoutMs = input.TimeoutInMillis ?? previous?.timeoutMs ?? LONGEST_TIMEOUT_MS;
  if (timeoutMs < 50 || timeoutMs > LONGEST_TIMEOUT_MS)
    throw badRequest("Timeout should be between 50 ms and 30000 ms");
  const subtype = input.IntegrationSubtype ?? previous?.subtype;
  // AWS: request parameters are put over those that are there; an empty text takes one away.
  const requestParameters = withoutEmpty({ ...previous?.requestParameters, ...input.RequestParameters });
  const responseParameters = withoutEmptyStatuses({ ...previous?.responseParameters, ...input.ResponseParameters });
  const description = input.Description ?? previous?.description;
  const credentialsArn = input.CredentialsArn ?? previous?.credentialsArn;
  return {
    v: 1,
    integrationId,
    type,
    timeoutMs,
    payloadFormatVersion: versionOf(type, subtype, input, previous),
    ...(subtype === undefined ? placeOf(type, input, previous) : { subtype: requireSubtype(type, subtype) }),
    ...(credentialsArn === undefined || credentialsArn === "" ? {} : { credentialsArn }),
    ...(description === undefined ? {} : { description }),
    ...requestParametersOf(subtype, requestParameters, credentialsArn),
    ...responseParametersOf(responseParameters),
  };
}

/** AWS: "quick create": the target is a function's ARN, or an address. */
export function quickIntegrationOf(
  integrationId: string,
  target: string,
  credentialsArn: string | undefined,
): IntegrationRecord {
  const isAddress = /^https?:/.test(target);
  const record = httpIntegrationOf(integrationId, {
    IntegrationUri: target,
    IntegrationType: isAddress ? "HTTP_PROXY" : "AWS_PROXY",
    IntegrationMethod: isAddress ? "ANY" : undefined,
    PayloadFormatVersion: isAddress ? "1.0" : "2.0",
    CredentialsArn: credentialsArn,
  });
  return { ...record, isManaged: true };
}

function requireInternet(input: IntegrationInput): void {
  if (input.ConnectionType !== undefined && input.ConnectionType !== "INTERNET")
    throw notServed(`the connection type ${input.ConnectionType}: there are no VPCs`);
}

/** Format 2.0 is of functions only. */
function versionOf(
  type: string,
  subtype: string | undefined,
  input: IntegrationInput,
  previous: IntegrationRecord | undefined,
): string {
  const version =
    input.PayloadFormatVersion ?? previous?.payloadFormatVersion ?? (previous === undefined ? undefined : "2.0");
  const isFunction = type === "AWS_PROXY" && subtype === undefined;
  if (version === undefined && isFunction)
    throw badRequest("PayloadFormatVersion is a required parameter for integration");
  if (version !== undefined && version !== "1.0" && !(version === "2.0" && isFunction))
    throw badRequest("Invalid PayloadFormatVersion specified");
  return version ?? "1.0";
}

/** Where requests go, and with which method. */
function placeOf(
  type: string,
  input: IntegrationInput,
  previous: IntegrationRecord | undefined,
): Pick<IntegrationRecord, "uri" | "method"> {
  const uri = input.IntegrationUri ?? previous?.uri;
  if (uri === undefined) throw badRequest(`IntegrationUri is required for ${type} integrations`);
  const method = input.IntegrationMethod ?? previous?.method;
  if (type === "AWS_PROXY") {
    if (functionArnOf(uri) === undefined) throw badRequest(`Invalid integration URI specified: ${uri}`);
    return { uri, method: "POST" };
  }
  if (method === undefined || !METHODS.includes(method)) throw badRequest("Invalid HTTP method specified");
  if (!/^https?:\/\/\S+$/.test(uri)) throw badRequest(`Invalid HTTP endpoint specified for URI: ${uri}`);
  return { uri, method };
}

function requireSubtype(type: string, subtype: string): string {
  if (type !== "AWS_PROXY") throw badRequest("IntegrationSubtype is supported only for AWS_PROXY integrations");
  if (subtype.startsWith("AppConfig-")) throw notServed(`the integration subtype ${subtype}: there is no AppConfig`);
  if (!Object.hasOwn(SUBTYPES, subtype)) throw badRequest(`Invalid IntegrationSubtype specified: ${subtype}`);
  return subtype;
}

function withoutEmpty(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}

/** AWS: a status without parameters is taken away. */
function withoutEmptyStatuses(
  statuses: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Record<string, Readonly<Record<string, string>>> {
  return Object.fromEntries(Object.entries(statuses).filter(([, values]) => Object.keys(values).length > 0));
}

/**
 * The function's ARN, given as itself or as arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ARN/invocations; undefined for
 * what is neither. The parts may be stage variables that are not filled in yet.
 */
export function functionArnOf(uri: string): string | undefined {
  const [, inner] = /^arn:[^:]+:apigateway:[^:]*:lambda:path\/+[^/]+\/functions\/(.+)\/invocations$/.exec(uri) ?? [];
  const arn = inner ?? uri;
  const isArn = /^arn:[^:]+:lambda:[^:]+:[^:]+:function:[^:]+(:[^:]+)?$/.test(arn);
  return isArn || (inner !== undefined && /^\$\{stageVariables\.\w+\}$/.test(arn)) ? arn : undefined;
}
