// Route 53's errors: codes and statuses are the API reference's; wordings as public reports have them where marked, ours otherwise.

import { AwsError } from "../../kernel/errors.ts";
import type { Violation } from "../../service/constraints.ts";
import { coralValidationError } from "../../service/constraints.ts";

const error =
  (code: string, status = 400) =>
  (message: string): AwsError =>
    new AwsError({ code, message, status });

export const invalidInput = error("InvalidInput");
export const invalidDomainName = error("InvalidDomainName");

/** AWS: all of a batch's problems in one message, as a list: "[Tried to create ..., Tried to delete ...]". */
export const invalidChangeBatch = (problems: readonly string[]): AwsError =>
  new AwsError({ code: "InvalidChangeBatch", message: `[${problems.join(", ")}]` });

/** AWS: recorded in public reports. */
export const noSuchHostedZone = (id: string): AwsError =>
  error("NoSuchHostedZone", 404)(`No hosted zone found with ID: ${id}`);

/** AWS: what a zone of another account is answered with, recorded in public reports. */
export const notYours = (arn: string): AwsError =>
  error("AccessDenied", 403)(`User: ${arn} is not authorized to access this resource`);

/** AWS: recorded in public reports. */
export const noSuchChange = (id: string): AwsError =>
  error("NoSuchChange", 404)(`Could not find resource with ID: ${id}`);

export const noSuchHealthCheck = (id: string): AwsError =>
  error("NoSuchHealthCheck", 404)(`No health check exists with the specified ID ${id}.`);

export const noSuchDelegationSet = (id: string): AwsError =>
  error("NoSuchDelegationSet")(`No delegation set found with ID: ${id}`);

/** AWS: API reference, CreateHostedZone. */
export const hostedZoneAlreadyExists = (): AwsError =>
  error("HostedZoneAlreadyExists", 409)("A hosted zone has already been created with the specified caller reference.");

/** AWS: recorded in public reports. */
export const hostedZoneNotEmpty = (): AwsError =>
  error("HostedZoneNotEmpty")(
    "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
  );

export const hostedZoneNotPrivate = (id: string): AwsError =>
  error("HostedZoneNotPrivate")(`The specified hosted zone is a public hosted zone: ${id}`);

export const tooManyHostedZones = (most: number): AwsError =>
  error("TooManyHostedZones")(
    `Limits Exceeded: MAX_HOSTED_ZONES_BY_OWNER - Cannot create more than ${most} hosted zones.`,
  );

export const healthCheckAlreadyExists = (): AwsError =>
  error(
    "HealthCheckAlreadyExists",
    409,
  )("A health check with the same caller reference but different configurations already exists.");

export const healthCheckInUse = (id: string): AwsError =>
  error("HealthCheckInUse")(`The health check ${id} is referenced by another health check.`);

export const healthCheckVersionMismatch = (given: number, current: number): AwsError =>
  error(
    "HealthCheckVersionMismatch",
    409,
  )(`The specified version ${given} does not match the health check's current version ${current}.`);

export const tooManyHealthChecks = (most: number): AwsError =>
  error("TooManyHealthChecks")(`Cannot create more than ${most} health checks.`);

/** What Route 53 can and Stackyard cannot yet, or cannot at all. */
export const notImplemented = (what: string): AwsError =>
  error("NotImplemented", 501)(`${what} is not implemented by Stackyard yet.`);

/** AWS: Route 53 answers InvalidInput where other services answer ValidationException, in the same wording (recorded in public reports). */
export function validationError(violations: readonly Violation[]): AwsError {
  return invalidInput(coralValidationError(violations).message);
}
