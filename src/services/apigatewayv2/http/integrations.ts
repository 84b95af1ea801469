// What an integration may be here: a Lambda function called with payload format 2.0. Anything else is refused.

import type { CreateIntegrationCommandInput } from "@aws-sdk/client-apigatewayv2";
import { badRequest, notServed, requireServed } from "../errors.ts";
import type { IntegrationRecord } from "../records.ts";

type IntegrationInput = Partial<CreateIntegrationCommandInput>;

const SERVED = [
  "ApiId",
  "IntegrationId",
  "IntegrationType",
  "IntegrationUri",
  "IntegrationMethod",
  "PayloadFormatVersion",
  "TimeoutInMillis",
  "Description",
  "ConnectionType",
];
// AWS: "Quotas for configuring and running an HTTP API": integrations take 50 to 30,000 milliseconds.
const LONGEST_TIMEOUT_MS = 30_000;

/** A record of `input` over what `previous` says. */
export function httpIntegrationOf(
  integrationId: string,
  input: IntegrationInput,
  previous?: IntegrationRecord,
): IntegrationRecord {
  requireServed(input, SERVED);
  const type = input.IntegrationType ?? "AWS_PROXY";
  if (type !== "AWS_PROXY") throw notServed(`the integration type ${type}`);
  if (input.ConnectionType !== undefined && input.ConnectionType !== "INTERNET")
    throw notServed(`the connection type ${input.ConnectionType}`);
  const version = input.PayloadFormatVersion ?? (previous === undefined ? undefined : "2.0");
  if (version === undefined) throw badRequest("PayloadFormatVersion is a required parameter for integration");
  if (version !== "2.0") throw notServed(`the payload format version ${version}`);
  const uri = input.IntegrationUri ?? previous?.uri;
  if (uri === undefined) throw badRequest("IntegrationUri is required for AWS_PROXY integrations");
  const timeoutMs = input.TimeoutInMillis ?? previous?.timeoutMs ?? LONGEST_TIMEOUT_MS;
  if (timeoutMs < 50 || timeoutMs > LONGEST_TIMEOUT_MS)
    throw badRequest("Timeout should be between 50 ms and 30000 ms");
  const description = input.Description ?? previous?.description;
  return {
    v: 1,
    integrationId,
    type,
    payloadFormatVersion: version,
    uri: requireFunction(uri),
    timeoutMs,
    ...(description === undefined ? {} : { description }),
  };
}

/** Refuses what is no function, and gives it as it is. */
function requireFunction(uri: string): string {
  if (uri.includes("${stageVariables.")) throw notServed("stage variables in an integration URI");
  if (functionArnOf(uri) === undefined) throw badRequest(`Invalid integration URI specified: ${uri}`);
  return uri;
}

/**
 * The function's ARN, given as itself or as arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ARN/invocations; undefined for
 * what is neither.
 */
export function functionArnOf(uri: string): string | undefined {
  const [, inner] = /^arn:[^:]+:apigateway:[^:]*:lambda:path\/[^/]+\/functions\/(.+)\/invocations$/.exec(uri) ?? [];
  const arn = inner ?? uri;
  return /^arn:[^:]+:lambda:[^:]+:\d{12}:function:[^:]+(:[^:]+)?$/.test(arn) ? arn : undefined;
}
