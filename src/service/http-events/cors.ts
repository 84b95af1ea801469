// Cross-origin requests, answered by an HTTP API or a function URL itself. Pure.
// AWS: "Configure CORS for HTTP APIs in API Gateway".

import type { HttpResponse } from "../../wire/wire.ts";

/** Who may call from a page of another origin, and with what. */
export interface Cors {
  readonly AllowCredentials?: boolean | undefined;
  readonly AllowHeaders?: readonly string[] | undefined;
  readonly AllowMethods?: readonly string[] | undefined;
  readonly AllowOrigins?: readonly string[] | undefined;
  readonly ExposeHeaders?: readonly string[] | undefined;
  readonly MaxAge?: number | undefined;
}

type Headers = Readonly<Record<string, string | undefined>>;

/** True for a preflight, which the API answers even where no route takes OPTIONS. */
export function isPreflight(method: string, headers: Headers): boolean {
  return (
    method === "OPTIONS" && headers["origin"] !== undefined && headers["access-control-request-method"] !== undefined
  );
}

/** The answer to a preflight: headers only if origin and method are allowed. */
export function answerPreflight(cors: Cors, headers: Headers): HttpResponse {
  const origin = allowedOrigin(cors, headers["origin"]);
  const method = headers["access-control-request-method"] ?? "";
  const methods = cors.AllowMethods ?? [];
  if (origin === undefined || !(methods.includes("*") || methods.includes(method)))
    return { status: 204, headers: {}, body: "" };
  return {
    status: 204,
    headers: {
      ...common(cors, origin),
      "access-control-allow-methods": methods.join(","),
      ...list("access-control-allow-headers", cors.AllowHeaders),
      ...(cors.MaxAge === undefined ? {} : { "access-control-max-age": String(cors.MaxAge) }),
    },
    body: "",
  };
}

/** The response with the API's CORS headers in place of the integration's own. */
export function withCors(response: HttpResponse, cors: Cors, headers: Headers): HttpResponse {
  const kept = Object.entries(response.headers).filter(([name]) => !name.startsWith("access-control-"));
  const origin = allowedOrigin(cors, headers["origin"]);
  return {
    ...response,
    headers: {
      ...Object.fromEntries(kept),
      ...(origin === undefined
        ? {}
        : { ...common(cors, origin), ...list("access-control-expose-headers", cors.ExposeHeaders) }),
    },
  };
}

function allowedOrigin(cors: Cors, origin: string | undefined): string | undefined {
  if (origin === undefined) return undefined;
  const allowed = cors.AllowOrigins ?? [];
  if (allowed.includes("*")) return "*";
  const isAllowed = allowed.some(
    (pattern) =>
      pattern === origin ||
      ((pattern === "http://*" || pattern === "https://*") && origin.startsWith(pattern.slice(0, -1))),
  );
  return isAllowed ? origin : undefined;
}

function common(cors: Cors, origin: string): Record<string, string> {
  return {
    "access-control-allow-origin": origin,
    ...(cors.AllowCredentials === true ? { "access-control-allow-credentials": "true" } : {}),
  };
}

function list(name: string, values: readonly string[] | undefined): Record<string, string> {
  return values === undefined || values.length === 0 ? {} : { [name]: values.join(",") };
}
