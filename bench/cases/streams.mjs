// Kinesis: single puts and batches of 100 against what a bare server does with the same JSON, reads, and how soon a record
// that was put is pushed to a subscriber.

import {
  CreateStreamCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
} from "@aws-sdk/client-kinesis";
import { hammer, message } from "../light-client.mjs";
import { signerOf } from "../signed-message.mjs";

const SHARDS = 100;
const VARIANTS = 500;
const PUSHES = 200;

export async function measureStreams({ bare, yard, options, report }) {
  const kinesis = new KinesisClient({ endpoint: yard.origin, region: yard.region, credentials: yard.credentials });
  const StreamName = "bench";
  // So many shards that none is full: what is measured is the server, not the throttle.
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: SHARDS }));
  const { StreamDescriptionSummary } = await until(async () => {
    const answer = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
    return answer.StreamDescriptionSummary.StreamStatus === "ACTIVE" ? answer : undefined;
  });
  const Data = Buffer.from("x".repeat(100)).toString("base64");
  const bodies = {
    PutRecord: (index) => ({ StreamName, PartitionKey: `key-${index}`, Data }),
    PutRecords: (index) => ({
      StreamName,
      Records: Array.from({ length: 100 }, (_, position) => ({ PartitionKey: `key-${index}-${position}`, Data })),
    }),
  };
  const sign = signerOf(yard);
  for (const [operation, bodyOf] of Object.entries(bodies)) {
    const texts = Array.from({ length: VARIANTS }, (_, index) => JSON.stringify(bodyOf(index)));
    const target = `Kinesis_20131202.${operation}`;
    const signed = await Promise.all(texts.map((body) => sign({ service: "kinesis", target, body })));
    const plain = texts.map((body) => message({ headers: { host: "x", "content-type": "application/json" }, body }));
    await hammer(yard.port, signed, { connections: 16, durationMs: options.warmupMs });
    await hammer(bare.port, plain, { connections: 16, durationMs: options.warmupMs });
    const ratios = [];
    let ours;
    for (let round = 0; round < options.rounds; round += 1) {
      const theirs = await hammer(bare.port, plain, { connections: 16, durationMs: options.durationMs });
      ours = await hammer(yard.port, signed, { connections: 16, durationMs: options.durationMs });
      ratios.push(ours.perSecond / theirs.perSecond);
    }
    const ratio = ratios.sort((left, right) => left - right)[Math.floor(ratios.length / 2)];
    const name = operation === "PutRecords" ? "PutRecords of 100" : operation;
    report(
      `${name}, share of the bare server`,
      `${(ratio * 100).toFixed(0)} %`,
      `${ours.perSecond.toFixed(0)}/s, p99 ${ours.p99Ms.toFixed(1)} ms`,
    );
  }
  await measurePushes({ kinesis, streamArn: StreamDescriptionSummary.StreamARN, report });
}

/** From the call of PutRecord to the event at a subscriber, over HTTP/2 with the real SDK. */
async function measurePushes({ kinesis, streamArn, report }) {
  const { Consumer } = await kinesis.send(
    new RegisterStreamConsumerCommand({ StreamARN: streamArn, ConsumerName: "bench" }),
  );
  const { ConsumerARN } = Consumer;
  await until(async () => {
    const { ConsumerDescription } = await kinesis.send(new DescribeStreamConsumerCommand({ ConsumerARN }));
    return ConsumerDescription.ConsumerStatus === "ACTIVE" ? true : undefined;
  });
  const { EventStream } = await kinesis.send(
    new SubscribeToShardCommand({
      ConsumerARN,
      ShardId: "shardId-000000000000",
      StartingPosition: { Type: "LATEST" },
    }),
  );
  const events = EventStream[Symbol.asyncIterator]();
  await events.next();
  const latencies = [];
  for (let count = 0; count < PUSHES; count += 1) {
    const startedAt = performance.now();
    const put = kinesis.send(
      new PutRecordCommand({ StreamARN: streamArn, PartitionKey: "k", ExplicitHashKey: "0", Data: Buffer.from("x") }),
    );
    for (;;) {
      const { value } = await events.next();
      if (value.SubscribeToShardEvent.Records.length > 0) break;
    }
    latencies.push(performance.now() - startedAt);
    await put;
  }
  await events.return?.();
  latencies.sort((left, right) => left - right);
  const at = (share) => latencies[Math.floor(latencies.length * share)].toFixed(1);
  report("PutRecord to the event of SubscribeToShard, p50", `${at(0.5)} ms`, `p99 ${at(0.99)} ms, with the SDK`);
}

async function until(look) {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
