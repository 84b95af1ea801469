// Errors of the management API, in its words.

import { AwsError } from "../../../kernel/errors.ts";

/** AWS: "The caller is not authorized to invoke this operation": also what a wrong API or stage is answered. */
export function forbidden(): AwsError {
  return new AwsError({ code: "ForbiddenException", status: 403, message: "Forbidden" });
}

/** AWS: "The connection with the provided id no longer exists"; the SDK shows no message but its code. */
export function gone(): AwsError {
  return new AwsError({ code: "GoneException", status: 410, message: "" });
}

/** AWS: "the WebSocket client side buffer is full", or too many requests. */
export function limitExceeded(): AwsError {
  return new AwsError({ code: "LimitExceededException", status: 429, message: "Too Many Requests" });
}

/** AWS: "The data has exceeded the maximum size allowed". */
export function payloadTooLarge(): AwsError {
  return new AwsError({ code: "PayloadTooLargeException", status: 413, message: "Message too long" });
}
