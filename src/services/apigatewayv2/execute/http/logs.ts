// The stage's access log: a line for each request, written as a job by AWS's service that delivers logs, which the log group's
// policy lets in. AWS: "Configure logging for HTTP APIs in API Gateway", "Customize HTTP API access logs".

import { AwsError } from "../../../../kernel/errors.ts";
import { deliverLines, logDestinationOf, type LogLines } from "../../../../service/api-front/log-delivery.ts";
import { contextValue, withVariables } from "../../../../service/api-front/variables.ts";
import type { YardContext } from "../../../../service/context.ts";
import type { Job, JobHandler } from "../../../../service/jobs.ts";
import { writeSoon } from "../../../../store/write-soon.ts";
import type { HttpResponse } from "../../../../wire/wire.ts";
import { LOG_DELIVERY } from "../../access-logs.ts";
import { type Call, contextOf } from "./call.ts";
import { answerBytes, dataProcessed } from "./metrics.ts";

const KIND = "apigatewayv2/log";

interface LogJob extends LogLines {
  /** For which stage it is written. */
  readonly sourceArn: string;
}

/** Writes the line of a request, if the stage keeps a log. */
export async function logRequest(call: Call, response: HttpResponse): Promise<void> {
  await writeAccessLine(call.yard, call.target, call.startedAtMs, (format) => accessLine(format, call, response));
}

/** Writes what `line` makes of the stage's format, if the stage keeps a log. */
export async function writeAccessLine(
  yard: YardContext,
  { scope, api, stage }: Pick<Call["target"], "scope" | "api" | "stage">,
  atMs: number,
  line: (format: string) => string,
): Promise<void> {
  const { destinationArn, format } = stage.accessLog ?? {};
  if (destinationArn === undefined || format === undefined) return;
  const payload: LogJob = {
    sourceArn: `arn:aws:apigateway:${scope.region}::/apis/${api.apiId}/stages/${stage.stageName}`,
    destination: logDestinationOf(destinationArn),
    // AWS: recorded: streams are named for the API's stage, the hour and a number.
    logStream: `${api.apiId}/${stage.stageName}/${new Date(atMs).toISOString().slice(0, 13)}`,
    lines: [{ timestamp: atMs, message: line(format) }],
  };
  await writeSoon(yard.store, (tx) => {
    yard.jobs.enqueue(tx, { ...scope, kind: KIND, payload, lane: `${KIND}/${api.apiId}` });
  });
}

/** AWS: plain substitution; what has no value is "-". */
function accessLine(format: string, call: Call, response: HttpResponse): string {
  const { facts, yard } = call;
  const { integration, error } = facts;
  const context = {
    ...contextOf(call),
    awsEndpointRequestId: integration.requestId,
    dataProcessed: dataProcessed(call, response),
    error: {
      message: error?.message,
      messageString: error === undefined ? undefined : JSON.stringify(error.message),
      responseType: error?.responseType,
    },
    integration: {
      error: integration.error,
      integrationStatus: integration.status,
      latency: integration.latencyMs,
      requestId: integration.requestId,
      status: integration.status,
    },
    integrationErrorMessage: integration.error,
    integrationLatency: integration.latencyMs,
    integrationStatus: integration.status,
    responseLatency: yard.clock.nowMs() - call.startedAtMs,
    responseLength: answerBytes(response),
    status: response.status,
  };
  return withVariables(format, (name) =>
    name.startsWith("context.") ? (contextValue(context, name.slice("context.".length)) ?? "-") : "-",
  );
}

/** Delivers what was logged. What cannot be delivered is lost, as on AWS, and the operator finds out why. */
export const accessLogs: JobHandler = {
  kind: KIND,
  async run({ payload, account, region }: Job, yard: YardContext) {
    // The payload is what logRequest wrote.
    const job = payload as LogJob;
    const { sourceArn } = job;
    try {
      const principal = { kind: "service", service: LOG_DELIVERY, sourceArn, sourceAccount: account } as const;
      await deliverLines(yard.as(principal, { account, region }), job);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      yard.log.write("warn", "http-api.log-not-written", { sourceArn, code: error.code, message: error.message });
    }
    return "done";
  },
};
