// The stage's logs: a line for each request in the access log, and the steps of requests in the execution log. Written as jobs, by the
// role that the account has set for it. AWS: "Set up CloudWatch logging for REST APIs in API Gateway".

import { writeSoon } from "../../../store/write-soon.ts";
import { logDestinationOf, type RoleLogJob, roleLogHandler } from "../../../service/api-front/log-delivery.ts";
import { loadAccount } from "../repo.ts";
import type { Answer } from "./answer.ts";
import { type Call, contextOf } from "./call.ts";
import { contextValue, withVariables } from "../../../service/api-front/variables.ts";

const KIND = "api-gateway/log";

/** One line of the execution log. */
export interface TraceLine {
  readonly atMs: number;
  readonly text: string;
}

/** Writes both logs, as far as the stage keeps them. */
export async function logRequest(call: Call, answer: Answer, lines: readonly TraceLine[]): Promise<void> {
  const { accessLogSettings } = call.target.stage;
  const level = call.setting.loggingLevel ?? "OFF";
  const hasExecution = level === "INFO" || (level === "ERROR" && call.facts.error !== undefined);
  const { destinationArn, format } = accessLogSettings ?? {};
  if (!hasExecution && (destinationArn === undefined || format === undefined)) return;
  const { yard, scope, target } = call;
  const roleArn = yard.store.read((tx) => loadAccount(tx, scope))?.cloudwatchRoleArn;
  if (roleArn === undefined) return;
  const common = {
    roleArn,
    sourceArn: `arn:aws:execute-api:${scope.region}:${scope.account}:${target.apiId}/${target.stage.stageName}`,
    logStream: streamOf(call),
  };
  const jobs: RoleLogJob[] = [];
  if (destinationArn !== undefined && format !== undefined) {
    const message = accessLine(format, call, answer);
    jobs.push({
      ...common,
      destination: logDestinationOf(destinationArn),
      lines: [{ timestamp: call.startedAtMs, message }],
    });
  }
  if (hasExecution) {
    const { requestId } = call.request;
    const logGroup = `API-Gateway-Execution-Logs_${target.apiId}/${target.stage.stageName}`;
    const written = lines.map(({ atMs, text }) => ({ timestamp: atMs, message: `(${requestId}) ${text}` }));
    jobs.push({ ...common, destination: { logGroup, isOwn: true }, lines: written });
  }
  await writeSoon(yard.store, (tx) => {
    for (const payload of jobs)
      yard.jobs.enqueue(tx, { ...scope, kind: KIND, payload, lane: `${KIND}/${target.apiId}` });
  });
}

/** AWS: streams have names of hexadecimal digits; here one a deployment. */
function streamOf({ target }: Call): string {
  return Buffer.from(`${target.apiId}/${target.deploymentId}`).toString("hex").padEnd(32, "0").slice(0, 64);
}

/** AWS: "Variables for access logging for API Gateway": simple substitution; what has no value is "-". */
function accessLine(format: string, call: Call, answer: Answer): string {
  const { facts, yard } = call;
  const { integration } = facts;
  const context = {
    ...contextOf(call),
    status: answer.status,
    responseLength: answer.body.length,
    responseLatency: yard.clock.nowMs() - call.startedAtMs,
    integrationLatency: integration.latencyMs,
    integrationStatus: integration.status,
    integrationErrorMessage: integration.error,
    integration: {
      latency: integration.latencyMs,
      status: integration.status,
      integrationStatus: integration.status,
      requestId: integration.requestId,
      error: integration.error,
    },
    awsEndpointRequestId: integration.requestId,
    error: {
      message: facts.error?.message,
      messageString: facts.error === undefined ? undefined : JSON.stringify(facts.error.message),
      responseType: facts.error?.responseType,
      validationErrorString: facts.error?.validationErrorString,
    },
  };
  return withVariables(format, (name) =>
    name.startsWith("context.") ? (contextValue(context, name.slice("context.".length)) ?? "-") : "-",
  );
}

/** Delivers what was logged. */
export const logs = roleLogHandler(KIND, "rest-api.log-not-written");
