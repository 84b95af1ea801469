// Lambda authorizers of $connect: a function looks at the request and gives a policy, which our evaluator reads.
// AWS: "Control access to WebSocket APIs with AWS Lambda REQUEST authorizers".

import { callAuthorizer } from "../../../../service/api-front/authorizer-function.ts";
import { authorizedPrincipal, decideInvoke } from "../../../../service/api-front/invoke-decision.ts";
import { contextValue, own, withStageVariables } from "../../../../service/api-front/variables.ts";
import type { AuthorizerRecord } from "../../records.ts";
import { contextOf, routeArn, type SocketCall } from "./call.ts";
import { requestParts } from "./events.ts";
import { internalError, SocketFailure } from "./failure.ts";
import { functionArnOf } from "./integrations.ts";

/** LIMIT: AWS: an authorizer's function has as long as an integration has. */
const TIMEOUT_MS = 29_000;
/** LIMIT: AWS: "Quotas for configuring and running a WebSocket in API Gateway": AWS Lambda authorizer result size. */
const MOST_RESULT_BYTES = 8 * 1024;

/** Rejects with a failure unless the authorizer's function allows the connection; gives what it says of the client. */
export async function authorizeByFunction(
  call: SocketCall,
): Promise<{ readonly authorizer: Readonly<Record<string, unknown>>; readonly usageIdentifierKey?: string }> {
  const { yard, scope, api, route, served, stage } = call;
  const authorizer = (served.authorizers ?? []).find(({ authorizerId }) => authorizerId === route.authorizerId);
  if (authorizer === undefined) throw internalError("The route's authorizer does not exist");
  requireIdentity(call, authorizer);
  const functionArn = functionArnOf(withStageVariables(authorizer.uri ?? "", stage.variables));
  if (functionArn === undefined) throw internalError("The authorizer's URI names no function");
  const startedAtMs = yard.clock.nowMs();
  const outcome = await callAuthorizer(yard, {
    scope,
    apiId: api.apiId,
    authorizerId: authorizer.authorizerId,
    functionArn,
    credentialsArn: authorizer.credentialsArn,
    event: authorizerEvent(call),
    timeoutMs: TIMEOUT_MS,
  });
  if (outcome.kind === "timeout") throw internalError("The authorizer took too long");
  if (outcome.kind === "not-called") throw internalError(`${outcome.error.code}: ${outcome.error.message}`);
  if (outcome.kind === "function-error") {
    // AWS: a function that fails with exactly this says that nobody is to be let in.
    if (isRecord(outcome.output) && outcome.output["errorMessage"] === "Unauthorized") throw unauthorized();
    throw internalError("The authorizer's function failed");
  }
  const { principalId, policy, context, usageIdentifierKey } = parseDecision(outcome.output);
  requireAllowed(call, principalId, policy);
  return {
    authorizer: { ...context, principalId, integrationLatency: yard.clock.nowMs() - startedAtMs },
    ...(usageIdentifierKey === undefined ? {} : { usageIdentifierKey }),
  };
}

/** AWS: "If you attempt to connect without a valid identity value, you'll receive a 401 response". */
function unauthorized(): SocketFailure {
  return new SocketFailure(401, "Unauthorized");
}

/** Throws where a value that the authorizer looks at is missing: the function is not asked then. */
function requireIdentity(call: SocketCall, { identitySource }: AuthorizerRecord): void {
  for (const source of identitySource) if ((identityValue(call, source) ?? "") === "") throw unauthorized();
}

/** AWS: "route.request.header.Auth", "route.request.querystring.Name", "stageVariables.x", "context.x". */
function identityValue(call: SocketCall, source: string): string | undefined {
  const { event, stage } = call;
  const [, place, name = ""] =
    /^(route\.request\.(?:header|querystring)|stageVariables|context)\.(.+)$/.exec(source) ?? [];
  if (place === "stageVariables") return own(stage.variables, name);
  if (place === "context") return contextValue(contextOf(call), name);
  if (event.type !== "CONNECT") return undefined;
  if (place === "route.request.header") return event.request.headers[name.toLowerCase()];
  return event.request.query.findLast(([each]) => each === name)?.[1];
}

/** AWS: "Create a Lambda REQUEST authorizer function": as of REST APIs, without a path, a method and a resource. */
function authorizerEvent(call: SocketCall): unknown {
  const { event, stage } = call;
  return {
    type: "REQUEST",
    methodArn: routeArn(call),
    queryStringParameters: {},
    multiValueQueryStringParameters: {},
    ...(event.type === "CONNECT" ? requestParts(event.request) : {}),
    stageVariables: stage.variables,
    requestContext: contextOf(call),
  };
}

interface Decision {
  readonly principalId: string;
  /** JSON text. */
  readonly policy: string;
  readonly context: Readonly<Record<string, string>>;
  /** An API key. */
  readonly usageIdentifierKey: string | undefined;
}

/** AWS: "Output from an API Gateway Lambda authorizer": values of the context are strings, numbers or booleans. */
function parseDecision(output: unknown): Decision {
  if (!isRecord(output)) throw internalError("The authorizer gave no object");
  if (JSON.stringify(output).length > MOST_RESULT_BYTES) throw internalError("The authorizer's result exceeds 8 KB");
  const { principalId, policyDocument, context = {}, usageIdentifierKey: key } = output;
  if (typeof principalId !== "string" || !isRecord(policyDocument))
    throw internalError("The authorizer's principalId or policyDocument is missing");
  if (!isRecord(context ?? {})) throw internalError("The authorizer's context is no object");
  const values = Object.entries(context ?? {}).map(([name, value]: [string, unknown]): [string, string] => {
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
      throw internalError(`The authorizer's ${name} is neither a string, a number nor a boolean`);
    return [name, String(value)];
  });
  return {
    principalId,
    policy: JSON.stringify(policyDocument),
    context: Object.fromEntries(values),
    usageIdentifierKey: typeof key === "string" ? key : undefined,
  };
}

function requireAllowed(call: SocketCall, principalId: string, authorizerPolicy: string): void {
  const { yard, scope, event } = call;
  if (event.type !== "CONNECT") return;
  const { sourceIp, headers } = event.request;
  const principal = authorizedPrincipal(scope, principalId);
  const question = { yard, scope, principal, resource: routeArn(call), sourceIp, headers, authorizerPolicy };
  let isAllowed: boolean;
  try {
    ({ isAllowed } = decideInvoke(question));
  } catch (error) {
    throw internalError(`The authorizer's policy: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isAllowed) throw new SocketFailure(403, "User is not authorized to access this resource");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
