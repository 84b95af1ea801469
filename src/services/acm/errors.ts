// ACM's errors: codes and statuses are the API reference's; wordings as public reports have them where marked, ours otherwise.

import { AwsError } from "../../kernel/errors.ts";

const error =
  (code: string, status = 400) =>
  (message: string): AwsError =>
    new AwsError({ code, message, status });

export const invalid = error("ValidationException");
export const invalidArn = error("InvalidArnException");
export const invalidArgs = error("InvalidArgsException");
export const invalidParameter = error("InvalidParameterException");
export const invalidState = error("InvalidStateException");
export const invalidTag = error("InvalidTagException");
export const invalidValidationOptions = error("InvalidDomainValidationOptionsException");
export const limitExceeded = error("LimitExceededException");
export const tooManyTags = error("TooManyTagsException");
export const inProgress = error("RequestInProgressException");

/** AWS: recorded in public reports. */
export const notFound = (arn: string): AwsError =>
  error("ResourceNotFoundException")(`Could not find certificate ${arn}.`);

/** AWS: recorded in public reports. */
export const inUse = (arn: string): AwsError => error("ResourceInUseException")(`Certificate ${arn} is in use.`);

/** What ACM can and Stackyard cannot. */
export const notImplemented = (what: string): AwsError =>
  error("NotImplemented", 501)(`${what} is not implemented by Stackyard yet.`);

/** AWS: DeleteCertificate (API reference): status 403. */
export const accessDenied = error("AccessDeniedException", 403);
