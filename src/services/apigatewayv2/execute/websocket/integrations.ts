// The backends of routes: functions, HTTP endpoints, AWS services, and none at all.
// AWS: "Set up a WebSocket API integration request in API Gateway".

import { parseArn } from "../../../../kernel/arns.ts";
import { AwsError } from "../../../../kernel/errors.ts";
import { parseRegion } from "../../../../kernel/ids.ts";
import { callAwsService, IntegrationUriError, type Pair } from "../../../../service/api-front/aws-service.ts";
import { withStageVariables } from "../../../../service/api-front/variables.ts";
import type { AwsApis } from "../../../../service/apis.ts";
import type { Scope } from "../../../../service/context.ts";
import { sendOutbound } from "../../../../service/outbound-http.ts";
import { withServiceRole } from "../../../../service/role-sessions.ts";
import type { IntegrationRecord } from "../../records.ts";
import { routeArn, type SocketCall } from "./call.ts";
import { internalError } from "./failure.ts";

/** As whom API Gateway calls. */
const API_GATEWAY = "apigateway.amazonaws.com";

/** The request to a backend, after mapping. */
export interface BackendRequest {
  readonly uri: string;
  readonly method: string;
  readonly headers: readonly Pair[];
  readonly query: readonly Pair[];
  readonly body: Uint8Array;
}

export interface BackendAnswer {
  readonly status: number;
  readonly headers: readonly Pair[];
  readonly body: Uint8Array;
  /** Of a function that failed. */
  readonly errorMessage?: string;
}

/** The function that an integration's or an authorizer's URI names; undefined if it names none. */
export function functionArnOf(uri: string): string | undefined {
  return /^arn:[^:]+:apigateway:[^:]*:lambda:path\/+[^/]+\/functions\/(.+)\/invocations$/.exec(uri)?.[1];
}

/** Invokes a function; `isError` where it failed. */
export async function invokeFunction(
  call: SocketCall,
  integration: IntegrationRecord,
  functionArn: string,
  payload: Uint8Array,
): Promise<{ readonly payload: Uint8Array; readonly isError: boolean }> {
  const { region } = parseArn(functionArn) ?? {};
  const scope = { ...call.scope, ...(region === undefined ? {} : { region: parseRegion(region) }) };
  try {
    const result = await inName(call, integration, scope, (aws) =>
      aws.lambda.invoke({ FunctionName: functionArn, Payload: payload }),
    );
    call.facts.integrationStatus = result.StatusCode ?? 200;
    return { payload: result.Payload ?? new Uint8Array(), isError: result.FunctionError !== undefined };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    call.facts.integrationStatus = error.status;
    throw internalError(
      error.status === 403
        ? "Execution failed due to configuration error: Invalid permissions on Lambda function"
        : `Lambda invocation failed: ${error.code}: ${error.message}`,
    );
  }
}

/** Sends a request to an HTTP endpoint. */
export async function callEndpoint(
  call: SocketCall,
  request: BackendRequest,
  timeoutMs: number,
): Promise<BackendAnswer> {
  if (!URL.canParse(request.uri)) throw internalError("Invalid endpoint address");
  const url = new URL(request.uri);
  for (const [name, value] of request.query) url.searchParams.append(name, value);
  const hasBody = request.method !== "GET" && request.method !== "HEAD";
  const result = await sendOutbound(call.yard, {
    method: request.method,
    url: url.href,
    headers: Object.fromEntries(request.headers.map(([name, value]) => [name.toLowerCase(), value])),
    body: hasBody ? request.body : "",
    // The integration's own time-out is on the yard's clock; this one only ends the socket.
    timeoutMs: timeoutMs + 1000,
  });
  if (result.kind === "no-answer") throw internalError(`Network error: ${result.reason}`);
  const headers = Object.entries(result.headers).flatMap(([name, value]): Pair[] =>
    value === undefined ? [] : typeof value === "string" ? [[name, value]] : value.map((each): Pair => [name, each]),
  );
  return { status: result.status, headers, body: result.body };
}

/** Makes a call of an AWS service. */
export async function callService(
  call: SocketCall,
  integration: IntegrationRecord,
  request: BackendRequest,
): Promise<BackendAnswer> {
  const requestId = call.yard.random.uuid();
  call.facts.integrationRequestId = requestId;
  const caller = { account: call.scope.account, origin: call.yard.origin, requestId };
  try {
    return await callAwsService(caller, request, (scope, work) => inName(call, integration, scope, work));
  } catch (error) {
    if (error instanceof IntegrationUriError) throw internalError(error.message);
    throw error;
  }
}

/** Does `work` as the integration's role or, without one, as API Gateway, for which the resource's policy decides. */
async function inName<T>(
  call: SocketCall,
  { credentialsArn }: IntegrationRecord,
  scope: Scope,
  work: (aws: AwsApis) => Promise<T>,
): Promise<T> {
  const { yard } = call;
  const sourceArn = routeArn(call);
  const roleArn = credentialsArn && withStageVariables(credentialsArn, call.stage.variables);
  if (roleArn === undefined || roleArn === "")
    return work(
      yard.as({ kind: "service", service: API_GATEWAY, sourceArn, sourceAccount: call.scope.account }, scope),
    );
  return withServiceRole(
    yard,
    { service: API_GATEWAY, roleArn, sessionName: "BackplaneAssumeRoleSession", sourceArn, scope },
    work,
  );
}
