// One request to a route of an HTTP API, and what the walk has found out about it so far.

import type { Principal } from "../../../../iam/principal.ts";
import type { YardContext } from "../../../../service/context.ts";
import { clfTime, joined } from "../../../../service/http-events/payload.ts";
import type { DoorAccess, DoorRequest } from "../../../../service/service.ts";
import type { RouteRecord } from "../../records.ts";
import type { Target } from "../target.ts";

/** What the caller's credentials and the authorizer said, and what the backend did. */
export interface Facts {
  /** Who signed the request, where that was asked for. */
  signer?: { readonly principal: Principal; readonly accessKeyId: string };
  /** Of a JWT: its claims, as texts, and those of the route's scopes that it has. */
  jwt?: { readonly claims: Readonly<Record<string, string>>; readonly scopes: readonly string[] | null };
  /** Of an authorizer's function. */
  authorized?: { readonly principalId?: string; readonly context: Readonly<Record<string, unknown>> };
  authorizerError?: string;
  readonly integration: {
    status?: number;
    startedAtMs?: number;
    latencyMs?: number;
    requestId?: string;
    error?: string;
  };
  error?: { readonly message: string; readonly responseType: string };
}

export interface Call {
  readonly yard: YardContext;
  readonly access: DoorAccess;
  readonly target: Target;
  readonly route: RouteRecord;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly request: DoorRequest;
  readonly startedAtMs: number;
  readonly facts: Facts;
}

/** arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/path: what policies speak of. */
export function routeArn({ target, request }: Pick<Call, "target" | "request">): string {
  const { scope, api, stage, path } = target;
  return `arn:aws:execute-api:${scope.region}:${scope.account}:${api.apiId}/${stage.stageName}/${request.method}${path}`;
}

/**
 * The same with the route's own path as it is written, "{id}" and all, or $default: what a function's policy tests. AWS: the permissions
 * that the CDK makes name such paths.
 */
export function sourceArn({ target, route }: Pick<Call, "target" | "route">): string {
  const { scope, api, stage } = target;
  const suffix = route.routeKey.replace(" ", "").replace(/^ANY/, "*");
  return `arn:aws:execute-api:${scope.region}:${scope.account}:${api.apiId}/${stage.stageName}/${suffix}`;
}

/** The headers in lower case; what came more than once is joined with commas. */
export function headersOf({ request }: Pick<Call, "request">): Readonly<Record<string, string>> {
  return joined(request.rawHeaders.map(([name, value]) => [name.toLowerCase(), value] as const));
}

/** A query parameter's values joined with commas, as mappings and identity sources see them. */
export function queryOf({ request }: Pick<Call, "request">, name: string): string | undefined {
  const values = request.query.filter(([each]) => each === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(",");
}

/** Percent-encoding taken off, as far as it can be. */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The request's own part of $context, for mappings and logs. AWS: "Customize HTTP API access logs". */
export function contextOf(call: Call): Record<string, unknown> {
  const { facts, request, route, startedAtMs, target } = call;
  const { api, scope, stage } = target;
  return {
    accountId: scope.account,
    apiId: api.apiId,
    authorizer: authorizerOf(facts),
    ...(target.basePath === undefined ? {} : { customDomain: { basePathMatched: target.basePath } }),
    domainName: request.host,
    domainPrefix: request.host.split(".")[0],
    extendedRequestId: request.requestId,
    httpMethod: request.method,
    identity: identityOf(call),
    path: decodePath(target.requestPath),
    protocol: "HTTP/1.1",
    requestId: request.requestId,
    requestTime: clfTime(startedAtMs),
    requestTimeEpoch: startedAtMs,
    routeKey: route.routeKey,
    stage: stage.stageName,
  };
}

/** AWS: $context.authorizer.claims.NAME of tokens; principalId and the names of a function's context. */
function authorizerOf({ authorized, authorizerError, jwt }: Facts): Record<string, unknown> {
  return {
    ...authorized?.context,
    ...(authorized?.principalId === undefined ? {} : { principalId: authorized.principalId }),
    ...(jwt === undefined ? {} : { claims: jwt.claims }),
    ...(authorizerError === undefined ? {} : { error: authorizerError }),
  };
}

function identityOf({ facts, request }: Call): Record<string, unknown> {
  const { signer } = facts;
  const principal = signer !== undefined && "userId" in signer.principal ? signer.principal : undefined;
  return {
    ...(principal === undefined
      ? {}
      : {
          accessKey: signer?.accessKeyId,
          accountId: principal.account,
          caller: principal.userId,
          user: principal.userId,
          userArn: principal.arn,
        }),
    sourceIp: request.sourceIp,
    userAgent: request.headers["user-agent"],
  };
}
