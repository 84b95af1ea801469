// Errors of the Resource Groups Tagging API. The codes are the API reference's; the sentences are inferred where it has none.

import { AwsError } from "../../kernel/errors.ts";
import { coralValidationError, type Violation } from "../../service/constraints.ts";

export const invalidParameter = (message: string): AwsError =>
  new AwsError({ code: "InvalidParameterException", message });

/** AWS: the API reference's sentence. */
export const tokenExpired = (): AwsError =>
  new AwsError({
    code: "PaginationTokenExpiredException",
    message:
      "A PaginationToken is valid for a maximum of 15 minutes. Your request was denied because the specified PaginationToken has expired.",
  });

/** Violations of the model's constraints. AWS: InvalidParameterException is for what is missing, malformed or out of range. */
export const validationError = (violations: readonly Violation[]): AwsError =>
  invalidParameter(coralValidationError(violations).message);

export const invalidToken = (): AwsError => invalidParameter("The PaginationToken is not valid.");
