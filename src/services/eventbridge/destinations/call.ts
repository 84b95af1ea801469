// Calls an API destination: the request with what the target, the destination and its connection say, within the destination's rate.
// AWS: "API destinations as targets in Amazon EventBridge"; "Connections for API endpoint targets".

import type { Target } from "@aws-sdk/client-eventbridge";
import { AwsError } from "../../../kernel/errors.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import { parseJsonPath, valueAt } from "../../../service/json-path.ts";
import { sendOutbound } from "../../../service/outbound-http.ts";
import type { Store } from "../../../store/store.ts";
import { notFound } from "../errors.ts";
import { partsOfArn } from "../names.ts";
import type { ApiDestinationRecord, BusEvent, ConnectionRecord } from "../records.ts";
import { load } from "../repo.ts";
import { authorization, forgetToken } from "./authorization.ts";

// AWS: API destinations: "EventBridge requests to an API destination have a maximum client execution timeout of 5 seconds".
const TIMEOUT_MS = 5_000;
const ACTION = "events:InvokeApiDestination";

/** Sends one payload; throws an AwsError of the server's kind where another attempt may help. */
export async function callApiDestination(
  yard: YardContext,
  scope: Scope,
  target: Target,
  event: BusEvent,
  input: string,
): Promise<void> {
  const { destination, connection } = requireDestination(yard, scope, target.Arn ?? "");
  await requirePermission(yard, scope, target);
  takeTurn(yard, target.Arn ?? "", destination.rate);
  const request = requestOf(destination, connection, target, event, input);
  const { headers, query } = await authorization(yard, connection);
  for (const [name, value] of query) request.url.searchParams.append(name, value);
  const result = await sendOutbound(yard, {
    method: destination.method,
    url: request.url.href,
    headers: { ...request.headers, ...headers },
    body: request.body ?? "",
    timeoutMs: TIMEOUT_MS,
  });
  if (result.kind === "no-answer") throw passing(`Unable to invoke ApiDestination endpoint: ${result.reason}`);
  const { status } = result;
  // AWS: with 401 and 407 the next attempt fetches new credentials.
  if (status === 401 || status === 407) forgetToken(yard, connection);
  if (status >= 200 && status < 300) return;
  const message = `HTTP status code: ${status}`;
  if (status >= 500 || [401, 407, 409, 429].includes(status)) throw passing(message);
  throw new AwsError({ code: "SdkClientError", message });
}

/** An error that another attempt may mend. */
function passing(message: string): AwsError {
  return new AwsError({ code: "InternalException", status: 500, message });
}

function requireDestination(
  yard: YardContext,
  scope: Scope,
  arn: string,
): { readonly destination: ApiDestinationRecord; readonly connection: ConnectionRecord } {
  const [name = ""] = partsOfArn(arn).rest;
  return yard.store.read((tx) => {
    const destination = load(tx, scope, "api-destination", name);
    if (destination === undefined) throw notFound(`An api-destination '${name}'`);
    const [connectionName = ""] = partsOfArn(destination.connectionArn).rest;
    const connection = load(tx, scope, "connection", connectionName);
    if (connection === undefined || connection.state !== "AUTHORIZED")
      throw notFound(`An authorized connection '${connectionName}'`);
    return { destination, connection };
  });
}

// No operation stands behind the action, so the role's policies are asked.
async function requirePermission(
  yard: YardContext,
  { account, region }: Scope,
  { Arn = "", RoleArn = "" }: Target,
): Promise<void> {
  const root = { kind: "root", account, arn: `arn:aws:iam::${account}:root`, userId: account } as const;
  const { EvaluationResults = [] } = await yard.as(root, { account, region }).iam.simulatePrincipalPolicy({
    PolicySourceArn: RoleArn,
    ActionNames: [ACTION],
    ResourceArns: [Arn],
  });
  if (EvaluationResults.some(({ EvalDecision }) => EvalDecision === "allowed")) return;
  throw new AwsError({
    code: "AccessDeniedException",
    message: `${RoleArn} is not authorized to perform: ${ACTION} on resource: ${Arn}`,
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

interface RequestParts {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

function requestOf(
  destination: ApiDestinationRecord,
  connection: ConnectionRecord,
  target: Target,
  event: BusEvent,
  input: string,
): RequestParts {
  const { PathParameterValues = [], HeaderParameters = {}, QueryStringParameters = {} } = target.HttpParameters ?? {};
  const values = [...PathParameterValues];
  // AWS: each "*" of the endpoint's path takes the next path parameter.
  const url = new URL(
    destination.endpoint.replaceAll("*", () => encodeURIComponent(resolved(values.shift() ?? "", event))),
  );
  const shared = connection.parameters.InvocationHttpParameters ?? {};
  for (const [name, value] of Object.entries(QueryStringParameters))
    url.searchParams.append(name, resolved(value, event));
  for (const { Key, Value } of shared.QueryStringParameters ?? []) url.searchParams.append(Key ?? "", Value ?? "");
  const headers: Record<string, string> = {
    "content-type": "application/json; charset=utf-8",
    "user-agent": "Amazon/EventBridge/ApiDestinations",
  };
  for (const [name, value] of Object.entries(HeaderParameters)) headers[name.toLowerCase()] = resolved(value, event);
  for (const { Key, Value } of shared.HeaderParameters ?? []) headers[(Key ?? "").toLowerCase()] = Value ?? "";
  const hasBody = destination.method !== "GET" && destination.method !== "HEAD";
  return { url, headers, body: hasBody ? withBodyParameters(input, shared.BodyParameters ?? []) : undefined };
}

/** AWS: HttpParameters: values may be JSON paths into the event. */
function resolved(value: string, event: BusEvent): string {
  const path = parseJsonPath(value);
  if (path === undefined) return value;
  const found = valueAt(event, path);
  return typeof found === "string" ? found : (JSON.stringify(found) ?? "");
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
