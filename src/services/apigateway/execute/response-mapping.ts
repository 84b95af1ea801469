// From the integration's answer to the client's response: which integration response, its headers, its template, its bytes.
// AWS: "Set up an integration response using the API Gateway console", "Content type conversions in API Gateway".

import { boundedPattern, PatternTooSlowError } from "../../../kernel/bounded-pattern.ts";
import type { Integration, IntegrationResponse } from "../records.ts";
import type { Answer } from "./answer.ts";
import { type Call, headerOf, type Pair } from "./call.ts";
import { misconfigured } from "./failure.ts";
import type { IntegrationAnswer } from "./integrations/integration.ts";
import { functionArnOf } from "./integrations/lambda.ts";
import { acceptedType, convertBody, isBinary, mediaTypeOf } from "./media-types.ts";
import { sourceValues } from "./parameters.ts";
import { renderMapping } from "./templates.ts";

/** Maps an answer of an integration that is not a proxy. */
export function mapResponse(call: Call, integration: Integration, answer: IntegrationAnswer): Answer {
  const response = selectedResponse(integration, answer);
  const declared = call.method.methodResponses[response.statusCode];
  const headers = mappedHeaders(call, response, answer);
  const mapped = mappedBody(call, response, answer);
  const contentType = headerOf(headers, "content-type") ?? mapped.contentType;
  const overridden = Object.entries(mapped.headers).flatMap(([name, values]) =>
    values.map((value): Pair => [name, value]),
  );
  const names = new Set(overridden.map(([name]) => name.toLowerCase()));
  if (declared === undefined) call.trace?.(`Method response ${response.statusCode} is not declared`);
  return {
    status: statusOf(mapped.status ?? response.statusCode),
    headers: [
      ...(names.has("content-type") ? [] : [["Content-Type", contentType] as const]),
      ...headers.filter(([name]) => name.toLowerCase() !== "content-type" && !names.has(name.toLowerCase())),
      ...overridden,
    ],
    body: mapped.body,
  };
}

function statusOf(text: string): number {
  const status = Number(text);
  if (!Number.isInteger(status) || status < 100 || status > 599) throw misconfigured(`Invalid status code ${text}`);
  return status;
}

/** AWS: patterns are matched against the error's message of a function, and against the status of everything else. */
function selectedResponse({ integrationResponses, uri }: Integration, answer: IntegrationAnswer): IntegrationResponse {
  const responses = Object.values(integrationResponses);
  const isFunction = functionArnOf(uri ?? "") !== undefined || /:lambda:path\//.test(uri ?? "");
  const text = isFunction ? answer.errorMessage : String(answer.status);
  const named = responses.filter(({ selectionPattern }) => (selectionPattern ?? "") !== "");
  const found =
    text === undefined ? undefined : named.find(({ selectionPattern = "" }) => matches(selectionPattern, text));
  const chosen = found ?? responses.find(({ selectionPattern }) => (selectionPattern ?? "") === "");
  if (chosen === undefined)
    throw misconfigured("No match for output mapping and no default endpoint mapping configured");
  return chosen;
}

/** The whole text, as Java matches; "." is any character but a line's end. */
function matches(pattern: string, text: string): boolean {
  try {
    return boundedPattern(`^(?:${pattern})$`)(text);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof PatternTooSlowError)
      throw misconfigured(`Invalid selection pattern: ${pattern}`);
    throw error;
  }
}

function mappedHeaders(
  call: Call,
  { responseParameters }: IntegrationResponse,
  answer: IntegrationAnswer,
): readonly Pair[] {
  return Object.entries(responseParameters ?? {}).flatMap(([name, source]) => {
    const [, header] = /^method\.response\.header\.(.+)$/.exec(name) ?? [];
    return header === undefined ? [] : sourceValues(source, call, answer).map((value): Pair => [header, value]);
  });
}

interface MappedBody {
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly status?: string;
}

function mappedBody(call: Call, response: IntegrationResponse, answer: IntegrationAnswer): MappedBody {
  const { request, deployed } = call;
  const { binaryMediaTypes } = deployed.api;
  const accept = headerOf(request.headers, "accept");
  const isBinaryBody = answer.body.length > 0 && isBinary(headerOf(answer.headers, "content-type"), binaryMediaTypes);
  const body = converted(
    response,
    answer,
    isBinaryBody,
    binaryMediaTypes.length > 0 && isBinary(acceptedType(accept), binaryMediaTypes),
  );
  const templates = Object.entries(response.responseTemplates ?? {});
  const wanted = (accept ?? "").split(",").map((each) => mediaTypeOf(each));
  const [contentType, template] =
    templates.find(([name]) => wanted.includes(mediaTypeOf(name))) ??
    templates.find(([name]) => mediaTypeOf(name) === "application/json") ??
    templates[0] ??
    [];
  // AWS: an empty template passes the body on.
  if (contentType === undefined || template === undefined || template === "")
    return { body, contentType: contentType ?? "application/json", headers: {} };
  if (isBinaryBody && response.contentHandling !== "CONVERT_TO_TEXT")
    throw misconfigured("Unable to transform response: the payload is binary");
  const rendered = renderMapping(template, call, Buffer.from(body).toString("utf8"), "response");
  const { status, header } = rendered.responseOverride;
  return {
    body: Buffer.from(rendered.text),
    contentType: contentType === "$default" ? "application/json" : contentType,
    headers: header,
    ...(status === undefined ? {} : { status }),
  };
}

function converted(
  response: IntegrationResponse,
  answer: IntegrationAnswer,
  isBinaryBody: boolean,
  isBinaryWanted: boolean,
): Uint8Array {
  const byItself = isBinaryBody === isBinaryWanted ? undefined : isBinaryBody ? "CONVERT_TO_TEXT" : "CONVERT_TO_BINARY";
  const handling = response.contentHandling ?? (answer.body.length === 0 ? undefined : byItself);
  const body = convertBody(answer.body, handling, isBinaryBody);
  if (body === undefined) throw misconfigured("Unable to transform response: the payload is not base64");
  return body;
}
