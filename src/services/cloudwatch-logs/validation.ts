// How CloudWatch Logs words violations: coral's sentence under a code of its own.

import { coralValidationError, type Violation } from "../../service/constraints.ts";
import type { AwsError } from "../../kernel/errors.ts";
import { invalidParameter } from "./errors.ts";

/** InvalidParameterException with coral's wording. */
export function logsValidationError(violations: readonly Violation[]): AwsError {
  return invalidParameter(coralValidationError(violations).message);
}
