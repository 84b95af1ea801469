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

/** AWS: InvalidFilterValue is the API reference's; the sentence is inferred. */
export const invalidFilterValue = (key: string, value: string | undefined): AwsError =>
  new AwsError({
    code: "InvalidFilterValue",
    message:
      value === undefined
        ? `The filter ${key} needs values.`
        : `The following value is not valid for the filter ${key}: ${value}.`,
  });

/** What SSM can and Stackyard cannot yet. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", message: `${what} is not implemented by Stackyard yet.`, status: 501 });

export const invalidKeyId = (message: string): AwsError => new AwsError({ code: "InvalidKeyId", message });

export const unsupportedType = (type: string): AwsError =>
  new AwsError({ code: "UnsupportedParameterType", message: `The parameter type ${type} isn't supported.` });

export const oldestIsLabelled = (name: string, version: number): AwsError =>
  new AwsError({
    code: "ParameterMaxVersionLimitExceeded",
    message: `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. Version ${version}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
  });

export const tooManyLabels = (): AwsError =>
  new AwsError({
    code: "ParameterVersionLabelLimitExceeded",
    message: "A parameter version can have a maximum of ten labels.",
  });

export const tooManyPolicies = (): AwsError =>
  new AwsError({
    code: "PoliciesLimitExceededException",
    message: "You specified more than the maximum number of allowed policies for the parameter. The maximum is 10.",
  });

export const invalidPolicyType = (): AwsError =>
  new AwsError({
    code: "InvalidPolicyTypeException",
    message:
      "The policy type isn't supported. Parameter Store supports the following policy types: Expiration, ExpirationNotification, and NoChangeNotification.",
  });

export const invalidPolicyAttribute = (message: string): AwsError =>
  new AwsError({ code: "InvalidPolicyAttributeException", message });

export const incompatiblePolicies = (message: string): AwsError =>
  new AwsError({ code: "IncompatiblePolicyException", message });

export const settingNotFound = (): AwsError =>
  new AwsError({
    code: "ServiceSettingNotFound",
    message:
      "The specified service setting wasn't found. Either the service name or the setting hasn't been provisioned by the Amazon Web Services service team.",
  });

export const tooManyUpdates = (): AwsError =>
  new AwsError({
    code: "TooManyUpdates",
    message: "There are concurrent updates for a resource that supports one update at a time.",
  });
