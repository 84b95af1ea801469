// The errors of Amazon Data Firehose. AWS: the API reference has the codes; wordings are recorded from the service where the
// comment says so, and inferred elsewhere.

import { AwsError } from "../../kernel/errors.ts";
import type { Scope } from "../../service/context.ts";

export const invalidArgument = (message: string): AwsError =>
  new AwsError({ code: "InvalidArgumentException", message });

/** AWS: recorded: "Firehose turbottest64101 under account 632902152528 not found." */
export const streamNotFound = ({ account }: Pick<Scope, "account">, name: string): AwsError =>
  new AwsError({ code: "ResourceNotFoundException", message: `Firehose ${name} under account ${account} not found.` });

/** AWS: PutRecord names no other error for a stream that takes no records yet (inferred). */
export const streamNotActive = ({ account }: Pick<Scope, "account">, name: string, status: string): AwsError =>
  new AwsError({
    code: "ResourceNotFoundException",
    message: `Firehose ${name} under account ${account} is not ACTIVE, instead in state ${status}.`,
  });

export const resourceInUse = (message: string): AwsError => new AwsError({ code: "ResourceInUseException", message });

export const limitExceeded = (message: string): AwsError => new AwsError({ code: "LimitExceededException", message });

export const concurrentModification = (name: string, current: number, given: string): AwsError =>
  new AwsError({
    code: "ConcurrentModificationException",
    message: `Cannot update firehose: ${name} since the current version id: ${current} and specified version id: ${given} do not match`,
  });

/** AWS: PutRecord: ServiceUnavailableException, 503; "Slow down." is what clients' logs have. */
export const slowDown = (): AwsError =>
  new AwsError({ code: "ServiceUnavailableException", status: 503, message: "Slow down." });

/** AWS: InvalidKMSResourceException has the code of KMS's error beside the message. */
export const invalidKmsResource = (cause: AwsError): AwsError =>
  new AwsError({
    code: "InvalidKMSResourceException",
    message: cause.message,
    members: { code: cause.code },
    cause,
  });

/** What AWS has and the yard does not. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", status: 501, message: `Stackyard does not implement ${what} yet.` });
