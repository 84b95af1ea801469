// Pages, projections and capacity units of reads and writes, through the SDK.

import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
  type ConsumedCapacity,
  type DynamoDBClient,
  type QueryCommandInput,
} from "@aws-sdk/client-dynamodb";
import { beforeAll, describe, expect, test } from "vitest";
import { thingsTable } from "./tables.ts";

type Item = Record<string, AttributeValue>;
const TableName = "things";
const KEY = { id: { S: "a" }, n: { N: "1" } };

/** "things" with a global index "by-group" (includes "proj") and a local one "by-rank" (keys only). */
async function indexedTable(): Promise<DynamoDBClient> {
  const { dynamodb } = await thingsTable({
    AttributeDefinitions: [
      { AttributeName: "id", AttributeType: "S" },
      { AttributeName: "n", AttributeType: "N" },
      { AttributeName: "group", AttributeType: "S" },
      { AttributeName: "rank", AttributeType: "N" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: "by-group",
        KeySchema: [{ AttributeName: "group", KeyType: "HASH" }],
        Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["proj"] },
      },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: "by-rank",
        KeySchema: [
          { AttributeName: "id", KeyType: "HASH" },
          { AttributeName: "rank", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
  });
  return dynamodb;
}

async function fill(dynamodb: DynamoDBClient, items: readonly Item[]): Promise<void> {
  for (let start = 0; start < items.length; start += 25)
    await dynamodb.send(
      new BatchWriteItemCommand({
        RequestItems: { things: items.slice(start, start + 25).map((item) => ({ PutRequest: { Item: item } })) },
      }),
    );
}

/** All pages of a query, and how many there were. */
async function allPages(
  dynamodb: DynamoDBClient,
  input: Partial<QueryCommandInput>,
): Promise<{ items: Item[]; pages: number }> {
  const items: Item[] = [];
  let pages = 0;
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await dynamodb.send(new QueryCommand({ TableName, ...input, ExclusiveStartKey }));
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
    pages++;
  } while (ExclusiveStartKey !== undefined);
  return { items, pages };
}

describe("pages", () => {
  test.each([true, false])(
    "of a table and of indexes go on where they ended; forward: %s",
    async (ScanIndexForward) => {
      const dynamodb = await indexedTable();
      const items = Array.from({ length: 23 }, (_, n) => ({
        id: { S: "a" },
        n: { N: String(n - 11) },
        group: { S: "x" },
        // Many items share one rank: the table's key decides among them.
        rank: { N: String(n % 3) },
      }));
      await fill(dynamodb, items);
      const common = { Limit: 5, ScanIndexForward, ExpressionAttributeValues: { ":v": { S: "a" } } };
      const numbers = ScanIndexForward ? items.map(({ n }) => n.N) : items.map(({ n }) => n.N).toReversed();

      const table = await allPages(dynamodb, { ...common, KeyConditionExpression: "id = :v" });
      expect(table.items.map((item) => item["n"]?.N)).toEqual(numbers);
      expect(table.pages).toBe(5);

      const ranked = await allPages(dynamodb, { ...common, IndexName: "by-rank", KeyConditionExpression: "id = :v" });
      const ranks = ranked.items.map((item) => Number(item["rank"]?.N));
      expect(ranks).toEqual([...ranks].sort((a, b) => (ScanIndexForward ? a - b : b - a)));
      expect(new Set(ranked.items.map((item) => item["n"]?.N)).size).toBe(23);

      const grouped = await allPages(dynamodb, {
        ...common,
        IndexName: "by-group",
        KeyConditionExpression: "#g = :v",
        ExpressionAttributeNames: { "#g": "group" },
        ExpressionAttributeValues: { ":v": { S: "x" } },
      });
      expect(new Set(grouped.items.map((item) => item["n"]?.N)).size).toBe(23);
    },
  );

  test("end after 1 MB, before the filter; a limit that is reached exactly leaves a key", async () => {
    const { dynamodb } = await thingsTable();
    const text = { S: "x".repeat(100_000) };
    await fill(
      dynamodb,
      Array.from({ length: 24 }, (_, n) => ({ id: { S: "a" }, n: { N: String(n) }, text })),
    );
    const input = {
      TableName,
      KeyConditionExpression: "id = :id",
      FilterExpression: "attribute_not_exists(#t)",
      ExpressionAttributeNames: { "#t": "text" },
      ExpressionAttributeValues: { ":id": { S: "a" } },
    };
    const first = await dynamodb.send(new QueryCommand(input));
    // AWS: a page looks at 1 MB; the item that crosses the border belongs to it (dynalite).
    expect(first).toMatchObject({ Count: 0, ScannedCount: 11, LastEvaluatedKey: { id: { S: "a" }, n: { N: "10" } } });
    const exact = await dynamodb.send(new ScanCommand({ TableName, Limit: 24, Select: "COUNT" }));
    expect(exact.ScannedCount).toBe(11);
    const { LastEvaluatedKey: end, Items } = await dynamodb.send(
      new QueryCommand({ ...input, Limit: 2, ExclusiveStartKey: { id: { S: "a" }, n: { N: "21" } } }),
    );
    expect(Items).toEqual([]);
    expect(end).toEqual({ id: { S: "a" }, n: { N: "23" } });
    const last = await dynamodb.send(new QueryCommand({ ...input, ExclusiveStartKey: end }));
    expect(last).not.toHaveProperty("LastEvaluatedKey");
  });

  test("of a scan's segments together are the table, each item once", async () => {
    const { dynamodb } = await thingsTable();
    await fill(
      dynamodb,
      Array.from({ length: 50 }, (_, n) => ({ id: { S: `item-${n}` }, n: { N: "1" } })),
    );
    const seen: unknown[] = [];
    for (const Segment of [0, 1, 2]) {
      let ExclusiveStartKey: Item | undefined;
      do {
        const page = await dynamodb.send(
          new ScanCommand({ TableName, Segment, TotalSegments: 3, Limit: 7, ExclusiveStartKey }),
        );
        seen.push(...(page.Items ?? []).map((item) => item["id"]?.S));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
    }
    expect(seen).toHaveLength(50);
    expect(new Set(seen).size).toBe(50);
  });

  test("of 16 MB end a BatchGetItem: the keys beyond are handed back", async () => {
    const { dynamodb } = await thingsTable();
    const keys = Array.from({ length: 45 }, (_, n) => ({ id: { S: "a" }, n: { N: String(n) } }));
    for (const key of keys)
      await dynamodb.send(new PutItemCommand({ TableName, Item: { ...key, text: { S: "x".repeat(399_000) } } }));
    const { Responses, UnprocessedKeys } = await dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { things: { Keys: keys, ConsistentRead: true } } }),
    );
    expect(Responses?.["things"]).toHaveLength(42);
    expect(UnprocessedKeys?.["things"]).toMatchObject({ Keys: keys.slice(42), ConsistentRead: true });
  });
});

describe("projections", () => {
  test("of indexes: what is not in a local one is fetched, what is not in a global one is refused", async () => {
    const dynamodb = await indexedTable();
    const item = { ...KEY, group: { S: "x" }, rank: { N: "1" }, proj: { S: "p" }, extra: { M: { a: { S: "b" } } } };
    await dynamodb.send(new PutItemCommand({ TableName, Item: item }));
    const local = {
      TableName,
      IndexName: "by-rank",
      KeyConditionExpression: "id = :id",
      ExpressionAttributeValues: { ":id": { S: "a" } },
    };
    const items = async (input: QueryCommandInput): Promise<unknown> =>
      (await dynamodb.send(new QueryCommand(input))).Items;
    expect(await items(local)).toEqual([{ ...KEY, rank: { N: "1" } }]);
    expect(await items({ ...local, Select: "ALL_ATTRIBUTES" })).toEqual([item]);
    expect(await items({ ...local, ProjectionExpression: "extra.a, n" })).toEqual([
      { n: { N: "1" }, extra: { M: { a: { S: "b" } } } },
    ]);
    const global = {
      TableName,
      IndexName: "by-group",
      KeyConditionExpression: "#g = :g",
      ExpressionAttributeNames: { "#g": "group" },
      ExpressionAttributeValues: { ":g": { S: "x" } },
    };
    expect(await items(global)).toEqual([{ ...KEY, group: { S: "x" }, proj: { S: "p" } }]);
    await expect(items({ ...global, ProjectionExpression: "extra" })).rejects.toThrow(
      "One or more parameter values were invalid: Global secondary index by-group does not project [extra]",
    );
  });

  test("of an update's values: old and new, whole and touched", async () => {
    const { dynamodb } = await thingsTable();
    await dynamodb.send(
      new PutItemCommand({ TableName, Item: { ...KEY, a: { S: "1" }, m: { M: { x: { N: "1" }, y: { N: "2" } } } } }),
    );
    const update = async (ReturnValues: "ALL_OLD" | "ALL_NEW" | "UPDATED_OLD" | "UPDATED_NEW"): Promise<unknown> => {
      const answer = await dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: KEY,
          UpdateExpression: "SET m.x = m.x + :one, fresh = :one REMOVE a",
          ExpressionAttributeValues: { ":one": { N: "1" } },
          ReturnValues,
        }),
      );
      return answer.Attributes;
    };
    const m = (x: string): object => ({ M: { x: { N: x }, y: { N: "2" } } });
    expect(await update("UPDATED_OLD")).toEqual({ a: { S: "1" }, m: { M: { x: { N: "1" } } } });
    expect(await update("UPDATED_NEW")).toEqual({ fresh: { N: "1" }, m: { M: { x: { N: "3" } } } });
    expect(await update("ALL_OLD")).toEqual({ ...KEY, fresh: { N: "1" }, m: m("3") });
    expect(await update("ALL_NEW")).toEqual({ ...KEY, fresh: { N: "1" }, m: m("5") });
  });
});

// AWS: the arithmetic of indexes was measured by the dynamodb-conformance suite.
describe("capacity units", () => {
  let dynamodb: DynamoDBClient;
  beforeAll(async () => {
    dynamodb = await indexedTable();
  });
  let next = 0;
  const fresh = (): Item => ({ id: { S: "c" }, n: { N: String(next++) } });
  const units = (capacity: ConsumedCapacity | undefined): object => ({
    total: capacity?.CapacityUnits,
    table: capacity?.Table?.CapacityUnits,
    global: capacity?.GlobalSecondaryIndexes?.["by-group"]?.CapacityUnits,
    local: capacity?.LocalSecondaryIndexes?.["by-rank"]?.CapacityUnits,
  });
  const put = async (item: Item): Promise<object> => {
    const answer = await dynamodb.send(
      new PutItemCommand({ TableName, Item: item, ReturnConsumedCapacity: "INDEXES" }),
    );
    return units(answer.ConsumedCapacity);
  };
  const update = async (key: Item, UpdateExpression: string, value?: AttributeValue): Promise<object> => {
    const answer = await dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: key,
        UpdateExpression,
        ...(UpdateExpression.includes("#g") && { ExpressionAttributeNames: { "#g": "group" } }),
        ...(value !== undefined && { ExpressionAttributeValues: { ":v": value } }),
        ReturnConsumedCapacity: "INDEXES",
      }),
    );
    return units(answer.ConsumedCapacity);
  };

  test("of writes: the table, and each index that changes", async () => {
    expect(await put(fresh())).toEqual({ total: 1, table: 1 });
    const key = fresh();
    const item = { ...key, group: { S: "g" }, rank: { N: "1" }, proj: { S: "p" }, rest: { S: "o" } };
    expect(await put(item)).toEqual({ total: 3, table: 1, global: 1, local: 1 });
    expect(await put(item)).toEqual({ total: 1, table: 1 });
    expect(await update(key, "SET rest = :v", { S: "o2" })).toEqual({ total: 1, table: 1 });
    expect(await update(key, "SET proj = :v", { S: "p2" })).toEqual({ total: 2, table: 1, global: 1 });
    expect(await update(key, "SET #g = :v", { S: "moved" })).toEqual({ total: 3, table: 1, global: 2 });
    expect(await update(key, "REMOVE #g")).toEqual({ total: 2, table: 1, global: 1 });
    expect(await update(key, "SET rest = :v", { S: "x".repeat(2000) })).toEqual({ total: 2, table: 2 });
    const removed = await dynamodb.send(
      new DeleteItemCommand({ TableName, Key: key, ReturnConsumedCapacity: "INDEXES" }),
    );
    expect(units(removed.ConsumedCapacity)).toEqual({ total: 3, table: 2, local: 1 });
  });

  test("of reads: half for eventual ones, twice for transactions", async () => {
    const key = fresh();
    await put({ ...key, text: { S: "x".repeat(5000) } });
    const get = async (Key: Item, ConsistentRead: boolean): Promise<number | undefined> => {
      const answer = await dynamodb.send(
        new GetItemCommand({ TableName, Key, ConsistentRead, ReturnConsumedCapacity: "TOTAL" }),
      );
      return answer.ConsumedCapacity?.CapacityUnits;
    };
    expect([await get(key, false), await get(key, true), await get(fresh(), false)]).toEqual([1, 2, 0.5]);
    const transacted = await dynamodb.send(
      new TransactGetItemsCommand({
        TransactItems: [{ Get: { TableName, Key: key } }],
        ReturnConsumedCapacity: "TOTAL",
      }),
    );
    expect(transacted.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 4, ReadCapacityUnits: 4 }]);
    const written = await dynamodb.send(
      new TransactWriteItemsCommand({
        TransactItems: [{ Put: { TableName, Item: { ...fresh(), group: { S: "t" } } } }],
        ReturnConsumedCapacity: "INDEXES",
      }),
    );
    expect(units(written.ConsumedCapacity?.[0])).toEqual({ total: 4, table: 2, global: 2 });
  });
});
