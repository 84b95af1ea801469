// What durable functions refuse, in AWS's wording.

import { AwsError } from "../../../kernel/errors.ts";
import { invalidParameter } from "../errors.ts";

const userError = (code: string, status: number, message: string, members: Record<string, unknown>): AwsError =>
  new AwsError({ code, status, message, members: { Type: "User", ...members } });

/** AWS: observed. */
export const unqualifiedDurable = (): AwsError =>
  invalidParameter("You cannot invoke a durable function using an unqualified ARN.");

/** AWS: observed. */
export const tooLongToWait = (): AwsError =>
  invalidParameter(
    "You cannot synchronously invoke a durable function with an executionTimeout greater than 15 minutes.",
  );

/** AWS: "Event source mappings with durable functions": creation fails; the wording is inferred. */
export const tooLongToMap = (): AwsError =>
  invalidParameter(
    "You cannot create an event source mapping for a durable function with an executionTimeout greater than 15 minutes.",
  );

/** AWS: "Invoke"; the wording is the error's description in the API reference. */
export const alreadyStarted = (): AwsError => {
  const message = "The durable execution with the specified name has already been started.";
  return userError("DurableExecutionAlreadyStartedException", 409, message, { Message: message });
};

/** AWS: the official SDKs tell it by how its message begins. */
export const invalidToken = (): AwsError => invalidParameter("Invalid Checkpoint Token");

/** AWS: inferred wording. */
export const executionNotFound = (arn: string): AwsError =>
  userError("ResourceNotFoundException", 404, `Durable execution not found: ${arn}`, {});

/** AWS: the error's description in the API reference. */
export const callbackClosed = (): AwsError => {
  const message =
    "The callback ID token has either expired or the callback associated with the token has already been closed.";
  return userError("CallbackTimeoutException", 400, message, { Message: message });
};

/** AWS: inferred wording. */
export const invalidCallbackId = (): AwsError => invalidParameter("Invalid callback ID.");
