// What events, schedules and pipes hand payloads to: which kind of target an ARN is, and the call that each takes. The caller's
// `aws` decides in whose name, and so whether it may.
// AWS: "Amazon EventBridge targets"; "Using templated targets in EventBridge Scheduler".

import { type Arn, parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { AwsApis } from "../apis.ts";
import type { Scope } from "../context.ts";
import { type EndpointRequest, isHttpEndpoint, requireSuccess } from "../http-endpoints.ts";

/** The kinds of targets to which this yard delivers. */
export type TargetKind = "lambda" | "sqs" | "sns" | "kinesis" | "firehose" | "logs" | "state-machine" | "http";

/** One payload on its way. */
export interface TargetCall {
  readonly arn: string;
  /** The payload as text: what the function, the queue, the stream gets. */
  readonly input: string;
  /** Of a FIFO queue or topic. */
  readonly groupId?: string | undefined;
  /** Of a stream. */
  readonly partitionKey?: string | undefined;
  /** The same for each attempt: FIFO queues and topics drop what they have already. */
  readonly deduplicationId: string;
  /** When the payload came to be, for log events. */
  readonly atMs: number;
  /** Where this yard's queues have their URLs. */
  readonly origin: string;
  /** Of an HTTP endpoint, with the values of this event. */
  readonly http?: Pick<EndpointRequest, "pathValues" | "headers" | "query">;
}

/** The kind of a target; undefined for what the yard does not deliver to. */
export function targetKindOf(arn: string): TargetKind | undefined {
  const { service, resource = "" } = parseArn(arn) ?? {};
  if (service === "lambda" && resource.startsWith("function:")) return "lambda";
  if (service === "sqs" || service === "sns") return service;
  if (service === "kinesis" && resource.startsWith("stream/")) return "kinesis";
  if (service === "firehose" && resource.startsWith("deliverystream/")) return "firehose";
  if (service === "logs" && resource.startsWith("log-group:")) return "logs";
  if (isHttpEndpoint(arn)) return "http";
  if (service === "states" && resource.startsWith("stateMachine:")) return "state-machine";
  return undefined;
}

/**
 * True for a delivery stream of another account or region: Firehose's API names streams without either, so that it would be the
 * caller's own stream of that name that got the payload.
 */
export function isForeignStream(arn: string, { account, region }: Scope): boolean {
  const parts = parseArn(arn);
  return targetKindOf(arn) === "firehose" && (parts?.account !== account || parts.region !== region);
}

const SENDERS: Readonly<Record<TargetKind, (aws: AwsApis, call: TargetCall, arn: Arn) => Promise<unknown>>> = {
  lambda: (aws, { arn, input }) =>
    aws.lambda.invoke({ FunctionName: arn, InvocationType: "Event", Payload: Buffer.from(input) }),
  sqs: (aws, { input, groupId, deduplicationId, origin }, { account, resource }) =>
    aws.sqs.sendMessage({
      QueueUrl: `${origin}/${account}/${resource}`,
      MessageBody: input,
      ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
      ...(resource.endsWith(".fifo") ? { MessageDeduplicationId: deduplicationId } : {}),
    }),
  sns: (aws, { arn, input, groupId, deduplicationId }) =>
    aws.sns.publish({
      TopicArn: arn,
      Message: input,
      ...(arn.endsWith(".fifo")
        ? { MessageGroupId: groupId ?? "default", MessageDeduplicationId: deduplicationId }
        : {}),
    }),
  kinesis: (aws, { arn, input, partitionKey, deduplicationId }) =>
    aws.kinesis.putRecord({
      StreamARN: arn,
      Data: Buffer.from(input),
      PartitionKey: partitionKey ?? deduplicationId,
    }),
  firehose: (aws, { input }, { resource }) =>
    aws.firehose.putRecord({
      DeliveryStreamName: resource.slice("deliverystream/".length),
      Record: { Data: Buffer.from(input) },
    }),
  logs: sendToLogGroup,
  http: callEndpoint,
  "state-machine": (aws, { arn, input }) => aws.sfn.startExecution({ stateMachineArn: arn, input }),
};

/** Hands the payload over; throws what the target's service answers. */
export async function sendToTarget(aws: AwsApis, call: TargetCall): Promise<void> {
  const kind = targetKindOf(call.arn);
  const arn = parseArn(call.arn);
  if (kind === undefined || arn === undefined)
    throw new AwsError({ code: "ValidationException", message: `${call.arn} is no target that is supported.` });
  await SENDERS[kind](aws, call, arn);
}

// AWS: "Amazon API Gateway targets", "API destinations": rules wait for an answer for five seconds.
const ENDPOINT_TIMEOUT_MS = 5_000;

async function callEndpoint(aws: AwsApis, { arn, input, http }: TargetCall): Promise<void> {
  const parameters = http ?? { pathValues: [], headers: {}, query: {} };
  const request = { arn, body: input, timeoutMs: ENDPOINT_TIMEOUT_MS, ...parameters };
  requireSuccess(request, await aws.httpEndpoints.call(request));
}

// A stream for each delivery, as it cannot be known who else writes.
async function sendToLogGroup(aws: AwsApis, call: TargetCall, { resource }: Arn): Promise<void> {
  const logGroupName = resource.slice("log-group:".length).replace(/:\*$/, "");
  const logStreamName = call.deduplicationId;
  try {
    await aws.cloudWatchLogs.createLogStream({ logGroupName, logStreamName });
  } catch (error) {
    // An earlier attempt came as far as this.
    if (!(error instanceof AwsError) || error.code !== "ResourceAlreadyExistsException") throw error;
  }
  const logEvents = [{ timestamp: call.atMs, message: call.input }];
  await aws.cloudWatchLogs.putLogEvents({ logGroupName, logStreamName, logEvents });
}
