// Polls a queue for a mapping: batches by size and window, several at a time, deleted when the function has done them.
// AWS: "Using Lambda with Amazon SQS".

import type { Message } from "@aws-sdk/client-sqs";
import { parseArn } from "../../../kernel/arns.ts";
import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import { queueUrl } from "../destinations.ts";
import type { Target } from "../functions.ts";
import { hasConcurrency, runTarget } from "../runner.ts";
import { readItemFailures } from "./batch-result.ts";
import { compileFilters } from "./filter.ts";
import { createBell, noteProblem, noteResult, prepareTarget, renewRole } from "./poller.ts";
import type { Assignment, Poller } from "./poller.ts";
import { filterView, sqsRecord } from "./sqs-event.ts";
import type { SqsRecord } from "./sqs-event.ts";

// AWS starts with five concurrent batches and adds up to 300 a minute; one machine stays with five unless
// ScalingConfig asks for more or less.
const CONCURRENT_BATCHES = 5;
// LIMIT: as many sandboxes as a machine bears, whatever MaximumConcurrency says.
const MOST_CONCURRENT_BATCHES = 50;
const RECEIVE_LIMIT = 10;
const DELETE_LIMIT = 10;
// LIMIT: AWS: "Lambda quotas": 6 MB for the event; a batch is closed before it.
const MOST_BATCH_CHARACTERS = 5_000_000;
// Nothing is due: a signal wakes the poller; this is only for what a signal might miss.
const IDLE_LOOK_MS = 20_000;
const PROBLEM_DELAY_MS = 5_000;
const THROTTLE_LOOK_MS = 1_000;

interface Batch {
  readonly messages: readonly Message[];
  readonly aws: AwsApis;
  readonly target: Target;
}

/** Starts polling; all state is in the queue. */
export function startQueuePoller(assignment: Assignment): Poller {
  const { yard, mapping, abort } = assignment;
  const { sourceArn } = mapping;
  const url = queueUrl(yard, sourceArn);
  const region = parseArn(sourceArn)?.region ?? "";
  const bell = createBell(assignment, `sqs/${sourceArn}`);
  const filter = compileFilters(mapping.filters);
  const most = Math.min(mapping.mostConcurrent ?? CONCURRENT_BATCHES, MOST_CONCURRENT_BATCHES);
  const running = new Set<Promise<void>>();

  async function poll(): Promise<void> {
    while (!abort.aborted) {
      if (running.size >= most) await Promise.race(running);
      else await turn();
    }
    bell.close();
    await Promise.all(running);
  }

  async function turn(): Promise<void> {
    const prepared = await prepareTarget(assignment);
    if (prepared === undefined) return bell.wait(PROBLEM_DELAY_MS);
    const { target, aws } = prepared;
    // A message that is received counts as received, so what cannot run is not received.
    if (!hasConcurrency(yard, target)) return yard.clock.wait(THROTTLE_LOOK_MS, abort);
    let messages: readonly Message[];
    try {
      messages = await collect(aws);
    } catch (error) {
      noteProblem(assignment, error);
      renewRole(assignment, target);
      return yard.clock.wait(PROBLEM_DELAY_MS, abort);
    }
    if (messages.length === 0) return bell.wait(IDLE_LOOK_MS);
    const work = process({ messages, aws, target })
      .catch((error: unknown) => noteProblem(assignment, error))
      .finally(() => running.delete(work));
    running.add(work);
  }

  /** A batch: full, or as much as there is when the window ends. */
  async function collect(aws: AwsApis): Promise<readonly Message[]> {
    const messages: Message[] = [];
    let endsAtMs: number | undefined;
    let characters = 0;
    for (;;) {
      const { Messages: received = [] } = await aws.sqs.receiveMessage({
        QueueUrl: url,
        MaxNumberOfMessages: Math.min(RECEIVE_LIMIT, mapping.batchSize - messages.length),
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
        WaitTimeSeconds: 0,
      });
      messages.push(...received);
      characters += received.reduce((sum, { Body }) => sum + (Body?.length ?? 0), 0);
      if (messages.length === 0 || mapping.windowSeconds === 0) return messages;
      if (messages.length >= mapping.batchSize || characters > MOST_BATCH_CHARACTERS || abort.aborted) return messages;
      endsAtMs ??= yard.clock.nowMs() + mapping.windowSeconds * 1000;
      const leftMs = endsAtMs - yard.clock.nowMs();
      if (leftMs <= 0) return messages;
      if (received.length === 0) await bell.wait(leftMs);
    }
  }

  async function process({ messages, aws, target }: Batch): Promise<void> {
    const all = messages.map((message) => sqsRecord(message, sourceArn, region));
    const wanted = all.filter((record) => filter(filterView(record)));
    // AWS: "Lambda deletes messages from the queue that do not match the filter criteria".
    if (wanted.length < all.length)
      await remove(
        aws,
        all.filter((record) => !wanted.includes(record)),
      );
    if (wanted.length === 0) return;
    const result = await runTarget(yard, target, {
      requestId: yard.random.uuid(),
      payload: Buffer.from(JSON.stringify({ Records: wanted })),
      ...traceOf(messages),
    });
    if (result.functionError !== undefined) {
      noteResult(assignment, "PROBLEM: Function call failed");
      return;
    }
    const ids = new Set(wanted.map(({ messageId }) => messageId));
    const failed = mapping.reportsItemFailures ? readItemFailures(result.payload, ids) : [];
    if (failed === "all") return;
    await remove(
      aws,
      wanted.filter(({ messageId }) => !failed.includes(messageId)),
    );
    noteResult(assignment, "OK");
  }

  async function remove(aws: AwsApis, records: readonly SqsRecord[]): Promise<void> {
    for (let start = 0; start < records.length; start += DELETE_LIMIT) {
      const { Failed: failed } = await aws.sqs.deleteMessageBatch({
        QueueUrl: url,
        Entries: records
          .slice(start, start + DELETE_LIMIT)
          .map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle })),
      });
      const [first] = failed ?? [];
      if (first !== undefined) throw new AwsError({ code: first.Code, message: first.Message ?? "" });
    }
  }

  const done = poll();
  return {
    stop: () => done,
  };
}

/** A batch of one message goes on with its trace. */
function traceOf(messages: readonly Message[]): { traceId?: string } {
  const header = messages.length === 1 ? messages[0]?.Attributes?.AWSTraceHeader : undefined;
  return header === undefined ? {} : { traceId: header };
}
