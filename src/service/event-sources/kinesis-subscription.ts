// A shard that is pushed by enhanced fan-out: events come by themselves, and are kept until they are read.

import { AwsError, InvariantError } from "../../kernel/errors.ts";
import type { AwsApis } from "../apis.ts";
import type { YardContext } from "../context.ts";
import { iteratorOf, type KinesisOrigin, sourceRecord } from "./kinesis-event.ts";
import type { ShardReader, SourceRecord, StartingPoint } from "./shard-source.ts";

/** AWS: SubscribeToShard: another call within five seconds is refused. */
const AGAIN_MS = 5_000;
/** LIMIT: so many records are kept; the push waits until some are read. */
const KEPT_RECORDS = 10_000;

/** Subscribes when it is first read, and again each time that a subscription ends. */
export function openSubscription(
  yard: YardContext,
  origin: KinesisOrigin,
  shardId: string,
  from: StartingPoint,
  ring: () => void,
): ShardReader {
  const kept: SourceRecord[] = [];
  const closed = new AbortController();
  let position = from;
  let isEnd = false;
  let problem: unknown;
  let pump: Promise<void> | undefined;
  let makeRoom = (): void => undefined;

  async function subscribe(aws: AwsApis): Promise<void> {
    const { ShardIteratorType: Type, ...place } = iteratorOf(position, yard.clock.nowMs());
    const SequenceNumber = "StartingSequenceNumber" in place ? place.StartingSequenceNumber : undefined;
    const Timestamp = "Timestamp" in place ? place.Timestamp : undefined;
    const { EventStream } = await aws.kinesis.subscribeToShard({
      ConsumerARN: origin.sourceArn,
      ShardId: shardId,
      StartingPosition: { Type, SequenceNumber, Timestamp },
    });
    if (EventStream === undefined) return;
    const events = EventStream[Symbol.asyncIterator]();
    closed.signal.addEventListener("abort", () => void events.return?.(undefined), { once: true });
    for (;;) {
      const { value, done } = await events.next();
      const event = value?.SubscribeToShardEvent;
      if (done === true || event === undefined || closed.signal.aborted) return;
      for (const record of event.Records ?? []) kept.push(sourceRecord(record, shardId, origin));
      const last = event.Records?.at(-1)?.SequenceNumber;
      if (last !== undefined) position = { kind: "after", sequenceNumber: last };
      if (event.ChildShards !== undefined) isEnd = true;
      if (last !== undefined || isEnd) ring();
      if (isEnd) return;
      while (kept.length >= KEPT_RECORDS && !closed.signal.aborted)
        await new Promise<void>((resolve) => {
          makeRoom = resolve;
        });
    }
  }

  async function run(aws: AwsApis): Promise<void> {
    try {
      await subscribe(aws);
    } catch (error) {
      // Taken over, or too soon after the last one: again when it may be.
      if (!(error instanceof AwsError) || error.code !== "ResourceInUseException") problem = error;
    }
    if (!isEnd && !closed.signal.aborted) await yard.clock.wait(AGAIN_MS, closed.signal);
    pump = undefined;
    ring();
  }

  return {
    async read(aws, limit) {
      if (problem !== undefined) {
        const cause = problem;
        problem = undefined;
        if (cause instanceof Error) throw cause;
        throw new InvariantError("A subscription failed with something that is no error.");
      }
      if (!isEnd) pump ??= run(aws);
      const records = kept.splice(0, limit);
      makeRoom();
      return { records, isEnd: isEnd && kept.length === 0 };
    },
    close() {
      closed.abort();
      makeRoom();
    },
  };
}
