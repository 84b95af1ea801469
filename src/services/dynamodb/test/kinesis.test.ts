// Goal: each change of a table comes to its Kinesis data stream, from when it was switched on until it was switched off.
// Method: both real clients; time stands still, so that limits by the second are met on purpose.

import {
  DeleteItemCommand,
  DescribeKinesisStreamingDestinationCommand,
  DisableKinesisStreamingDestinationCommand,
  DynamoDBClient,
  EnableKinesisStreamingDestinationCommand,
  PutItemCommand,
  UpdateKinesisStreamingDestinationCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import {
  CreateStreamCommand,
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
} from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";
import { createThings } from "./tables.ts";

const TableName = "things";
let yard: TestYard;
beforeAll(async () => {
  yard = await testYard({ clock: createClock({ mode: "virtual", startMs: createClock({ mode: "wall" }).nowMs() }) });
});
afterAll(() => yard.stop());

const client = (account: TestAccount): DynamoDBClient => account.client(DynamoDBClient);
const arnOf = ({ account }: TestAccount, name = "changes"): string =>
  `arn:aws:kinesis:us-east-1:${account}:stream/${name}`;

/** An account with a table and a stream. */
async function prepared(): Promise<TestAccount> {
  const account = yard.account();
  await createThings(client(account));
  await account.client(KinesisClient).send(new CreateStreamCommand({ StreamName: "changes", ShardCount: 1 }));
  // A stream takes a while to become ACTIVE.
  await yard.advance(60_000);
  return account;
}

const enable = (account: TestAccount, StreamArn = arnOf(account)) =>
  client(account).send(new EnableKinesisStreamingDestinationCommand({ TableName, StreamArn }));

const disable = (account: TestAccount) =>
  client(account).send(new DisableKinesisStreamingDestinationCommand({ TableName, StreamArn: arnOf(account) }));

const put = (account: TestAccount, id: string, more = {}): Promise<unknown> =>
  client(account).send(new PutItemCommand({ TableName, Item: { id: { S: id }, n: { N: "1" }, ...more } }));

interface StreamedChange {
  readonly eventName: string;
  readonly dynamodb: Record<string, unknown> & { readonly Keys: { readonly id: { readonly S: string } } };
}

async function streamed(account: TestAccount): Promise<readonly StreamedChange[]> {
  await yard.yard.context.jobs.settled();
  const kinesis = account.client(KinesisClient);
  const StreamARN = arnOf(account);
  const { StreamDescription } = await kinesis.send(new DescribeStreamCommand({ StreamARN }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({ StreamARN, ShardId, ShardIteratorType: "TRIM_HORIZON" }),
  );
  const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
  return Records.map(({ Data }) => JSON.parse(Buffer.from(Data ?? []).toString("utf8")) as StreamedChange);
}

test("changes come with both images, and only while streaming is on", async () => {
  const account = await prepared();
  await put(account, "before");
  expect(await enable(account)).toMatchObject({ DestinationStatus: "ENABLING" });
  await put(account, "a", { b: { B: new Uint8Array([1]) } });
  await put(account, "a", { b: { B: new Uint8Array([2]) } });
  await client(account).send(new DeleteItemCommand({ TableName, Key: { id: { S: "a" }, n: { N: "1" } } }));
  expect(await disable(account)).toMatchObject({ DestinationStatus: "DISABLING" });
  await put(account, "after");
  const Keys = { id: { S: "a" }, n: { N: "1" } };
  const image = (b: string) => ({ ...Keys, b: { B: b } });
  const changes = await streamed(account);
  // AWS: Developer Guide, "Using Kinesis Data Streams to capture changes to DynamoDB": a record's form, in which binary
  // values are base64 and times are milliseconds.
  expect(changes[0]).toEqual({
    awsRegion: "us-east-1",
    eventID: expect.any(String),
    eventName: "INSERT",
    userIdentity: null,
    recordFormat: "application/json",
    tableName: TableName,
    dynamodb: {
      ApproximateCreationDateTime: yard.clock.nowMs(),
      ApproximateCreationDateTimePrecision: "MILLISECOND",
      Keys,
      NewImage: image("AQ=="),
      SizeBytes: expect.any(Number),
    },
    eventSource: "aws:dynamodb",
  });
  expect(changes.map(({ eventName }) => eventName)).toEqual(["INSERT", "MODIFY", "REMOVE"]);
  expect(changes[1]?.dynamodb).toMatchObject({ NewImage: image("Ag=="), OldImage: image("AQ==") });
  expect(changes[2]?.dynamodb).not.toHaveProperty("NewImage");
});

test("what the stream has no room for comes later, and nothing is lost", async () => {
  const account = await prepared();
  await enable(account);
  // A shard takes a megabyte a second: five items of 300 KB are more.
  for (const id of ["a", "b", "c", "d", "e"]) await put(account, id, { text: { S: "x".repeat(300_000) } });
  await yard.advance(60_000);
  const changes = await streamed(account);
  expect(new Set(changes.map(({ dynamodb }) => dynamodb.Keys.id.S))).toEqual(new Set(["a", "b", "c", "d", "e"]));
});

test("an item that expires is removed by DynamoDB, with the precision that was asked for", async () => {
  const account = await prepared();
  await enable(account);
  await client(account).send(
    new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true } }),
  );
  const update = (precision: "MICROSECOND" | "MILLISECOND") =>
    client(account).send(
      new UpdateKinesisStreamingDestinationCommand({
        TableName,
        StreamArn: arnOf(account),
        UpdateKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: precision },
      }),
    );
  expect(await update("MICROSECOND")).toMatchObject({ DestinationStatus: "UPDATING" });
  await expect(update("MICROSECOND")).rejects.toMatchObject({ name: "ValidationException" });
  await put(account, "a", { ttl: { N: String(Math.floor(yard.clock.nowMs() / 1000) + 60) } });
  await yard.advance(60_000);
  expect((await streamed(account))[1]).toMatchObject({
    eventName: "REMOVE",
    userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" },
    dynamodb: { ApproximateCreationDateTimePrecision: "MICROSECOND" },
  });
});

test("destinations are described, and refused in the wrong state", async () => {
  const account = await prepared();
  const describe = async () =>
    (await client(account).send(new DescribeKinesisStreamingDestinationCommand({ TableName })))
      .KinesisDataStreamDestinations;
  expect(await describe()).toEqual([]);
  await expect(disable(account)).rejects.toMatchObject({ name: "ValidationException" });
  await expect(enable(account, arnOf(account, "missing"))).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await enable(account);
  const destination = { StreamArn: arnOf(account), ApproximateCreationDateTimePrecision: "MILLISECOND" };
  expect(await describe()).toEqual([{ ...destination, DestinationStatus: "ACTIVE" }]);
  await expect(enable(account)).rejects.toMatchObject({ name: "ValidationException" });
  await disable(account);
  expect(await describe()).toEqual([{ ...destination, DestinationStatus: "DISABLED" }]);
  await enable(account);
  const elsewhere = arnOf(account).replace("us-east-1", "eu-west-1");
  await expect(enable(account, elsewhere)).rejects.toThrow("same account and Region");
});
