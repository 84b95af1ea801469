// The settings of asynchronous invocations as AWS shows them, and changes to them.

import type {
  DestinationConfig,
  FunctionEventInvokeConfig,
  PutFunctionEventInvokeConfigRequest,
} from "@aws-sdk/client-lambda";
import { requireDestination } from "./destinations.ts";
import { resourceNotFound } from "./errors.ts";
import { functionArn } from "./names.ts";
import type { FunctionReference } from "./names.ts";
import type { EventInvokeRecord } from "./records.ts";

/** What a request gives, without what it leaves out. An empty destination takes one away. */
export function readEventInvoke(
  input: Pick<
    PutFunctionEventInvokeConfigRequest,
    "MaximumRetryAttempts" | "MaximumEventAgeInSeconds" | "DestinationConfig"
  >,
): Partial<EventInvokeRecord> {
  const { OnSuccess, OnFailure } = input.DestinationConfig ?? {};
  const changes = {
    retryAttempts: input.MaximumRetryAttempts,
    eventAgeSeconds: input.MaximumEventAgeInSeconds,
    onSuccessArn: OnSuccess?.Destination,
    onFailureArn: OnFailure?.Destination,
  };
  if (changes.onSuccessArn) requireDestination(changes.onSuccessArn, "success");
  if (changes.onFailureArn) requireDestination(changes.onFailureArn, "failure");
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

/** The settings as AWS shows them. */
export function describeEventInvoke(
  reference: FunctionReference,
  record: EventInvokeRecord,
): FunctionEventInvokeConfig {
  const destinations: DestinationConfig = {
    OnSuccess: record.onSuccessArn ? { Destination: record.onSuccessArn } : {},
    OnFailure: record.onFailureArn ? { Destination: record.onFailureArn } : {},
  };
  return {
    LastModified: new Date(record.modifiedAtMs),
    FunctionArn: functionArn(reference.scope, reference.name, reference.qualifier ?? "$LATEST"),
    ...(record.retryAttempts === undefined ? {} : { MaximumRetryAttempts: record.retryAttempts }),
    ...(record.eventAgeSeconds === undefined ? {} : { MaximumEventAgeInSeconds: record.eventAgeSeconds }),
    DestinationConfig: destinations,
  };
}

/** Settings of "$LATEST" are those of the function itself. */
export function settingsQualifier({ qualifier }: FunctionReference): string {
  return qualifier === undefined || qualifier === "$LATEST" ? "" : qualifier;
}

export function noEventInvoke(reference: FunctionReference): Error {
  return resourceNotFound(
    `The function ${functionArn(reference.scope, reference.name, reference.qualifier ?? "$LATEST")} doesn't have an EventInvokeConfig`,
  );
}
