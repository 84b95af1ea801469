// Lambda authorizers: a function looks at the request, and says yes, no, or gives a policy, which our evaluator reads.
// AWS: "Control access to HTTP APIs with AWS Lambda authorizers".

import { callAuthorizer } from "../../../../../service/api-front/authorizer-function.ts";
import { expiringCache } from "../../../../../service/api-front/expiring-cache.ts";
import { authorizedPrincipal, decideInvoke } from "../../../../../service/api-front/invoke-decision.ts";
import { withStageVariables } from "../../../../../service/api-front/variables.ts";
import { encodeEvent } from "../../../../../service/http-events/payload.ts";
import { functionArnOf } from "../../../http/integrations.ts";
import type { AuthorizerRecord } from "../../../records.ts";
import { type Call, decodePath, routeArn } from "../call.ts";
import { forbidden, internalError, unauthorized } from "../failure.ts";
import { encodeFirstEvent, firstContext } from "../integrations/first-payload.ts";
import { selected } from "../selection.ts";

/** LIMIT: AWS: "Quotas for configuring and running an HTTP API": "Timeout for Lambda authorizer response". */
const TIMEOUT_MS = 10_000;

/** What a function decided. */
type Decided =
  | { readonly kind: "simple"; readonly isAuthorized: boolean; readonly context: Readonly<Record<string, unknown>> }
  | {
      readonly kind: "policy";
      readonly principalId: string;
      /** JSON text. */
      readonly policy: string;
      readonly context: Readonly<Record<string, unknown>>;
    };

const decisions = expiringCache<Decided>();

/** Throws a failure unless the authorizer's function allows the call. */
export async function authorizeByFunction(call: Call, authorizer: AuthorizerRecord): Promise<void> {
  const { yard, facts, target } = call;
  const identity = identityOf(call, authorizer);
  const ttlMs = (authorizer.ttlSeconds ?? 0) * 1000;
  const key = JSON.stringify([target.api.apiId, target.stage.stageName, authorizer.authorizerId, identity]);
  const isCached = ttlMs > 0 && identity.length > 0;
  const cached = isCached ? decisions.find(yard, key, target.stage.authorizersFlushedAtMs) : undefined;
  const decision = cached ?? (await ask(call, authorizer, identity));
  if (cached === undefined && isCached) decisions.keep(yard, key, decision, ttlMs);
  facts.authorized = {
    context: decision.context,
    ...(decision.kind === "policy" ? { principalId: decision.principalId } : {}),
  };
  if (!isAllowed(call, decision)) throw forbidden({}, "The authorizer's function does not allow the request");
}

/** The values of the identity sources. AWS: a request that lacks one is told 401, and the function is not asked. */
function identityOf(call: Call, { identitySource }: AuthorizerRecord): readonly string[] {
  return identitySource.map((source) => {
    const value = selected(source, call);
    if (value === undefined || value === "") throw unauthorized({}, `The identity source ${source} is missing`);
    return value;
  });
}

function isAllowed(call: Call, decision: Decided): boolean {
  if (decision.kind === "simple") return decision.isAuthorized;
  const { yard, request, target } = call;
  try {
    return decideInvoke({
      yard,
      scope: target.scope,
      principal: authorizedPrincipal(target.scope, decision.principalId),
      resource: routeArn(call),
      sourceIp: request.sourceIp,
      headers: request.headers,
      authorizerPolicy: decision.policy,
    }).isAllowed;
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : "The policy cannot be read");
  }
}

async function ask(call: Call, authorizer: AuthorizerRecord, identity: readonly string[]): Promise<Decided> {
  const { yard, target, facts } = call;
  const functionArn = functionArnOf(withStageVariables(authorizer.uri ?? "", target.stage.variables));
  if (functionArn === undefined) throw invalid(`Invalid authorizer URI: ${authorizer.uri}`);
  const isFirst = authorizer.payloadFormatVersion === "1.0";
  const outcome = await callAuthorizer(yard, {
    scope: target.scope,
    apiId: target.api.apiId,
    authorizerId: authorizer.authorizerId,
    functionArn,
    credentialsArn: authorizer.credentialsArn,
    event: isFirst ? firstEvent(call, identity) : secondEvent(call, identity),
    timeoutMs: TIMEOUT_MS,
  });
  switch (outcome.kind) {
    case "output":
      return parseOutput(outcome.output, authorizer);
    case "timeout":
      throw internalError("AUTHORIZER_FAILURE", (facts.authorizerError = "The authorizer took too long"));
    case "function-error":
      // AWS: in format 1.0 a function that fails with exactly this says that the caller is not known, as for REST APIs.
      if (isFirst && isRecord(outcome.output) && outcome.output["errorMessage"] === "Unauthorized")
        throw unauthorized();
      throw internalError("AUTHORIZER_FAILURE", (facts.authorizerError = "The authorizer's function failed"));
    case "not-called":
      facts.authorizerError = `${outcome.error.code}: ${outcome.error.message}`;
  }
  throw internalError("AUTHORIZER_CONFIGURATION_ERROR", facts.authorizerError);
}

/** AWS: the event in format 1.0 is that of REST APIs. */
function firstEvent(call: Call, identity: readonly string[]): unknown {
  const event = JSON.parse(Buffer.from(encodeFirstEvent(call)).toString("utf8")) as Record<string, unknown>;
  const { body: _body, isBase64Encoded: _isBase64Encoded, ...rest } = event;
  return {
    ...rest,
    type: "REQUEST",
    methodArn: routeArn(call),
    identitySource: identity.join(","),
    authorizationToken: identity.join(","),
    requestContext: firstContext(call),
  };
}

function secondEvent(call: Call, identity: readonly string[]): unknown {
  const { request, route, target, pathParameters, startedAtMs } = call;
  const payload = encodeEvent(
    { ...request, body: new Uint8Array() },
    {
      apiId: target.api.apiId,
      account: target.scope.account,
      stage: target.stage.stageName,
      routeKey: route.routeKey,
      rawPath: decodePath(target.fullPath),
      pathParameters,
      stageVariables: target.stage.variables,
    },
    startedAtMs,
  );
  const { isBase64Encoded: _isBase64Encoded, ...event } = JSON.parse(Buffer.from(payload).toString("utf8")) as Record<
    string,
    unknown
  >;
  return {
    ...event,
    type: "REQUEST",
    routeArn: routeArn(call),
    identitySource: identity.length === 0 ? null : identity,
  };
}

/** AWS: a policy of IAM, or with simple responses "isAuthorized"; anything else is an error of the API. */
function parseOutput(output: unknown, { hasSimpleResponses }: AuthorizerRecord): Decided {
  if (!isRecord(output)) throw invalid("The function gave no object");
  const { isAuthorized, context = {}, principalId, policyDocument } = output;
  if (context !== null && !isRecord(context)) throw invalid("context is no object");
  if (hasSimpleResponses === true) {
    if (typeof isAuthorized !== "boolean") throw invalid("isAuthorized is missing");
    return { kind: "simple", isAuthorized, context: context ?? {} };
  }
  if (typeof principalId !== "string" || !isRecord(policyDocument))
    throw invalid("principalId or policyDocument is missing");
  return { kind: "policy", principalId, policy: JSON.stringify(policyDocument), context: context ?? {} };
}

function invalid(detail: string): Error {
  return internalError("AUTHORIZER_CONFIGURATION_ERROR", `Invalid authorizer output: ${detail}`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
