// The integration: mapped there, called within its time, mapped back.

import type { Integration } from "../records.ts";
import type { Answer } from "./answer.ts";
import type { Call, Pair } from "./call.ts";
import { MOST_PAYLOAD_BYTES } from "./decompress.ts";
import { Failure, misconfigured, timedOut } from "./failure.ts";
import { callService } from "./integrations/aws-service.ts";
import { callHttp } from "./integrations/http.ts";
import type { IntegrationAnswer } from "./integrations/integration.ts";
import { functionArnOf, invokeCustom, invokeProxy } from "./integrations/lambda.ts";
import { answerMock } from "./integrations/mock.ts";
import { withStageVariables } from "../../../service/api-front/variables.ts";
import { mapRequest } from "./request-mapping.ts";
import { mapResponse } from "./response-mapping.ts";

/** Calls the method's integration, and gives what the client is answered. */
export async function integrate(call: Call): Promise<Answer> {
  const { methodIntegration: integration } = call.method;
  if (integration === undefined) throw misconfigured("No integration defined for method");
  const startedAtMs = call.yard.clock.nowMs();
  try {
    const asked = ask(call, integration);
    // A mock is asked of nobody: no timer is worth its while.
    const answer = await (integration.type === "MOCK" ? asked : withinTime(call, integration.timeoutInMillis, asked));
    call.facts.integration.status ??= answer.status;
    call.trace?.(
      `Received response. Status: ${answer.status}, Integration latency: ${call.yard.clock.nowMs() - startedAtMs} ms`,
    );
    traceMessage(call, "Endpoint response", answer);
    requireSize(answer);
    return integration.type.endsWith("_PROXY") ? remapped(answer) : mapResponse(call, integration, answer);
  } finally {
    call.facts.integration.latencyMs = call.yard.clock.nowMs() - startedAtMs;
  }
}

async function ask(call: Call, integration: Integration): Promise<IntegrationAnswer> {
  const { type, timeoutInMillis } = integration;
  const credentials = integration.credentials && withStageVariables(integration.credentials, call.target.variables);
  if (type === "AWS_PROXY")
    return invokeProxy(call, withStageVariables(integration.uri ?? "", call.target.variables), credentials);
  const request = mapRequest(call, integration);
  if (type !== "MOCK") call.trace?.(`Endpoint request URI: ${request.uri}`);
  traceMessage(call, "Endpoint request", request);
  if (type === "MOCK") return answerMock(request);
  if (type === "AWS") {
    return functionArnOf(request.uri) === undefined
      ? callService(call, request, credentials)
      : invokeCustom(call, request, credentials);
  }
  if (integration.connectionType === "VPC_LINK") throw misconfigured("VPC links lead nowhere here");
  return callHttp(call, request, timeoutInMillis);
}

/** LIMIT: AWS: "Quotas for configuring and running a REST API": payload size. */
function requireSize({ body }: IntegrationAnswer): void {
  if (body.length <= MOST_PAYLOAD_BYTES) return;
  throw new Failure("DEFAULT_5XX", "Internal server error", {
    status: 500,
    detail: `Execution failed: Integration response of reported length ${body.length} is larger than allowed maximum of ${MOST_PAYLOAD_BYTES} bytes.`,
  });
}

/** AWS: "Amazon API Gateway important notes": headers of a proxy's answer that are API Gateway's own to say. */
function remapped(answer: IntegrationAnswer): Answer {
  const headers = answer.headers.map(([name, value]): Pair => {
    return REMAPPED.has(name.toLowerCase()) ? [`x-amzn-Remapped-${name}`, value] : [name, value];
  });
  return { ...answer, headers };
}

const REMAPPED = new Set(["connection", "content-length", "date", "server", "www-authenticate"]);

/** AWS: an integration that takes longer than its timeout is answered for with 504. */
async function withinTime<T>(call: Call, timeoutMs: number, work: Promise<T>): Promise<T> {
  const timeout = new AbortController();
  try {
    const result = await Promise.race([
      work.then((value) => ({ value })),
      call.yard.clock.wait(timeoutMs, timeout.signal),
    ]);
    if (result === undefined) throw timedOut();
    return result.value;
  } finally {
    timeout.abort();
  }
}

/** AWS: bodies and headers are in the execution log where data tracing is on, and in what TestInvokeMethod shows. */
function traceMessage(call: Call, what: string, message: Pick<IntegrationAnswer, "headers" | "body">): void {
  if (call.trace === undefined || (call.access !== undefined && call.setting.dataTraceEnabled !== true)) return;
  const headers = message.headers.map(([name, value]) => `${name}=${value}`).join(", ");
  call.trace(`${what} headers: {${headers}}`);
  // LIMIT: AWS: "truncates log events to 1024 bytes".
  call.trace(`${what} body: ${Buffer.from(message.body).toString("utf8").slice(0, 1024)}`);
}
