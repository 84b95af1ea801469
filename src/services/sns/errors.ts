// SNS's errors in AWS's wording: documented in the API reference or recorded from the service.

import { AwsError } from "../../kernel/errors.ts";
import type { Violation } from "../../service/constraints.ts";

/** "Invalid parameter: DETAIL". */
export const invalidParameter = (detail: string): AwsError =>
  new AwsError({ code: "InvalidParameterException", message: `Invalid parameter: ${detail}` });

/** A message attribute that breaks the rules has a code of its own. */
export const invalidAttribute = (message: string): AwsError =>
  new AwsError({ code: "InvalidParameterValueException", message });

/** What the common checker found: only required members. AWS: such a call ends with a ValidationError. */
export const validationError = (violations: readonly Violation[]): AwsError => {
  const { length } = violations;
  const details = violations.map(
    ({ path }) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  );
  return new AwsError({
    code: "ValidationError",
    message: `${length} validation error${length === 1 ? "" : "s"} detected: ${details.join("; ")}`,
  });
};

export const topicNotFound = (): AwsError =>
  new AwsError({ code: "NotFoundException", message: "Topic does not exist", status: 404 });

export const subscriptionNotFound = (): AwsError =>
  new AwsError({ code: "NotFoundException", message: "Subscription does not exist", status: 404 });

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
