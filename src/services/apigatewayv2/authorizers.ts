// Authorizers: functions, and issuers of tokens. AWS: "CreateAuthorizer", "Control and manage access to HTTP APIs in API Gateway".

import type { CreateAuthorizerCommandInput } from "@aws-sdk/client-apigatewayv2";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { protocolOf, requireApi } from "./apis.ts";
import { badRequest, conflict, notServed } from "./errors.ts";
import { functionArnOf } from "./http/integrations.ts";
import type { AuthorizerRecord, ProtocolType } from "./records.ts";
import { listParts } from "./repo.ts";

/** What a request to create or update an authorizer gives. */
export type AuthorizerInput = Partial<CreateAuthorizerCommandInput>;

/** LIMIT: AWS: "Quotas for configuring and running an HTTP API". */
const MOST_AUTHORIZERS = 10;
const MOST_AUDIENCES = 50;
const LONGEST_TTL_SECONDS = 3600;

/** A record of `input` over what `previous` says, checked against the API's other authorizers. */
export function authorizerOf(
  tx: ReadTx,
  scope: Scope,
  apiId: string,
  authorizerId: string,
  input: AuthorizerInput,
  previous?: AuthorizerRecord,
): AuthorizerRecord {
  const protocol = protocolOf(requireApi(tx, scope, apiId));
  const record = authorizerRecordOf(protocol, authorizerId, input, previous);
  const others = listParts(tx, scope, apiId, "authorizer").filter((each) => each.authorizerId !== authorizerId);
  if (others.some((each) => each.name === record.name))
    throw badRequest(`Authorizer name must be unique. Authorizer ${record.name} already exists in this API.`);
  if (previous === undefined && others.length >= MOST_AUTHORIZERS)
    throw conflict("Maximum number of authorizers for this API has been reached");
  return record;
}

/** The same, of an authorizer by itself. */
export function authorizerRecordOf(
  protocol: ProtocolType,
  authorizerId: string,
  input: AuthorizerInput,
  previous?: AuthorizerRecord,
): AuthorizerRecord {
  const name = input.Name ?? previous?.name ?? "";
  if (name === "") throw badRequest("Name is required");
  if (input.IdentityValidationExpression !== undefined && input.IdentityValidationExpression !== "")
    throw badRequest("IdentityValidationExpression is not supported for REQUEST and JWT authorizers");
  const type = input.AuthorizerType ?? previous?.type;
  // AWS: an empty list may be sent for authorizers that look at the request as a whole.
  const identitySource = [...(input.IdentitySource ?? previous?.identitySource ?? [])].filter((each) => each !== "");
  const common = { v: 1, authorizerId, name, identitySource } as const;
  if (type === "JWT") return { ...common, type, ...tokensOf(protocol, identitySource, input, previous) };
  if (type !== "REQUEST") throw badRequest("Invalid AuthorizerType specified. Only REQUEST and JWT are supported");
  return { ...common, type, ...functionOf(protocol, identitySource, input, previous) };
}

function tokensOf(
  protocol: ProtocolType,
  identitySource: readonly string[],
  input: AuthorizerInput,
  previous: AuthorizerRecord | undefined,
): Pick<AuthorizerRecord, "jwt"> {
  if (protocol !== "HTTP") throw badRequest("JWT authorizers are supported only for HTTP APIs");
  if (input.AuthorizerUri !== undefined) throw badRequest("AuthorizerUri is supported only for REQUEST authorizers");
  for (const name of [
    "AuthorizerPayloadFormatVersion",
    "EnableSimpleResponses",
    "AuthorizerResultTtlInSeconds",
  ] as const) {
    if (input[name] !== undefined && input[name] !== false)
      throw badRequest(`${name} is supported only for REQUEST authorizers`);
  }
  if (identitySource.length === 0) throw badRequest("IdentitySource is required for JWT authorizers");
  // AWS: "specify the $request.header or $request.querystring selection expression".
  const odd = identitySource.find((source) => !/^\$\{?request\.(header|querystring)\.[^}]+\}?$/.test(source));
  if (odd !== undefined) throw badRequest(`Invalid identity source specified: ${odd}`);
  const issuer = input.JwtConfiguration?.Issuer ?? previous?.jwt?.issuer;
  const audience = input.JwtConfiguration?.Audience ?? previous?.jwt?.audience ?? [];
  if (issuer === undefined || audience.length === 0)
    throw badRequest("JwtConfiguration with an Issuer and an Audience is required for JWT authorizers");
  if (audience.length > MOST_AUDIENCES)
    throw badRequest("Maximum number of audiences for this authorizer has been reached");
  // DEVIATION: AWS wants https, and asks the issuer at once; a pool of the yard is at http://localhost, and may be made later.
  if (!URL.canParse(issuer) || !/^https?:/.test(issuer))
    throw badRequest(`Invalid issuer: ${issuer}. Issuer must be a valid URL`);
  return { jwt: { issuer, audience } };
}

function functionOf(
  protocol: ProtocolType,
  identitySource: readonly string[],
  input: AuthorizerInput,
  previous: AuthorizerRecord | undefined,
): Partial<AuthorizerRecord> {
  if (input.JwtConfiguration !== undefined) throw badRequest("JwtConfiguration is supported only for JWT authorizers");
  const uri = input.AuthorizerUri ?? previous?.uri;
  if (uri === undefined || functionArnOf(uri) === undefined || !uri.includes(":lambda:path/"))
    throw badRequest(
      `Invalid Authorizer URI: ${uri ?? ""}. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.`,
    );
  const isHttp = protocol === "HTTP";
  const payloadFormatVersion = input.AuthorizerPayloadFormatVersion ?? previous?.payloadFormatVersion;
  const hasSimpleResponses = input.EnableSimpleResponses ?? previous?.hasSimpleResponses;
  const ttlSeconds = input.AuthorizerResultTtlInSeconds ?? previous?.ttlSeconds;
  const credentialsArn = input.AuthorizerCredentialsArn ?? previous?.credentialsArn;
  if (isHttp && payloadFormatVersion === undefined)
    throw badRequest("AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer");
  if (!isHttp && (payloadFormatVersion ?? "1.0") !== "1.0") throw notServed("this payload format of authorizers");
  if (payloadFormatVersion !== undefined && payloadFormatVersion !== "1.0" && payloadFormatVersion !== "2.0")
    throw badRequest("Invalid AuthorizerPayloadFormatVersion specified. Supported values are 1.0 and 2.0");
  if (hasSimpleResponses === true && payloadFormatVersion !== "2.0")
    throw badRequest("EnableSimpleResponses is supported only for payload format version 2.0");
  if (ttlSeconds !== undefined && (ttlSeconds < 0 || ttlSeconds > LONGEST_TTL_SECONDS))
    throw badRequest("AuthorizerResultTtlInSeconds must be between 0 and 3600");
  // AWS: "To enable caching, your authorizer must have at least one identity source."
  if ((ttlSeconds ?? 0) > 0 && identitySource.length === 0)
    throw badRequest("IdentitySource is required when AuthorizerResultTtlInSeconds is greater than 0");
  if (isHttp) {
    const odd = identitySource.find(
      (source) => !/^\$\{?(request\.(header|querystring)|context|stageVariables)\.[^}]+\}?$/.test(source),
    );
    if (odd !== undefined) throw badRequest(`Invalid identity source specified: ${odd}`);
  }
  return {
    uri,
    ...(payloadFormatVersion === undefined ? {} : { payloadFormatVersion }),
    ...(hasSimpleResponses === undefined ? {} : { hasSimpleResponses }),
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
    ...(credentialsArn === undefined || credentialsArn === "" ? {} : { credentialsArn }),
  };
}
