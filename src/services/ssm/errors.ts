// SSM's errors in AWS's wording.

import { AwsError } from "../../kernel/errors.ts";

export const validation = (message: string): AwsError => new AwsError({ code: "ValidationException", message });

/** AWS: this error comes without a message. */
export const parameterNotFound = (): AwsError => new AwsError({ code: "ParameterNotFound", message: "" });

export const versionNotFound = (name: string, version: string): AwsError =>
  new AwsError({
    code: "ParameterVersionNotFound",
    message: `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
  });

export const labelNotFound = (name: string, label: string): AwsError =>
  new AwsError({
    code: "ParameterVersionNotFound",
    message: `Systems Manager could not find the label ${label} for parameter ${name}. Verify the label and try again.`,
  });

export const parameterAlreadyExists = (): AwsError =>
  new AwsError({
    code: "ParameterAlreadyExists",
    message: "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
  });

export const hierarchyTooDeep = (): AwsError =>
  new AwsError({
    code: "HierarchyLevelLimitExceededException",
    message: "Hierarchy levels limit exceeded. A hierarchy can have a maximum of 15 levels.",
  });

/** AWS: the reference's sentence for changing a parameter's type. */
export const typeMismatch = (): AwsError =>
  new AwsError({
    code: "HierarchyTypeMismatchException",
    message:
      "Parameter Store doesn't support changing a parameter type in a hierarchy. You must create a new, unique parameter.",
  });

export const patternMismatch = (pattern: string): AwsError =>
  new AwsError({
    code: "ParameterPatternMismatchException",
    message: `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
  });

/** DEVIATION: ours, for a pattern that the value cannot be tested against in time. */
export const patternTooSlow = (pattern: string): AwsError =>
  new AwsError({
    code: "ParameterPatternMismatchException",
    message: `Parameter value, cannot be validated against allowedPattern: ${pattern}. The regular expression takes too long.`,
  });

export const invalidAllowedPattern = (): AwsError =>
  new AwsError({
    code: "InvalidAllowedPatternException",
    message: "The request doesn't meet the regular expression requirement.",
  });

export const reservedName = (name: string): AwsError =>
  new AwsError({ code: "AccessDeniedException", message: `No access to reserved parameter name: ${name}.` });

export const invalidResourceId = (): AwsError =>
  new AwsError({
    code: "InvalidResourceId",
    message: "The resource ID is not valid. Verify that you entered the correct ID and try again.",
  });

export const invalidNextToken = (): AwsError =>
  new AwsError({ code: "InvalidNextToken", message: "The specified token is not valid." });

export const invalidFilterKey = (): AwsError =>
  new AwsError({ code: "InvalidFilterKey", message: "The specified key is not valid." });

export const invalidFilterOption = (option: string): AwsError =>
  new AwsError({
    code: "InvalidFilterOption",
    message: `The following filter option is not valid: ${option}.`,
  });

/** What SSM can and Stackyard cannot yet. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", message: `${what} is not implemented by Stackyard yet.`, status: 501 });
