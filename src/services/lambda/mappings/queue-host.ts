// A mapping whose source is a queue. AWS: "Using Lambda with Amazon SQS".

import { type FailedItems, readItemFailures } from "../../../service/event-sources/batch-result.ts";
import type { QueueHost } from "../../../service/event-sources/queue-poller.ts";
import type { SqsRecord } from "../../../service/event-sources/sqs-event.ts";
import { hasConcurrency, runTarget } from "../runner.ts";
import { type Assignment, createHost, noteResult } from "./poller.ts";

export function createQueueHost(assignment: Assignment): QueueHost {
  const { yard, mapping } = assignment;
  const host = createHost(assignment);

  async function deliver(records: readonly SqsRecord[]): Promise<FailedItems> {
    const target = host.target();
    if (target === undefined) return "all";
    const result = await runTarget(yard, target, {
      requestId: yard.random.uuid(),
      payload: Buffer.from(JSON.stringify({ Records: records })),
      ...traceOf(records),
    });
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

/** A batch of one message goes on with its trace. */
function traceOf(records: readonly SqsRecord[]): { traceId?: string } {
  const header = records.length === 1 ? records[0]?.attributes["AWSTraceHeader"] : undefined;
  return header === undefined ? {} : { traceId: header };
}
