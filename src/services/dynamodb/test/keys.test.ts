// Keys at their limits and of all types, through the SDK: order, ranges, prefixes.

import {
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type AttributeValue,
  type DynamoDBClient,
  type ScalarAttributeType,
} from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { thingsTable } from "./tables.ts";

const TableName = "things";

/** A table with keys "p" (S) and "s" of this type, and a local index on "t" of the same type. */
async function tableOf(type: ScalarAttributeType): Promise<DynamoDBClient> {
  const { dynamodb } = await thingsTable({
    AttributeDefinitions: [
      { AttributeName: "p", AttributeType: "S" },
      { AttributeName: "s", AttributeType: type },
      { AttributeName: "t", AttributeType: type },
    ],
    KeySchema: [
      { AttributeName: "p", KeyType: "HASH" },
      { AttributeName: "s", KeyType: "RANGE" },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: "by-t",
        KeySchema: [
          { AttributeName: "p", KeyType: "HASH" },
          { AttributeName: "t", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
  });
  return dynamodb;
}

/** The sort keys that a condition on "s" finds in partition "x", in order. */
async function found(
  dynamodb: DynamoDBClient,
  condition: string,
  values: Record<string, AttributeValue>,
): Promise<AttributeValue[]> {
  const { Items: items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: condition === "" ? "p = :p" : `p = :p AND ${condition}`,
      ExpressionAttributeValues: { ":p": { S: "x" }, ...values },
    }),
  );
  return items.flatMap((item) => item["s"] ?? []);
}

test("strings are in the order of their UTF-8 bytes, whatever characters they have", async () => {
  const dynamodb = await tableOf("S");
  // In UTF-16, which JavaScript compares, "\u{1f600}" would come before "\uffee".
  const texts = ["\u0000", "\u0000a", "\u0001", " ", "A", "a", "a\u0000", "ab", "b", "~", "é", "\uffee", "\u{1f600}"];
  for (const text of texts.toReversed())
    await dynamodb.send(new PutItemCommand({ TableName, Item: { p: { S: "x" }, s: { S: text } } }));
  const all = texts.map((text) => ({ S: text }));
  expect(await found(dynamodb, "", {})).toEqual(all);
  const at = (text: string): number => texts.indexOf(text);
  expect(await found(dynamodb, "s > :a", { ":a": { S: "a" } })).toEqual(all.slice(at("a") + 1));
  expect(await found(dynamodb, "s >= :a", { ":a": { S: "a" } })).toEqual(all.slice(at("a")));
  expect(await found(dynamodb, "s < :a", { ":a": { S: "a" } })).toEqual(all.slice(0, at("a")));
  expect(await found(dynamodb, "s <= :a", { ":a": { S: "a" } })).toEqual(all.slice(0, at("a") + 1));
  expect(await found(dynamodb, "s = :a", { ":a": { S: "a" } })).toEqual([{ S: "a" }]);
  expect(await found(dynamodb, "begins_with(s, :a)", { ":a": { S: "a" } })).toEqual(all.slice(at("a"), at("b")));
  expect(await found(dynamodb, "s BETWEEN :a AND :b", { ":a": { S: "a\u0000" }, ":b": { S: "~" } })).toEqual(
    all.slice(at("a\u0000"), at("~") + 1),
  );
});

test("binaries are in the order of their bytes", async () => {
  const dynamodb = await tableOf("B");
  const keys = [[0], [0, 0], [1], [1, 255], [1, 255, 0], [2], [255], [255, 255], [255, 255, 1]];
  for (const bytes of keys.toReversed())
    await dynamodb.send(new PutItemCommand({ TableName, Item: { p: { S: "x" }, s: { B: Uint8Array.from(bytes) } } }));
  const query = async (condition: string, ...bytes: number[]): Promise<unknown> => {
    const values: Record<string, AttributeValue> = condition === "" ? {} : { ":b": { B: Uint8Array.from(bytes) } };
    return (await found(dynamodb, condition, values)).map((value) => [...(value.B ?? [])]);
  };
  expect(await query("")).toEqual(keys);
  expect(await query("begins_with(s, :b)", 1, 255)).toEqual(keys.slice(3, 5));
  expect(await query("begins_with(s, :b)", 255)).toEqual(keys.slice(6));
  expect(await query("s > :b", 1)).toEqual(keys.slice(3));
});

test("numbers of all magnitudes are in their order", async () => {
  const dynamodb = await tableOf("N");
  const numbers = ["-9.9e125", "-100", "-99.5", "-1e-130", "0", "1e-130", "0.5", "2", "10", "1e38", "9.9e125"];
  for (const number of numbers.toReversed())
    await dynamodb.send(new PutItemCommand({ TableName, Item: { p: { S: "x" }, s: { N: number } } }));
  const values = await found(dynamodb, "", {});
  expect(values.map((value) => Number(value.N))).toEqual(numbers.map(Number));
  const between = await found(dynamodb, "s BETWEEN :a AND :b", { ":a": { N: "-99.50" }, ":b": { N: "1e1" } });
  expect(between.map((value) => Number(value.N))).toEqual([-99.5, -1e-130, 0, 1e-130, 0.5, 2, 10]);
});

test.each<[ScalarAttributeType, AttributeValue, AttributeValue]>([
  ["S", { S: "é".repeat(512) }, { S: `${"é".repeat(511)}ab` }],
  ["B", { B: new Uint8Array(1024).fill(7) }, { B: new Uint8Array(1024).fill(8) }],
])("keys of the greatest length are found, in an index too (%s)", async (type, sort, other) => {
  const dynamodb = await tableOf(type);
  const partition = { S: "ü".repeat(1024) };
  const item = { p: partition, s: sort, t: other };
  await dynamodb.send(new PutItemCommand({ TableName, Item: item }));
  const { Item: got } = await dynamodb.send(new GetItemCommand({ TableName, Key: { p: partition, s: sort } }));
  expect(got).toEqual(item);
  const { Items: indexed } = await dynamodb.send(
    new QueryCommand({
      TableName,
      IndexName: "by-t",
      KeyConditionExpression: "p = :p AND t = :t",
      ExpressionAttributeValues: { ":p": partition, ":t": other },
    }),
  );
  expect(indexed).toEqual([item]);
});
