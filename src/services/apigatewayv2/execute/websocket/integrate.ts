// From a route to its integration and back: what is sent there, how long it may take, and what of the answer goes to the client.

import { boundedPattern, PatternTooSlowError } from "../../../../kernel/bounded-pattern.ts";
import { contextValue, own, withStageVariables } from "../../../../service/api-front/variables.ts";
import type { Pair } from "../../../../service/api-front/aws-service.ts";
import { parseJson } from "../../../../service/vtl/json.ts";
import type { IntegrationRecord, IntegrationResponseRecord } from "../../records.ts";
import { contextOf, type SocketCall } from "./call.ts";
import { proxyEvent } from "./events.ts";
import { internalError, SocketFailure, timedOut } from "./failure.ts";
import {
  type BackendAnswer,
  type BackendRequest,
  callEndpoint,
  callService,
  functionArnOf,
  invokeFunction,
} from "./integrations.ts";
import { requestValue } from "./selection.ts";
import { renderSocketTemplate, selectTemplate } from "./templates.ts";

/** What a route's integration answers, mapped. */
export interface RouteAnswer {
  readonly status: number;
  readonly headers: readonly Pair[];
  readonly body: Uint8Array;
}

/** Calls the integration within its time. Throws a SocketFailure. */
export async function integrate(call: SocketCall, integration: IntegrationRecord): Promise<RouteAnswer> {
  const { clock } = call.yard;
  const asked = ask(call, integration);
  // A mock is asked of nobody: no timer is worth its while, and no latency is counted.
  if (integration.type === "MOCK") return asked;
  const startedAtMs = clock.nowMs();
  const timeout = new AbortController();
  try {
    const result = await Promise.race([
      asked.then((answer) => ({ answer })),
      clock.wait(integration.timeoutMs, timeout.signal),
    ]);
    if (result === undefined) throw timedOut();
    return result.answer;
  } finally {
    timeout.abort();
    call.facts.integrationLatencyMs = clock.nowMs() - startedAtMs;
  }
}

async function ask(call: SocketCall, integration: IntegrationRecord): Promise<RouteAnswer> {
  const { stage, facts } = call;
  const uri = withStageVariables(integration.uri ?? "", stage.variables);
  if (integration.type === "AWS_PROXY") return askProxy(call, integration, uri);
  const request = requestOf(call, integration, uri);
  const answer = await askBackend(call, integration, request);
  facts.integrationStatus = answer.status;
  if (integration.type === "HTTP_PROXY") return answer;
  return mapAnswer(call, integration, answer);
}

/** AWS: "Set up Lambda proxy integrations": a status, headers and a body, all of which may be missing. */
async function askProxy(call: SocketCall, integration: IntegrationRecord, uri: string): Promise<RouteAnswer> {
  const functionArn = functionArnOf(uri) ?? uri;
  const payload = Buffer.from(JSON.stringify(proxyEvent(call)));
  const result = await invokeFunction(call, integration, functionArn, payload);
  if (result.isError) throw malformed("The function failed");
  const output = parsed(result.payload);
  if (!isRecord(output)) throw malformed("The function's output is no object");
  const { statusCode = 200, headers, body, isBase64Encoded } = output;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) throw malformed("The status code is none");
  if (body !== undefined && body !== null && typeof body !== "string") throw malformed("The body is no text");
  call.facts.integrationStatus = status;
  return {
    status,
    headers: isRecord(headers) ? Object.entries(headers).map(([name, value]): Pair => [name, String(value)]) : [],
    body: Buffer.from(body ?? "", isBase64Encoded === true ? "base64" : "utf8"),
  };
}

/** AWS: clients that wanted to connect see a 502. */
function malformed(detail: string): SocketFailure {
  return internalError(`Execution failed due to configuration error: Malformed Lambda proxy response: ${detail}`, 502);
}

async function askBackend(
  call: SocketCall,
  integration: IntegrationRecord,
  request: BackendRequest,
): Promise<BackendAnswer> {
  if (integration.type === "MOCK") return mockAnswer(request);
  if (integration.type === "HTTP" || integration.type === "HTTP_PROXY")
    return callEndpoint(call, request, integration.timeoutMs);
  const functionArn = functionArnOf(request.uri);
  if (functionArn === undefined) return callService(call, integration, request);
  const { payload, isError } = await invokeFunction(call, integration, functionArn, request.body);
  const output = parsed(payload);
  const errorMessage = isRecord(output) && typeof output["errorMessage"] === "string" ? output["errorMessage"] : "";
  return { status: 200, headers: [], body: payload, ...(isError ? { errorMessage } : {}) };
}

/** AWS: "Mock integrations": the mapped request says with which status. */
function mockAnswer({ body }: BackendRequest): BackendAnswer {
  const status = statusIn(Buffer.from(body).toString("utf8"));
  if (status === undefined) throw internalError("Unable to transform request: a mock integration needs a statusCode");
  return { status, headers: [], body: new Uint8Array() };
}

function statusIn(text: string): number | undefined {
  try {
    const value = parseJson(text);
    const code = value instanceof Map ? value.get("statusCode") : undefined;
    const status = typeof code === "bigint" || typeof code === "string" ? Number(code) : NaN;
    return Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined;
  } catch {
    return undefined;
  }
}

/** The request to the backend: parameters mapped, and the body by the template that the message selects. */
function requestOf(call: SocketCall, integration: IntegrationRecord, uri: string): BackendRequest {
  const headers: Pair[] = [];
  const query: Pair[] = [];
  let path = uri;
  for (const [target, source] of Object.entries(integration.requestParameters ?? {})) {
    const [, place, name = ""] = /^integration\.request\.(header|querystring|path)\.(.+)$/.exec(target) ?? [];
    const value = sourceValue(call, source);
    if (value === undefined) continue;
    if (place === "header") headers.push([name, value]);
    else if (place === "querystring") query.push([name, value]);
    else path = path.replaceAll(`{${name}}`, encodeURIComponent(value));
  }
  if (!headers.some(([name]) => name.toLowerCase() === "content-type"))
    headers.push(["Content-Type", "application/json"]);
  const body = requestBody(call, integration);
  // AWS: "Binary media types for WebSocket APIs": text in base 64 becomes bytes.
  const bytes = Buffer.from(body, integration.contentHandling === "CONVERT_TO_BINARY" ? "base64" : "utf8");
  return { uri: path, method: integration.method ?? "POST", headers, query, body: bytes };
}

function requestBody(call: SocketCall, integration: IntegrationRecord): string {
  const { type, requestTemplates, templateSelectionExpression: expression, passthroughBehavior } = integration;
  if (type === "HTTP_PROXY") return call.body.text;
  const valueOf = (name: string): string => requestValue(name, call.body) ?? "";
  const template = selectTemplate(requestTemplates, expression, valueOf);
  if (template !== undefined) return renderSocketTemplate(template, call, call.body.text, true);
  const hasTemplates = Object.keys(requestTemplates ?? {}).length > 0;
  // AWS: "PassthroughBehavior": WHEN_NO_MATCH, WHEN_NO_TEMPLATES and NEVER; what is not passed on is refused with 415.
  if (passthroughBehavior === "NEVER" || (passthroughBehavior === "WHEN_NO_TEMPLATES" && hasTemplates))
    throw new SocketFailure(415, "Unsupported Media Type");
  return call.body.text;
}

/** AWS: "Set up data mapping for WebSocket APIs": what a parameter is mapped from. */
function sourceValue(call: SocketCall, source: string): string | undefined {
  const { event, body, stage } = call;
  if (/^'.*'$/s.test(source)) return source.slice(1, -1);
  if (source.startsWith("context.")) return contextValue(contextOf(call), source.slice("context.".length));
  if (source.startsWith("stageVariables.")) return own(stage.variables, source.slice("stageVariables.".length));
  if (source.startsWith("route.request.body")) return requestValue(source.slice("route.".length), body);
  if (event.type !== "CONNECT") return undefined;
  const [, place, name = ""] = /^route\.request\.(?:multivalue)?(querystring|header)\.(.+)$/.exec(source) ?? [];
  if (place === "header") return event.request.headers[name.toLowerCase()];
  const values = event.request.query.filter(([each]) => each === name).map(([, value]) => value);
  if (place === undefined || values.length === 0) return undefined;
  return source.includes(".multivalue") ? values.join(",") : values.at(-1);
}

/** AWS: "Set up a WebSocket API integration response": chosen by the function's error, or the status; then by its template. */
function mapAnswer(call: SocketCall, integration: IntegrationRecord, answer: BackendAnswer): RouteAnswer {
  const responses = (call.served.integrationResponses ?? []).filter(
    ({ integrationId }) => integrationId === integration.integrationId,
  );
  const isOfFunction = integration.type === "AWS" && functionArnOf(integration.uri ?? "") !== undefined;
  const chosen = chooseResponse(responses, isOfFunction ? (answer.errorMessage ?? "") : String(answer.status));
  if (chosen === undefined) return answer;
  const text = Buffer.from(answer.body).toString(chosen.contentHandling === "CONVERT_TO_TEXT" ? "base64" : "utf8");
  const template = selectTemplate(chosen.responseTemplates, chosen.templateSelectionExpression, (name) =>
    responseValue(call, answer, name),
  );
  const body = template === undefined ? text : renderSocketTemplate(template, call, text, false);
  return { ...answer, body: Buffer.from(body, chosen.contentHandling === "CONVERT_TO_BINARY" ? "base64" : "utf8") };
}

function chooseResponse(
  responses: readonly IntegrationResponseRecord[],
  value: string,
): IntegrationResponseRecord | undefined {
  const chosen = value === "" ? undefined : responses.find(({ integrationResponseKey: key }) => matches(key, value));
  return chosen ?? responses.find(({ integrationResponseKey }) => integrationResponseKey === "$default");
}

/** AWS: a key is a pattern between slashes, or means itself. */
function matches(key: string, value: string): boolean {
  const [, pattern] = /^\/(.*)\/$/s.exec(key) ?? [];
  if (pattern === undefined) return key === value;
  try {
    return boundedPattern(`^(?:${pattern})$`)(value);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof PatternTooSlowError)
      throw internalError(`The integration response key ${key} cannot be used`);
    throw error;
  }
}

function responseValue(call: SocketCall, { status, headers }: BackendAnswer, name: string): string {
  if (name === "integration.response.statuscode") return String(status);
  const [, several, header] = /^integration\.response\.(multivalue)?header\.(.+)$/.exec(name) ?? [];
  if (header === undefined) return requestValue(name, call.body) ?? "";
  const values = headers.filter(([each]) => each.toLowerCase() === header.toLowerCase()).map(([, value]) => value);
  return several === undefined ? (values.at(-1) ?? "") : values.join(",");
}

function parsed(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString("utf8"));
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
