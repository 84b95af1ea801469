// API Gateway's errors. Codes and statuses are the API reference's; wordings marked "recorded" were seen from AWS
// (recorded by LocalStack's snapshot tests, tests/aws/services/apigateway).

import { AwsError } from "../../kernel/errors.ts";
import type { Scope } from "../../service/context.ts";
import { coralValidationError, type Violation } from "../../service/constraints.ts";

export function notFound(message: string): AwsError {
  return new AwsError({ code: "NotFoundException", status: 404, message });
}

export function badRequest(message: string): AwsError {
  return new AwsError({ code: "BadRequestException", status: 400, message });
}

export function conflict(message: string): AwsError {
  return new AwsError({ code: "ConflictException", status: 409, message });
}

/** AWS: LimitExceededException has status 429. */
export function limitExceeded(message: string): AwsError {
  return new AwsError({ code: "LimitExceededException", status: 429, message });
}

/** What API Gateway has and Stackyard has not: refused, so that nothing is silently without effect. */
export function notServed(what: string, reason = ""): AwsError {
  return new AwsError({
    code: "NotImplemented",
    status: 501,
    message: `Stackyard does not serve ${what} of REST APIs${reason === "" ? " yet" : `: ${reason}`}.`,
  });
}

/** AWS: recorded. */
export function apiNotFound(scope: Scope, apiId: string): AwsError {
  return notFound(`Invalid API identifier specified ${scope.account}:${apiId}`);
}

/**
 * AWS: recorded: coral's wording; members of the body are below "OPERATIONInput.", those of the path and query stand alone.
 */
export function validationError(violations: readonly Violation[], operation: string): AwsError {
  const input = `${operation.charAt(0).toLowerCase()}${operation.slice(1)}Input`;
  return coralValidationError(
    violations.map((violation) =>
      OUTSIDE_BODY.has(violation.path) ? violation : { ...violation, path: `${input}.${violation.path}` },
    ),
  );
}

/** Members that travel in paths. */
const OUTSIDE_BODY = new Set([
  "restApiId",
  "resourceId",
  "httpMethod",
  "statusCode",
  "responseType",
  "stageName",
  "exportType",
]);
