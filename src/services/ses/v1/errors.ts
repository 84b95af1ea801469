// The errors of SES's API, version 1. AWS: "Common errors" and each operation's errors in the API reference; codes are those of
// the service's model, wordings as recorded from the service where they are known, else the reference's.

import { AwsError } from "../../../kernel/errors.ts";
import { coralValidationError, type Violation } from "../../../service/constraints.ts";
import type { Faults } from "../faults.ts";

const fault = (code: string, message: string, members: Record<string, unknown> = {}): AwsError =>
  new AwsError({ code, message, members });

export const invalidParameter = (message: string): AwsError => fault("InvalidParameterValue", message);

/** What the common checker found. AWS: recorded: a call without a required member ends with a ValidationError. */
export const validationError = (violations: readonly Violation[]): AwsError =>
  fault("ValidationError", coralValidationError(violations).message);

export const faults: Faults = {
  version: 1,
  invalid: invalidParameter,
  rejected: (message) => fault("MessageRejected", message),
  accountPaused: () => fault("AccountSendingPausedException", "Email sending is disabled for the account."),
  configurationSetMissing: (name) =>
    fault("ConfigurationSetDoesNotExist", `Configuration set <${name}> does not exist.`, {
      ConfigurationSetName: name,
    }),
  configurationSetPaused: (name) =>
    fault("ConfigurationSetSendingPausedException", `Sending is disabled for the configuration set <${name}>.`, {
      ConfigurationSetName: name,
    }),
  mailFromNotVerified: (domain) =>
    fault("MailFromDomainNotVerifiedException", `The custom MAIL FROM domain <${domain}> is not verified.`),
  tooFast: () => fault("Throttling", "Maximum sending rate exceeded."),
  tooMuch: () => fault("Throttling", "Daily message quota exceeded."),
  templateMissing: (name) => fault("TemplateDoesNotExist", `Template ${name} does not exist.`, { TemplateName: name }),
  templateInvalid: (name, detail) => fault("InvalidTemplate", detail, { TemplateName: name }),
  renderingDataInvalid: (name) =>
    fault("InvalidRenderingParameter", "Template rendering data is invalid", { TemplateName: name }),
  attributeMissing: (name, message) => fault("MissingRenderingAttribute", message, { TemplateName: name }),
};

export const alreadyExists = (message: string, name: string): AwsError =>
  fault("AlreadyExists", message, { Name: name });

export const configurationSetExists = (name: string): AwsError =>
  fault("ConfigurationSetAlreadyExists", `Configuration set <${name}> already exists.`, { ConfigurationSetName: name });

export const destinationExists = (set: string, name: string): AwsError =>
  fault("EventDestinationAlreadyExists", `Event destination <${name}> already exists for configuration set <${set}>.`, {
    ConfigurationSetName: set,
    EventDestinationName: name,
  });

export const destinationMissing = (set: string, name: string): AwsError =>
  fault("EventDestinationDoesNotExist", `Event destination <${name}> does not exist for configuration set <${set}>.`, {
    ConfigurationSetName: set,
    EventDestinationName: name,
  });

export const invalidConfigurationSet = (message: string): AwsError => fault("InvalidConfigurationSet", message);

/** A destination that cannot be published to. `kind` is the middle of the code. */
export const invalidDestination = (
  kind: "SNS" | "Firehose" | "CloudWatch",
  set: string,
  name: string,
  message: string,
): AwsError => fault(`Invalid${kind}Destination`, message, { ConfigurationSetName: set, EventDestinationName: name });

export const invalidPolicy = (message: string): AwsError => fault("InvalidPolicy", message);

export const limitExceeded = (message: string): AwsError => fault("LimitExceeded", message);

export const verificationTemplateExists = (name: string): AwsError =>
  fault("CustomVerificationEmailTemplateAlreadyExists", `Custom verification email template ${name} already exists.`, {
    CustomVerificationEmailTemplateName: name,
  });

export const verificationTemplateMissing = (name: string): AwsError =>
  fault("CustomVerificationEmailTemplateDoesNotExist", `Custom verification email template ${name} does not exist.`, {
    CustomVerificationEmailTemplateName: name,
  });

export const invalidVerificationContent = (message: string): AwsError =>
  fault("CustomVerificationEmailInvalidContent", message);

export const fromNotVerified = (address: string): AwsError =>
  fault("FromEmailAddressNotVerified", `From email address ${address} is not verified.`, { FromEmailAddress: address });

export const productionAccessNotGranted = (): AwsError =>
  fault("ProductionAccessNotGranted", "Your account has not been granted production access.");

export const ruleSetMissing = (name: string): AwsError =>
  fault("RuleSetDoesNotExist", `Rule set does not exist: ${name}`, { Name: name });

export const ruleMissing = (name: string): AwsError =>
  fault("RuleDoesNotExist", `Rule does not exist: ${name}`, { Name: name });

export const cannotDelete = (name: string): AwsError =>
  fault("CannotDelete", `Cannot delete active rule set: ${name}`, { Name: name });

export const invalidTopic = (arn: string): AwsError =>
  fault("InvalidSnsTopic", `Invalid SNS topic: ${arn}`, { Topic: arn });

export const invalidBucket = (bucket: string): AwsError =>
  fault("InvalidS3Configuration", `Could not write to bucket: ${bucket}`, { Bucket: bucket });

export const invalidFunction = (arn: string): AwsError =>
  fault("InvalidLambdaFunction", `Invalid Lambda function: ${arn}`, { FunctionArn: arn });

/** What SES can and Stackyard cannot. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", message: `${what} is not implemented by Stackyard yet.`, status: 501 });

/** AWS: not documented; inferred from the wording of other operations. */
export const identityMissing = (name: string): AwsError => invalidParameter(`Identity <${name}> does not exist.`);

type BulkStatus =
  | "AccountDailyQuotaExceeded"
  | "AccountSendingPaused"
  | "AccountThrottled"
  | "ConfigurationSetDoesNotExist"
  | "ConfigurationSetSendingPaused"
  | "Failed"
  | "InvalidParameterValue"
  | "MessageRejected";

const BULK_STATUS: Readonly<Record<string, BulkStatus>> = {
  AccountSendingPausedException: "AccountSendingPaused",
  ConfigurationSetDoesNotExist: "ConfigurationSetDoesNotExist",
  ConfigurationSetSendingPausedException: "ConfigurationSetSendingPaused",
  InvalidParameterValue: "InvalidParameterValue",
  MessageRejected: "MessageRejected",
};

/** The status of a destination whose mail would have been this error. */
export function bulkStatus({ code, message }: AwsError): BulkStatus {
  if (code === "Throttling") return message.startsWith("Daily") ? "AccountDailyQuotaExceeded" : "AccountThrottled";
  return BULK_STATUS[code] ?? "Failed";
}
