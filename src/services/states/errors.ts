// Step Functions' errors: codes and statuses are the API reference's. Wordings that are not marked are ours.

import { AwsError } from "../../kernel/errors.ts";
import type { Finding } from "./language/findings.ts";

const error = (code: string, message: string, members: Record<string, unknown> = {}): AwsError =>
  new AwsError({ code, message, members, status: STATUSES[code] ?? 400 });

const STATUSES: Readonly<Record<string, number>> = {
  ConflictException: 409,
  ResourceNotFound: 404,
  ServiceQuotaExceededException: 402,
};

/** AWS: recorded from the service. */
export const invalidName = (name: string): AwsError => error("InvalidName", `Invalid Name: '${name}'`);

/** AWS: recorded from the service. */
export const invalidArn = (why: string): AwsError => error("InvalidArn", `Invalid Arn: '${why}'`);

/** AWS: recorded from the service. */
export const invalidRoleArn = (arn: string): AwsError => error("InvalidArn", `Invalid Role Arn: '${arn}'`);

/** AWS: recorded from the service: each finding with its code and its place, "null" where there is none. */
export const invalidDefinition = (findings: readonly Finding[]): AwsError => {
  const told = findings
    .filter(({ severity }) => severity === "ERROR")
    .map(({ code, message, location = "null" }) => `${code}: ${message} at ${location}`);
  return error("InvalidDefinition", `Invalid State Machine Definition: '${told.join(", ")}'`);
};

/** AWS: recorded from the service. */
export const invalidLogging = (why: string): AwsError =>
  error("InvalidLoggingConfiguration", `Invalid Logging Configuration: ${why}`);

/** AWS: InvalidTracingConfiguration: the documentation's words. */
export const invalidTracing = (): AwsError =>
  error(
    "InvalidTracingConfiguration",
    "Your tracingConfiguration key does not match, or enabled has not been set to true or false.",
  );

export const invalidEncryption = (why: string): AwsError =>
  error("InvalidEncryptionConfiguration", `Invalid Encryption Configuration: ${why}`);

/** AWS: recorded from the service. */
export const roleNotAssumable = (): AwsError =>
  error(
    "AccessDeniedException",
    "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.",
  );

/** AWS: recorded from the service. */
export const foreignRole = (): AwsError => error("AccessDeniedException", "Cross-account pass role is not allowed.");

/** AWS: recorded from the service. */
export const machineExists = (arn: string): AwsError =>
  error("StateMachineAlreadyExists", `State Machine Already Exists: '${arn}'`);

/** AWS: recorded from the service. */
export const machineNotFound = (arn: string): AwsError =>
  error("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);

export const machineIsDeleting = (arn: string): AwsError =>
  error("StateMachineDeleting", `State Machine is being deleted: '${arn}'`);

/** AWS: recorded from the service. */
export const nothingToUpdate = (): AwsError =>
  error(
    "MissingRequiredParameter",
    "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified",
  );

/** With AWS's reason for it, where there is one. */
export const invalid = (message: string, reason?: string): AwsError =>
  error("ValidationException", message, reason === undefined ? {} : { reason });

/** AWS: recorded from the service. */
export const descriptionWithoutPublish = (): AwsError =>
  invalid("Version description can only be set when publish is true");

/** AWS: DeleteStateMachine, DescribeStateMachine and UpdateStateMachine refuse ARNs of distributed maps. */
export const labelledArn = (): AwsError =>
  invalid("Map Run Label is not supported by this API.", "API_DOES_NOT_SUPPORT_LABELED_ARNS");

/** AWS: recorded from the service. */
export const otherRevision = (wanted: string, current: string): AwsError =>
  conflict(
    `Failed to publish the State Machine version for revision ${wanted}. The current State Machine revision is ${current}.`,
  );

/** AWS: recorded from the service. */
export const versionInUse = (aliases: readonly string[]): AwsError =>
  conflict(
    `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${aliases.join(", ")}]`,
  );

/** AWS: recorded from the service. */
export const aliasExists = (): AwsError =>
  conflict(
    "Failed to create alias because an alias with the same name and a different routing configuration already exists.",
  );

/** AWS: recorded from the service. */
export const aliasNotFound = (): AwsError =>
  error("ResourceNotFound", "Request references a resource that does not exist.");

/** AWS: recorded from the service. */
export const resourceNotFound = (arn: string): AwsError =>
  error("ResourceNotFound", `Resource not found: '${arn}'`, { resourceName: arn });

/** AWS: recorded from the service. */
export const activityNotFound = (arn: string): AwsError =>
  error("ActivityDoesNotExist", `Activity Does Not Exist: '${arn}'`);

export const tooManyTags = (arn: string): AwsError =>
  error("TooManyTags", "You've exceeded the number of tags allowed for a resource.", { resourceName: arn });

export const quotaExceeded = (message: string): AwsError => error("ServiceQuotaExceededException", message);

/** AWS: recorded from the service. */
export const invalidToken = (): AwsError => error("InvalidToken", "Invalid Token: 'Invalid token'");

/** What Step Functions can and Stackyard cannot yet. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", message: `${what} is not implemented by Stackyard yet.`, status: 501 });

function conflict(message: string): AwsError {
  return error("ConflictException", message);
}
