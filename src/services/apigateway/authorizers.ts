// Authorizers of an API: which kinds there are, and what each of them needs.

import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { badRequest } from "./errors.ts";
import { parseNumber, patched, type PatchRule, text, valueItems } from "./patches/patch.ts";
import type { AuthorizerRecord } from "./records.ts";

const ANY = ["add", "replace", "remove"] as const;
const orNone = (value: string): string | undefined => (value === "" ? undefined : value);

const RULES: readonly PatchRule<AuthorizerRecord>[] = [
  text<AuthorizerRecord, "name">("name"),
  text<AuthorizerRecord, "type">("type", { parse: parseType }),
  valueItems<AuthorizerRecord, "providerARNs">("providerARNs"),
  text<AuthorizerRecord, "authType">("authType"),
  text<AuthorizerRecord, "authorizerUri">("authorizerUri"),
  text<AuthorizerRecord, "authorizerCredentials">("authorizerCredentials", { ops: ANY, parse: orNone }),
  text<AuthorizerRecord, "identitySource">("identitySource", { ops: ANY, parse: orNone }),
  text<AuthorizerRecord, "identityValidationExpression">("identityValidationExpression", { ops: ANY, parse: orNone }),
  text<AuthorizerRecord, "authorizerResultTtlInSeconds">("authorizerResultTtlInSeconds", {
    parse: (value) => parseNumber(value, "/authorizerResultTtlInSeconds"),
  }),
];

function parseType(value: string): AuthorizerRecord["type"] {
  if (value === "TOKEN" || value === "REQUEST" || value === "COGNITO_USER_POOLS") return value;
  throw badRequest("Invalid authorizer type. Valid options are TOKEN, REQUEST, COGNITO_USER_POOLS");
}

/** The authorizer after a patch. */
export function patchedAuthorizer(
  authorizer: AuthorizerRecord,
  operations: readonly PatchOperation[] | undefined,
): AuthorizerRecord {
  const changed = patched(authorizer, operations, RULES);
  requireAuthorizerIsSound(changed);
  return changed;
}

/** Refuses what an authorizer of its type cannot be. AWS: CreateAuthorizer's members. */
export function requireAuthorizerIsSound(authorizer: AuthorizerRecord): void {
  const {
    type,
    name,
    authorizerUri,
    providerARNs = [],
    identitySource,
    authorizerResultTtlInSeconds: ttl,
  } = authorizer;
  if (name === "") throw badRequest("Authorizer name cannot be empty");
  if (ttl !== undefined && (ttl < 0 || ttl > 3600))
    throw badRequest("Authorizer result TTL must be between 0 and 3600 seconds");
  if (type === "COGNITO_USER_POOLS") {
    if (providerARNs.length === 0)
      throw badRequest("Invalid provider ARNs: at least one is required for COGNITO_USER_POOLS authorizers");
    const wrong = providerARNs.find((arn) => !/^arn:[^:]+:cognito-idp:[^:]+:\d{12}:userpool\/.+$/.test(arn));
    if (wrong !== undefined) throw badRequest(`Invalid Cognito User Pool ARN: ${wrong}`);
  } else if (!/^arn:[^:]+:apigateway:[^:]*:lambda:path\/.+\/functions\/.+\/invocations$/.test(authorizerUri ?? ""))
    throw badRequest(
      `Invalid Authorizer URI: ${authorizerUri ?? "null"}. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.`,
    );
  requireIdentitySource(type, identitySource, ttl ?? 300);
}

function requireIdentitySource(type: AuthorizerRecord["type"], identitySource: string | undefined, ttl: number): void {
  if (identitySource === undefined) {
    // AWS: required of TOKEN and COGNITO_USER_POOLS authorizers, and of REQUEST authorizers whose decisions are cached.
    if (type === "TOKEN") throw badRequest("Identity source is required for TOKEN authorizers");
    if (type === "REQUEST" && ttl > 0)
      throw badRequest(
        "Identity sources must be specified for REQUEST authorizers when authorization caching is enabled",
      );
    return;
  }
  const sources = identitySource.split(",").map((source) => source.trim());
  const form =
    type === "REQUEST"
      ? /^(method\.request\.(header|querystring)\..+|stageVariables\..+|context\..+)$/
      : /^method\.request\.header\..+$/;
  const wrong = sources.find((source) => !form.test(source));
  if (wrong !== undefined || (type !== "REQUEST" && sources.length > 1))
    throw badRequest(
      `Identity source ${wrong ?? identitySource} is invalid. Identity source must be in the form of method.request.header.{name}`,
    );
}

/** A new authorizer, from what the API or a definition says of it. */
export function newAuthorizer(
  id: string,
  given: {
    readonly name: string;
    readonly type: string;
    readonly providerARNs?: readonly string[] | undefined;
    readonly authType?: string | undefined;
    readonly authorizerUri?: string | undefined;
    readonly authorizerCredentials?: string | undefined;
    readonly identitySource?: string | undefined;
    readonly identityValidationExpression?: string | undefined;
    readonly authorizerResultTtlInSeconds?: number | undefined;
  },
): AuthorizerRecord {
  const type = parseType(given.type);
  const authorizer: AuthorizerRecord = {
    v: 1,
    id,
    name: given.name,
    type,
    providerARNs: given.providerARNs,
    // AWS: recorded: "custom" where none is given.
    authType: given.authType ?? (type === "COGNITO_USER_POOLS" ? "cognito_user_pools" : "custom"),
    authorizerUri: given.authorizerUri,
    authorizerCredentials: given.authorizerCredentials,
    identitySource:
      given.identitySource ?? (type === "COGNITO_USER_POOLS" ? "method.request.header.Authorization" : undefined),
    identityValidationExpression: given.identityValidationExpression,
    authorizerResultTtlInSeconds: given.authorizerResultTtlInSeconds,
  };
  requireAuthorizerIsSound(authorizer);
  return authorizer;
}
