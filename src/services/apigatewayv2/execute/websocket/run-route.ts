// One event's way through its route: limits, models, the integration; counted and logged whatever comes of it.

import { AwsError } from "../../../../kernel/errors.ts";
import type { YardContext } from "../../../../service/context.ts";
import type { ApiRecord, RouteRecord, Served, StageRecord } from "../../records.ts";
import { servedBy } from "../../apis.ts";
import { loadApi, loadPart } from "../../repo.ts";
import { type ConnectionFacts, newSocketId, type SocketCall, type SocketEvent } from "./call.ts";
import { logExecution } from "./execution-logs.ts";
import { internalError, SocketFailure } from "./failure.ts";
import { integrate, type RouteAnswer } from "./integrate.ts";
import { requireWithinLimits } from "./limits.ts";
import { logCall } from "./logs.ts";
import { countCall } from "./metrics.ts";
import { type MessageBody, messageBody } from "./selection.ts";
import { requireValid } from "./validate-message.ts";

/** An API and a stage as they are served now: a connection outlives deployments. */
export interface ServedStage {
  readonly api: ApiRecord;
  readonly stage: StageRecord;
  readonly served: Served;
}

/** What serves a connection; undefined once the API or the stage is gone. */
export function loadServed(
  yard: YardContext,
  { scope, apiId, stageName }: Pick<ConnectionFacts, "scope" | "apiId" | "stageName">,
): ServedStage | undefined {
  return yard.store.read((tx) => {
    const api = loadApi(tx, scope, apiId);
    const stage = loadPart(tx, scope, apiId, "stage", stageName);
    return api === undefined || stage === undefined
      ? undefined
      : { api, stage, served: servedBy(tx, scope, apiId, stage) };
  });
}

/** Puts a call together. */
export function socketCall(
  yard: YardContext,
  from: ServedStage,
  connection: ConnectionFacts,
  event: SocketEvent,
  route: RouteRecord,
  body: MessageBody = messageBody(""),
): SocketCall {
  return {
    yard,
    ...from,
    scope: connection.scope,
    connection,
    event,
    route,
    requestId: newSocketId(yard),
    startedAtMs: yard.clock.nowMs(),
    body,
    facts: {},
  };
}

/** The route of this key, among those that are served. */
export function findRoute({ routes }: Served, routeKey: string): RouteRecord | undefined {
  return routes.find((route) => route.routeKey === routeKey);
}

/**
 * Runs the route's integration; undefined where $connect or $disconnect has none. `before` is what else must be right. Throws a
 * SocketFailure.
 */
export async function runRoute(
  call: SocketCall,
  before: () => Promise<void> = () => Promise.resolve(),
): Promise<RouteAnswer | undefined> {
  let failure: SocketFailure | undefined;
  let answer: RouteAnswer | undefined;
  try {
    requireWithinLimits(call);
    await before();
    const integration = call.served.integrations.find(
      ({ integrationId }) => integrationId === call.route.integrationId,
    );
    if (integration === undefined) {
      if (call.event.type !== "MESSAGE") return undefined;
      throw internalError("No integration defined for the route");
    }
    if (integration.type?.endsWith("_PROXY") !== true) await requireValid(call);
    answer = await integrate(call, integration);
    call.facts.status = answer.status;
    return answer;
  } catch (error) {
    failure = failureOf(call, error);
    call.facts.status = failure.status;
    call.facts.error = failure.message;
    throw failure;
  } finally {
    countCall(call, failure);
    await logCall(call);
    await logExecution(call, answer, failure?.detail);
  }
}

/** The client learns no more than on AWS; the operator finds the reason in the log. */
function failureOf({ yard, api, route }: SocketCall, error: unknown): SocketFailure {
  const about = { apiId: api.apiId, routeKey: route.routeKey };
  if (error instanceof SocketFailure) {
    if (error.isOfIntegration)
      yard.log.write("warn", "websocket-api.integration-failed", { ...about, reason: error.detail });
    return error;
  }
  if (error instanceof AwsError) {
    const { code, message } = error;
    yard.log.write("warn", "websocket-api.integration-failed", { ...about, code, reason: message });
    return internalError(`${code}: ${message}`);
  }
  // A bug of ours: told to the operator as one, and to the client as any other failure.
  yard.log.write("error", "websocket-api.failed", { ...about, error });
  return internalError("An internal error of Stackyard");
}
