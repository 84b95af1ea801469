// API Gateway's errors, in its words.

import { AwsError } from "../../kernel/errors.ts";
import type { Scope } from "../../service/context.ts";
import type { Violation } from "../../service/constraints.ts";

export function apiNotFound(scope: Scope, apiId: string): AwsError {
  return notFound(`Invalid API identifier specified ${scope.account}:${apiId}`);
}

/** `kind` as AWS writes it: "Route", "Integration", "Stage", "Deployment". */
export function partNotFound(kind: string, id: string): AwsError {
  return notFound(
    kind === "Stage"
      ? `Unable to find Stage by name ${id} within the provided RestApi`
      : `Unable to find ${kind} by Id: ${id}`,
  );
}

export function notFound(message: string): AwsError {
  return new AwsError({ code: "NotFoundException", status: 404, message });
}

export function badRequest(message: string): AwsError {
  return new AwsError({ code: "BadRequestException", status: 400, message });
}

export function conflict(message: string): AwsError {
  return new AwsError({ code: "ConflictException", status: 409, message });
}

/** Too many calls, or too many of something. */
export function tooManyRequests(message: string): AwsError {
  return new AwsError({ code: "TooManyRequestsException", status: 429, message });
}

/** A part of the API that AWS has and Stackyard does not, yet: refused, so that nothing is silently without effect. */
export function notServed(what: string): AwsError {
  return new AwsError({
    code: "NotImplemented",
    status: 501,
    message: `Stackyard does not serve ${what} of HTTP and WebSocket APIs yet.`,
  });
}

/** Refuses every member of `input` that is given and not in `known`. */
export function requireServed(input: object, known: readonly string[]): void {
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined && value !== null && !known.includes(name)) throw notServed(`the property ${name}`);
  }
}

export function validationError(violations: readonly Violation[]): AwsError {
  return badRequest(
    violations
      .map(({ kind, member }) => (kind === "missing" ? `${member} is required` : `Invalid ${member} specified`))
      .join("; "),
  );
}
