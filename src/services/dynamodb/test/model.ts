// A simple model of a table: a Map of items. Random operations are done on both sides, and then the table, its indexes (one
// global with a projection, one local), its stream and its counts must tell the same story as the model.

import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from "@aws-sdk/client-dynamodb-streams";
import fc from "fast-check";
import { expect } from "vitest";
import { createThings } from "./tables.ts";

type Item = Record<string, AttributeValue>;

/** The partitions that operations are on. */
export const PARTITIONS = ["a", "b", "ü"] as const;

const number = fc.constantFrom("-10", "-2", "0", "0.5", "3", "20");
const rank = fc.option(fc.constantFrom("-1", "7", "70"), { nil: undefined });
const group = fc.option(fc.constantFrom("x", "y"), { nil: undefined });

/** Operations on items of these partitions. */
export function operations(partitions: readonly string[] = PARTITIONS) {
  const key = fc.record({ id: fc.constantFrom(...partitions), n: number });
  const keys = (minLength: number, maxLength: number) =>
    fc.uniqueArray(key, { selector: keyText, minLength, maxLength });
  return fc.oneof(
    fc.record({ kind: fc.constant("put" as const), key, group, rank, text: fc.string({ maxLength: 4 }) }),
    fc.record({ kind: fc.constant("delete" as const), key }),
    fc.record({ kind: fc.constant("count" as const), key }),
    fc.record({ kind: fc.constant("regroup" as const), key, group }),
    fc.record({ kind: fc.constant("put if new" as const), key, group }),
    fc.record({ kind: fc.constant("statement" as const), key, rank: fc.constantFrom("-1", "7", "70") }),
    fc.record({ kind: fc.constant("batch" as const), keys: keys(1, 4), group }),
    fc.record({ kind: fc.constant("swap" as const), keys: keys(2, 2), group }),
    fc.record({ kind: fc.constant("insert both" as const), keys: keys(2, 2), group }),
  );
}

export type Operation = ReturnType<typeof operations> extends fc.Arbitrary<infer T> ? T : never;

/** Items by their keys. */
export type Model = Map<string, Item>;

function keyText({ id: partition, n }: { id: string; n: string }): string {
  return `${partition}/${n}`;
}

function keyItem({ id: partition, n }: { id: string; n: string }): Item {
  return { id: { S: partition }, n: { N: n } };
}

/** An item of the table. */
export function makeItem(
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

/** Does the operation on the model; false if it is one that the table must refuse. */
export function apply(model: Model, next: Operation): boolean {
  switch (next.kind) {
    case "put":
      model.set(keyText(next.key), makeItem(next.key, next));
      return true;
    case "delete":
      model.delete(keyText(next.key));
      return true;
    case "count": {
      const old = model.get(keyText(next.key)) ?? keyItem(next.key);
      model.set(keyText(next.key), { ...old, hits: { N: String(Number(old["hits"]?.N ?? 0) + 1) } });
      return true;
    }
    case "regroup": {
      const { group: _old, ...rest } = model.get(keyText(next.key)) ?? keyItem(next.key);
      model.set(keyText(next.key), { ...rest, ...(next.group !== undefined && { group: { S: next.group } }) });
      return true;
    }
    case "put if new":
      if (model.has(keyText(next.key))) return false;
      model.set(keyText(next.key), makeItem(next.key, next));
      return true;
    case "statement": {
      const old = model.get(keyText(next.key));
      if (old === undefined) return false;
      model.set(keyText(next.key), { ...old, rank: { N: next.rank } });
      return true;
    }
    case "batch": {
      const [first, ...others] = next.keys;
      if (first !== undefined) model.delete(keyText(first));
      for (const other of others) model.set(keyText(other), makeItem(other, next));
      return true;
    }
    case "swap": {
      // Moves the first item to the second key, if there is a first and no second; else changes nothing.
      const [from, to] = next.keys;
      if (from === undefined || to === undefined || !model.has(keyText(from)) || model.has(keyText(to))) return false;
      model.delete(keyText(from));
      model.set(keyText(to), makeItem(to, next));
      return true;
    }
    default: {
      if (next.keys.some((key) => model.has(keyText(key)))) return false;
      for (const key of next.keys) model.set(keyText(key), makeItem(key, next));
      return true;
    }
  }
}

const TableName = "things";

/** Does the operation on the table. */
export async function send(dynamodb: DynamoDBClient, next: Operation): Promise<void> {
  switch (next.kind) {
    case "put":
      await dynamodb.send(new PutItemCommand({ TableName, Item: makeItem(next.key, next) }));
      return;
    case "delete":
      await dynamodb.send(new DeleteItemCommand({ TableName, Key: keyItem(next.key) }));
      return;
    case "count":
      await dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: keyItem(next.key),
          UpdateExpression: "ADD hits :one",
          ExpressionAttributeValues: { ":one": { N: "1" } },
        }),
      );
      return;
    case "regroup":
      await dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: keyItem(next.key),
          UpdateExpression: next.group === undefined ? "REMOVE #g" : "SET #g = :g",
          ExpressionAttributeNames: { "#g": "group" },
          ...(next.group !== undefined && { ExpressionAttributeValues: { ":g": { S: next.group } } }),
        }),
      );
      return;
    case "put if new": {
      const Item = makeItem(next.key, next);
      await dynamodb.send(new PutItemCommand({ TableName, Item, ConditionExpression: "attribute_not_exists(id)" }));
      return;
    }
    case "statement":
      await dynamodb.send(
        new ExecuteStatementCommand({
          Statement: `UPDATE "things" SET rank = ? WHERE id = ? AND n = ?`,
          Parameters: [{ N: next.rank }, { S: next.key.id }, { N: next.key.n }],
        }),
      );
      return;
    case "batch": {
      const [first, ...others] = next.keys;
      if (first === undefined) return;
      const puts = others.map((other) => ({ PutRequest: { Item: makeItem(other, next) } }));
      const RequestItems = { things: [{ DeleteRequest: { Key: keyItem(first) } }, ...puts] };
      await dynamodb.send(new BatchWriteItemCommand({ RequestItems }));
      return;
    }
    case "swap": {
      const [from, to] = next.keys;
      if (from === undefined || to === undefined) return;
      await dynamodb.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Put: { TableName, Item: makeItem(to, next), ConditionExpression: "attribute_not_exists(id)" } },
            { Delete: { TableName, Key: keyItem(from), ConditionExpression: "attribute_exists(id)" } },
          ],
        }),
      );
      return;
    }
    case "insert both":
      await dynamodb.send(
        new ExecuteTransactionCommand({
          TransactStatements: next.keys.map((key) => ({
            Statement: `INSERT INTO "things" VALUE ?`,
            Parameters: [{ M: makeItem(key, next) }],
          })),
        }),
      );
  }
}

/** How the table refuses an operation that apply() says it must refuse. */
export const REFUSALS: Readonly<Partial<Record<Operation["kind"], string>>> = {
  "put if new": "ConditionalCheckFailedException",
  statement: "ConditionalCheckFailedException",
  swap: "TransactionCanceledException",
  "insert both": "TransactionCanceledException",
};

function byKey(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [`${item["id"]?.S}/${item["n"]?.N}`, item]));
}

export interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
}

/** Makes the table with everything that follows from a write. */
export async function createModelled(dynamodb: DynamoDBClient): Promise<void> {
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
}

/** The table holds the model's items. */
export async function checkTable(dynamodb: DynamoDBClient, model: Model): Promise<void> {
  const scanned = await dynamodb.send(new ScanCommand({ TableName: "things" }));
  expect(byKey(scanned.Items ?? [])).toEqual(model);
}

/** Queries of each partition and of the local index give the model's items in order. */
export async function checkPartitions(dynamodb: DynamoDBClient, model: Model): Promise<void> {
  for (const partition of PARTITIONS) {
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

/** The global index holds what it projects of the items that have its key. */
export async function checkGlobalIndex(dynamodb: DynamoDBClient, model: Model): Promise<void> {
  const indexed = await dynamodb.send(new ScanCommand({ TableName: "things", IndexName: "by-group" }));
  const inIndex = [...model.values()].filter((item) => item["group"] !== undefined && item["rank"] !== undefined);
  expect(byKey(indexed.Items ?? [])).toEqual(byKey(inIndex.map(({ text: _notProjected, ...kept }): Item => kept)));
}

/** The stream, replayed from its beginning, ends in the model. */
export async function checkStream(streams: DynamoDBStreamsClient, model: Model): Promise<void> {
  expect(await replay(streams)).toEqual(model);
}

/** The description counts what is there. */
export async function checkCounts(dynamodb: DynamoDBClient, model: Model): Promise<void> {
  const { Table: table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  const ranked = [...model.values()].filter((item) => item["rank"] !== undefined);
  expect({
    table: table?.ItemCount,
    byRank: table?.LocalSecondaryIndexes?.[0]?.ItemCount,
    byGroup: table?.GlobalSecondaryIndexes?.[0]?.ItemCount,
  }).toEqual({
    table: model.size,
    byRank: ranked.length,
    byGroup: ranked.filter((item) => item["group"] !== undefined).length,
  });
}

/** All checks. */
export async function checkAll({ dynamodb, streams }: Clients, model: Model): Promise<void> {
  await checkTable(dynamodb, model);
  await checkPartitions(dynamodb, model);
  await checkGlobalIndex(dynamodb, model);
  await checkCounts(dynamodb, model);
  await checkStream(streams, model);
}

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
