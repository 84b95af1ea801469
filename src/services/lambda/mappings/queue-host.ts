// A mapping whose source is a queue. AWS: "Using Lambda with Amazon SQS".

import { type FailedItems, readItemFailures } from "../../../service/event-sources/batch-result.ts";
import type { QueueHost } from "../../../service/event-sources/queue-poller.ts";
import type { SqsRecord } from "../../../service/event-sources/sqs-event.ts";
import type { Target } from "../functions.ts";
import { invokeTarget } from "../invoke-target.ts";
import { functionArn } from "../names.ts";
import { invocationsIn, isLoop } from "../recursion.ts";
import { hasConcurrency } from "../runner.ts";
import { type Assignment, createHost, noteResult } from "./poller.ts";

export function createQueueHost(assignment: Assignment): QueueHost {
  const { yard, mapping } = assignment;
  const host = createHost(assignment);

  async function deliver(records: readonly SqsRecord[]): Promise<FailedItems> {
    const target = host.target();
    if (target === undefined) return "all";
    const { going, looping } = partLoops(records, target);
    if (going.length === 0) return "all";
    const failed = await run(going, target);
    return failed === "all" ? "all" : [...failed, ...looping.map(({ messageId }) => messageId)];
  }

  async function run(records: readonly SqsRecord[], target: Target): Promise<FailedItems> {
    const traceId = traceOf(records, target);
    const work = {
      requestId: yard.random.uuid(),
      payload: Buffer.from(JSON.stringify({ Records: records })),
      ...(traceId === undefined ? {} : { traceId }),
    };
    const result = await invokeTarget(yard, target, work, assignment.abort);
    if (result.functionError !== undefined) {
      noteResult(assignment, "PROBLEM: Function call failed");
      return "all";
    }
    if (!mapping.reportsItemFailures) {
      noteResult(assignment, "OK");
      return [];
    }
    const failed = readItemFailures(result.payload, new Set(records.map(({ messageId }) => messageId)));
    if (failed !== "all") noteResult(assignment, "OK");
    return failed;
  }

  return {
    ...host,
    batchSize: mapping.batchSize,
    windowSeconds: mapping.windowSeconds,
    ...(mapping.mostConcurrent === undefined ? {} : { mostConcurrent: mapping.mostConcurrent }),
    hasRoom: () => {
      const target = host.target();
      return target !== undefined && hasConcurrency(yard, target);
    },
    deliver,
  };
}

/**
 * What is delivered, and what is not: messages of a chain in which the function was too often. Those stay in the queue, whose
 * redrive policy takes them away. What follows one in its group of a FIFO queue waits, too.
 */
function partLoops(
  records: readonly SqsRecord[],
  target: Target,
): { readonly going: readonly SqsRecord[]; readonly looping: readonly SqsRecord[] } {
  if (target.function.allowsLoops === true) return { going: records, looping: [] };
  const arn = functionArn(target.scope, target.function.name);
  const stopped = new Set<string | undefined>();
  const isStopped = ({ attributes, eventSourceARN }: SqsRecord): boolean => {
    const group = eventSourceARN.endsWith(".fifo") ? attributes["MessageGroupId"] : undefined;
    if (group !== undefined && stopped.has(group)) return true;
    if (!isLoop(invocationsIn(attributes["AWSTraceHeader"], arn))) return false;
    stopped.add(group);
    return true;
  };
  const looping = records.filter(isStopped);
  return { going: looping.length === 0 ? records : records.filter((record) => !looping.includes(record)), looping };
}

/** A batch goes on with the trace of the message in whose chain the function was most often. */
function traceOf(records: readonly SqsRecord[], target: Target): string | undefined {
  const arn = functionArn(target.scope, target.function.name);
  let longest: { readonly traceId: string; readonly count: number } | undefined;
  for (const { attributes } of records) {
    const traceId = attributes["AWSTraceHeader"];
    if (traceId === undefined) continue;
    const count = invocationsIn(traceId, arn);
    if (longest === undefined || count > longest.count) longest = { traceId, count };
  }
  return longest?.traceId;
}
