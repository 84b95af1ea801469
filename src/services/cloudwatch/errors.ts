// CloudWatch's errors: codes and statuses are the API reference's. Wordings that are not marked are ours.

import { AwsError } from "../../kernel/errors.ts";

/** What the operations on alarms refuse: ValidationError in the query protocol. */
export const invalid = (message: string): AwsError => new AwsError({ code: "ValidationException", message });

export const invalidValue = (message: string): AwsError =>
  new AwsError({ code: "InvalidParameterValueException", message });

export const invalidCombination = (message: string): AwsError =>
  new AwsError({ code: "InvalidParameterCombinationException", message });

/** AWS: recorded from PutMetricData. */
export const missingParameter = (name: string): AwsError =>
  new AwsError({ code: "MissingRequiredParameterException", message: `The parameter ${name} is required.` });

export const invalidNextToken = (): AwsError =>
  new AwsError({ code: "InvalidNextToken", message: "The next token specified is invalid." });

/** What listings of metrics and dashboards say of a token. */
export const invalidTokenValue = (): AwsError => invalidValue("The value for parameter NextToken is invalid.");

export const limitExceeded = (message: string): AwsError => new AwsError({ code: "LimitExceededFault", message });

/** Of the operations that are about one alarm. */
export const alarmNotFound = (name: string): AwsError =>
  new AwsError({ code: "ResourceNotFound", message: `Alarm ${name} does not exist`, status: 404 });

/** AWS: recorded from SetAlarmState. */
export const stateReasonDataInvalid = (): AwsError =>
  new AwsError({ code: "InvalidFormatFault", message: "StateReasonData was not valid JSON" });

/** AWS: recorded from GetDashboard. */
export const dashboardNotFound = (name: string): AwsError =>
  new AwsError({ code: "DashboardNotFoundError", message: `Dashboard ${name} does not exist`, status: 404 });

export interface DashboardMessage {
  readonly DataPath?: string;
  readonly Message: string;
}

/** AWS: recorded from PutDashboard. */
export const dashboardInvalid = (messages: readonly DashboardMessage[]): AwsError =>
  new AwsError({
    code: "DashboardInvalidInputError",
    message: `The dashboard body is invalid, there are ${messages.length} validation errors: ${JSON.stringify(messages)}`,
    members: { dashboardValidationMessages: messages },
  });

/** Of the operations on tags. */
export const resourceNotFound = (arn: string): AwsError =>
  new AwsError({ code: "ResourceNotFoundException", message: `Unknown resource: ${arn}`, status: 404 });

/** What CloudWatch can and Stackyard cannot yet. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", message: `${what} is not implemented by Stackyard yet.`, status: 501 });
