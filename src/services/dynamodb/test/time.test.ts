// What the clock does to tables: items expire, streams forget, iterators and tokens run out. Time is moved, not waited
// for.

import {
  DeleteTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type ShardIteratorType,
} from "@aws-sdk/client-dynamodb-streams";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";
import { createThings } from "./tables.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const startMs = createClock({ mode: "wall" }).nowMs();

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard({ clock: createClock({ mode: "virtual", startMs }) });
});
afterAll(() => yard.stop());

interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
}

const clients = (account: TestAccount): Clients => ({
  dynamodb: account.client(DynamoDBClient),
  streams: account.client(DynamoDBStreamsClient),
});

const TableName = "things";
const put = (id: string, more = {}): PutItemCommand =>
  new PutItemCommand({ TableName, Item: { id: { S: id }, n: { N: "1" }, ...more } });

async function ids(account: TestAccount): Promise<unknown> {
  const { Items: items = [] } = await clients(account).dynamodb.send(new ScanCommand({ TableName }));
  return items.map((item) => item["id"]?.S ?? "").sort();
}

async function iterator(
  { streams }: { streams: DynamoDBStreamsClient },
  ShardIteratorType: ShardIteratorType,
  SequenceNumber?: string,
): Promise<string | undefined> {
  const { Streams: list } = await streams.send(new ListStreamsCommand({ TableName }));
  const StreamArn = list?.at(-1)?.StreamArn;
  const { StreamDescription: stream } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = stream?.Shards?.[0]?.ShardId;
  const answer = await streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType, SequenceNumber }),
  );
  return answer.ShardIterator;
}

const NEW_AND_OLD = { StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" as const } };

test("items expire in the second that their attribute names, and the stream says who removed them", async () => {
  const account = yard.account();
  const { dynamodb, streams } = clients(account);
  await createThings(dynamodb, NEW_AND_OLD);
  const seconds = (hours: number): { N: string } => ({
    N: String(Math.floor((yard.clock.nowMs() + hours * HOUR_MS) / 1000)),
  });
  // One item is older than the switch, and is found by a job.
  await dynamodb.send(put("before", { ttl: seconds(2) }));
  await dynamodb.send(
    new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true } }),
  );
  await yard.yard.context.jobs.settled();
  await dynamodb.send(put("soon", { ttl: seconds(1) }));
  await dynamodb.send(put("later", { ttl: seconds(3) }));
  await dynamodb.send(put("text", { ttl: { S: "1" } }));
  await dynamodb.send(put("ancient", { ttl: { N: "1" } }));
  await dynamodb.send(put("kept", { ttl: seconds(1) }));
  await dynamodb.send(
    new UpdateItemCommand({
      TableName,
      Key: { id: { S: "kept" }, n: { N: "1" } },
      UpdateExpression: "REMOVE #t",
      ExpressionAttributeNames: { "#t": "ttl" },
    }),
  );
  expect(await ids(account)).toEqual(["ancient", "before", "kept", "later", "soon", "text"]);
  await yard.advance(HOUR_MS);
  expect(await ids(account)).toEqual(["ancient", "before", "kept", "later", "text"]);
  await yard.advance(HOUR_MS);
  expect(await ids(account)).toEqual(["ancient", "kept", "later", "text"]);
  await yard.advance(HOUR_MS);
  expect(await ids(account)).toEqual(["ancient", "kept", "text"]);

  const now = clients(account);
  const { Records = [] } = await now.streams.send(
    new GetRecordsCommand({ ShardIterator: await iterator(now, "TRIM_HORIZON") }),
  );
  const removals = Records.filter((record) => record.eventName === "REMOVE");
  expect(removals.map((record) => record.dynamodb?.OldImage?.["id"]?.S)).toEqual(["soon", "before", "later"]);
  // AWS: Developer Guide, "DynamoDB Streams and Time to Live".
  for (const removal of removals)
    expect(removal.userIdentity).toEqual({ Type: "Service", PrincipalId: "dynamodb.amazonaws.com" });
  streams.destroy();
});

test("time to live is described, and switched off with the attribute it was switched on with", async () => {
  const { dynamodb } = clients(yard.account());
  await createThings(dynamodb);
  const set = (AttributeName: string, Enabled: boolean): Promise<unknown> =>
    dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { AttributeName, Enabled } }));
  const describe = async (): Promise<unknown> =>
    (await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
  expect(await describe()).toEqual({ TimeToLiveStatus: "DISABLED" });
  await expect(set("ttl", false)).rejects.toThrow("TimeToLive is already disabled");
  await set("ttl", true);
  expect(await describe()).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "ttl" });
  await expect(set("ttl", true)).rejects.toThrow("TimeToLive is already enabled");
  await expect(set("other", true)).rejects.toThrow(
    "TimeToLive is active on a different AttributeName: current AttributeName is ttl",
  );
  await set("ttl", false);
  expect(await describe()).toEqual({ TimeToLiveStatus: "DISABLED" });
});

test("a stream has what happened in the last 24 hours; its iterators last 15 minutes", async () => {
  const account = yard.account();
  const first = clients(account);
  await createThings(first.dynamodb, NEW_AND_OLD);
  await first.dynamodb.send(put("early"));
  const early = await iterator(first, "TRIM_HORIZON");
  const latest = await iterator(first, "LATEST");
  await first.dynamodb.send(put("next"));
  // An unchanged item is no change.
  await first.dynamodb.send(put("next"));
  const read = async (ShardIterator: string | undefined): Promise<unknown> => {
    const { Records } = await clients(account).streams.send(new GetRecordsCommand({ ShardIterator }));
    return Records?.map(({ dynamodb }) => dynamodb?.Keys?.["id"]?.S);
  };
  expect(await read(early)).toEqual(["early", "next"]);
  expect(await read(latest)).toEqual(["next"]);
  const { Records = [] } = await first.streams.send(new GetRecordsCommand({ ShardIterator: early }));
  const sequence = Records[0]?.dynamodb?.SequenceNumber;
  expect(await read(await iterator(first, "AT_SEQUENCE_NUMBER", sequence))).toEqual(["early", "next"]);
  expect(await read(await iterator(first, "AFTER_SEQUENCE_NUMBER", sequence))).toEqual(["next"]);

  await yard.advance(15 * MINUTE_MS);
  expect(await read(early)).toEqual(["early", "next"]);
  await yard.advance(1);
  await expect(read(early)).rejects.toMatchObject({ name: "ExpiredIteratorException" });

  await yard.advance(12 * HOUR_MS);
  await clients(account).dynamodb.send(put("late"));
  await yard.advance(12 * HOUR_MS);
  const now = clients(account);
  expect(await read(await iterator(now, "TRIM_HORIZON"))).toEqual(["late"]);
  await expect(iterator(now, "AT_SEQUENCE_NUMBER", sequence)).rejects.toMatchObject({
    name: "TrimmedDataAccessException",
  });
});

test("a stream that was disabled can be read for 24 hours, to its end", async () => {
  const account = yard.account();
  const { dynamodb, streams } = clients(account);
  await createThings(dynamodb, NEW_AND_OLD);
  await expect(dynamodb.send(new UpdateTableCommand({ TableName, ...NEW_AND_OLD }))).rejects.toThrow(
    "Table already has an enabled stream: TableName: things",
  );
  await dynamodb.send(put("a"));
  await dynamodb.send(new UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled: false } }));
  await dynamodb.send(put("b"));
  const page = await streams.send(
    new GetRecordsCommand({ ShardIterator: await iterator({ streams }, "TRIM_HORIZON") }),
  );
  expect(page.Records?.map(({ dynamodb: change }) => change?.Keys?.["id"]?.S)).toEqual(["a"]);
  expect(page).not.toHaveProperty("NextShardIterator");
  await dynamodb.send(
    new UpdateTableCommand({
      TableName,
      StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
    }),
  );
  await dynamodb.send(put("c"));
  expect((await streams.send(new ListStreamsCommand({ TableName }))).Streams).toHaveLength(2);
  const second = await streams.send(
    new GetRecordsCommand({ ShardIterator: await iterator({ streams }, "TRIM_HORIZON") }),
  );
  expect(second.Records?.map(({ dynamodb: change }) => Object.keys(change ?? {}).sort())).toEqual([
    ["ApproximateCreationDateTime", "Keys", "SequenceNumber", "SizeBytes", "StreamViewType"],
  ]);
  await dynamodb.send(new DeleteTableCommand({ TableName }));
  await yard.advance(25 * HOUR_MS);
  expect((await clients(account).streams.send(new ListStreamsCommand({}))).Streams).toEqual([]);
});

test("a transaction's token stands for its request for ten minutes", async () => {
  const account = yard.account();
  const { dynamodb } = clients(account);
  await createThings(dynamodb);
  const add = (by: string): TransactWriteItemsCommand =>
    new TransactWriteItemsCommand({
      ClientRequestToken: "token",
      TransactItems: [
        {
          Update: {
            TableName,
            Key: { id: { S: "a" }, n: { N: "1" } },
            UpdateExpression: "ADD hits :by",
            ExpressionAttributeValues: { ":by": { N: by } },
          },
        },
      ],
    });
  const hits = async (): Promise<unknown> =>
    (await clients(account).dynamodb.send(new ScanCommand({ TableName }))).Items?.[0]?.["hits"]?.N;
  await dynamodb.send(add("1"));
  await dynamodb.send(add("1"));
  expect(await hits()).toBe("1");
  await expect(dynamodb.send(add("2"))).rejects.toMatchObject({ name: "IdempotentParameterMismatchException" });
  await yard.advance(10 * MINUTE_MS);
  await clients(account).dynamodb.send(add("2"));
  expect(await hits()).toBe("3");
});
