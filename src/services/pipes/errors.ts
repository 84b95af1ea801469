// The errors of Pipes. AWS: the API reference's pages of the operations; it does not have the wordings, which are inferred.

import { AwsError } from "../../kernel/errors.ts";

export const validationError = (message: string): AwsError => new AwsError({ code: "ValidationException", message });

export const pipeNotFound = (name: string): AwsError =>
  new AwsError({ code: "NotFoundException", status: 404, message: `Pipe ${name} does not exist.` });

export const conflict = (name: string, message: string): AwsError =>
  new AwsError({
    code: "ConflictException",
    status: 409,
    message,
    members: { resourceId: name, resourceType: "Pipe" },
  });

/** AWS: ServiceQuotaExceededException; which quota code it has is not published. */
export const tooManyPipes = (name: string): AwsError =>
  new AwsError({
    code: "ServiceQuotaExceededException",
    status: 402,
    message: "The number of pipes in the account exceeds the quota.",
    members: { resourceId: name, resourceType: "Pipe", serviceCode: "pipes" },
  });

/** What AWS has and the yard does not. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", status: 501, message: `Stackyard does not implement ${what} yet.` });
