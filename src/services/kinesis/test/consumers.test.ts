// Enhanced fan-out: consumers, and what is pushed to them.

import {
  DeregisterStreamConsumerCommand,
  DescribeStreamConsumerCommand,
  KinesisClient,
  ListStreamConsumersCommand,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
  SplitShardCommand,
  SubscribeToShardCommand,
  type SubscribeToShardEvent,
} from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { describe, expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard } from "../../../testing/harness.ts";
import { active, bytes, newPlace, newStream, type Place } from "./streams.ts";

const SHARD = "shardId-000000000000";

async function newConsumer({ yard, account, kinesis }: Place, ConsumerName = "reader"): Promise<string> {
  const StreamARN = `arn:aws:kinesis:us-east-1:${account.account}:stream/clicks`;
  const { Consumer } = await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }));
  await yard.yard.context.jobs.settled();
  return Consumer?.ConsumerARN ?? "";
}

/** Subscribes from the beginning; `next` gives the next event with records, or the shard's end. */
async function subscribe(kinesis: KinesisClient, ConsumerARN: string, ShardId = SHARD) {
  const { EventStream } = await kinesis.send(
    new SubscribeToShardCommand({ ConsumerARN, ShardId, StartingPosition: { Type: "TRIM_HORIZON" } }),
  );
  if (EventStream === undefined) throw new Error("There is no event stream.");
  const events = EventStream[Symbol.asyncIterator]();
  const next = async (): Promise<SubscribeToShardEvent | undefined> => {
    for (;;) {
      const { value, done } = await events.next();
      if (done === true) return undefined;
      const event = value?.SubscribeToShardEvent;
      if (event !== undefined && (event.Records?.length !== 0 || event.ChildShards !== undefined)) return event;
    }
  };
  return { next, close: () => void events.return?.(undefined) };
}

const textsOf = (event: SubscribeToShardEvent | undefined): string[] =>
  (event?.Records ?? []).map(({ Data }) => Buffer.from(Data ?? []).toString());

const put = ({ kinesis }: Place, text: string) =>
  kinesis.send(new PutRecordCommand({ StreamName: "clicks", PartitionKey: "k", Data: bytes(text) }));

// Goal: what is put is pushed, what was there before and what comes later, over both protocols. AWS: SubscribeToShard.
describe.each(["HTTP/2", "HTTP/1.1"])("over %s", (protocol) => {
  test("pushes records as they come, and ends with the shard", async () => {
    const place = await newPlace();
    await newStream(place);
    const ConsumerARN = await newConsumer(place);
    const kinesis =
      protocol === "HTTP/2"
        ? place.kinesis
        : new KinesisClient({ ...place.account.config, requestHandler: new NodeHttpHandler() });
    await put(place, "before");
    const subscription = await subscribe(kinesis, ConsumerARN);
    expect(textsOf(await subscription.next())).toEqual(["before"]);
    await put(place, "after");
    const second = await subscription.next();
    expect(textsOf(second)).toEqual(["after"]);
    expect(second?.ContinuationSequenceNumber).toBe(second?.Records?.[0]?.SequenceNumber);
    await place.kinesis.send(
      new SplitShardCommand({ StreamName: "clicks", ShardToSplit: SHARD, NewStartingHashKey: "1000" }),
    );
    await active(place, "clicks");
    const end = await subscription.next();
    expect(end?.ChildShards?.map(({ ShardId }) => ShardId)).toEqual(["shardId-000000000001", "shardId-000000000002"]);
    expect(await subscription.next()).toBeUndefined();
  });
});

// Goal: one subscription a consumer and shard. Method: a clock that is moved. AWS: SubscribeToShard: again within 5
// seconds is refused; later it takes over; after 5 minutes it ends.
test("lets a later subscription take over, and ends after five minutes", async () => {
  const yard = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.UTC(2026, 0, 1) }) });
  const place = await newPlace(yard);
  await newStream(place);
  const ConsumerARN = await newConsumer(place);
  const first = await subscribe(place.kinesis, ConsumerARN);
  const firstEnd = first.next();
  await expect(subscribe(place.kinesis, ConsumerARN)).rejects.toMatchObject({ name: "ResourceInUseException" });
  await yard.advance(5_000);
  const second = await subscribe(place.kinesis, ConsumerARN);
  await expect(firstEnd).rejects.toMatchObject({ name: "ResourceInUseException" });
  const secondEnd = second.next();
  await yard.advance(5 * 60_000 - 1);
  await put(place, "last");
  await expect(secondEnd.then(textsOf)).resolves.toEqual(["last"]);
  const over = second.next();
  await yard.advance(1_000);
  await expect(over).resolves.toBeUndefined();
  await yard.stop();
});

// Goal: consumers come, are found in each way, and go. AWS: RegisterStreamConsumer and the four others.
test("registers, describes, lists and deregisters consumers", async () => {
  const place = await newPlace();
  const { kinesis, account } = place;
  await newStream(place);
  const StreamARN = `arn:aws:kinesis:us-east-1:${account.account}:stream/clicks`;
  const ConsumerARN = await newConsumer(place);
  expect(ConsumerARN).toMatch(new RegExp(`^${StreamARN}/consumer/reader:\\d+$`));
  const byName = { StreamARN, ConsumerName: "reader" };
  for (const names of [byName, { ConsumerARN }, { ...byName, ConsumerARN }])
    expect((await kinesis.send(new DescribeStreamConsumerCommand(names))).ConsumerDescription).toMatchObject({
      ConsumerARN,
      ConsumerName: "reader",
      ConsumerStatus: "ACTIVE",
      StreamARN,
    });
  await newConsumer(place, "second");
  const first = await kinesis.send(new ListStreamConsumersCommand({ StreamARN, MaxResults: 1 }));
  expect(first.Consumers?.map(({ ConsumerName }) => ConsumerName)).toEqual(["reader"]);
  const rest = await kinesis.send(new ListStreamConsumersCommand({ StreamARN, NextToken: first.NextToken }));
  expect(rest.Consumers?.map(({ ConsumerName }) => ConsumerName)).toEqual(["second"]);
  expect(rest.NextToken).toBeUndefined();

  await expect(newConsumer(place)).rejects.toMatchObject({ name: "ResourceInUseException" });
  await expect(kinesis.send(new DescribeStreamConsumerCommand({ StreamARN }))).rejects.toMatchObject({
    name: "InvalidArgumentException",
  });
  await expect(
    kinesis.send(new DescribeStreamConsumerCommand({ ConsumerARN, StreamARN, ConsumerName: "second" })),
  ).rejects.toMatchObject({ name: "InvalidArgumentException" });
  await kinesis.send(new DeregisterStreamConsumerCommand({ ConsumerARN }));
  await place.yard.yard.context.jobs.settled();
  await expect(kinesis.send(new DescribeStreamConsumerCommand({ ConsumerARN }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
  await expect(subscribe(kinesis, ConsumerARN)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  // AWS: RegisterStreamConsumer: 20 consumers a stream.
  for (let count = 2; count <= 20; count++) await newConsumer(place, `more-${count}`);
  await expect(newConsumer(place, "one-too-many")).rejects.toMatchObject({ name: "LimitExceededException" });
});
