// Pipes as hosts of event sources (src/service/event-sources).

import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { AwsApis } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { dynamoDbSource } from "../../service/event-sources/dynamodb-source.ts";
import type { SourceHost } from "../../service/event-sources/host.ts";
import { kinesisSource } from "../../service/event-sources/kinesis-source.ts";
import type { QueueHost } from "../../service/event-sources/queue-poller.ts";
import type { SourceRecord } from "../../service/event-sources/shard-source.ts";
import type { Delivered, Discarded, StreamHost } from "../../service/event-sources/stream-host.ts";
import { sendThrough } from "./flow.ts";
import { pipeArn } from "./names.ts";
import type { PipeRecord } from "./records.ts";
import { loadCheckpoint, saveCheckpoint } from "./repo.ts";
import { asPipe, forgetPipe } from "./roles.ts";
import {
  batchSizeOf,
  compileFilters,
  mostInBatch,
  requireSourceKind,
  streamParameters,
  streamSettings,
} from "./settings.ts";

/** One pipe at work. */
export interface RunningPipe {
  readonly yard: YardContext;
  readonly scope: Scope;
  readonly pipe: PipeRecord;
  readonly abort: AbortSignal;
}

function createHost({ yard, scope, pipe, abort }: RunningPipe): SourceHost {
  const noteProblem = (error: unknown): void => {
    if (!abort.aborted) yard.log.write("warn", "pipes.poller-failed", { pipe: pipe.name, error });
  };
  return {
    yard,
    abort,
    sourceArn: pipe.source,
    accepts: compileFilters(pipe.sourceParameters),
    async connect(): Promise<AwsApis | undefined> {
      try {
        return await asPipe(yard, scope, pipe);
      } catch (error) {
        noteProblem(error);
        return undefined;
      }
    },
    renew: () => forgetPipe(yard, scope, pipe),
    noteProblem,
  };
}

export function createQueueHost(running: RunningPipe): QueueHost {
  const { yard, scope, pipe } = running;
  const host = createHost(running);
  return {
    ...host,
    batchSize: Math.min(batchSizeOf("sqs", pipe.sourceParameters), mostInBatch(pipe)),
    windowSeconds: pipe.sourceParameters.SqsQueueParameters?.MaximumBatchingWindowInSeconds ?? 0,
    hasRoom: () => true,
    async deliver(records, aws) {
      const batch = records.map((record) => ({ id: record.messageId, event: { ...record } }));
      const { failed, reason } = await sendThrough(yard, scope, aws, pipe, batch);
      if (reason !== undefined) host.noteProblem(new AwsError({ code: "PipeDeliveryFailed", message: reason }));
      return failed;
    },
  };
}

export function createStreamHost(running: RunningPipe): StreamHost {
  const { yard, scope, pipe, abort } = running;
  const host = createHost(running);
  const kind = requireSourceKind(pipe.source);

  return {
    ...host,
    source: kind === "kinesis" ? kinesisSource(yard, pipe.source, pipe.roleArn) : dynamoDbSource(pipe.source),
    settings: streamSettings(pipe, kind),
    checkpoint: (shardId) => yard.store.read((tx) => loadCheckpoint(tx, scope, pipe.id, shardId)),
    advance(shardId, checkpoint) {
      // RACE: a poller that was stopped must not move the position of the one that follows it.
      if (abort.aborted) return;
      yard.store.write((tx) => saveCheckpoint(tx, scope, pipe.id, shardId, checkpoint));
    },
    async deliver({ records }): Promise<Delivered> {
      const aws = await host.connect();
      if (aws === undefined) return "throttled";
      const batch = records.map((record) => ({ id: record.sequenceNumber, event: eventOf(record) }));
      const { failed, reason } = await sendThrough(yard, scope, aws, pipe, batch);
      if (reason !== undefined) host.noteProblem(new AwsError({ code: "PipeDeliveryFailed", message: reason }));
      if (failed === "all") return { done: 0, failure: reason ?? "The target failed." };
      const first = batch.findIndex(({ id }) => failed.includes(id));
      return first === -1 ? { done: batch.length } : { done: first, failure: reason ?? "The target failed in part." };
    },
    discard: (discarded) => deadLetter(running, discarded),
    noteSuccess: () => undefined,
    noteFailure: () => undefined,
  };
}

/** AWS: "Amazon Kinesis stream as a source": the event of a pipe has the record's members beside the others. */
function eventOf({ event }: SourceRecord): Readonly<Record<string, unknown>> {
  const { kinesis, ...rest } = event;
  return typeof kinesis === "object" && kinesis !== null ? { ...kinesis, ...rest } : event;
}

/** AWS: "Amazon EventBridge Pipes error handling": what was given up goes to a queue or a topic, as the pipe's role. */
async function deadLetter(
  { yard, scope, pipe }: RunningPipe,
  { shardId, records, condition, attempts }: Discarded,
): Promise<void> {
  const arn = streamParameters(pipe.sourceParameters)?.DeadLetterConfig?.Arn;
  if (arn === undefined) return;
  const [first] = records;
  const last = records.at(-1);
  const isKinesis = requireSourceKind(pipe.source) === "kinesis";
  const text = JSON.stringify({
    context: { partnerResourceArn: pipeArn(scope, pipe.name), condition, approximateInvokeCount: attempts },
    version: "1.0",
    timestamp: new Date(yard.clock.nowMs()).toISOString(),
    [isKinesis ? "KinesisBatchInfo" : "DDBStreamBatchInfo"]: {
      shardId,
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: last?.sequenceNumber,
      approximateArrivalOfFirstRecord: new Date(first?.arrivedAtMs ?? 0).toISOString(),
      approximateArrivalOfLastRecord: new Date(last?.arrivedAtMs ?? 0).toISOString(),
      batchSize: records.length,
      streamArn: pipe.source,
    },
  });
  const { service, account = "", resource = "" } = parseArn(arn) ?? {};
  try {
    const aws = await asPipe(yard, scope, pipe);
    if (service === "sns") await aws.sns.publish({ TopicArn: arn, Message: text });
    else await aws.sqs.sendMessage({ QueueUrl: `${yard.origin}/${account}/${resource}`, MessageBody: text });
  } catch (error) {
    yard.log.write("warn", "pipes.dead-letter-failed", { pipe: pipe.name, arn, error });
  }
}
