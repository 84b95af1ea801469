// Goal: whatever is done to a stream, each shard gives the records that were put there, in order, trimmed by the clock; a
// key's records stay in order over splits and merges; and all of it is there after a restart. Method: random steps against a
// yard with a clock of its own and against a model of lists; each shard is compared from its beginning after each step.

import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  MergeShardsCommand,
  PutRecordsCommand,
  SplitShardCommand,
} from "@aws-sdk/client-kinesis";
import fc from "fast-check";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard } from "../../../testing/harness.ts";
import { active, bytes, newPlace, newStream, type Place } from "./streams.ts";

const StreamName = "clicks";
const DAY_MS = 24 * 3_600_000;

type Step =
  | { readonly kind: "put"; readonly keys: readonly string[] }
  | { readonly kind: "split" | "merge"; readonly pick: number }
  | { readonly kind: "wait"; readonly ms: number };

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant("put" as const),
        keys: fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1, maxLength: 8 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("split" as const, "merge" as const), pick: fc.nat(9) }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(1, 60_000, DAY_MS / 2, DAY_MS) }),
    },
  ),
  { minLength: 4, maxLength: 14 },
);

interface Modelled {
  readonly text: string;
  readonly key: string;
  readonly atMs: number;
}

/** The stream as a map of lists, by shard. */
type Model = Map<string, Modelled[]>;

async function openShards({ kinesis }: Place) {
  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName, ShardFilter: { Type: "AT_LATEST" } }));
  return Shards.map((shard) => ({
    id: shard.ShardId ?? "",
    start: BigInt(shard.HashKeyRange?.StartingHashKey ?? 0),
    end: BigInt(shard.HashKeyRange?.EndingHashKey ?? 0),
  })).sort((one, other) => (one.start < other.start ? -1 : 1));
}

async function run(place: Place, step: Step, model: Model, count: () => number): Promise<void> {
  const { kinesis, yard } = place;
  if (step.kind === "wait") {
    await yard.advance(step.ms);
    return;
  }
  if (step.kind === "put") {
    const texts = step.keys.map((key) => `${key}${count()}`);
    const { Records = [] } = await kinesis.send(
      new PutRecordsCommand({
        StreamName,
        Records: step.keys.map((PartitionKey, index) => ({ PartitionKey, Data: bytes(texts[index] ?? "") })),
      }),
    );
    for (const [index, { ShardId = "" }] of Records.entries()) {
      const record = { text: texts[index] ?? "", key: step.keys[index] ?? "", atMs: yard.clock.nowMs() };
      model.set(ShardId, [...(model.get(ShardId) ?? []), record]);
    }
    return;
  }
  const open = await openShards(place);
  const at = step.pick % open.length;
  const [shard, next] = [open[at], open[at + 1]];
  if (shard === undefined) return;
  if (step.kind === "split" && open.length < 6) {
    const NewStartingHashKey = String((shard.start + shard.end) / 2n + 1n);
    await kinesis.send(new SplitShardCommand({ StreamName, ShardToSplit: shard.id, NewStartingHashKey }));
  } else if (step.kind === "merge" && next !== undefined) {
    await kinesis.send(new MergeShardsCommand({ StreamName, ShardToMerge: shard.id, AdjacentShardToMerge: next.id }));
  }
  await active(place, StreamName);
}

/** All records of each shard that is there, by shard, in the order of the shards' numbers. */
async function readAll({ kinesis, yard }: Place): Promise<Map<string, { text: string; key: string }[]>> {
  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName }));
  const found = new Map<string, { text: string; key: string }[]>();
  // Five reads a second are all that a shard gives.
  await yard.advance(1_000);
  for (const { ShardId = "" } of Shards) {
    const { ShardIterator } = await kinesis.send(
      new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" }),
    );
    const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
    const numbers = Records.map(({ SequenceNumber }) => BigInt(SequenceNumber ?? 0));
    expect(numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0n))).toBe(true);
    found.set(
      ShardId,
      Records.map(({ Data, PartitionKey = "" }) => ({ text: Buffer.from(Data ?? []).toString(), key: PartitionKey })),
    );
  }
  return found;
}

async function compare(place: Place, model: Model): Promise<void> {
  const found = await readAll(place);
  const horizonMs = place.yard.clock.nowMs() - DAY_MS;
  const alive = (records: readonly Modelled[]) => records.filter(({ atMs }) => atMs >= horizonMs);
  for (const [shardId, records] of model) {
    const wanted = alive(records).map(({ text, key }) => ({ text, key }));
    expect(found.get(shardId) ?? []).toEqual(wanted);
  }
  // A child's number is higher than its parents', so shards in this order give each key its order.
  const counts = new Map<string, number>();
  for (const { text, key } of [...found.values()].flat()) {
    const number = Number(text.slice(1));
    expect(number).toBeGreaterThan(counts.get(key) ?? -1);
    counts.set(key, number);
  }
}

test("a stream does what lists do", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const stateDir = mkdtempSync(join(tmpdir(), "stackyard-kinesis-"));
      const start = (startMs: number) => testYard({ stateDir, clock: createClock({ mode: "virtual", startMs }) });
      let yard = await start(Date.UTC(2026, 0, 1));
      const first = await newPlace(yard);
      await newStream(first);
      const model: Model = new Map();
      let number = 0;
      for (const step of list) {
        await run(first, step, model, () => number++);
        await compare(first, model);
      }
      const nowMs = yard.clock.nowMs();
      await yard.stop();
      yard = await start(nowMs);
      const { KinesisClient } = await import("@aws-sdk/client-kinesis");
      const kinesis = new KinesisClient({ ...first.account.config, endpoint: yard.origin });
      const again: Place = { yard, account: first.account, kinesis };
      await compare(again, model);
      await run(again, { kind: "put", keys: ["a", "b"] }, model, () => number++);
      await compare(again, model);
      await yard.stop();
      rmSync(stateDir, { recursive: true, force: true });
    }),
    { numRuns: 8 },
  );
});
