// Polls a queue for a host: batches by size and window, several at a time, deleted when they are done.
// AWS: "Using Lambda with Amazon SQS"; "Amazon EventBridge Pipes batching and concurrency".

import type { Message } from "@aws-sdk/client-sqs";
import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { AwsApis } from "../apis.ts";
import type { FailedItems } from "./batch-result.ts";
import { createBell, type Poller, type SourceHost } from "./host.ts";
import { filterView, type SqsRecord, sqsRecord } from "./sqs-event.ts";

/** AWS: "Amazon SQS event source scaling": five batches at a time to begin with, and up to 300 more a minute. */
const FIRST_CONCURRENT_BATCHES = 5;
const MORE_BATCHES_PER_MS = 300 / 60_000;
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

/** A host whose source is a queue. */
export interface QueueHost extends SourceHost {
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** At most so many batches at a time; as many as there is work for, if left out. */
  readonly mostConcurrent?: number;
  /** False while a delivery would be throttled: what cannot be delivered is not received, since that is counted. */
  hasRoom(): boolean;
  /** Delivers a batch; says which messages, by their ids, go back into the queue. */
  deliver(records: readonly SqsRecord[], aws: AwsApis): Promise<FailedItems>;
}

/** Starts polling; all state is in the queue. */
export function startQueuePoller(host: QueueHost): Poller {
  const { yard, abort, sourceArn } = host;
  const { account = "", region = "", resource = "" } = parseArn(sourceArn) ?? {};
  const url = `${yard.origin}/${account}/${resource}`;
  const bell = createBell(host, `sqs/${sourceArn}`);
  const most = Math.min(host.mostConcurrent ?? MOST_CONCURRENT_BATCHES, MOST_CONCURRENT_BATCHES);
  const running = new Set<Promise<void>>();
  /** When all that was allowed began to run: the longer there is a backlog, the more may run. */
  let busySinceMs: number | undefined;

  async function poll(): Promise<void> {
    while (!abort.aborted) {
      if (running.size >= allowed()) await Promise.race(running);
      else await turn();
    }
    bell.close();
    await Promise.all(running);
  }

  function allowed(): number {
    if (running.size < FIRST_CONCURRENT_BATCHES) busySinceMs = undefined;
    else busySinceMs ??= yard.clock.nowMs();
    const more = busySinceMs === undefined ? 0 : (yard.clock.nowMs() - busySinceMs) * MORE_BATCHES_PER_MS;
    return Math.min(most, FIRST_CONCURRENT_BATCHES + Math.floor(more));
  }

  async function turn(): Promise<void> {
    const aws = await host.connect();
    if (aws === undefined) return bell.wait(PROBLEM_DELAY_MS);
    if (!host.hasRoom()) return yard.clock.wait(THROTTLE_LOOK_MS, abort);
    let messages: readonly Message[];
    try {
      messages = await collect(aws);
    } catch (error) {
      host.noteProblem(error);
      host.renew();
      return yard.clock.wait(PROBLEM_DELAY_MS, abort);
    }
    if (messages.length === 0) return bell.wait(IDLE_LOOK_MS);
    const work = process(messages, aws)
      .catch((error: unknown) => host.noteProblem(error))
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
        MaxNumberOfMessages: Math.min(RECEIVE_LIMIT, host.batchSize - messages.length),
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
        WaitTimeSeconds: 0,
      });
      messages.push(...received);
      characters += received.reduce((sum, { Body }) => sum + (Body?.length ?? 0), 0);
      if (messages.length === 0 || messages.length >= host.batchSize || characters > MOST_BATCH_CHARACTERS)
        return messages;
      if (host.windowSeconds === 0 || abort.aborted) return messages;
      endsAtMs ??= yard.clock.nowMs() + host.windowSeconds * 1_000;
      const leftMs = endsAtMs - yard.clock.nowMs();
      if (leftMs <= 0) return messages;
      if (received.length === 0) await bell.wait(leftMs);
    }
  }

  async function process(messages: readonly Message[], aws: AwsApis): Promise<void> {
    const all = messages.map((message) => sqsRecord(message, sourceArn, region));
    const wanted = all.filter((record) => host.accepts(filterView(record)));
    // AWS: "Lambda deletes messages from the queue that do not match the filter criteria"; pipes do, too.
    if (wanted.length < all.length)
      await remove(
        aws,
        all.filter((record) => !wanted.includes(record)),
      );
    if (wanted.length === 0) return;
    const failed = await host.deliver(wanted, aws);
    if (failed === "all") return;
    await remove(
      aws,
      wanted.filter(({ messageId }) => !failed.includes(messageId)),
    );
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
  return { stop: () => done };
}
