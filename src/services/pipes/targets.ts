// Delivering a batch to a pipe's target, by the target's batch API. What fails is named by its place in the batch.
// AWS: "Amazon EventBridge Pipes targets", "Amazon EventBridge Pipes batching and concurrency".

import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { AwsApis } from "../../service/apis.ts";
import type { YardContext } from "../../service/context.ts";
import { requireSuccess, resolveHttpParameters } from "../../service/http-endpoints.ts";
import type { Stage, StepFailure } from "./execution-log.ts";
import type { PipeRecord } from "./records.ts";
import { endpointTimeoutMs, requireTargetKind, type TargetKind } from "./settings.ts";
import { type Payload, resolveParameter, textOf } from "./template.ts";

/** One event: as the target gets it, and as dynamic parameters look into it. */
export interface Outgoing {
  readonly payload: Payload;
  readonly event: unknown;
}

/** What became of a batch. */
export interface DeliveryResult {
  /** Places of those that failed; all, if the call did. */
  readonly failed: readonly number[];
  /** What a function said of its items: identifiers of those that failed. */
  readonly answer?: Uint8Array;
  readonly failure?: StepFailure;
}

type Deliver = (
  aws: AwsApis,
  pipe: PipeRecord,
  batch: readonly Outgoing[],
  yard: YardContext,
) => Promise<DeliveryResult>;

const NONE: DeliveryResult = { failed: [] };

/** Delivers; an error of the call is a failure of the whole batch. */
export async function deliverBatch(
  yard: YardContext,
  aws: AwsApis,
  pipe: PipeRecord,
  batch: readonly Outgoing[],
): Promise<DeliveryResult> {
  try {
    return await DELIVERIES[requireTargetKind(pipe.target)](aws, pipe, batch, yard);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { failed: batch.map((_, index) => index), failure: failureOf("Target", pipe.target, error) };
  }
}

/** AWS: recorded: "Target invocation failed with error from Logs. Not allowed to invoke." */
export function failureOf(stage: Stage, arn: string, error: AwsError): StepFailure {
  const service = parseArn(arn)?.service ?? "";
  const named = service.charAt(0).toUpperCase() + service.slice(1);
  return { message: `${stage} invocation failed with error from ${named}. ${error.code}: ${error.message}`, error };
}

const DELIVERIES: Readonly<Record<TargetKind, Deliver>> = {
  lambda: toFunction,
  sqs: toQueue,
  sns: toTopic,
  kinesis: toStream,
  firehose: toDeliveryStream,
  events: toBus,
  logs: toLogs,
  http: toEndpoint,
};

/** AWS: functions get the whole batch as an array, also one of one. */
async function toFunction(aws: AwsApis, pipe: PipeRecord, batch: readonly Outgoing[]): Promise<DeliveryResult> {
  const isAsync = pipe.targetParameters.LambdaFunctionParameters?.InvocationType === "FIRE_AND_FORGET";
  const { FunctionError: failure, Payload: answer } = await aws.lambda.invoke({
    FunctionName: pipe.target,
    InvocationType: isAsync ? "Event" : "RequestResponse",
    Payload: Buffer.from(JSON.stringify(batch.map(({ payload }) => jsonOf(payload)))),
  });
  if (failure !== undefined)
    return { failed: batch.map((_, index) => index), failure: { message: "The target function failed." } };
  return isAsync || answer === undefined ? NONE : { failed: [], answer };
}

async function toQueue(
  aws: AwsApis,
  pipe: PipeRecord,
  batch: readonly Outgoing[],
  yard: YardContext,
): Promise<DeliveryResult> {
  const { account = "", resource = "" } = parseArn(pipe.target) ?? {};
  const { MessageGroupId: group, MessageDeduplicationId: deduplication } =
    pipe.targetParameters.SqsQueueParameters ?? {};
  const { Failed: failed } = await aws.sqs.sendMessageBatch({
    QueueUrl: `${yard.origin}/${account}/${resource}`,
    Entries: batch.map(({ payload, event }, index) => ({
      Id: String(index),
      MessageBody: textOf(payload),
      ...(group === undefined ? {} : { MessageGroupId: resolveParameter(group, event) }),
      ...(deduplication === undefined ? {} : { MessageDeduplicationId: resolveParameter(deduplication, event) }),
    })),
  });
  return resultOf(failed.map(({ Id, Code }) => [Number(Id), Code]));
}

async function toTopic(aws: AwsApis, pipe: PipeRecord, batch: readonly Outgoing[]): Promise<DeliveryResult> {
  const { Failed: failed = [] } = await aws.sns.publishBatch({
    TopicArn: pipe.target,
    PublishBatchRequestEntries: batch.map(({ payload }, index) => ({ Id: String(index), Message: textOf(payload) })),
  });
  return resultOf(failed.map(({ Id, Code }) => [Number(Id), Code]));
}

async function toStream(aws: AwsApis, pipe: PipeRecord, batch: readonly Outgoing[]): Promise<DeliveryResult> {
  const key = pipe.targetParameters.KinesisStreamParameters?.PartitionKey ?? "";
  const { Records: records } = await aws.kinesis.putRecords({
    StreamARN: pipe.target,
    Records: batch.map(({ payload, event }) => ({
      Data: Buffer.from(textOf(payload)),
      PartitionKey: resolveParameter(key, event),
    })),
  });
  return resultOf(
    records.flatMap(({ ErrorCode }, index): [number, string][] =>
      ErrorCode === undefined ? [] : [[index, ErrorCode]],
    ),
  );
}

async function toDeliveryStream(aws: AwsApis, pipe: PipeRecord, batch: readonly Outgoing[]): Promise<DeliveryResult> {
  const { RequestResponses: records } = await aws.firehose.putRecordBatch({
    DeliveryStreamName: pipe.target.slice(pipe.target.lastIndexOf("/") + 1),
    Records: batch.map(({ payload }) => ({ Data: Buffer.from(textOf(payload)) })),
  });
  return resultOf(
    records.flatMap(({ ErrorCode }, index): [number, string][] =>
      ErrorCode === undefined ? [] : [[index, ErrorCode]],
    ),
  );
}

async function toBus(aws: AwsApis, pipe: PipeRecord, batch: readonly Outgoing[]): Promise<DeliveryResult> {
  const parameters = pipe.targetParameters.EventBridgeEventBusParameters ?? {};
  const { Entries: entries = [] } = await aws.eventBridge.putEvents({
    Entries: batch.map(({ payload, event }) => {
      const time = parameters.Time === undefined ? undefined : new Date(resolveParameter(parameters.Time, event));
      return {
        EventBusName: pipe.target,
        // AWS: observed: what a pipe puts without parameters.
        Source: resolveParameter(parameters.Source ?? `Pipe ${pipe.name}`, event),
        DetailType: resolveParameter(parameters.DetailType ?? "Event from Pipe", event),
        Detail: textOf(payload),
        ...(parameters.Resources === undefined
          ? {}
          : { Resources: parameters.Resources.map((resource) => resolveParameter(resource, event)) }),
        ...(time === undefined || Number.isNaN(time.getTime()) ? {} : { Time: time }),
      };
    }),
  });
  return resultOf(
    entries.flatMap(({ ErrorCode }, index): [number, string][] =>
      ErrorCode === undefined ? [] : [[index, ErrorCode]],
    ),
  );
}

async function toLogs(
  aws: AwsApis,
  pipe: PipeRecord,
  batch: readonly Outgoing[],
  yard: YardContext,
): Promise<DeliveryResult> {
  const logGroupName = (parseArn(pipe.target)?.resource ?? "").replace(/^log-group:/, "").replace(/:\*$/, "");
  const { LogStreamName: stream = pipe.name, Timestamp: at } = pipe.targetParameters.CloudWatchLogsParameters ?? {};
  const nowMs = yard.clock.nowMs();
  const [first] = batch;
  const logStreamName = resolveParameter(stream, first?.event);
  const timeOf = (event: unknown): number => {
    const ms = at === undefined ? nowMs : Number(resolveParameter(at, event));
    return Number.isFinite(ms) ? ms : nowMs;
  };
  const put = () =>
    aws.cloudWatchLogs.putLogEvents({
      logGroupName,
      logStreamName,
      logEvents: batch
        .map(({ payload, event }) => ({ timestamp: timeOf(event), message: textOf(payload) }))
        .sort((one, other) => one.timestamp - other.timestamp),
    });
  try {
    await put();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ResourceNotFoundException") throw error;
    // AWS: the execution role of a pipe to Logs has logs:CreateLogStream beside logs:PutLogEvents.
    await aws.cloudWatchLogs.createLogStream({ logGroupName, logStreamName });
    await put();
  }
  return NONE;
}

/** AWS: API Gateway and API destinations take one event at a time. */
async function toEndpoint(aws: AwsApis, pipe: PipeRecord, batch: readonly Outgoing[]): Promise<DeliveryResult> {
  for (const { payload, event } of batch) {
    const request = {
      arn: pipe.target,
      body: textOf(payload),
      timeoutMs: endpointTimeoutMs(pipe.target),
      ...resolveHttpParameters(pipe.targetParameters.HttpParameters ?? {}, (value) => resolveParameter(value, event)),
    };
    requireSuccess(request, await aws.httpEndpoints.call(request));
  }
  return NONE;
}

function jsonOf(payload: Payload): unknown {
  return payload.kind === "text" ? payload.text : payload.value;
}

function resultOf(failures: readonly (readonly [place: number, code: string | undefined])[]): DeliveryResult {
  const [first] = failures;
  return {
    failed: failures.map(([place]) => place),
    ...(first === undefined ? {} : { failure: { message: first[1] ?? "The target refused a part of the batch." } }),
  };
}
