// Kinesis's errors in AWS's wording. AWS: each operation's errors in the API reference; the wordings, which the reference
// does not have, as kinesalite's tests recorded them from the service. What they do not cover says "inferred".

import { AwsError } from "../../kernel/errors.ts";
import type { Scope } from "../../service/context.ts";

type Named = Pick<Scope, "account"> & { readonly streamName: string };

const place = ({ streamName, account }: Named): string => `in stream ${streamName} under account ${account}`;

export const invalidArgument = (message: string): AwsError =>
  new AwsError({ code: "InvalidArgumentException", message });

export const validationError = (message: string): AwsError => new AwsError({ code: "ValidationException", message });

export const limitExceeded = (message: string): AwsError => new AwsError({ code: "LimitExceededException", message });

export const resourceInUse = (message: string): AwsError => new AwsError({ code: "ResourceInUseException", message });

/** AWS: the declared error; the wording is EC2's. */
export const dryRun = (): AwsError =>
  new AwsError({
    code: "DryRunOperationException",
    message: "Request would have succeeded, but DryRun flag is set.",
  });

export const resourceNotFound = (message: string): AwsError =>
  new AwsError({ code: "ResourceNotFoundException", message });

export const streamNotFound = ({ streamName, account }: Named): AwsError =>
  resourceNotFound(`Stream ${streamName} under account ${account} not found.`);

export const streamExists = ({ streamName, account }: Named): AwsError =>
  resourceInUse(`Stream ${streamName} under account ${account} already exists.`);

export const streamNotActive = ({ streamName, account }: Named, status: string): AwsError =>
  resourceInUse(`Stream ${streamName} under account ${account} not ACTIVE, instead in state ${status}`);

/** AWS: observed (aws-sdk-java-v2, pull request 5949). */
export const streamNotReadable = ({ streamName, account }: Named, status: string): AwsError =>
  resourceInUse(`Stream ${streamName} under account ${account} not ACTIVE or UPDATING, instead in state ${status}`);

/** AWS: observed (CloudFormation's coverage roadmap, issue 2442). */
export const consumerNotActive = (
  { streamName, account }: Named,
  { name, createdAtMs }: { readonly name: string; readonly createdAtMs: number },
): AwsError =>
  resourceInUse(
    `Consumer ${name} with creation timestamp ${Math.floor(createdAtMs / 1_000)} under stream ${streamName} and account ${account} is not in ACTIVE status.`,
  );

export const shardNotFound = (stream: Named, shardId: string): AwsError =>
  resourceNotFound(`Could not find shard ${shardId} ${place(stream)}.`);

export const shardDoesNotExist = (stream: Named, shardId: string): AwsError =>
  resourceNotFound(`Shard ${shardId} ${place(stream)} does not exist`);

export const shardClosed = (stream: Named, shardId: string): AwsError =>
  invalidArgument(
    `Shard ${shardId} ${place(stream)} has already been merged or split, and thus is not eligible for merging or splitting.`,
  );

export const shardsNotAdjacent = (stream: Named, shardId: string, otherId: string): AwsError =>
  invalidArgument(
    `Shards ${shardId} and ${otherId} ${place(stream)} are not an adjacent pair of shards eligible for merging.`,
  );

export const rateExceeded = (stream: Named, shardId: string): AwsError =>
  new AwsError({
    code: "ProvisionedThroughputExceededException",
    message: `Rate exceeded for shard ${shardId} ${place(stream)}.`,
  });

export const shardLimitExceeded = (
  scope: Scope,
  { open, limit, more }: { open: number; limit: number; more: number },
): AwsError =>
  limitExceeded(
    `This request would exceed the shard limit for the account ${scope.account} in ${scope.region}. ` +
      `Current shard count for the account: ${open}. Limit: ${limit}. ` +
      `Number of additional shards that would have resulted from this request: ${more}. ` +
      "Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) " +
      "for current limits and how to request higher limits.",
  );

/** AWS: inferred: the reference says that these operations answer ValidationException on a stream on demand, not how. */
export const onlyProvisioned = (operation: string): AwsError =>
  validationError(`Operation ${operation} is not supported for streams with ON_DEMAND capacity mode.`);

/** AWS: inferred, as above. */
export const consumerNotFound = (consumer: string): AwsError => resourceNotFound(`Consumer ${consumer} not found.`);
