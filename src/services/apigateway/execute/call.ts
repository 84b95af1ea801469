// One request to a method of an API, and what the walk has found out about it so far.

import type { Scope, YardContext } from "../../../service/context.ts";
import { forwardingOf } from "../../../service/http-events/forwarding.ts";
import type { DoorAccess, DoorRequest } from "../../../service/service.ts";
import type { Principal } from "../../../iam/principal.ts";
import { clfTime } from "../../../service/http-events/payload.ts";
import type { Method, MethodSetting, ResourceRecord } from "../records.ts";
import type { Deployed, Target } from "./target.ts";

/** A name and a value, as they came. */
export type Pair = readonly [name: string, value: string];

/** The request as API Gateway reads it. */
export interface ApiRequest {
  readonly method: string;
  readonly headers: readonly Pair[];
  /** Decoded. */
  readonly query: readonly Pair[];
  readonly rawQuery: string;
  readonly body: Uint8Array;
  readonly host: string;
  readonly sourceIp: string;
  readonly requestId: string;
}

/** What the caller's credentials, key and authorizer said; all of it becomes $context. */
export interface Facts {
  /** Who signed the request, where that was asked for. */
  principal?: Principal;
  accessKeyId?: string;
  /** $context.authorizer, and the event's requestContext.authorizer. */
  authorizer?: Readonly<Record<string, unknown>>;
  apiKey?: { readonly id: string; readonly value: string };
  /** What an authorizer named as the caller's key: usageIdentifierKey. */
  usageIdentifierKey?: string;
  /** Of access logs and metrics. */
  readonly integration: {
    status?: number;
    latencyMs?: number;
    requestId?: string;
    error?: string;
  };
  /** Where the stage's cache was asked. */
  cache?: "hit" | "miss";
  error?: { readonly message: string | null; readonly responseType: string; readonly validationErrorString?: string };
  authorizerLatencyMs?: number;
}

export interface Call {
  readonly yard: YardContext;
  /** Undefined for calls that come by TestInvokeMethod: nobody signed them. */
  readonly access: DoorAccess | undefined;
  readonly scope: Scope;
  readonly target: Target;
  readonly deployed: Deployed;
  readonly resource: ResourceRecord;
  readonly method: Method;
  readonly setting: MethodSetting;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly request: ApiRequest;
  readonly startedAtMs: number;
  /** x-amz-apigw-id: AWS's second id of a request. */
  readonly extendedRequestId: string;
  readonly facts: Facts;
  /** Takes a line of the execution log; undefined where nobody keeps one. */
  readonly trace: ((line: string) => void) | undefined;
}

/** arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/path: what policies speak of. */
export function methodArn({ scope, target, request }: Pick<Call, "scope" | "target" | "request">): string {
  const path = target.path.replace(/^\//, "");
  return `arn:aws:execute-api:${scope.region}:${scope.account}:${target.apiId}/${target.stage.stageName}/${request.method}/${path}`;
}

/** The same with the resource's path, parameters as stars: what a function's policy tests. */
export function sourceArn({
  scope,
  target,
  method,
  resource,
}: Pick<Call, "scope" | "target" | "method" | "resource">): string {
  const httpMethod = method.httpMethod === "ANY" ? "*" : method.httpMethod;
  const path = resource.path.replaceAll(/\{[^}]+\}/g, "*");
  return `arn:aws:execute-api:${scope.region}:${scope.account}:${target.apiId}/${target.stage.stageName}/${httpMethod}${path}`;
}

/** The request as it came through the door, with what a proxy on the way adds. */
export function apiRequestOf(request: DoorRequest): ApiRequest {
  const { method, rawHeaders, query, rawQuery, body, host, sourceIp, requestId } = request;
  const { port, proto } = forwardingOf(request);
  const forwarded = rawHeaders.filter(([name]) => name.toLowerCase() === "x-forwarded-for").map(([, value]) => value);
  const kept = rawHeaders.filter(([name]) => !ADDED.has(name.toLowerCase()));
  const traced = rawHeaders.some(([name]) => name.toLowerCase() === "x-amzn-trace-id");
  const headers: Pair[] = [
    ...kept,
    ["X-Forwarded-For", [...forwarded, sourceIp].join(", ")],
    ["X-Forwarded-Port", port],
    ["X-Forwarded-Proto", proto],
  ];
  if (!traced)
    headers.push(["X-Amzn-Trace-Id", `Root=1-${requestId.slice(0, 8)}-${requestId.replaceAll("-", "").slice(8, 32)}`]);
  return { method, headers, query, rawQuery, body, host, sourceIp, requestId };
}

const ADDED = new Set([
  "x-forwarded-for",
  "x-forwarded-port",
  "x-forwarded-proto",
  "connection",
  "keep-alive",
  "transfer-encoding",
]);

/** A header's values, in their order; names do not mind their case. */
export function headerValues(headers: readonly Pair[], name: string): readonly string[] {
  const lower = name.toLowerCase();
  return headers.filter(([each]) => each.toLowerCase() === lower).map(([, value]) => value);
}

/** The last value of a header: AWS takes the last one where one is asked for. */
export function headerOf(headers: readonly Pair[], name: string): string | undefined {
  return headerValues(headers, name).at(-1);
}

/** Each name with its last value; the first spelling of a name counts. */
export function lastValues(pairs: readonly Pair[]): Record<string, string> {
  return Object.fromEntries([...grouped(pairs)].map(([name, values]) => [name, values.at(-1) ?? ""]));
}

/** Each name with all its values. */
export function allValues(pairs: readonly Pair[]): Record<string, string[]> {
  return Object.fromEntries(grouped(pairs));
}

function grouped(pairs: readonly Pair[]): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return values;
}

/** $context, and the requestContext of events. AWS: "Variables for data transformations for API Gateway". */
export function contextOf(call: Call): Record<string, unknown> {
  const { facts, request, scope, target, resource, startedAtMs } = call;
  return {
    accountId: scope.account,
    apiId: target.apiId,
    ...(facts.authorizer === undefined ? {} : { authorizer: facts.authorizer }),
    deploymentId: target.deploymentId,
    domainName: request.host,
    domainPrefix: request.host.split(".")[0],
    extendedRequestId: call.extendedRequestId,
    httpMethod: request.method,
    identity: identityOf(call),
    path: target.fullPath,
    protocol: "HTTP/1.1",
    requestId: request.requestId,
    requestTime: clfTime(startedAtMs),
    requestTimeEpoch: startedAtMs,
    resourceId: resource.id,
    resourcePath: resource.path,
    stage: target.stage.stageName,
    ...(target.stage.canarySettings === undefined ? {} : { isCanaryRequest: target.isCanary }),
    ...(target.basePath === undefined ? {} : { customDomain: { basePathMatched: target.basePath } }),
  };
}

function identityOf({ facts, request, deployed }: Call): Record<string, unknown> {
  const { principal, apiKey } = facts;
  const signed = principal !== undefined && "userId" in principal ? principal : undefined;
  return {
    accessKey: facts.accessKeyId ?? null,
    accountId: signed?.account ?? null,
    ...(apiKey === undefined ? {} : { apiKey: apiKey.value, apiKeyId: apiKey.id }),
    caller: signed?.userId ?? null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: request.sourceIp,
    user: signed?.userId ?? null,
    userAgent: headerOf(request.headers, "user-agent") ?? null,
    userArn: signed?.arn ?? null,
    ...(deployed.api.endpointConfiguration.types.includes("PRIVATE") ? { vpcId: null, vpceId: null } : {}),
  };
}
