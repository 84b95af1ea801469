// EventBridge Scheduler's errors: codes and statuses are the API reference's. Wordings that are not marked are ours.

import { AwsError } from "../../kernel/errors.ts";

export const invalid = (message: string): AwsError => new AwsError({ code: "ValidationException", message });

/** AWS: recorded from the service. */
export const invalidExpression = (expression: string): AwsError =>
  invalid(`Invalid Schedule Expression ${expression}.`);

/** AWS: recorded from the service. */
export const roleNotAssumable = (): AwsError =>
  invalid("The execution role you provide must allow AWS EventBridge Scheduler to assume the role.");

/** AWS: recorded from the service. */
export const scheduleNotFound = (name: string): AwsError => notFound(`Schedule ${name} does not exist.`);

/** AWS: recorded from the service. */
export const groupNotFound = (name: string): AwsError => notFound(`Schedule group ${name} does not exist.`);

/** AWS: recorded from the service. */
export const scheduleExists = (name: string): AwsError => conflict(`Schedule ${name} already exists.`);

/** AWS: recorded from the service. */
export const groupExists = (name: string): AwsError => conflict(`Schedule group ${name} already exists.`);

export const groupIsDeleting = (name: string): AwsError => conflict(`Schedule group ${name} is being deleted.`);

export const quotaExceeded = (message: string): AwsError =>
  new AwsError({ code: "ServiceQuotaExceededException", message, status: 402 });

/** What Scheduler can and Stackyard cannot yet. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", message: `${what} is not implemented by Stackyard yet.`, status: 501 });

function notFound(message: string): AwsError {
  return new AwsError({ code: "ResourceNotFoundException", message, status: 404 });
}

function conflict(message: string): AwsError {
  return new AwsError({ code: "ConflictException", message, status: 409 });
}
