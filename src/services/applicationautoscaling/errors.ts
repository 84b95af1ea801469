// Application Auto Scaling's errors: codes are the API reference's, all of status 400. Wordings that are not marked are ours.

import { AwsError } from "../../kernel/errors.ts";
import type { TargetKey } from "./records.ts";

export const invalid = (message: string): AwsError => new AwsError({ code: "ValidationException", message });

/** AWS: recorded from the service, for what no namespace and dimension go together with. */
export const unsupported = (): AwsError =>
  invalid("Unsupported service namespace, resource type or scalable dimension");

/** AWS: recorded from the service. */
export const targetNotFound = (key: TargetKey): AwsError =>
  notFound(`No scalable target registered for ${keyText(key)}`);

/** AWS: recorded from the service, of DeregisterScalableTarget. */
export const targetNotThere = (key: TargetKey): AwsError => notFound(`No scalable target found for ${keyText(key)}`);

/** AWS: recorded from the service. */
export const policyNotFound = (key: TargetKey, name: string): AwsError =>
  notFound(`No scaling policy found for ${keyText(key)}, policy name: ${name}`);

/** AWS: recorded from the service. */
export const actionNotFound = (key: TargetKey, name: string): AwsError =>
  notFound(`No scheduled action found for ${keyText(key)}, scheduled action name: ${name}`);

export const arnNotFound = (arn: string): AwsError =>
  new AwsError({
    code: "ResourceNotFoundException",
    status: 404,
    message: `The scalable target "${arn}" does not exist.`,
    members: { ResourceName: arn },
  });

export const tooManyTags = (arn: string): AwsError =>
  new AwsError({
    code: "TooManyTagsException",
    message: "A scalable target can have up to 50 tags.",
    members: { ResourceName: arn },
  });

export const limitExceeded = (message: string): AwsError => new AwsError({ code: "LimitExceededException", message });

export const invalidToken = (): AwsError =>
  new AwsError({ code: "InvalidNextTokenException", message: "The next token supplied was invalid." });

/** What Application Auto Scaling can and Stackyard cannot. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", message: `${what} is not implemented by Stackyard yet.`, status: 501 });

function notFound(message: string): AwsError {
  return new AwsError({ code: "ObjectNotFoundException", message });
}

function keyText({ namespace, resourceId, dimension }: TargetKey): string {
  return `service namespace: ${namespace}, resource ID: ${resourceId}, scalable dimension: ${dimension}`;
}

/** What IAM does not let the caller do of that which a call takes. */
export const accessDenied = (message: string): AwsError => new AwsError({ code: "AccessDeniedException", message });
