// The errors of identity pools in AWS's wording. AWS: each operation's errors in the API reference; sentences that the reference does
// not have are those that the service is known to answer in public reports.

import { AwsError } from "../../kernel/errors.ts";

const error =
  (code: string) =>
  (message: string): AwsError =>
    new AwsError({ code, message });

export const invalidParameter = error("InvalidParameterException");
const notAuthorized = error("NotAuthorizedException");
export const resourceConflict = error("ResourceConflictException");
export const externalService = error("ExternalServiceException");
export const limitExceeded = error("LimitExceededException");
const resourceNotFound = error("ResourceNotFoundException");

export const poolNotFound = (poolId: string): AwsError => resourceNotFound(`IdentityPool '${poolId}' not found.`);

export const identityNotFound = (identityId: string): AwsError =>
  resourceNotFound(`Identity '${identityId}' not found.`);

export const developerUserNotFound = (): AwsError =>
  resourceNotFound("No identity is linked to the developer user identifier.");

export const forbidden = (identityId: string): AwsError =>
  notAuthorized(`Access to Identity '${identityId}' is forbidden.`);

export const unauthenticatedOff = (): AwsError =>
  notAuthorized("Unauthenticated access is not supported for this identity pool.");

export const unsupportedProvider = (): AwsError =>
  notAuthorized("Token is not from a supported provider of this identity pool.");

export const invalidLogin = (why: string): AwsError => notAuthorized(`Invalid login token. ${why}`);

export const loginsDoNotMatch = (): AwsError =>
  notAuthorized("Logins don't match. Please include at least one valid login for this identity or identity pool.");

/** AWS: ResourceConflictException: "a user tries to use a login which is already linked to another account". */
export const loginsOfOthers = (): AwsError => resourceConflict("Login is already linked to another account.");

export const classicFlowOff = (): AwsError =>
  invalidParameter("Basic (classic) flow is not enabled, please use enhanced flow.");

export const wrongConfiguration = (): AwsError =>
  error("InvalidIdentityPoolConfigurationException")(
    "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
  );

/** AWS: DeveloperUserAlreadyRegisteredException: "already registered with Cognito with a different identity ID". */
export const developerUserTaken = (): AwsError =>
  error("DeveloperUserAlreadyRegisteredException")(
    "The provided developer user identifier is already registered with Cognito under a different identity ID.",
  );

/** What Cognito can and Stackyard cannot yet. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", message: `${what} is not implemented by Stackyard yet.`, status: 501 });
