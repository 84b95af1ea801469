// SQS's errors in AWS's wording. Codes are those of the JSON protocol; the wire layer adds the Query protocol's.
// AWS: common errors and each operation's errors in the API reference; wordings as recorded from the service where
// the reference has none.

import { AwsError } from "../../kernel/errors.ts";
import type { Violation } from "../../service/constraints.ts";

export const queueDoesNotExist = (): AwsError =>
  new AwsError({ code: "QueueDoesNotExist", message: "The specified queue does not exist." });

export const queueNameExists = (attribute: string): AwsError =>
  new AwsError({
    code: "QueueNameExists",
    message: `A queue already exists with the same name and a different value for attribute ${attribute}`,
  });

export const invalidAddress = (queueUrl: string): AwsError =>
  new AwsError({
    code: "InvalidAddress",
    message: `The address ${queueUrl} is not valid for this endpoint.`,
    status: 404,
  });

export const invalidParameterValue = (message: string): AwsError =>
  new AwsError({ code: "InvalidParameterValueException", message });

/** "Value VALUE for parameter NAME is invalid. Reason: REASON." */
export const invalidParameter = (name: string, value: unknown, reason: string): AwsError =>
  invalidParameterValue(`Value ${String(value)} for parameter ${name} is invalid. Reason: ${reason}`);

export const missingParameter = (name: string): AwsError =>
  new AwsError({
    code: "MissingRequiredParameterException",
    message: `The request must contain the parameter ${name}.`,
  });

/** What the common checker found: only required members, since SQS's limits are checked by the operations. */
export const validationError = (violations: readonly Violation[]): AwsError =>
  missingParameter(violations[0]?.member ?? "Action");

export const unknownAttribute = (name: string): AwsError =>
  new AwsError({ code: "InvalidAttributeName", message: `Unknown Attribute ${name}.` });

export const twoEncryptions = (): AwsError =>
  new AwsError({
    code: "InvalidAttributeName",
    message:
      "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
  });

export const invalidAttributeValue = (name: string, reason?: string): AwsError =>
  new AwsError({
    code: "InvalidAttributeValue",
    message: `Invalid value for the parameter ${name}.${reason === undefined ? "" : ` Reason: ${reason}`}`,
  });

export const purgeInProgress = (queueName: string): AwsError =>
  new AwsError({
    code: "PurgeQueueInProgress",
    message: `Only one PurgeQueue operation on ${queueName} is allowed every 60 seconds.`,
    status: 403,
  });

export const messageTooLong = (limitBytes: number): AwsError =>
  invalidParameterValue(
    `One or more parameters are invalid. Reason: Message must be shorter than ${limitBytes} bytes.`,
  );

export const invalidMessageContents = (): AwsError =>
  new AwsError({
    code: "InvalidMessageContents",
    message:
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
  });

export const noDeduplicationId = (): AwsError =>
  invalidParameterValue(
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  );

export const receiptHandleIsInvalid = (receiptHandle: string): AwsError =>
  new AwsError({
    code: "ReceiptHandleIsInvalid",
    message: `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
    status: 404,
  });

export const receiptHandleExpired = (receiptHandle: string): AwsError =>
  invalidParameter("ReceiptHandle", receiptHandle, "The receipt handle has expired.");

export const noVisibilityToChange = (receiptHandle: string): AwsError =>
  invalidParameter(
    "ReceiptHandle",
    receiptHandle,
    "Message does not exist or is not available for visibility timeout change.",
  );

export const totalVisibilityExceeded = (visibilityTimeout: number): AwsError =>
  invalidParameter(
    "VisibilityTimeout",
    visibilityTimeout,
    "Total VisibilityTimeout for the message is beyond the limit [43200 seconds].",
  );

export const overLimit = (message: string): AwsError => new AwsError({ code: "OverLimit", message, status: 403 });

export const tooManyInFlight = (): AwsError => overLimit("Too many messages in flight.");

export const emptyBatch = (parameter: string): AwsError =>
  new AwsError({
    code: "EmptyBatchRequest",
    message: `There should be at least one ${parameter} in the request.`,
  });

export const tooManyEntries = (count: number): AwsError =>
  new AwsError({
    code: "TooManyEntriesInBatchRequest",
    message: `Maximum number of entries per request are 10. You have sent ${count}.`,
  });

export const invalidBatchEntryId = (): AwsError =>
  new AwsError({
    code: "InvalidBatchEntryId",
    message:
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
  });

export const batchEntryIdsNotDistinct = (id: string): AwsError =>
  new AwsError({ code: "BatchEntryIdsNotDistinct", message: `Id ${id} repeated.` });

export const batchTooLong = (limitBytes: number, bytes: number): AwsError =>
  new AwsError({
    code: "BatchRequestTooLong",
    message: `Batch requests cannot be longer than ${limitBytes} bytes. You have sent ${bytes} bytes.`,
  });

export const resourceNotFound = (message: string): AwsError =>
  new AwsError({ code: "ResourceNotFoundException", message, status: 404 });

/** AWS: SQS writes the action in lower case when it denies. */
export const accessDenied = (message: string): AwsError =>
  new AwsError({
    code: "AccessDeniedException",
    message: message.replaceAll(/sqs:[A-Za-z]+/g, (action) => action.toLowerCase()),
    status: 403,
  });

/** AWS: FIFO queues beyond their quota, "Troubleshoot FIFO throttling issues". */
export const requestThrottled = (): AwsError =>
  new AwsError({ code: "RequestThrottled", message: "The request was denied due to request throttling.", status: 403 });

/** AWS: the errors of SendMessage and ReceiveMessage that stand for KMS's. */
const KMS_ERRORS: Readonly<Record<string, string>> = {
  AccessDeniedException: "KmsAccessDenied",
  DisabledException: "KmsDisabled",
  InvalidKeyUsageException: "KmsInvalidKeyUsage",
  KMSInvalidStateException: "KmsInvalidState",
  NotFoundException: "KmsNotFound",
  ThrottlingException: "KmsThrottled",
};

/** KMS's error as SQS hands it on. AWS: messages end with where they come from. */
export const kmsError = (error: AwsError, requestId: string): AwsError => {
  const code = KMS_ERRORS[error.code];
  if (code === undefined) return error;
  const origin = `Service: AWSKMS; Status Code: ${error.status}; Error Code: ${error.code}; Request ID: ${requestId}; Proxy: null`;
  return new AwsError({ code, message: `${error.message} (${origin})`, cause: error });
};
