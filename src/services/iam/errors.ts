// IAM's errors in AWS's wording. AWS: each operation's errors in the IAM API reference; wordings as the service gives
// them in public reports.

import { AwsError } from "../../kernel/errors.ts";
import { coralValidationError, type Violation } from "../../service/constraints.ts";

const noSuchEntity = (message: string): AwsError => new AwsError({ code: "NoSuchEntity", message, status: 404 });
const alreadyExists = (message: string): AwsError =>
  new AwsError({ code: "EntityAlreadyExists", message, status: 409 });

/** "The role with name NAME cannot be found." */
export const entityNotFound = (kind: "user" | "group" | "role", name: string): AwsError =>
  noSuchEntity(`The ${kind} with name ${name} cannot be found.`);

export const entityExists = (kind: "user" | "group" | "role", name: string): AwsError =>
  alreadyExists(`${kind.charAt(0).toUpperCase()}${kind.slice(1)} with name ${name} already exists.`);

/** "The role policy with name NAME cannot be found." */
export const inlinePolicyNotFound = (kind: "user" | "group" | "role", policyName: string): AwsError =>
  noSuchEntity(`The ${kind} policy with name ${policyName} cannot be found.`);

export const policyNotFound = (arn: string): AwsError => noSuchEntity(`Policy ${arn} was not found.`);

export const policyNotAttachable = (arn: string): AwsError =>
  noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);

// AWS: AttachRolePolicy and its like, PolicyNotAttachable: policies of service-linked roles. The wording is from memory.
export const servicePolicy = (): AwsError =>
  new AwsError({
    code: "PolicyNotAttachable",
    message: "Cannot attach a Service Role Policy to a Customer Role.",
  });

export const policyVersionNotFound = (arn: string, versionId: string): AwsError =>
  noSuchEntity(`Policy ${arn} version ${versionId} does not exist or is not attachable.`);

export const policyExists = (name: string): AwsError =>
  alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);

export const boundaryNotFound = (arn: string): AwsError =>
  noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);

export const accessKeyNotFound = (id: string): AwsError =>
  noSuchEntity(`The Access Key with id ${id} cannot be found.`);

export const instanceProfileNotFound = (name: string): AwsError =>
  noSuchEntity(`Instance Profile ${name} cannot be found.`);

export const instanceProfileExists = (name: string): AwsError =>
  alreadyExists(`Instance Profile ${name} already exists.`);

export const oidcProviderNotFound = (arn: string): AwsError =>
  noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);

export const oidcProviderExists = (url: string): AwsError => alreadyExists(`Provider with url ${url} already exists.`);

export const loginProfileNotFound = (userName: string): AwsError =>
  noSuchEntity(`Login Profile for User ${userName} cannot be found.`);

export const loginProfileExists = (userName: string): AwsError =>
  alreadyExists(`Login Profile for user ${userName} already exists.`);

export const passwordPolicyNotFound = (account: string): AwsError =>
  noSuchEntity(`The Password Policy with domain name ${account} cannot be found.`);

export const passwordViolation = (message: string): AwsError =>
  new AwsError({ code: "PasswordPolicyViolation", message });

export const temporarilyUnmodifiable = (userName: string): AwsError =>
  new AwsError({
    code: "EntityTemporarilyUnmodifiable",
    message: `Login Profile for User ${userName} cannot be modified while login profile is being created.`,
    status: 409,
  });

// AWS: ChangePassword, InvalidUserType: "the type of user for the transaction was incorrect".
export const invalidUserType = (): AwsError =>
  new AwsError({ code: "InvalidUserType", message: "Only IAM Users can change their own password" });

// AWS: the wordings of MFA devices are from memory.
export const mfaDeviceNotFound = (serialNumber: string): AwsError =>
  noSuchEntity(`VirtualMFADevice with serial number ${serialNumber} doesn't exist.`);

export const mfaDeviceExists = (): AwsError =>
  alreadyExists("MFADevice entity at the same path and name already exists.");

export const mfaDeviceInUse = (serialNumber: string): AwsError =>
  alreadyExists(`MFA device with serial number ${serialNumber} is already in use.`);

export const mfaDeviceAssigned = (): AwsError => deleteConflict("MFA VirtualDevice in use. Must deactivate first.");

// AWS: EnableMFADevice, InvalidAuthenticationCode: "the authentication code was not recognized".
export const wrongMfaCodes = (): AwsError =>
  new AwsError({
    code: "InvalidAuthenticationCode",
    message: "Authentication code for device is not valid.",
    status: 403,
  });

export const reservedPath = (path: string): AwsError =>
  invalidInput(`The path ${path} is reserved for service-linked roles. Use CreateServiceLinkedRole.`);

// AWS: the wording is from memory.
export const protectedRole = (name: string): AwsError =>
  new AwsError({
    code: "UnmodifiableEntity",
    message: `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`,
  });

// AWS: the wording is from memory.
export const linkedRoleTaken = (name: string): AwsError =>
  invalidInput(`Service role name ${name} has been taken in this account, please try a different suffix.`);

export const noCustomSuffix = (service: string): AwsError =>
  invalidInput(`Custom suffix is not allowed for ${service}`);

/** Services whose roles nobody here needs. */
export const noLinkedRole = (service: string): AwsError =>
  new AwsError({
    code: "NotImplemented",
    message: `The service-linked role of ${service} is not available in Stackyard.`,
    status: 501,
  });

export const deletionTaskNotFound = (id: string): AwsError =>
  noSuchEntity(`Service linked role deletion task ${id} not found.`);

export const jobNotFound = (jobId: string): AwsError => noSuchEntity(`JobId ${jobId} not found.`);

/** AWS: of the access advisor: an ARN of nothing that is there. */
export const arnNotFound = (arn: string): AwsError => noSuchEntity(`ARN ${arn} does not exist.`);

export const serviceNotFound = (namespace: string): AwsError =>
  invalidInput(`Service namespace ${namespace} is not valid.`);

export const reportNotPresent = (): AwsError =>
  new AwsError({
    code: "ReportNotPresent",
    message: "No report exists. To generate a report, use GenerateCredentialReport.",
    status: 410,
  });

export const reportExpired = (): AwsError =>
  new AwsError({
    code: "ReportExpired",
    message: "The most recent report has expired. To generate a new one, use GenerateCredentialReport.",
    status: 410,
  });

export const samlProviderNotFound = (arn: string): AwsError => noSuchEntity(`SAMLProvider not found for arn ${arn}`);

export const samlProviderExists = (name: string): AwsError =>
  alreadyExists(`Provider with name ${name} already exists.`);

// AWS: "Troubleshoot SAML federation with IAM".
export const unreadableMetadata = (): AwsError => invalidInput("Could not parse metadata");

export const nothingToUpdate = (): AwsError =>
  invalidInput("Unable to update identity provider. No updates are defined for metadata or encryption assertion.");

export const roleNotInInstanceProfile = (roleName: string): AwsError =>
  noSuchEntity(`Role ${roleName} cannot be found.`);

export const boundaryNotSet = (kind: "user" | "role", name: string): AwsError =>
  noSuchEntity(`The ${kind} with name ${name} does not have a permission boundary.`);

export const notInGroup = (userName: string): AwsError =>
  noSuchEntity(`The user with name ${userName} cannot be found.`);

export const accountAliasExists = (alias: string): AwsError =>
  alreadyExists(`The account alias ${alias} already exists.`);

export const accountAliasNotFound = (alias: string): AwsError =>
  noSuchEntity(`The account alias ${alias} cannot be found.`);

/** "Cannot delete entity, must WHAT first." */
export const mustFirst = (what: string): AwsError =>
  new AwsError({ code: "DeleteConflict", message: `Cannot delete entity, must ${what} first.`, status: 409 });

export const deleteConflict = (message: string): AwsError =>
  new AwsError({ code: "DeleteConflict", message, status: 409 });

/** "Cannot exceed quota for QUOTA: LIMIT" */
export const quotaExceeded = (quota: string, limit: number): AwsError =>
  new AwsError({ code: "LimitExceeded", message: `Cannot exceed quota for ${quota}: ${limit}`, status: 409 });

export const limitExceeded = (message: string): AwsError =>
  new AwsError({ code: "LimitExceeded", message, status: 409 });

export const malformedPolicy = (message: string, cause?: unknown): AwsError =>
  new AwsError({ code: "MalformedPolicyDocument", message, cause });

export const invalidInput = (message: string): AwsError => new AwsError({ code: "InvalidInput", message });

export const validation = (message: string): AwsError => new AwsError({ code: "ValidationError", message });

export const invalidMarker = (): AwsError => validation("Invalid Marker.");

/** AWS: public reports of AttachRolePolicy: "InvalidInput: ARN ... is not valid." */
export const invalidArn = (arn: string): AwsError => invalidInput(`ARN ${arn} is not valid.`);

/** AWS: names have their own sentence; all else has coral's. */
export function validationError(violations: readonly Violation[]): AwsError {
  const [first] = violations;
  if (violations.length === 1 && first?.kind === "pattern" && first.constraint?.pattern === "[\\w+=,.@-]+") {
    return validation(
      `The specified value for ${first.path} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
  return validation(coralValidationError(violations).message);
}

// AWS: the credentials of GetSessionToken without a second factor, and of GetFederationToken.
export const invalidToken = (): AwsError =>
  new AwsError({
    code: "InvalidClientTokenId",
    message: "The security token included in the request is invalid.",
    status: 403,
  });

export const accessDenied = (message: string): AwsError => new AwsError({ code: "AccessDenied", message, status: 403 });
