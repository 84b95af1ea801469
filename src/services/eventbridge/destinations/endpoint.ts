// API destinations as endpoints: the request with what the caller, the destination and its connection say, within the destination's rate.
// AWS: "API destinations as targets in Amazon EventBridge"; "Connections for API endpoint targets".

import { parseArn } from "../../../kernel/arns.ts";
import { AwsError } from "../../../kernel/errors.ts";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import type { YardContext } from "../../../service/context.ts";
import {
  type EndpointAnswer,
  type EndpointRequest,
  fillPath,
  type HttpEndpointKind,
  passingFailure,
} from "../../../service/http-endpoints.ts";
import { sendOutbound } from "../../../service/outbound-http.ts";
import type { Store } from "../../../store/store.ts";
import { notFound } from "../errors.ts";
import { partsOfArn } from "../names.ts";
import type { ApiDestinationRecord, ConnectionRecord } from "../records.ts";
import { load } from "../repo.ts";
import { authorization, forgetToken } from "./authorization.ts";

const ACTION = "events:InvokeApiDestination";

export const apiDestinationEndpoint: HttpEndpointKind = {
  accepts: ({ service, resource }) => service === "events" && resource.startsWith("api-destination/"),
  async call(request, { authorize }, yard) {
    authorize([{ action: ACTION, resource: request.arn }]);
    const { destination, connection } = requireDestination(yard, request.arn);
    takeTurn(yard, request.arn, destination.rate);
    return send(yard, destination, connection, request);
  },
};

async function send(
  yard: YardContext,
  destination: ApiDestinationRecord,
  connection: ConnectionRecord,
  request: EndpointRequest,
): Promise<EndpointAnswer> {
  const { url, headers, body } = messageOf(destination, connection, request);
  const authorized = await authorization(yard, connection);
  for (const [name, value] of authorized.query) url.searchParams.append(name, value);
  const result = await sendOutbound(yard, {
    method: destination.method,
    url: url.href,
    headers: { ...headers, ...authorized.headers },
    body: body ?? "",
    timeoutMs: request.timeoutMs,
  });
  if (result.kind === "no-answer") throw passingFailure(`Unable to invoke ApiDestination endpoint: ${result.reason}`);
  // AWS: with 401 and 407 the next attempt fetches new credentials.
  if (result.status === 401 || result.status === 407) forgetToken(yard, connection);
  return { status: result.status, body: result.body };
}

function requireDestination(
  yard: YardContext,
  arn: string,
): { readonly destination: ApiDestinationRecord; readonly connection: ConnectionRecord } {
  const { account = "", region = "" } = parseArn(arn) ?? {};
  const scope = { account: parseAccountId(account), region: parseRegion(region) };
  const [name = "", id] = partsOfArn(arn).rest;
  return yard.store.read((tx) => {
    const destination = load(tx, scope, "api-destination", name);
    if (destination === undefined || destination.destinationId !== id) throw notFound(`An api-destination '${name}'`);
    const [connectionName = ""] = partsOfArn(destination.connectionArn).rest;
    const connection = load(tx, scope, "connection", connectionName);
    if (connection === undefined || connection.state !== "AUTHORIZED")
      throw notFound(`An authorized connection '${connectionName}'`);
    return { destination, connection };
  });
}

// Calls of the second that runs, by destination; by store, since a process may hold several yards.
const turns = new WeakMap<Store, Map<string, { readonly second: number; count: number }>>();

/** Throws a throttle once the destination's rate is used up for this second. */
function takeTurn(yard: YardContext, arn: string, rate: number): void {
  let ofYard = turns.get(yard.store);
  if (ofYard === undefined) turns.set(yard.store, (ofYard = new Map()));
  const second = Math.floor(yard.clock.nowMs() / 1000);
  let turn = ofYard.get(arn);
  if (turn?.second !== second) ofYard.set(arn, (turn = { second, count: 0 }));
  turn.count++;
  if (turn.count > rate)
    throw new AwsError({
      code: "ThrottlingException",
      message: "The invocation rate limit of the API destination was exceeded.",
    });
}

interface Message {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** AWS: HttpParameters: where the caller and the connection say the same, the connection's value counts. */
function messageOf(destination: ApiDestinationRecord, connection: ConnectionRecord, request: EndpointRequest): Message {
  const url = new URL(fillPath(destination.endpoint, request.pathValues));
  const shared = connection.parameters.InvocationHttpParameters ?? {};
  for (const [name, value] of Object.entries(request.query)) url.searchParams.append(name, value);
  for (const { Key = "", Value = "" } of shared.QueryStringParameters ?? []) url.searchParams.set(Key, Value);
  const headers: Record<string, string> = {
    "content-type": "application/json; charset=utf-8",
    "user-agent": "Amazon/EventBridge/ApiDestinations",
  };
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
  for (const { Key = "", Value = "" } of shared.HeaderParameters ?? []) headers[Key.toLowerCase()] = Value;
  const hasBody = destination.method !== "GET" && destination.method !== "HEAD";
  const body = hasBody ? withBodyParameters(request.body, shared.BodyParameters ?? []) : undefined;
  return { url, headers, body };
}

function withBodyParameters(
  input: string,
  parameters: readonly { Key?: string | undefined; Value?: string | undefined }[],
): string {
  if (parameters.length === 0) return input;
  const body: unknown = JSON.parse(input);
  if (typeof body !== "object" || body === null || Array.isArray(body)) return input;
  return JSON.stringify({ ...body, ...Object.fromEntries(parameters.map(({ Key = "", Value = "" }) => [Key, Value])) });
}
