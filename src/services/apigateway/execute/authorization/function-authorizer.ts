// Lambda authorizers: a function looks at a token or at the request, and gives a policy, which our evaluator reads.
// AWS: "Use API Gateway Lambda authorizers", "Input to an API Gateway Lambda authorizer", "Output from an API Gateway Lambda authorizer".

import type { Principal } from "../../../../iam/principal.ts";
import { boundedPattern, PatternTooSlowError } from "../../../../kernel/bounded-pattern.ts";
import { callAuthorizer } from "../../../../service/api-front/authorizer-function.ts";
import { authorizedPrincipal } from "../../../../service/api-front/invoke-decision.ts";
import type { AuthorizerRecord } from "../../records.ts";
import { allValues, type Call, contextOf, lastValues, methodArn } from "../call.ts";
import { Failure } from "../failure.ts";
import { functionArnOf } from "../integrations/lambda.ts";
import { withStageVariables } from "../../../../service/api-front/variables.ts";
import { sourceValues } from "../parameters.ts";
import { expiringCache } from "../../../../service/api-front/expiring-cache.ts";
import { decide } from "./resource-policy.ts";

/** LIMIT: AWS: an authorizer's function has as long as an integration has. */
const TIMEOUT_MS = 29_000;

/** What a function decided. */
export interface AuthorizerDecision {
  readonly principalId: string;
  /** JSON text. */
  readonly policy: string;
  /** Values as text, as $context.authorizer has them. */
  readonly context: Readonly<Record<string, string>>;
  readonly usageIdentifierKey?: string;
}

const decisions = expiringCache<AuthorizerDecision>();

/** Throws a failure unless the authorizer's function allows the call. */
export async function authorizeByFunction(call: Call, authorizer: AuthorizerRecord): Promise<void> {
  const { yard, facts, scope } = call;
  const identity = identityOf(call, authorizer);
  const ttlMs = (authorizer.authorizerResultTtlInSeconds ?? 300) * 1000;
  const key = JSON.stringify([call.target.apiId, call.target.stage.stageName, authorizer.id, identity]);
  const isCached = ttlMs > 0 && identity.length > 0;
  const cached = isCached ? decisions.find(yard, key, call.target.stage.authorizersFlushedAtMs) : undefined;
  const startedAtMs = yard.clock.nowMs();
  const decision = cached ?? (await ask(call, authorizer, identity));
  facts.authorizerLatencyMs = yard.clock.nowMs() - startedAtMs;
  if (cached === undefined && isCached) decisions.keep(yard, key, decision, ttlMs);
  facts.authorizer = {
    ...decision.context,
    principalId: decision.principalId,
    integrationLatency: facts.authorizerLatencyMs,
  };
  if (decision.usageIdentifierKey !== undefined) facts.usageIdentifierKey = decision.usageIdentifierKey;
  const principal = authorizedPrincipal(scope, decision.principalId);
  const { isAllowed, reason } = decided(call, principal, decision.policy);
  if (isAllowed) return;
  // AWS: "How API Gateway resource policies affect authorization workflow"; the words as clients get them.
  const text = "User is not authorized to access this resource";
  throw new Failure("ACCESS_DENIED", reason === "explicit-deny" ? `${text} with an explicit deny` : text);
}

function decided(call: Call, principal: Principal, policy: string): ReturnType<typeof decide> {
  try {
    return decide(call, principal, policy);
  } catch (error) {
    throw invalidOutput(error instanceof Error ? error.message : "The policy cannot be read");
  }
}

/** The values of the identity sources. AWS: a request that lacks one is told 401, and the function is not asked. */
export function identityOf(call: Call, authorizer: AuthorizerRecord): readonly string[] {
  const isToken = authorizer.type === "TOKEN";
  const sources = (authorizer.identitySource ?? (isToken ? "method.request.header.Authorization" : ""))
    .split(",")
    .map((source) => source.trim())
    .filter((source) => source !== "");
  const values = sources.map((source) => sourceValues(source, call).at(-1) ?? "");
  if (values.includes("")) throw unauthorized();
  const { identityValidationExpression: expression } = authorizer;
  if (isToken && expression !== undefined && expression !== "" && !matches(expression, values[0] ?? ""))
    throw unauthorized();
  return values;
}

/** AWS: the answer to a token that is missing or that nobody lets in. */
export function unauthorized(text = "Unauthorized"): Failure {
  return new Failure("UNAUTHORIZED", text);
}

function matches(expression: string, text: string): boolean {
  try {
    return boundedPattern(`^(?:${expression})$`)(text);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof PatternTooSlowError)
      throw new Failure("AUTHORIZER_CONFIGURATION_ERROR", null, {
        detail: "The identity validation expression cannot be used",
      });
    throw error;
  }
}

/** Asks the function. */
export async function ask(
  call: Call,
  authorizer: AuthorizerRecord,
  identity: readonly string[],
): Promise<AuthorizerDecision> {
  const functionArn = functionArnOf(withStageVariables(authorizer.authorizerUri ?? "", call.target.variables));
  if (functionArn === undefined) throw invalidOutput("The authorizer's URI names no function");
  const event = authorizer.type === "TOKEN" ? tokenEvent(call, identity[0] ?? "") : requestEvent(call);
  const payload = await invoke(call, authorizer, functionArn, event);
  return parseOutput(payload);
}

async function invoke(call: Call, authorizer: AuthorizerRecord, functionArn: string, event: unknown): Promise<unknown> {
  const { yard, scope, target } = call;
  const outcome = await callAuthorizer(yard, {
    scope,
    apiId: target.apiId,
    authorizerId: authorizer.id,
    functionArn,
    credentialsArn: authorizer.authorizerCredentials,
    event,
    timeoutMs: TIMEOUT_MS,
  });
  switch (outcome.kind) {
    case "output":
      return outcome.output;
    case "timeout":
      throw new Failure("AUTHORIZER_FAILURE", null, { detail: "The authorizer took too long" });
    case "function-error":
      // AWS: a function that fails with exactly this says that the token is no good.
      if (isRecord(outcome.output) && outcome.output["errorMessage"] === "Unauthorized") throw unauthorized();
      throw new Failure("AUTHORIZER_FAILURE", null, { detail: "The authorizer's function failed" });
    case "not-called":
  }
  const { code, message } = outcome.error;
  throw new Failure("AUTHORIZER_CONFIGURATION_ERROR", null, { detail: `${code}: ${message}` });
}

function tokenEvent(call: Call, token: string): unknown {
  return { type: "TOKEN", methodArn: methodArn(call), authorizationToken: token };
}

function requestEvent(call: Call): unknown {
  const { request, target, resource, pathParameters } = call;
  return {
    type: "REQUEST",
    methodArn: methodArn(call),
    resource: resource.path,
    path: target.path,
    httpMethod: request.method,
    headers: lastValues(request.headers),
    multiValueHeaders: allValues(request.headers),
    queryStringParameters: lastValues(request.query),
    multiValueQueryStringParameters: allValues(request.query),
    pathParameters,
    stageVariables: target.variables,
    requestContext: contextOf(call),
  };
}

/** AWS: "Output from an API Gateway Lambda authorizer": values of the context are strings, numbers or booleans. */
function parseOutput(output: unknown): AuthorizerDecision {
  if (!isRecord(output)) throw invalidOutput("The function gave no object");
  const { principalId, policyDocument, context, usageIdentifierKey } = output;
  if (typeof principalId !== "string" || !isRecord(policyDocument))
    throw invalidOutput("principalId or policyDocument is missing");
  if (!Array.isArray(policyDocument["Statement"]) && !isRecord(policyDocument["Statement"]))
    throw invalidOutput("The policy has no statement");
  if (context !== undefined && context !== null && !isRecord(context)) throw invalidOutput("context is no object");
  const values = Object.entries(context ?? {}).map(([name, value]): [string, string] => {
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean" && value !== null)
      throw invalidOutput(`The context's ${name} is neither a string, a number nor a boolean`);
    return [name, String(value)];
  });
  return {
    principalId,
    policy: JSON.stringify(policyDocument),
    context: Object.fromEntries(values),
    ...(typeof usageIdentifierKey === "string" ? { usageIdentifierKey } : {}),
  };
}

/** AWS: clients get a message of null. */
function invalidOutput(detail: string): Failure {
  return new Failure("AUTHORIZER_CONFIGURATION_ERROR", null, {
    detail: `Execution failed due to configuration error: Invalid JSON in authorizer output: ${detail}`,
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
