// What goes wrong on a request's way through an HTTP API, as the client is told.

/** AWS: the types of gateway responses, which access logs name: $context.error.responseType. */
export type FailureType =
  | "ACCESS_DENIED"
  | "API_CONFIGURATION_ERROR"
  | "AUTHORIZER_CONFIGURATION_ERROR"
  | "AUTHORIZER_FAILURE"
  | "BAD_REQUEST_PARAMETERS"
  | "DEFAULT_5XX"
  | "INTEGRATION_FAILURE"
  | "INTEGRATION_TIMEOUT"
  | "REQUEST_TOO_LARGE"
  | "RESOURCE_NOT_FOUND"
  | "THROTTLED"
  | "UNAUTHORIZED";

/** A request that API Gateway itself answers. */
export class Failure extends Error {
  readonly type: FailureType;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** For the owner of the API: what access logs say. */
  readonly detail: string | undefined;

  constructor(
    type: FailureType,
    status: number,
    text: string,
    more: { readonly headers?: Readonly<Record<string, string>>; readonly detail?: string } = {},
  ) {
    super(text);
    this.name = "Failure";
    this.type = type;
    this.status = status;
    this.headers = more.headers ?? {};
    this.detail = more.detail;
  }
}

/** Nobody who may be let in. */
export function unauthorized(headers: Readonly<Record<string, string>> = {}, detail?: string): Failure {
  return new Failure("UNAUTHORIZED", 401, "Unauthorized", { headers, ...(detail === undefined ? {} : { detail }) });
}

/** Somebody who may not do this. */
export function forbidden(headers: Readonly<Record<string, string>> = {}, detail?: string): Failure {
  return new Failure("ACCESS_DENIED", 403, "Forbidden", { headers, ...(detail === undefined ? {} : { detail }) });
}

/** An API that cannot do what it is set up to do; clients learn no more. */
export function internalError(type: FailureType, detail: string): Failure {
  return new Failure(type, 500, "Internal Server Error", { detail });
}

/** A backend that does not answer, or not in time. */
export function unavailable(type: "INTEGRATION_FAILURE" | "INTEGRATION_TIMEOUT", detail: string): Failure {
  return new Failure(type, 503, "Service Unavailable", { detail });
}
