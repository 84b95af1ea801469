// Errors of exports and imports. AWS: API Reference names and explains them.

import { AwsError } from "../../../kernel/errors.ts";

export function exportNotFound(arn: string): AwsError {
  return new AwsError({ code: "ExportNotFoundException", message: `Export not found: ${arn}` });
}

export function exportConflict(): AwsError {
  return new AwsError({
    code: "ExportConflictException",
    message: "The request uses the same client token as a previous, but non-identical request.",
  });
}

export function invalidExportTime(): AwsError {
  return new AwsError({
    code: "InvalidExportTimeException",
    message: "The specified ExportTime is outside of the point in time recovery window.",
  });
}

export function importNotFound(arn: string): AwsError {
  return new AwsError({ code: "ImportNotFoundException", message: `Import not found: ${arn}` });
}

export function importConflict(): AwsError {
  return new AwsError({
    code: "ImportConflictException",
    message: "The request uses the same client token as a previous, but non-identical request.",
  });
}

/** A value of a parameter that is not understood here yet. */
export function unsupportedValue(name: string, value: string): AwsError {
  return new AwsError({
    code: "NotImplemented",
    status: 501,
    message: `The value ${value} of the parameter ${name} is not implemented.`,
  });
}
