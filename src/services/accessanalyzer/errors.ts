// Access Analyzer's errors. AWS: the API reference has codes, statuses and the reasons of ValidationException; the wordings are inferred.

import { AwsError } from "../../kernel/errors.ts";
import { coralValidationError, type Violation } from "../../service/constraints.ts";

/** AWS: ValidationExceptionReason. */
type Reason = "cannotParse" | "fieldValidationFailed" | "notSupported" | "other";

export const validation = (message: string, reason: Reason = "fieldValidationFailed"): AwsError =>
  new AwsError({ code: "ValidationException", message, members: { reason } });

export const invalidParameter = (message: string): AwsError =>
  new AwsError({ code: "InvalidParameterException", message });

export const unprocessable = (message: string): AwsError =>
  new AwsError({ code: "UnprocessableEntityException", message, status: 422 });

/** Violations of the model's constraints. */
export function validationError(violations: readonly Violation[]): AwsError {
  return validation(coralValidationError(violations).message);
}

export const accessDenied = (message: string): AwsError =>
  new AwsError({ code: "AccessDeniedException", message, status: 403 });
