// SES's errors in AWS's wording.

import { AwsError } from "../../kernel/errors.ts";

export const badRequest = (message: string): AwsError => new AwsError({ code: "BadRequestException", message });

export const identityExists = (name: string): AwsError =>
  new AwsError({ code: "AlreadyExistsException", message: `Email identity ${name} already exist.` });

export const identityNotFound = (name: string): AwsError =>
  new AwsError({ code: "NotFoundException", message: `Email identity ${name} does not exist.`, status: 404 });

/** AWS: "Email address is not verified" in the developer guide's list of sending errors. */
export const notVerified = (identities: readonly string[], region: string): AwsError =>
  new AwsError({
    code: "MessageRejected",
    message: `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${identities.join(", ")}`,
  });

/** What SES can and Stackyard cannot yet. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", message: `${what} is not implemented by Stackyard yet.`, status: 501 });
