// The stage's execution log: what happened to each event of a connection, by the role that the account has set.
// AWS: "Configure logging for a WebSocket API in API Gateway": the log group /aws/apigateway/API/STAGE, levels ERROR and INFO, data traces.

import { type RoleLogJob, roleLogHandler } from "../../../../service/api-front/log-delivery.ts";
import { writeSoon } from "../../../../store/write-soon.ts";
import type { SocketCall } from "./call.ts";
import type { RouteAnswer } from "./integrate.ts";

const KIND = "apigatewayv2/execution-log";
/** LIMIT: AWS: "log events longer than 1,024 bytes are truncated by API Gateway". */
const MOST_CHARACTERS = 1024;

/** Writes what happened on a route's way, as far as the stage's settings ask for it. */
export async function logExecution(
  call: SocketCall,
  answer: RouteAnswer | undefined,
  detail: string | undefined,
): Promise<void> {
  const { yard, scope, api, stage, route, facts } = call;
  const settings = { ...stage.defaultRouteSettings, ...stage.routeSettings?.[route.routeKey] };
  const level = settings.loggingLevel ?? "OFF";
  if (level !== "INFO" && (level !== "ERROR" || facts.error === undefined)) return;
  const roleArn = yard.store.read((tx) => yard.apiLogRole(tx, scope));
  if (roleArn === undefined) return;
  const texts = linesOf(call, answer, detail, settings.isDataTraced === true);
  const nowMs = yard.clock.nowMs();
  const payload: RoleLogJob = {
    roleArn,
    sourceArn: `arn:aws:execute-api:${scope.region}:${scope.account}:${api.apiId}/${stage.stageName}`,
    destination: { logGroup: `/aws/apigateway/${api.apiId}/${stage.stageName}`, isOwn: true },
    // AWS: streams have names of hexadecimal digits; here one a stage.
    logStream: Buffer.from(`${api.apiId}/${stage.stageName}`).toString("hex").padEnd(32, "0").slice(0, 64),
    lines: texts.map((text, index) => ({
      timestamp: index === 0 ? call.startedAtMs : nowMs,
      message: `(${call.requestId}) ${text}`.slice(0, MOST_CHARACTERS),
    })),
  };
  await writeSoon(yard.store, (tx) => {
    yard.jobs.enqueue(tx, { ...scope, kind: KIND, payload, lane: `${KIND}/${api.apiId}` });
  });
}

/** AWS: lines as they are seen there, in their order; the wording of failures is inferred from REST APIs' logs. */
function linesOf(
  { connection, event, route, requestId, body, facts }: SocketCall,
  answer: RouteAnswer | undefined,
  detail: string | undefined,
  isTraced: boolean,
): readonly string[] {
  const { integrationStatus, integrationLatencyMs = 0 } = facts;
  const hasAnswer = integrationStatus !== undefined;
  return [
    `Extended Request Id: ${requestId}`,
    `Starting execution for request: ${requestId}`,
    `WebSocket Request Route: [${route.routeKey}]`,
    ...(event.type === "CONNECT"
      ? [
          `Client [UserAgent: ${connection.identity["userAgent"] ?? "null"}, SourceIp: ${connection.identity["sourceIp"] ?? "null"}] is connecting to WebSocket API [${connection.apiId}].`,
        ]
      : []),
    ...(isTraced && event.type === "MESSAGE" ? [`Endpoint request body before transformations: ${body.text}`] : []),
    ...(hasAnswer
      ? [`Received response. Status: ${integrationStatus}, Integration latency: ${integrationLatencyMs} ms`]
      : []),
    ...(isTraced && answer !== undefined
      ? [`Endpoint response body after transformations: ${Buffer.from(answer.body).toString("utf8")}`]
      : []),
    ...(facts.error === undefined
      ? ["Successfully completed execution"]
      : [`Execution failed due to an error: ${detail ?? facts.error}`]),
    `Method completed with status: ${facts.status ?? 200}`,
  ];
}

/** Delivers what was logged. */
export const executionLogs = roleLogHandler(KIND, "websocket-api.log-not-written");
