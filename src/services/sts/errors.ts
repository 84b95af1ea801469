// STS's errors in AWS's wording. AWS: each operation's errors in the STS API reference.

import { AwsError } from "../../kernel/errors.ts";
import { coralValidationError, type Violation } from "../../service/constraints.ts";

export const validation = (message: string): AwsError => new AwsError({ code: "ValidationError", message });

export const validationError = (violations: readonly Violation[]): AwsError =>
  validation(coralValidationError(violations).message);

export const accessDenied = (message: string): AwsError => new AwsError({ code: "AccessDenied", message, status: 403 });

export const malformedPolicy = (message: string, cause?: unknown): AwsError =>
  new AwsError({ code: "MalformedPolicyDocument", message, cause });

export const packedPolicyTooLarge = (percent: number): AwsError =>
  new AwsError({
    code: "PackedPolicyTooLarge",
    message: `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`,
  });

export const invalidArn = (arn: string): AwsError => validation(`${arn} is invalid`);

export const noSuchPolicy = (arn: string): AwsError => validation(`Policy ${arn} does not exist or is not attachable.`);

export const durationTooLong = (): AwsError =>
  validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");

export const chainedTooLong = (): AwsError =>
  validation("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");

export const invalidIdentityToken = (message: string): AwsError =>
  new AwsError({ code: "InvalidIdentityToken", message });

export const expiredToken = (nowMs: number, expiredAtSeconds: number): AwsError =>
  new AwsError({
    code: "ExpiredTokenException",
    message: `Token expired: current date/time ${Math.floor(nowMs / 1000)} must be before the expiration date/time ${expiredAtSeconds}`,
  });

/** "Response has expired" and its like, of SAML. */
export const samlExpired = (message: string): AwsError => new AwsError({ code: "ExpiredTokenException", message });

// AWS: AssumeRoleWithSAML, IDPRejectedClaim.
export const idpRejected = (): AwsError =>
  new AwsError({
    code: "IDPRejectedClaim",
    message: "The identity provider (IdP) reported that authentication failed.",
    status: 403,
  });

// AWS: AssumeRoleWithWebIdentity, IDPCommunicationError.
export const idpUnreachable = (): AwsError =>
  new AwsError({
    code: "IDPCommunicationError",
    message:
      "The request could not be fulfilled because the identity provider (IDP) that was asked to verify the incoming identity token could not be reached.",
  });

// AWS: DecodeAuthorizationMessage, InvalidAuthorizationMessageException.
export const invalidAuthorizationMessage = (): AwsError =>
  new AwsError({
    code: "InvalidAuthorizationMessageException",
    message: "The message passed to DecodeAuthorizationMessage was invalid.",
  });
