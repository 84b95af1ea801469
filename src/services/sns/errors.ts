// SNS's errors in AWS's wording: documented in the API reference or recorded from the service.

import { AwsError } from "../../kernel/errors.ts";
import { coralValidationError, type Violation } from "../../service/constraints.ts";

/** "Invalid parameter: DETAIL". */
export const invalidParameter = (detail: string): AwsError =>
  new AwsError({ code: "InvalidParameterException", message: `Invalid parameter: ${detail}` });

/** A message attribute that breaks the rules has a code of its own. */
export const invalidAttribute = (message: string): AwsError =>
  new AwsError({ code: "InvalidParameterValueException", message });

/**
 * What the common checker found. AWS: recorded, a call without a required member ends with a ValidationError; the operations for
 * text messages have ValidationException (ListOriginationNumbers) or InvalidParameter for what breaks a constraint.
 */
export const validationError = (violations: readonly Violation[], operation: string): AwsError => {
  const { message } = coralValidationError(violations);
  const isMissing = violations.some(({ kind }) => kind === "missing");
  const broken = operation === "ListOriginationNumbers" ? "ValidationException" : "InvalidParameterException";
  return new AwsError({ code: isMissing ? "ValidationError" : broken, message });
};

export const topicNotFound = (): AwsError =>
  new AwsError({ code: "NotFoundException", message: "Topic does not exist", status: 404 });

/** AWS: Unsubscribe: "If the subscription requires authentication for deletion ... an AWS signature is required." */
export const authenticationRequired = (): AwsError =>
  accessDenied("This subscription requires authentication for deletion.");

/** AWS: Subscribe, Errors: the wordings are the reference's. */
export const subscriptionLimitExceeded = (): AwsError =>
  new AwsError({
    code: "SubscriptionLimitExceededException",
    message: "Indicates that the customer already owns the maximum allowed number of subscriptions.",
    status: 403,
  });

/** AWS: CreateTopic, Errors: the wording is the reference's. */
export const topicLimitExceeded = (): AwsError =>
  new AwsError({
    code: "TopicLimitExceededException",
    message: "Indicates that the customer already owns the maximum allowed number of topics.",
    status: 403,
  });

export const filterPolicyLimitExceeded = (): AwsError =>
  new AwsError({
    code: "FilterPolicyLimitExceededException",
    message: "Indicates that the number of filter polices in your AWS account exceeds the limit.",
    status: 403,
  });

/** AWS: DeleteTopic, Errors: InvalidState. The wording is ours. */
export const archiveIsActive = (): AwsError =>
  new AwsError({
    code: "InvalidStateException",
    message: "The topic has an active archive policy. Deactivate it before you delete the topic.",
  });

export const subscriptionNotFound = (): AwsError =>
  new AwsError({ code: "NotFoundException", message: "Subscription does not exist", status: 404 });

export const platformApplicationNotFound = (): AwsError =>
  new AwsError({ code: "NotFoundException", message: "PlatformApplication does not exist", status: 404 });

export const endpointNotFound = (): AwsError =>
  new AwsError({ code: "NotFoundException", message: "Endpoint does not exist", status: 404 });

export const endpointDisabled = (): AwsError =>
  new AwsError({ code: "EndpointDisabledException", message: "Endpoint is disabled" });

export const platformApplicationDisabled = (): AwsError =>
  new AwsError({ code: "PlatformApplicationDisabledException", message: "Platform application is disabled" });

/** AWS: CreateSMSSandboxPhoneNumber, Errors. */
export const optedOut = (): AwsError =>
  new AwsError({ code: "OptedOutException", message: "Phone number is opted out." });

/** AWS: of the SMS sandbox, what its rules do not allow. */
export const userError = (message: string): AwsError => new AwsError({ code: "UserErrorException", message });

/** AWS: VerifySMSSandboxPhoneNumber, Errors. */
export const wrongOneTimePassword = (): AwsError =>
  new AwsError({ code: "VerificationException", message: "The one-time password (OTP) is invalid or has expired." });

/** Tagging has a code of its own for what is not there. */
export const resourceNotFound = (): AwsError =>
  new AwsError({ code: "ResourceNotFoundException", message: "Resource does not exist", status: 404 });

export const tooManyTags = (): AwsError =>
  new AwsError({
    code: "TagLimitExceededException",
    message: "Could not complete request: tag quota of per resource exceeded",
  });

export const emptyBatch = (): AwsError =>
  new AwsError({ code: "EmptyBatchRequestException", message: "The batch request doesn't contain any entries." });

export const tooManyEntries = (): AwsError =>
  new AwsError({
    code: "TooManyEntriesInBatchRequestException",
    message: "The batch request contains more entries than permissible.",
  });

export const invalidBatchEntryId = (): AwsError =>
  new AwsError({
    code: "InvalidBatchEntryIdException",
    message: "The Id of a batch entry in a batch request doesn't abide by the specification.",
  });

export const batchEntryIdsNotDistinct = (): AwsError =>
  new AwsError({
    code: "BatchEntryIdsNotDistinctException",
    message: "Two or more batch entries in the request have the same Id.",
  });

export const batchTooLong = (): AwsError =>
  new AwsError({
    code: "BatchRequestTooLongException",
    message: "The length of all the batch messages put together is more than the limit.",
  });

/** What SNS can and Stackyard cannot yet. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", message: `${what} is not implemented by Stackyard yet.`, status: 501 });

/** AWS: SNS denies with AuthorizationError. */
export const accessDenied = (message: string): AwsError =>
  new AwsError({ code: "AuthorizationErrorException", message, status: 403 });
