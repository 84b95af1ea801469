// Errors of stack sets. Codes and statuses are the model's; a wording without a source is inferred.

import { AwsError } from "../../../kernel/errors.ts";

/** AWS: this sentence, as clients show it. */
export function stackSetNotFound(nameOrId: string): AwsError {
  return new AwsError({
    code: "StackSetNotFoundException",
    status: 404,
    message: `StackSet ${nameOrId} not found`,
  });
}

export function stackSetExists(name: string): AwsError {
  return new AwsError({
    code: "NameAlreadyExistsException",
    status: 409,
    message: `StackSet ${name} already exists`,
  });
}

/** A creation that is repeated after what it made has been changed. AWS: the model's sentence. */
export function createdButModified(): AwsError {
  return new AwsError({
    code: "CreatedButModifiedException",
    status: 409,
    message: "The specified resource exists, but has been changed.",
  });
}

/** AWS: this sentence, as clients show it. */
export function stackSetNotEmpty(): AwsError {
  return new AwsError({ code: "StackSetNotEmptyException", status: 409, message: "StackSet is not empty" });
}

/** AWS: this sentence, as clients show it. */
export function operationInProgress(stackSetArn: string): AwsError {
  return new AwsError({
    code: "OperationInProgressException",
    status: 409,
    message: `Another Operation on StackSet ${stackSetArn} is in progress`,
  });
}

export function operationIdExists(id: string): AwsError {
  return new AwsError({
    code: "OperationIdAlreadyExistsException",
    status: 409,
    message: `Operation with id ${id} already exists`,
  });
}

export function operationNotFound(id: string): AwsError {
  return new AwsError({
    code: "OperationNotFoundException",
    status: 404,
    message: `Operation with id ${id} not found`,
  });
}

export function instanceNotFound(stackSetId: string, account: string, region: string): AwsError {
  return new AwsError({
    code: "StackInstanceNotFoundException",
    status: 404,
    message: `Stack instance not found for StackSet ${stackSetId}, account ${account} and region ${region}`,
  });
}

export function invalidOperation(message: string): AwsError {
  return new AwsError({ code: "InvalidOperationException", message });
}

export function stackNotFound(stackId: string): AwsError {
  return new AwsError({ code: "StackNotFoundException", status: 404, message: `Stack ${stackId} not found` });
}

export function limitExceeded(message: string): AwsError {
  return new AwsError({ code: "LimitExceededException", message });
}
