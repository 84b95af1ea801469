// A mapping whose source is a table's stream or a Kinesis stream. AWS: "Using AWS Lambda with Amazon DynamoDB", "Using
// Lambda with Kinesis".

import { AwsError } from "../../../kernel/errors.ts";
import type { InvocationResult } from "../../../sandbox/sandboxes.ts";
import { readItemFailures } from "../../../service/event-sources/batch-result.ts";
import { dynamoDbSource } from "../../../service/event-sources/dynamodb-source.ts";
import { kinesisSource } from "../../../service/event-sources/kinesis-source.ts";
import type { Checkpoint, Delivered, StreamBatch, StreamHost } from "../../../service/event-sources/stream-host.ts";
import { requireTarget } from "../functions.ts";
import { loadCheckpoint, saveCheckpoint } from "../repo.ts";
import { invokeTarget } from "../invoke-target.ts";
import { countAsync } from "../usage/async-metrics.ts";
import { deliverDiscarded } from "./failed-batches.ts";
import { requireSourceKind } from "./mapping.ts";
import { type Assignment, createHost, noteResult } from "./poller.ts";

export function createStreamHost(assignment: Assignment): StreamHost {
  const { yard, scope, mapping, abort } = assignment;
  const { sourceArn, uuid } = mapping;
  const host = createHost(assignment);

  async function deliver(batch: StreamBatch): Promise<Delivered> {
    await host.connect();
    const target = host.target();
    if (target === undefined) return "throttled";
    const last = batch.records.at(-1);
    if (last !== undefined)
      countAsync(
        yard,
        scope,
        { name: target.function.name, qualifier: target.qualifier },
        "IteratorAge",
        yard.clock.nowMs() - last.arrivedAtMs,
      );
    let result: InvocationResult;
    try {
      const payload = Buffer.from(JSON.stringify(eventOf(batch, sourceArn)));
      result = await invokeTarget(yard, target, { requestId: yard.random.uuid(), payload }, assignment.abort);
    } catch (error) {
      if (error instanceof AwsError && error.code === "TooManyRequestsException") return "throttled";
      throw error;
    }
    if (result.functionError !== undefined) return { done: 0, failure: result };
    const state = batch.window === undefined ? {} : { state: readState(result.payload) };
    const done = mapping.reportsItemFailures ? countDone(batch, result.payload) : batch.records.length;
    return done === batch.records.length ? { done, ...state } : { done, failure: result, ...state };
  }

  return {
    ...host,
    source:
      requireSourceKind(sourceArn) === "kinesis"
        ? kinesisSource(yard, sourceArn, roleOf(assignment))
        : dynamoDbSource(sourceArn),
    settings: {
      batchSize: mapping.batchSize,
      windowSeconds: mapping.windowSeconds,
      ...(mapping.startingAtMs === undefined ? {} : { startingAtMs: mapping.startingAtMs }),
      // A window's state is a shard's: batches of one shard follow each other.
      lanes: (mapping.tumblingSeconds ?? 0) > 0 ? 1 : (mapping.parallel ?? 1),
      bisects: mapping.bisects ?? false,
      retryAttempts: mapping.retryAttempts ?? -1,
      recordAgeSeconds: mapping.recordAgeSeconds ?? -1,
      tumblingSeconds: mapping.tumblingSeconds ?? 0,
    },
    checkpoint: (shardId) => yard.store.read((tx) => loadCheckpoint(tx, scope, uuid, shardId)),
    advance(shardId: string, checkpoint: Checkpoint) {
      // RACE: a poller that was stopped must not move the position of the one that follows it.
      if (abort.aborted) return;
      yard.store.write((tx) => saveCheckpoint(tx, scope, uuid, shardId, checkpoint));
    },
    deliver,
    async discard(discarded) {
      const target = host.target();
      if (target !== undefined) await deliverDiscarded(assignment, target, discarded);
    },
    noteSuccess: () => noteResult(assignment, "OK"),
    noteFailure: () => noteResult(assignment, "PROBLEM: Function call failed"),
  };
}

/** The function's role, for the events that name it; it may be another one when the mapping is next started. */
function roleOf({ yard, scope, mapping }: Assignment): string {
  const { functionName: name, qualifier } = mapping;
  const reference = { scope, name, ...(qualifier === undefined ? {} : { qualifier }) };
  try {
    return yard.store.read((tx) => requireTarget(tx, reference)).version.role;
  } catch (error) {
    if (error instanceof AwsError) return "";
    throw error;
  }
}

/** AWS: "Tumbling windows": the event has the window, the state so far, and whether it ends. */
function eventOf({ shardId, records, window }: StreamBatch, eventSourceARN: string): object {
  const Records = records.map(({ event }) => event);
  if (window === undefined) return { Records };
  const { startMs, endMs, state, isFinal } = window;
  return {
    Records,
    window: { start: isoSeconds(startMs), end: isoSeconds(endMs) },
    state,
    shardId,
    eventSourceARN,
    isFinalInvokeForWindow: isFinal,
    isWindowTerminatedEarly: false,
  };
}

function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function readState(payload: Uint8Array): unknown {
  try {
    const answer: unknown = JSON.parse(Buffer.from(payload).toString());
    return typeof answer === "object" && answer !== null && "state" in answer ? answer.state : {};
  } catch {
    return {};
  }
}

/** AWS: "Lambda uses the lowest sequence number as the checkpoint and retries all records from that checkpoint". */
function countDone({ records }: StreamBatch, payload: Uint8Array): number {
  const numbers = records.map(({ sequenceNumber }) => sequenceNumber);
  const failed = readItemFailures(payload, new Set(numbers));
  if (failed === "all") return 0;
  const first = numbers.findIndex((number) => failed.includes(number));
  return first === -1 ? numbers.length : first;
}
