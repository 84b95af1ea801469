// Whether a function's role can read a source: asked before a mapping is made, as AWS does.

import { AwsError } from "../../../kernel/errors.ts";
import type { YardContext } from "../../../service/context.ts";
import { queueUrl } from "../destinations.ts";
import { invalidParameter, roleMayNot } from "../errors.ts";
import type { Target } from "../functions.ts";
import type { CheckpointRecord } from "../records.ts";
import { asRole } from "../roles.ts";
import { findLatest, listShards } from "./stream-poller.ts";

/**
 * Throws unless the role can ask for the queue, and the queue hides messages as long as the function may work on them.
 * DEVIATION: AWS tries sqs:ReceiveMessage, which here would count as a receive; a role without it shows in the mapping.
 */
export async function requireReadableQueue(yard: YardContext, target: Target, queueArn: string): Promise<void> {
  const aws = await asRole(yard, target.scope, target.version.role, target.function.name);
  let visibilitySeconds: number;
  try {
    const { Attributes: attributes } = await aws.sqs.getQueueAttributes({
      QueueUrl: queueUrl(yard, queueArn),
      AttributeNames: ["VisibilityTimeout"],
    });
    visibilitySeconds = Number(attributes?.VisibilityTimeout);
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault === "server") throw error;
    if (error.code.startsWith("AccessDenied")) throw roleMayNot("ReceiveMessage", "SQS");
    throw invalidParameter(
      `Error occurred while ReceiveMessage. SQS Error Code: ${error.code}. SQS Error Message: ${error.message}`,
    );
  }
  const { timeoutSeconds } = target.version;
  if (visibilitySeconds < timeoutSeconds)
    throw invalidParameter(
      `Queue visibility timeout: ${visibilitySeconds} seconds is less than Function timeout: ${timeoutSeconds} seconds`,
    );
}

/** Throws unless the role can read the stream; gives the positions from which "LATEST" begins. */
export async function requireReadableStream(
  yard: YardContext,
  target: Target,
  streamArn: string,
  isLatest: boolean,
): Promise<ReadonlyMap<string, CheckpointRecord>> {
  const aws = await asRole(yard, target.scope, target.version.role, target.function.name);
  try {
    if (isLatest) return await findLatest(aws, streamArn);
    await listShards(aws, streamArn);
    return new Map();
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault === "server") throw error;
    if (error.code === "ResourceNotFoundException") throw invalidParameter(`Stream not found: ${streamArn}`);
    throw invalidParameter(
      `Cannot access stream ${streamArn}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.`,
    );
  }
}
