// Where requests to HTTP APIs come in: http://API_ID.execute-api.localhost:PORT/..., or, for clients that cannot resolve
// such names, http://localhost:PORT/_aws/execute-api/API_ID/....

import { formatArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { Door, DoorRequest } from "../../service/service.ts";
import type { HttpResponse } from "../../wire/wire.ts";
import { servedBy } from "./apis.ts";
import { isExecuteApiAddress, parseExecuteApiAddress } from "../../service/http-events/execute-api-address.ts";
import { answerPreflight, isPreflight, withCors } from "../../service/http-events/cors.ts";
import { decodeResult, encodeEvent } from "../../service/http-events/payload.ts";
import type { ApiRecord, IntegrationRecord, RouteRecord, StageRecord } from "./records.ts";
import { listParts, loadApi, loadOwner, loadPart } from "./repo.ts";
import { matchRoute, parseRouteKey, type RouteKey, type RouteMatch } from "./route-keys.ts";

export const executeApi: Door = {
  name: "execute-api",
  accepts: isExecuteApiAddress,
  answer,
};

interface Target {
  readonly scope: Scope;
  readonly api: ApiRecord;
  readonly stage: StageRecord;
  /** Without the stage's name. */
  readonly path: string;
  readonly rawPath: string;
  readonly route: RouteMatch<ServedRoute> | undefined;
  readonly integration: IntegrationRecord | undefined;
}
type ServedRoute = RouteRecord & { readonly key: RouteKey };

async function answer(request: DoorRequest, yard: YardContext): Promise<HttpResponse> {
  const address = parseExecuteApiAddress(request.host, request.path);
  const target = address === undefined ? undefined : findTarget(yard, address.apiId, request.method, address.path);
  // AWS: an API, a stage or a route that is not there answers 404 with this body.
  if (target === undefined) return message(404, "Not Found", request.requestId);
  const { cors } = target.api;
  if (cors !== undefined && isPreflight(request.method, request.headers)) return answerPreflight(cors, request.headers);
  const response = await invoke(request, target, yard);
  return cors === undefined ? response : withCors(response, cors, request.headers);
}

function findTarget(yard: YardContext, apiId: string, method: string, rest: string): Target | undefined {
  return yard.store.read((tx) => {
    const scope = loadOwner(tx, apiId);
    const api = scope === undefined ? undefined : loadApi(tx, scope, apiId);
    if (scope === undefined || api === undefined || api.isExecuteEndpointDisabled) return undefined;
    const [, first = ""] = rest.split("/");
    const named = listParts(tx, scope, apiId, "stage").find((stage) => stage.stageName === first);
    const stage = named ?? loadPart(tx, scope, apiId, "stage", "$default");
    if (stage === undefined) return undefined;
    const path = named === undefined ? rest : rest.slice(first.length + 1) || "/";
    const served = servedBy(tx, scope, apiId, stage);
    const routes = served.routes.flatMap((route): ServedRoute[] => {
      const key = parseRouteKey(route.routeKey);
      return key === undefined ? [] : [{ ...route, key }];
    });
    const route = matchRoute(routes, method, path);
    const integration = served.integrations.find((each) => each.integrationId === route?.route.integrationId);
    return { scope, api, stage, path, rawPath: decode(rest), route, integration };
  });
}

async function invoke(request: DoorRequest, target: Target, yard: YardContext): Promise<HttpResponse> {
  const { scope, api, stage, route, integration } = target;
  if (route === undefined) return message(404, "Not Found", request.requestId);
  if (integration === undefined) return message(500, "Internal Server Error", request.requestId);
  const event = encodeEvent(
    request,
    {
      apiId: api.apiId,
      account: scope.account,
      stage: stage.stageName,
      routeKey: route.route.routeKey,
      rawPath: target.rawPath,
      pathParameters: route.pathParameters,
      stageVariables: stage.variables,
    },
    yard.clock.nowMs(),
  );
  const aws = yard.as(
    {
      kind: "service",
      service: "apigateway.amazonaws.com",
      sourceArn: sourceArn(scope, api, stage, route.route),
      sourceAccount: scope.account,
    },
    scope,
  );
  const timeout = new AbortController();
  try {
    const call = aws.lambda.invoke({ FunctionName: integration.functionArn, Payload: event });
    const result = await Promise.race([call, yard.clock.wait(integration.timeoutMs, timeout.signal)]);
    // AWS: "Service Unavailable" when the integration takes longer than its limit.
    if (result === undefined) return message(503, "Service Unavailable", request.requestId);
    const response = result.FunctionError === undefined ? decodeResult(result.Payload ?? new Uint8Array()) : undefined;
    return response === undefined
      ? message(500, "Internal Server Error", request.requestId)
      : { ...response, headers: { ...response.headers, "apigw-requestid": request.requestId } };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // The caller of the API learns no more than on AWS; the operator finds the reason in the log.
    yard.log.write("warn", "http-api.integration-failed", {
      apiId: api.apiId,
      routeKey: route.route.routeKey,
      code: error.code,
      message: error.message,
    });
    return error.code === "TooManyRequestsException"
      ? message(503, "Service Unavailable", request.requestId)
      : message(500, "Internal Server Error", request.requestId);
  } finally {
    timeout.abort();
  }
}

/** arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/path, or .../STAGE/$default: what function policies test. */
function sourceArn(scope: Scope, api: ApiRecord, stage: StageRecord, route: RouteRecord): string {
  const suffix = route.routeKey.replace(" ", "").replace(/^ANY/, "*");
  return formatArn("execute-api", scope.region, scope.account, `${api.apiId}/${stage.stageName}/${suffix}`);
}

function message(status: number, text: string, requestId: string): HttpResponse {
  return {
    status,
    headers: { "content-type": "application/json", "apigw-requestid": requestId },
    body: JSON.stringify({ message: text }),
  };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
