// EventBridge's errors in AWS's wording.
// AWS: the API reference's pages of the operations; wording recorded from the service by its users.

import { AwsError } from "../../kernel/errors.ts";

export const validation = (message: string): AwsError => new AwsError({ code: "ValidationException", message });

export const notFound = (what: string): AwsError =>
  new AwsError({ code: "ResourceNotFoundException", message: `${what} does not exist.` });

export const busNotFound = (name: string): AwsError => notFound(`Event bus ${name}`);

export const ruleNotFound = (name: string, busName: string): AwsError =>
  new AwsError({
    code: "ResourceNotFoundException",
    message: `Rule ${name} does not exist on EventBus ${busName}.`,
  });

export const alreadyExists = (what: string): AwsError =>
  new AwsError({ code: "ResourceAlreadyExistsException", message: `${what} already exists.` });

export const limitExceeded = (message: string): AwsError => new AwsError({ code: "LimitExceededException", message });

export const invalidPattern = (reason: string): AwsError =>
  new AwsError({ code: "InvalidEventPatternException", message: `Event pattern is not valid. Reason: ${reason}` });

export const illegalStatus = (message: string): AwsError => new AwsError({ code: "IllegalStatusException", message });

export const policyTooLong = (): AwsError =>
  new AwsError({ code: "PolicyLengthExceededException", message: "The event bus policy is too long." });

export const invalidNextToken = (): AwsError => validation("Parameter NextToken is not valid. Reason: Invalid token.");

/** What the yard does not have. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", status: 501, message: `Stackyard does not implement ${what} yet.` });
