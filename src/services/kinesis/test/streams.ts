// What the tests of Kinesis have in common: a client in an account of its own, and streams that are ACTIVE.

import {
  CreateStreamCommand,
  type CreateStreamCommandInput,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  KinesisClient,
  ListShardsCommand,
  type Shard,
} from "@aws-sdk/client-kinesis";
import { sharedYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";

export interface Place {
  readonly yard: TestYard;
  readonly account: TestAccount;
  readonly kinesis: KinesisClient;
}

/** A client in a new account. */
export async function newPlace(within?: TestYard): Promise<Place> {
  const yard = within ?? (await sharedYard());
  const account = yard.account();
  return { yard, account, kinesis: account.client(KinesisClient) };
}

/** Makes a stream and waits until it is ACTIVE; gives its name. */
export async function newStream(
  { yard, kinesis }: Place,
  input: Partial<CreateStreamCommandInput> = {},
): Promise<string> {
  const StreamName = input.StreamName ?? "clicks";
  await kinesis.send(new CreateStreamCommand({ ShardCount: 1, ...input, StreamName }));
  await active({ yard, kinesis }, StreamName);
  return StreamName;
}

/** Waits until what the stream was told has been done. */
export async function active({ yard, kinesis }: Pick<Place, "yard" | "kinesis">, StreamName: string): Promise<void> {
  await yard.yard.context.jobs.settled();
  const { StreamDescriptionSummary: summary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
  if (summary?.StreamStatus !== "ACTIVE") throw new Error(`The stream is ${summary?.StreamStatus}.`);
}

export async function shardsOf({ kinesis }: Place, StreamName: string): Promise<Shard[]> {
  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName }));
  return Shards;
}

export async function iterator(
  { kinesis }: Place,
  StreamName: string,
  input: Partial<GetShardIteratorCommandInput> = {},
): Promise<string> {
  const { ShardIterator = "" } = await kinesis.send(
    new GetShardIteratorCommand({
      StreamName,
      ShardId: "shardId-000000000000",
      ShardIteratorType: "TRIM_HORIZON",
      ...input,
    }),
  );
  return ShardIterator;
}

/** The data of a shard's records, from a position on. */
export async function read(
  place: Place,
  StreamName: string,
  input: Partial<GetShardIteratorCommandInput> = {},
): Promise<string[]> {
  const ShardIterator = await iterator(place, StreamName, input);
  const { Records = [] } = await place.kinesis.send(new GetRecordsCommand({ ShardIterator }));
  return Records.map(({ Data }) => Buffer.from(Data ?? []).toString());
}

/** Text as the SDK wants it. */
export function bytes(text: string): Uint8Array {
  return Buffer.from(text);
}
