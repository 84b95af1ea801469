// Between HTTP and a function's payload in format 1.0, which is that of REST APIs. Pure.
// AWS: "Create AWS Lambda proxy integrations for HTTP APIs in API Gateway": payload format version.

import { decodeResult, isTextual } from "../../../../../service/http-events/payload.ts";
import type { HttpResponse } from "../../../../../wire/wire.ts";
import { type Call, contextOf, decodePath } from "../call.ts";

type Pairs = readonly (readonly [name: string, value: string])[];

/** The event that the function gets, as JSON bytes. */
export function encodeFirstEvent(call: Call): Uint8Array {
  const { request, route, target, pathParameters } = call;
  const isText = isTextual(request.headers["content-type"]);
  const hasBody = request.body.length > 0;
  const [method, resource] = route.routeKey.split(" ");
  const event = {
    version: "1.0",
    resource: resource ?? method,
    path: decodePath(target.requestPath),
    httpMethod: request.method,
    ...headersAsMaps(request.rawHeaders),
    queryStringParameters: orNull(lastValues(request.query)),
    multiValueQueryStringParameters: orNull(allValues(request.query)),
    requestContext: firstContext(call),
    pathParameters: orNull(pathParameters),
    stageVariables: orNull(target.stage.variables),
    body: hasBody ? Buffer.from(request.body).toString(isText ? "utf8" : "base64") : null,
    isBase64Encoded: hasBody && !isText,
  };
  return Buffer.from(JSON.stringify(event));
}

/** requestContext in format 1.0, which authorizers get as well. */
export function firstContext(call: Call): Record<string, unknown> {
  const { facts, request, route } = call;
  const [method, resource] = route.routeKey.split(" ");
  const { authorizer: _authorizer, routeKey: _routeKey, identity: _identity, ...context } = contextOf(call);
  const { signer } = facts;
  const caller = signer !== undefined && "userId" in signer.principal ? signer.principal : undefined;
  return {
    ...context,
    ...firstAuthorizer(call),
    id: request.requestId,
    identity: {
      accessKey: signer?.accessKeyId ?? null,
      accountId: caller?.account ?? null,
      caller: caller?.userId ?? null,
      cognitoAmr: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: request.sourceIp,
      user: caller?.userId ?? null,
      userAgent: request.headers["user-agent"] ?? null,
      userArn: caller?.arn ?? null,
    },
    resourceId: null,
    resourcePath: resource ?? method,
  };
}

function firstAuthorizer({ facts }: Call): Record<string, unknown> {
  if (facts.jwt !== undefined) return { authorizer: facts.jwt };
  if (facts.authorized === undefined) return {};
  const { principalId, context } = facts.authorized;
  return { authorizer: { ...context, ...(principalId === undefined ? {} : { principalId }) } };
}

/** The function's answer as an HTTP response; undefined if it is not one. AWS: format 1.0 infers nothing: it needs a status code. */
export function decodeFirstResult(payload: Uint8Array): HttpResponse | undefined {
  const result = parsed(payload);
  if (typeof result !== "object" || result === null || !("statusCode" in result)) return undefined;
  const { multiValueHeaders, headers, ...rest } = result as Readonly<Record<string, unknown>>;
  const cookies: string[] = [];
  const joined: Record<string, unknown> = { ...(typeof headers === "object" ? headers : {}) };
  for (const [name, values] of Object.entries(multiValueHeaders ?? {})) {
    const texts = Array.isArray(values) ? values.map(String) : [String(values)];
    if (name.toLowerCase() === "set-cookie") cookies.push(...texts);
    else joined[name] = texts.join(",");
  }
  return decodeResult(Buffer.from(JSON.stringify({ ...rest, headers: joined, cookies })));
}

function headersAsMaps(pairs: Pairs): { headers: Record<string, string>; multiValueHeaders: Record<string, string[]> } {
  return { headers: lastValues(pairs), multiValueHeaders: allValues(pairs) };
}

function lastValues(pairs: Pairs): Record<string, string> {
  return Object.fromEntries(pairs);
}

function allValues(pairs: Pairs): Record<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return Object.fromEntries(values);
}

function orNull(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | null {
  return Object.keys(values).length === 0 ? null : values;
}

function parsed(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString("utf8"));
  } catch {
    return undefined;
  }
}
