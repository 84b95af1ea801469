// Random operations against a simple model: a Map of items. After each run the table, its indexes (one global with a
// projection, one local) and its stream must tell the same story as the model.

import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from "@aws-sdk/client-dynamodb-streams";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import { createThings } from "./tables.ts";

type Item = Record<string, AttributeValue>;

const id = fc.constantFrom("a", "b", "ü");
const number = fc.constantFrom("-10", "-2", "0", "0.5", "3", "20");
const rank = fc.option(fc.constantFrom("-1", "7", "70"), { nil: undefined });
const group = fc.option(fc.constantFrom("x", "y"), { nil: undefined });
const key = fc.record({ id, n: number });

const operation = fc.oneof(
  fc.record({ kind: fc.constant("put" as const), key, group, rank, text: fc.string({ maxLength: 4 }) }),
  fc.record({ kind: fc.constant("delete" as const), key }),
  fc.record({ kind: fc.constant("count" as const), key }),
  fc.record({ kind: fc.constant("regroup" as const), key, group }),
  fc.record({ kind: fc.constant("put if new" as const), key, group }),
  fc.record({
    kind: fc.constant("batch" as const),
    keys: fc.uniqueArray(key, { selector: keyText, maxLength: 4, minLength: 1 }),
    group,
  }),
  fc.record({
    kind: fc.constant("swap" as const),
    keys: fc.uniqueArray(key, { selector: keyText, maxLength: 2, minLength: 2 }),
    group,
  }),
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

function keyText({ id: partition, n }: { id: string; n: string }): string {
  return `${partition}/${n}`;
}

function keyItem({ id: partition, n }: { id: string; n: string }): Item {
  return { id: { S: partition }, n: { N: n } };
}

function makeItem(
  itemKey: { id: string; n: string },
  attributes: { group?: string | undefined; rank?: string | undefined; text?: string },
): Item {
  return {
    ...keyItem(itemKey),
    ...(attributes.group !== undefined && { group: { S: attributes.group } }),
    ...(attributes.rank !== undefined && { rank: { N: attributes.rank } }),
    ...(attributes.text !== undefined && { text: { S: attributes.text } }),
  };
}

/** Does one operation on both sides. */
async function step(dynamodb: DynamoDBClient, model: Map<string, Item>, next: Operation): Promise<void> {
  const TableName = "things";
  switch (next.kind) {
    case "put": {
      const item = makeItem(next.key, next);
      await dynamodb.send(new PutItemCommand({ TableName, Item: item }));
      model.set(keyText(next.key), item);
      return;
    }
    case "delete":
      await dynamodb.send(new DeleteItemCommand({ TableName, Key: keyItem(next.key) }));
      model.delete(keyText(next.key));
      return;
    case "count": {
      await dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: keyItem(next.key),
          UpdateExpression: "ADD hits :one",
          ExpressionAttributeValues: { ":one": { N: "1" } },
        }),
      );
      const old = model.get(keyText(next.key)) ?? keyItem(next.key);
      model.set(keyText(next.key), { ...old, hits: { N: String(Number(old["hits"]?.N ?? 0) + 1) } });
      return;
    }
    case "regroup": {
      const { group: _old, ...rest } = model.get(keyText(next.key)) ?? keyItem(next.key);
      await dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: keyItem(next.key),
          UpdateExpression: next.group === undefined ? "REMOVE #g" : "SET #g = :g",
          ExpressionAttributeNames: { "#g": "group" },
          ...(next.group !== undefined && { ExpressionAttributeValues: { ":g": { S: next.group } } }),
        }),
      );
      model.set(keyText(next.key), { ...rest, ...(next.group !== undefined && { group: { S: next.group } }) });
      return;
    }
    case "put if new": {
      const item = makeItem(next.key, next);
      const isNew = !model.has(keyText(next.key));
      const put = dynamodb.send(
        new PutItemCommand({ TableName, Item: item, ConditionExpression: "attribute_not_exists(id)" }),
      );
      if (isNew) {
        await put;
        model.set(keyText(next.key), item);
      } else await expect(put).rejects.toBeInstanceOf(ConditionalCheckFailedException);
      return;
    }
    case "batch": {
      const [first, ...others] = next.keys;
      if (first === undefined) return;
      await dynamodb.send(
        new BatchWriteItemCommand({
          RequestItems: {
            things: [
              { DeleteRequest: { Key: keyItem(first) } },
              ...others.map((other) => ({ PutRequest: { Item: makeItem(other, next) } })),
            ],
          },
        }),
      );
      model.delete(keyText(first));
      for (const other of others) model.set(keyText(other), makeItem(other, next));
      return;
    }
    case "swap": {
      // Moves the first item to the second key, if there is a first and no second; else changes nothing.
      const [from, to] = next.keys;
      if (from === undefined || to === undefined) return;
      const moved = makeItem(to, next);
      const isPossible = model.has(keyText(from)) && !model.has(keyText(to));
      const transaction = dynamodb.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Put: { TableName, Item: moved, ConditionExpression: "attribute_not_exists(id)" } },
            { Delete: { TableName, Key: keyItem(from), ConditionExpression: "attribute_exists(id)" } },
          ],
        }),
      );
      if (isPossible) {
        await transaction;
        model.delete(keyText(from));
        model.set(keyText(to), moved);
      } else await expect(transaction).rejects.toBeInstanceOf(TransactionCanceledException);
    }
  }
}

function byKey(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [`${item["id"]?.S}/${item["n"]?.N}`, item]));
}

interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
}

/** A new account's table with everything that follows from a write. */
async function setUp(): Promise<Clients> {
  const account = (await sharedYard()).account();
  const dynamodb = account.client(DynamoDBClient);
  await createThings(dynamodb, {
    AttributeDefinitions: [
      { AttributeName: "id", AttributeType: "S" },
      { AttributeName: "n", AttributeType: "N" },
      { AttributeName: "group", AttributeType: "S" },
      { AttributeName: "rank", AttributeType: "N" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: "by-group",
        KeySchema: [
          { AttributeName: "group", KeyType: "HASH" },
          { AttributeName: "rank", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["hits"] },
      },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: "by-rank",
        KeySchema: [
          { AttributeName: "id", KeyType: "HASH" },
          { AttributeName: "rank", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "ALL" },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  });
  return { dynamodb, streams: account.client(DynamoDBStreamsClient) };
}

async function checkTable(dynamodb: DynamoDBClient, model: Map<string, Item>): Promise<void> {
  const scanned = await dynamodb.send(new ScanCommand({ TableName: "things" }));
  expect(byKey(scanned.Items ?? [])).toEqual(model);
}

async function checkPartitions(dynamodb: DynamoDBClient, model: Map<string, Item>): Promise<void> {
  for (const partition of ["a", "b", "ü"]) {
    const expected = [...model.values()].filter((item) => item["id"]?.S === partition);
    const queried = await dynamodb.send(
      new QueryCommand({
        TableName: "things",
        KeyConditionExpression: "id = :id",
        ExpressionAttributeValues: { ":id": { S: partition } },
      }),
    );
    expect(queried.Items?.map((item) => Number(item["n"]?.N))).toEqual(
      expected.map((item) => Number(item["n"]?.N)).sort((x, y) => x - y),
    );
    const ranked = await dynamodb.send(
      new QueryCommand({
        TableName: "things",
        IndexName: "by-rank",
        KeyConditionExpression: "id = :id AND #r > :r",
        ExpressionAttributeNames: { "#r": "rank" },
        ExpressionAttributeValues: { ":id": { S: partition }, ":r": { N: "0" } },
        ScanIndexForward: false,
      }),
    );
    const above = expected.filter((item) => Number(item["rank"]?.N ?? -1) > 0);
    expect(ranked.Items?.map((item) => Number(item["rank"]?.N))).toEqual(
      above.map((item) => Number(item["rank"]?.N)).sort((x, y) => y - x),
    );
    expect(byKey(ranked.Items ?? [])).toEqual(byKey(above));
  }
}

async function checkGlobalIndex(dynamodb: DynamoDBClient, model: Map<string, Item>): Promise<void> {
  const indexed = await dynamodb.send(new ScanCommand({ TableName: "things", IndexName: "by-group" }));
  const inIndex = [...model.values()].filter((item) => item["group"] !== undefined && item["rank"] !== undefined);
  expect(byKey(indexed.Items ?? [])).toEqual(byKey(inIndex.map(({ text: _notProjected, ...kept }): Item => kept)));
}

async function checkStream(streams: DynamoDBStreamsClient, model: Map<string, Item>): Promise<void> {
  expect(await replay(streams)).toEqual(model);
}

test("table, indexes and stream agree with the model after random operations", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 30 }), async (operations) => {
      const { dynamodb, streams } = await setUp();
      const model = new Map<string, Item>();
      for (const next of operations) await step(dynamodb, model, next);
      await checkTable(dynamodb, model);
      await checkPartitions(dynamodb, model);
      await checkGlobalIndex(dynamodb, model);
      await checkStream(streams, model);
    }),
    { numRuns: 25 },
  );
}, 60_000);

test("canary: each check fails for a model with an item that the table does not have", async () => {
  const { dynamodb, streams } = await setUp();
  const model = new Map([["a/3", makeItem({ id: "a", n: "3" }, { group: "x", rank: "7" })]]);
  await expect(checkTable(dynamodb, model)).rejects.toThrow("expected");
  await expect(checkPartitions(dynamodb, model)).rejects.toThrow("expected");
  await expect(checkGlobalIndex(dynamodb, model)).rejects.toThrow("expected");
  await expect(checkStream(streams, model)).rejects.toThrow("expected");
});

/** What the stream's records make of an empty table; checks that each tells what was there before. */
async function replay(streams: DynamoDBStreamsClient): Promise<Map<string, Item>> {
  const { Streams: list } = await streams.send(new ListStreamsCommand({ TableName: "things" }));
  const StreamArn = list?.[0]?.StreamArn;
  const { StreamDescription: stream } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({
      StreamArn,
      ShardId: stream?.Shards?.[0]?.ShardId,
      ShardIteratorType: "TRIM_HORIZON",
    }),
  );
  const items = new Map<string, Item>();
  let sequence = "";
  // Pages of seven, so that iterators are followed.
  for (let iterator = ShardIterator; iterator !== undefined;) {
    const page = await streams.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: 7 }));
    for (const { eventName, dynamodb: change } of page.Records ?? []) {
      expect((change?.SequenceNumber ?? "") > sequence).toBe(true);
      sequence = change?.SequenceNumber ?? "";
      const name = `${change?.Keys?.["id"]?.S}/${change?.Keys?.["n"]?.N}`;
      expect(change?.OldImage).toEqual(items.get(name));
      expect(eventName).toBe(items.has(name) ? (change?.NewImage === undefined ? "REMOVE" : "MODIFY") : "INSERT");
      if (change?.NewImage === undefined) items.delete(name);
      else items.set(name, change.NewImage);
    }
    iterator = page.Records?.length === 0 ? undefined : page.NextShardIterator;
  }
  return items;
}
