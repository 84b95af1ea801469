// Whether a function's role can read a source: asked before a mapping is made, as AWS does.

import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import type { YardContext } from "../../../service/context.ts";
import { queueUrl } from "../destinations.ts";
import { invalidParameter, roleMayNot } from "../errors.ts";
import type { Target } from "../functions.ts";
import { findLatest } from "../../../service/event-sources/dynamodb-latest.ts";
import { dynamoDbSource } from "../../../service/event-sources/dynamodb-source.ts";
import { kinesisSource } from "../../../service/event-sources/kinesis-source.ts";
import type { Checkpoint } from "../../../service/event-sources/stream-host.ts";
import { asRole } from "../roles.ts";

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

/** Throws unless the role can read the table's stream; gives the positions from which "LATEST" begins. */
export async function requireReadableStream(
  yard: YardContext,
  target: Target,
  streamArn: string,
  isLatest: boolean,
): Promise<ReadonlyMap<string, Checkpoint>> {
  const aws = await asRole(yard, target.scope, target.version.role, target.function.name);
  return readable(streamArn, "GetRecords, GetShardIterator, DescribeStream, and ListStreams", async () => {
    if (isLatest) return findLatest(aws, streamArn);
    await dynamoDbSource(streamArn).listShards(aws);
    return new Map();
  });
}

/** Throws unless the role can read the Kinesis stream, or the consumer's. */
export async function requireReadableKinesis(yard: YardContext, target: Target, sourceArn: string): Promise<void> {
  const { role } = target.version;
  const aws = await asRole(yard, target.scope, role, target.function.name);
  await readable(sourceArn, "GetRecords, GetShardIterator, DescribeStream, ListShards, and ListStreams", async () => {
    await kinesisSource(yard, sourceArn, role).listShards(aws);
    if (sourceArn.includes("/consumer/")) await findConsumer(aws, sourceArn);
  });
}

/**
 * AWS: "AWSLambdaKinesisExecutionRole", the managed policy for functions that read streams, has kinesis:SubscribeToShard, but not
 * kinesis:DescribeStreamConsumer: a role needs no more. Without it, a consumer that is not there shows in the mapping.
 */
async function findConsumer(aws: AwsApis, consumerArn: string): Promise<void> {
  try {
    await aws.kinesis.describeStreamConsumer({ ConsumerARN: consumerArn });
  } catch (error) {
    if (!(error instanceof AwsError && error.code.startsWith("AccessDenied"))) throw error;
  }
}

async function readable<T>(arn: string, actions: string, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault === "server") throw error;
    if (error.code === "ResourceNotFoundException") throw invalidParameter(`Stream not found: ${arn}`);
    throw invalidParameter(
      `Cannot access stream ${arn}. Please ensure the role can perform the ${actions} Actions on your stream in IAM.`,
    );
  }
}
