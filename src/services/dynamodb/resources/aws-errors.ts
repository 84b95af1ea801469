// Telling an AWS error by its code.

import { AwsError } from "../../../kernel/errors.ts";

/** True for an AWS error with this code. */
export function isAwsError(error: unknown, code: string): boolean {
  return error instanceof AwsError && error.code === code;
}
