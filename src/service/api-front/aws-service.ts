// AWS services as API Gateway's integrations: the mapped request is one of the service's API, in whatever protocol it is written.
// For REST and WebSocket APIs. AWS: "x-amazon-apigateway-integration object": uri:
// arn:aws:apigateway:REGION:[SUBDOMAIN.]SERVICE:path/... or :action/NAME.

import { AwsError } from "../../kernel/errors.ts";
import { type AccountId, isRegion } from "../../kernel/ids.ts";
import { loadModel, serviceIndex } from "../../model/load.ts";
import type { OperationModel, ServiceRouting } from "../../model/model.ts";
import { codecFor } from "../../wire/codecs.ts";
import { type Route, route, routedRequest } from "../../wire/route.ts";
import type { HttpRequest, HttpResponse } from "../../wire/wire.ts";
import { API_SERVICE, type AwsApis, type ServiceApis } from "../apis.ts";
import type { Scope } from "../context.ts";

/** A header or a query parameter. */
export type Pair = readonly [name: string, value: string];

/** The request to the backend, after mapping. */
export interface ServiceRequest {
  /** With parameters and stage variables in their places. */
  readonly uri: string;
  readonly method: string;
  readonly headers: readonly Pair[];
  readonly query: readonly Pair[];
  readonly body: Uint8Array;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly headers: readonly Pair[];
  readonly body: Uint8Array;
}

/** In whose account a call is made, and what its answer is made of. */
export interface ServiceCaller {
  readonly account: AccountId;
  /** The yard's. */
  readonly origin: string;
  readonly requestId: string;
}

/** The URI means no call that can be made: the integration's author is at fault. */
export class IntegrationUriError extends Error {}

/** LIMIT: AWS: "Quotas for configuring and running a REST API": payload size: more of an answer is not needed to know that it is too large. */
const MOST_ANSWER_BYTES = 10 * 1024 * 1024;

const URI = /^arn:[^:]+:apigateway:([^:]*):(?:([^:]+)\.)?([^:.]+):(path|action)\/?(.*)$/s;
/** What URIs call a service whose signatures name another. */
const SIGNING_NAMES: Readonly<Record<string, string>> = { email: "ses", cloudwatch: "monitoring" };

/** Makes the call that the request is; `withApis` says in whose name. Throws an IntegrationUriError. */
export async function callAwsService(
  { account, origin, requestId }: ServiceCaller,
  request: ServiceRequest,
  withApis: <T>(scope: Scope, work: (aws: AwsApis) => Promise<T>) => Promise<T>,
): Promise<ServiceAnswer> {
  const [, region = "", subdomain, name = "", kind, rest = ""] = URI.exec(request.uri) ?? [];
  if (!isRegion(region) || kind === undefined) throw new IntegrationUriError(`Invalid integration URI: ${request.uri}`);
  const signingName = SIGNING_NAMES[name] ?? name;
  const message =
    kind === "action"
      ? actionMessage(origin, request, signingName, rest)
      : pathMessage(origin, request, { signingName, name, subdomain, rest });
  const to = routed(message);
  if (to.kind !== "operation") throw new IntegrationUriError(`${request.uri} is no operation that Stackyard knows`);
  const operation = loadModel(to.service).operations.get(to.operation);
  if (operation === undefined) throw new IntegrationUriError(`${to.operation} is no operation of ${to.service}`);
  const scope = { account, region };
  try {
    const codec = codecFor(to.protocol);
    const input = codec.decodeInput(operation, routedRequest(message, to));
    const output = await withApis(scope, (aws) => invoke(aws, to, input));
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
  if (api === undefined) throw new IntegrationUriError(`Integrations do not reach ${to.service}`);
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
function pathMessage(origin: string, request: ServiceRequest, { signingName, name, subdomain, rest }: Place): Message {
  const [path = "", query = ""] = rest.split("?");
  const host = subdomain === undefined ? `${name}.localhost` : `${subdomain}.${name}.localhost`;
  const inUri = [...new URLSearchParams(query)];
  return {
    method: request.method,
    path: `/${path.replace(/^\/+/, "")}`,
    query: [...inUri, ...request.query],
    headers: headersOf(origin, request, signingName, host),
    body: request.body,
  };
}

/** "action/NAME": the operation as its protocol names it. */
function actionMessage(origin: string, request: ServiceRequest, signingName: string, rest: string): Message {
  const [action = "", query = ""] = rest.replace(/&/, "?").split("?");
  const service = serviceIndex().find((each) => each.signingName === signingName && each.operations.includes(action));
  if (service === undefined) throw new IntegrationUriError(`${action} is no action of ${signingName}`);
  const headers = headersOf(origin, request, signingName, `${signingName}.localhost`);
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
  request: ServiceRequest,
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
  origin: string,
  { headers }: ServiceRequest,
  signingName: string,
  host: string,
): Readonly<Record<string, string | undefined>> {
  const lower = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
  // QueueUrls are made of the host.
  const own = new URL(origin).host;
  return {
    ...lower,
    host: signingName === "sqs" ? own : host,
    authorization: `AWS4-HMAC-SHA256 Credential=INTEGRATION/20000101/any/${signingName}/aws4_request`,
  };
}

async function answerOf({ status, headers, body }: HttpResponse): Promise<ServiceAnswer> {
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
    if (length > MOST_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks);
}

function jsonAnswer(status: number, value: unknown): ServiceAnswer {
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
