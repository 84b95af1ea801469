// A request's way through an HTTP API, from the stage to the answer.

import { formatArn } from "../../../../kernel/arns.ts";
import { AwsError } from "../../../../kernel/errors.ts";
import type { YardContext } from "../../../../service/context.ts";
import { answerPreflight, isPreflight, withCors } from "../../../../service/http-events/cors.ts";
import { decodeResult, encodeEvent } from "../../../../service/http-events/payload.ts";
import type { DoorRequest } from "../../../../service/service.ts";
import type { HttpResponse } from "../../../../wire/wire.ts";
import { functionArnOf } from "../../http/integrations.ts";
import { matchRoute, parseRouteKey, type RouteKey } from "../../http/route-keys.ts";
import type { RouteRecord } from "../../records.ts";
import { gatewayAnswer } from "../answers.ts";
import type { Target } from "../target.ts";

type ServedRoute = RouteRecord & { readonly key: RouteKey };

/** Answers a request to an HTTP API. */
export async function answerHttpRequest(
  request: DoorRequest,
  target: Target,
  yard: YardContext,
): Promise<HttpResponse> {
  const { cors } = target.api;
  if (cors !== undefined && isPreflight(request.method, request.headers)) return answerPreflight(cors, request.headers);
  const response = await invoke(request, target, yard);
  return cors === undefined ? response : withCors(response, cors, request.headers);
}

async function invoke(request: DoorRequest, target: Target, yard: YardContext): Promise<HttpResponse> {
  const { scope, api, stage, served } = target;
  const routes = served.routes.flatMap((route): ServedRoute[] => {
    const key = parseRouteKey(route.routeKey);
    return key === undefined ? [] : [{ ...route, key }];
  });
  const match = matchRoute(routes, request.method, target.path);
  // AWS: a route that is not there answers 404 with this body.
  if (match === undefined) return gatewayAnswer(404, "Not Found", request.requestId);
  const { route, pathParameters } = match;
  const integration = served.integrations.find(({ integrationId }) => integrationId === route.integrationId);
  const functionArn = integration?.uri === undefined ? undefined : functionArnOf(integration.uri);
  if (integration === undefined || functionArn === undefined)
    return gatewayAnswer(500, "Internal Server Error", request.requestId);
  const event = encodeEvent(
    request,
    {
      apiId: api.apiId,
      account: scope.account,
      stage: stage.stageName,
      routeKey: route.routeKey,
      rawPath: decode(target.fullPath),
      pathParameters,
      stageVariables: stage.variables,
    },
    yard.clock.nowMs(),
  );
  const aws = yard.as(
    {
      kind: "service",
      service: "apigateway.amazonaws.com",
      sourceArn: sourceArn(target, route),
      sourceAccount: scope.account,
    },
    scope,
  );
  const timeout = new AbortController();
  try {
    const call = aws.lambda.invoke({ FunctionName: functionArn, Payload: event });
    const result = await Promise.race([call, yard.clock.wait(integration.timeoutMs, timeout.signal)]);
    // AWS: "Service Unavailable" when the integration takes longer than its limit.
    if (result === undefined) return gatewayAnswer(503, "Service Unavailable", request.requestId);
    const response = result.FunctionError === undefined ? decodeResult(result.Payload ?? new Uint8Array()) : undefined;
    return response === undefined
      ? gatewayAnswer(500, "Internal Server Error", request.requestId)
      : { ...response, headers: { ...response.headers, "apigw-requestid": request.requestId } };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // The caller of the API learns no more than on AWS; the operator finds the reason in the log.
    yard.log.write("warn", "http-api.integration-failed", {
      apiId: api.apiId,
      routeKey: route.routeKey,
      code: error.code,
      message: error.message,
    });
    return error.code === "TooManyRequestsException"
      ? gatewayAnswer(503, "Service Unavailable", request.requestId)
      : gatewayAnswer(500, "Internal Server Error", request.requestId);
  } finally {
    timeout.abort();
  }
}

/** arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/path, or .../STAGE/$default: what function policies test. */
function sourceArn({ scope, api, stage }: Target, route: RouteRecord): string {
  const suffix = route.routeKey.replace(" ", "").replace(/^ANY/, "*");
  return formatArn("execute-api", scope.region, scope.account, `${api.apiId}/${stage.stageName}/${suffix}`);
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
