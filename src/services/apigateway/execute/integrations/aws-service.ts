// AWS services as integrations: the mapped request is one of the service's API, in whatever protocol it is written, made with the
// integration's credentials and authorised like any other. AWS: "x-amazon-apigateway-integration object": uri:
// arn:aws:apigateway:REGION:[SUBDOMAIN.]SERVICE:path/... or :action/NAME.

import { AwsError } from "../../../../kernel/errors.ts";
import { isRegion } from "../../../../kernel/ids.ts";
import { loadModel, serviceIndex } from "../../../../model/load.ts";
import type { OperationModel, ServiceRouting } from "../../../../model/model.ts";
import { API_SERVICE, type AwsApis, type ServiceApis } from "../../../../service/apis.ts";
import { codecFor } from "../../../../wire/codecs.ts";
import { type Route, route, routedRequest } from "../../../../wire/route.ts";
import type { HttpRequest, HttpResponse } from "../../../../wire/wire.ts";
import type { Call, Pair } from "../call.ts";
import { MOST_PAYLOAD_BYTES } from "../decompress.ts";
import { misconfigured } from "../failure.ts";
import { type IntegrationAnswer, type IntegrationRequest, withCredentials } from "./integration.ts";

const URI = /^arn:[^:]+:apigateway:([^:]*):(?:([^:]+)\.)?([^:.]+):(path|action)\/?(.*)$/s;
/** What URIs call a service whose signatures name another. */
const SIGNING_NAMES: Readonly<Record<string, string>> = { email: "ses", cloudwatch: "monitoring" };

/** Makes the call that the request is. */
export async function callService(
  call: Call,
  request: IntegrationRequest,
  credentials: string | undefined,
): Promise<IntegrationAnswer> {
  const [, region = "", subdomain, name = "", kind, rest = ""] = URI.exec(request.uri) ?? [];
  if (!isRegion(region) || kind === undefined) throw misconfigured(`Invalid integration URI: ${request.uri}`);
  const signingName = SIGNING_NAMES[name] ?? name;
  const message =
    kind === "action"
      ? actionMessage(call, request, signingName, rest)
      : pathMessage(call, request, { signingName, name, subdomain, rest });
  const to = routed(message);
  if (to.kind !== "operation") throw misconfigured(`${request.uri} is no operation that Stackyard knows`);
  const operation = loadModel(to.service).operations.get(to.operation);
  if (operation === undefined) throw misconfigured(`${to.operation} is no operation of ${to.service}`);
  const scope = { account: call.scope.account, region };
  const requestId = call.yard.random.uuid();
  call.facts.integration.requestId = requestId;
  try {
    const codec = codecFor(to.protocol);
    const input = codec.decodeInput(operation, routedRequest(message, to));
    const output = await withCredentials(call, scope, credentials, (aws) => invoke(aws, to, input));
    if (to.protocol === "awsQuery") return jsonAnswer(200, jsonOfQuery(operation, output, requestId));
    return await answerOf(codec.encodeOutput(operation, output, requestId));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (to.protocol === "awsQuery") return jsonAnswer(error.status, jsonOfError(error, requestId));
    return answerOf(codecFor(to.protocol).encodeError(loadModel(to.service), operation, error, requestId));
  }
}

type Operation = Extract<Route, { kind: "operation" }>;

async function invoke(aws: AwsApis, to: Operation, input: Record<string, unknown>): Promise<Record<string, unknown>> {
  const [api] = Object.entries(API_SERVICE).find(([, service]) => service === to.service) ?? [];
  if (api === undefined) throw misconfigured(`Integrations do not reach ${to.service}`);
  const calls = aws[api as keyof ServiceApis] as unknown as Readonly<
    Record<string, (input: unknown) => Promise<Record<string, unknown>>>
  >;
  const method = `${to.operation.charAt(0).toLowerCase()}${to.operation.slice(1)}`;
  return (await calls[method]?.(input)) ?? {};
}

/** The query protocols name their operation in the body. */
function routed(message: HttpRequest & { readonly body: Uint8Array }): Route {
  const found = route(message);
  return found.kind === "needs-body" ? route(message, message.body) : found;
}

interface Place {
  readonly signingName: string;
  readonly name: string;
  readonly subdomain: string | undefined;
  readonly rest: string;
}

type Message = HttpRequest & { readonly body: Uint8Array };

/** "path/...": the request as it is, at the service's host; a subdomain is a bucket's. */
function pathMessage(call: Call, request: IntegrationRequest, { signingName, name, subdomain, rest }: Place): Message {
  const [path = "", query = ""] = rest.split("?");
  const host = subdomain === undefined ? `${name}.localhost` : `${subdomain}.${name}.localhost`;
  const inUri = [...new URLSearchParams(query)];
  return {
    method: request.method,
    path: `/${path.replace(/^\/+/, "")}`,
    query: [...inUri, ...request.query],
    headers: headersOf(call, request, signingName, host),
    body: request.body,
  };
}

/** "action/NAME": the operation as its protocol names it. */
function actionMessage(call: Call, request: IntegrationRequest, signingName: string, rest: string): Message {
  const [action = "", query = ""] = rest.replace(/&/, "?").split("?");
  const service = serviceIndex().find((each) => each.signingName === signingName && each.operations.includes(action));
  if (service === undefined) throw misconfigured(`${action} is no action of ${signingName}`);
  const headers = headersOf(call, request, signingName, `${signingName}.localhost`);
  const json = service.protocols.find((protocol) => protocol.startsWith("awsJson"));
  if (json !== undefined && !isForm(headers)) {
    const version = json === "awsJson1_0" ? "1.0" : "1.1";
    const target = {
      "x-amz-target": `${service.targetPrefix ?? ""}.${action}`,
      "content-type": `application/x-amz-json-${version}`,
    };
    return { method: "POST", path: "/", query: [], headers: { ...headers, ...target }, body: request.body };
  }
  return queryMessage(request, service, action, query, headers);
}

function queryMessage(
  request: IntegrationRequest,
  service: ServiceRouting,
  action: string,
  query: string,
  headers: Readonly<Record<string, string | undefined>>,
): Message {
  const parameters = new URLSearchParams(Buffer.from(isForm(headers) ? request.body : "").toString("utf8"));
  for (const [name, value] of [...new URLSearchParams(query), ...request.query]) parameters.append(name, value);
  parameters.set("Action", action);
  if (!parameters.has("Version")) parameters.set("Version", service.apiVersion);
  const form = { ...headers, "content-type": "application/x-www-form-urlencoded" };
  return { method: "POST", path: "/", query: [], headers: form, body: Buffer.from(parameters.toString()) };
}

function isForm(headers: Readonly<Record<string, string | undefined>>): boolean {
  return (headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
}

/** Lower-cased, with a signature's scope, which tells the router the service: the call itself is made with the integration's credentials. */
function headersOf(
  call: Call,
  { headers }: IntegrationRequest,
  signingName: string,
  host: string,
): Readonly<Record<string, string | undefined>> {
  const lower = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
  // QueueUrls are made of the host.
  const own = new URL(call.yard.origin).host;
  return {
    ...lower,
    host: signingName === "sqs" ? own : host,
    authorization: `AWS4-HMAC-SHA256 Credential=INTEGRATION/20000101/any/${signingName}/aws4_request`,
  };
}

async function answerOf({ status, headers, body }: HttpResponse): Promise<IntegrationAnswer> {
  return { status, headers: Object.entries(headers), body: await wholeOf(body) };
}

async function wholeOf(body: HttpResponse["body"]): Promise<Uint8Array> {
  if (typeof body === "string") return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    chunks.push(chunk);
    if (length > MOST_PAYLOAD_BYTES) break;
  }
  return Buffer.concat(chunks);
}

function jsonAnswer(status: number, value: unknown): IntegrationAnswer {
  const headers: Pair[] = [["Content-Type", "application/json"]];
  return { status, headers, body: Buffer.from(JSON.stringify(value)) };
}

/**
 * AWS: API Gateway asks services of the query protocol for JSON, and gets the members in a response's and a result's envelope
 * (recorded: LocalStack's snapshots of SQS integrations).
 */
function jsonOfQuery({ name, output }: OperationModel, result: Record<string, unknown>, requestId: string): unknown {
  const members = [...output.members.keys()].toSorted();
  const body = Object.fromEntries(members.map((member) => [member, jsonValue(result[member])]));
  return {
    [`${name}Response`]: {
      ...(members.length === 0 ? {} : { [`${name}Result`]: body }),
      ResponseMetadata: { RequestId: requestId },
    },
  };
}

function jsonValue(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(jsonValue);
  if (typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, jsonValue(item)]));
  return value;
}

function jsonOfError({ code, message, status }: AwsError, requestId: string): unknown {
  return { Error: { Code: code, Message: message, Type: status >= 500 ? "Receiver" : "Sender" }, RequestId: requestId };
}
