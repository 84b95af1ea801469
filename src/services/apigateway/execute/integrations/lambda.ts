// Functions as integrations: proxies, which get the whole request as an event, and custom ones, which get what the mapping made.
// AWS: "Lambda proxy integrations in API Gateway", "Set up Lambda custom integrations in API Gateway".

import { AwsError } from "../../../../kernel/errors.ts";
import { parseArn } from "../../../../kernel/arns.ts";
import { parseRegion } from "../../../../kernel/ids.ts";
import { allValues, type Call, contextOf, headerOf, headerValues, lastValues, type Pair } from "../call.ts";
import { Failure, malformedProxyAnswer, misconfigured } from "../failure.ts";
import { acceptedType, isBinary } from "../media-types.ts";
import { type IntegrationAnswer, type IntegrationRequest, withCredentials } from "./integration.ts";

/** The function that an integration's URI names; undefined if it names none. */
export function functionArnOf(uri: string): string | undefined {
  return /^arn:[^:]+:apigateway:[^:]*:lambda:path\/+[^/]+\/functions\/(.+)\/invocations$/.exec(uri)?.[1];
}

/** Calls a function with the whole request, and takes its answer as the response. */
export async function invokeProxy(
  call: Call,
  uri: string,
  credentials: string | undefined,
): Promise<IntegrationAnswer> {
  const functionArn = functionArnOf(uri);
  if (functionArn === undefined) throw misconfigured(`Invalid integration URI: ${uri}`);
  // AWS: recorded (test_lambda_aws_proxy_integration_non_post_method): functions are invoked by POST, and by nothing else.
  if (call.method.methodIntegration?.httpMethod !== "POST") throw misconfigured("Lambda functions are invoked by POST");
  const payload = Buffer.from(JSON.stringify(eventOf(call)));
  const result = await invoke(call, functionArn, credentials, payload, "RequestResponse");
  if (result.isError) throw malformedProxyAnswer();
  return proxyAnswer(call, result.payload);
}

/** Calls a function with the mapped body. */
export async function invokeCustom(
  call: Call,
  request: IntegrationRequest,
  credentials: string | undefined,
): Promise<IntegrationAnswer> {
  const functionArn = functionArnOf(request.uri) ?? "";
  const type = headerOf(request.headers, "x-amz-invocation-type") === "Event" ? "Event" : "RequestResponse";
  const { payload, isError, status } = await invoke(call, functionArn, credentials, request.body, type);
  const headers: Pair[] = [["Content-Type", "application/json"]];
  if (!isError) return { status, headers, body: payload };
  headers.push(["X-Amz-Function-Error", "Unhandled"]);
  return { status, headers, body: payload, errorMessage: errorMessageOf(payload) };
}

interface Invoked {
  readonly payload: Uint8Array;
  readonly isError: boolean;
  readonly status: number;
}

async function invoke(
  call: Call,
  functionArn: string,
  credentials: string | undefined,
  payload: Uint8Array,
  type: "RequestResponse" | "Event",
): Promise<Invoked> {
  const { region } = parseArn(functionArn) ?? {};
  const scope = { ...call.scope, ...(region === undefined ? {} : { region: parseRegion(region) }) };
  try {
    const result = await withCredentials(call, scope, credentials, (aws) =>
      aws.lambda.invoke({ FunctionName: functionArn, InvocationType: type, Payload: payload }),
    );
    call.facts.integration.status = result.StatusCode ?? 200;
    return {
      payload: result.Payload ?? new Uint8Array(),
      isError: result.FunctionError !== undefined,
      status: result.StatusCode ?? 200,
    };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    call.facts.integration.status = error.status;
    if (error.code === "RequestTooLargeException")
      throw new Failure("REQUEST_TOO_LARGE", "Request Too Long", { status: 413 });
    if (error.code === "TooManyRequestsException")
      throw new Failure("DEFAULT_5XX", "Internal server error", {
        status: 500,
        detail: `Lambda invocation failed with status: 429. ${error.message}`,
      });
    // AWS: "Invalid permissions on Lambda function" and a function that is not there look the same to clients.
    throw misconfigured(
      error.status === 403
        ? "Invalid permissions on Lambda function"
        : `Lambda invocation failed: ${error.code}: ${error.message}`,
    );
  }
}

/** The event of a proxy. AWS: "Input format of a Lambda function for proxy integration"; recorded by LocalStack's snapshots. */
function eventOf(call: Call): Record<string, unknown> {
  const { request, target, resource, pathParameters, deployed } = call;
  const contentType = headerOf(request.headers, "content-type");
  const isBase64Encoded = request.body.length > 0 && isBinary(contentType, deployed.api.binaryMediaTypes);
  return {
    resource: resource.path,
    path: target.basePath === undefined || target.basePath === "(none)" ? target.path : target.fullPath,
    httpMethod: request.method,
    headers: lastValues(request.headers),
    multiValueHeaders: allValues(request.headers),
    queryStringParameters: orNull(lastValues(request.query)),
    multiValueQueryStringParameters: orNull(allValues(request.query)),
    pathParameters: orNull(pathParameters),
    stageVariables: orNull(target.variables),
    requestContext: contextOf(call),
    body: request.body.length === 0 ? null : Buffer.from(request.body).toString(isBase64Encoded ? "base64" : "utf8"),
    isBase64Encoded,
  };
}

function orNull(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | null {
  return Object.keys(values).length === 0 ? null : values;
}

/** The response that a function gives. AWS: "Output format of a Lambda function for proxy integration"; all else is a 502. */
function proxyAnswer(call: Call, payload: Uint8Array): IntegrationAnswer {
  const result = parsed(payload);
  if (typeof result !== "object" || result === null || Array.isArray(result)) throw malformedProxyAnswer();
  if (Object.keys(result).some((name) => !MEMBERS.has(name))) throw malformedProxyAnswer();
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = result as Readonly<Record<string, unknown>>;
  const status = statusOf(statusCode);
  if (status === undefined || !isTextOrAbsent(body)) throw malformedProxyAnswer();
  const lines = headerLines(headers, multiValueHeaders);
  if (headerOf(lines, "content-type") === undefined) lines.push(["Content-Type", "application/json"]);
  return { status, headers: lines, body: bodyOf(call, body ?? "", isBase64Encoded === true) };
}

/** AWS: recorded by LocalStack's tests: none of them is required, and there may be no others. */
const MEMBERS = new Set(["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"]);

function statusOf(value: unknown): number | undefined {
  if (value === undefined) return 200;
  const status = typeof value === "number" || (typeof value === "string" && /^\d+$/.test(value)) ? Number(value) : NaN;
  return Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined;
}

function isTextOrAbsent(value: unknown): value is string | null | undefined {
  return value === undefined || value === null || typeof value === "string";
}

/** AWS: values for both are merged; of a name in both, those of multiValueHeaders count. */
function headerLines(single: unknown, several: unknown): Pair[] {
  const lines: Pair[] = [];
  if (isRecord(several)) {
    for (const [name, values] of Object.entries(several)) {
      if (!Array.isArray(values)) throw malformedProxyAnswer();
      for (const value of values) lines.push([name, textOf(value)]);
    }
  } else if (several !== undefined && several !== null) throw malformedProxyAnswer();
  if (isRecord(single)) {
    for (const [name, value] of Object.entries(single)) {
      const text = textOf(value);
      if (!headerValues(lines, name).includes(text)) lines.push([name, text]);
    }
  } else if (single !== undefined && single !== null) throw malformedProxyAnswer();
  return lines;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw malformedProxyAnswer();
}

/** AWS: "Return binary media from a Lambda proxy integration": decoded only for clients that accept a binary type. */
function bodyOf({ request, deployed }: Call, body: string, isBase64: boolean): Uint8Array {
  const accepted = acceptedType(headerOf(request.headers, "accept"));
  return Buffer.from(body, isBase64 && isBinary(accepted, deployed.api.binaryMediaTypes) ? "base64" : "utf8");
}

function parsed(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString("utf8"));
  } catch {
    return undefined;
  }
}

function errorMessageOf(payload: Uint8Array): string {
  const result = parsed(payload);
  const message = isRecord(result) ? result["errorMessage"] : undefined;
  return typeof message === "string" ? message : "";
}
