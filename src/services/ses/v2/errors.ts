// The errors of SES's API, version 2, in AWS's wording where it is known.

import { AwsError } from "../../../kernel/errors.ts";
import { coralValidationError, type Violation } from "../../../service/constraints.ts";
import type { Faults } from "../faults.ts";

export const badRequest = (message: string): AwsError => new AwsError({ code: "BadRequestException", message });

/** What the common checker found. AWS: recorded: a BadRequestException with the common wording. */
export const validationError = (violations: readonly Violation[]): AwsError =>
  badRequest(coralValidationError(violations).message);

export const notFound = (message: string): AwsError =>
  new AwsError({ code: "NotFoundException", message, status: 404 });

export const alreadyExists = (message: string): AwsError => new AwsError({ code: "AlreadyExistsException", message });

export const limitExceeded = (message: string): AwsError => new AwsError({ code: "LimitExceededException", message });

export const invalidNextToken = (): AwsError =>
  new AwsError({
    code: "InvalidNextTokenException",
    message: "The specified request includes an invalid or expired token.",
  });

export const identityExists = (name: string): AwsError => alreadyExists(`Email identity ${name} already exist.`);

export const identityNotFound = (name: string): AwsError => notFound(`Email identity ${name} does not exist.`);

export const faults: Faults = {
  version: 2,
  invalid: badRequest,
  rejected: (message) => new AwsError({ code: "MessageRejected", message }),
  accountPaused: () =>
    new AwsError({ code: "SendingPausedException", message: "Email sending is disabled for the account." }),
  configurationSetMissing: (name) => notFound(`Configuration set <${name}> does not exist.`),
  configurationSetPaused: (name) =>
    new AwsError({
      code: "SendingPausedException",
      message: `Sending is disabled for the configuration set <${name}>.`,
    }),
  mailFromNotVerified: (domain) =>
    new AwsError({
      code: "MailFromDomainNotVerifiedException",
      message: `The custom MAIL FROM domain <${domain}> is not verified.`,
    }),
  tooFast: () =>
    new AwsError({ code: "TooManyRequestsException", message: "Maximum sending rate exceeded.", status: 429 }),
  tooMuch: () => limitExceeded("Daily message quota exceeded."),
  templateMissing: (name) => notFound(`Template ${name} does not exist.`),
  templateInvalid: (_name, detail) => badRequest(detail),
  renderingDataInvalid: () => badRequest("Template rendering data is invalid"),
  attributeMissing: (_name, message) => badRequest(message),
};

/** What SES can and Stackyard cannot yet. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", message: `${what} is not implemented by Stackyard yet.`, status: 501 });

export const verificationTemplateNotFound = (name: string): AwsError =>
  notFound(`Custom verification email template ${name} does not exist.`);
