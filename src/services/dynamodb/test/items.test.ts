// Items through the SDK: written, read, queried in order, updated, found through an index.

import {
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type AttributeValue,
} from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import { thingsTable } from "./tables.ts";

describe("items", () => {
  test("what was put is read by its key, whose number may be written differently", async () => {
    const { dynamodb, tableName } = await thingsTable();
    const item = { id: { S: "a" }, n: { N: "1" }, bytes: { B: Uint8Array.of(1, 2) }, list: { L: [{ NULL: true }] } };
    await dynamodb.send(new PutItemCommand({ TableName: tableName, Item: item }));
    const { Item: found } = await dynamodb.send(
      new GetItemCommand({ TableName: tableName, Key: { id: { S: "a" }, n: { N: "1.00" } } }),
    );
    expect(found).toEqual(item);
  });

  test("a query walks a range of the sort key in either direction", async () => {
    const { dynamodb, tableName } = await thingsTable();
    for (const n of [100, -12, 2, -1, 10, 0, 1])
      await dynamodb.send(new PutItemCommand({ TableName: tableName, Item: { id: { S: "a" }, n: { N: String(n) } } }));
    const query = async (isForward: boolean): Promise<unknown> => {
      const answer = await dynamodb.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: "id = :id AND n BETWEEN :low AND :high",
          ExpressionAttributeValues: { ":id": { S: "a" }, ":low": { N: "-5" }, ":high": { N: "10" } },
          ScanIndexForward: isForward,
        }),
      );
      return answer.Items?.map((item) => item["n"]?.N);
    };
    expect(await query(true)).toEqual(["-1", "0", "1", "2", "10"]);
    expect(await query(false)).toEqual(["10", "2", "1", "0", "-1"]);
  });

  // AWS: Developer Guide, "Service, account, and table quotas": nested attributes up to 32 levels, the item being one.
  test("an update cannot make an item deeper than a put can", async () => {
    const { dynamodb, tableName } = await thingsTable();
    const key = { id: { S: "a" }, n: { N: "1" } };
    const nested = (depth: number): AttributeValue => (depth === 0 ? { S: "" } : { L: [nested(depth - 1)] });
    await dynamodb.send(
      new PutItemCommand({ TableName: tableName, Item: { ...key, deep: nested(31), top: { M: {} } } }),
    );
    const update = (expression: string): Promise<unknown> =>
      dynamodb.send(new UpdateItemCommand({ TableName: tableName, Key: key, UpdateExpression: expression }));
    await update("SET top.a = deep[0]");
    await expect(update("SET top.a = deep")).rejects.toThrow("Nesting Levels have exceeded supported limits");
    await update("SET another = deep");
  });

  test("an update changes what its expression says, and the indexes follow", async () => {
    const { dynamodb, tableName } = await thingsTable({
      AttributeDefinitions: [
        { AttributeName: "id", AttributeType: "S" },
        { AttributeName: "n", AttributeType: "N" },
        { AttributeName: "group", AttributeType: "S" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-group",
          KeySchema: [{ AttributeName: "group", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
        },
      ],
    });
    for (const n of ["1", "2", "3"])
      await dynamodb.send(
        new PutItemCommand({
          TableName: tableName,
          Item: { id: { S: "a" }, n: { N: n }, group: { S: "x" }, names: { L: [{ S: "p" }] } },
        }),
      );
    const { Attributes: updated } = await dynamodb.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: { id: { S: "a" }, n: { N: "2" } },
        UpdateExpression:
          "SET #names = list_append(#names, :more), hits = if_not_exists(hits, :zero) + :one REMOVE #group",
        ExpressionAttributeNames: { "#names": "names", "#group": "group" },
        ExpressionAttributeValues: { ":more": { L: [{ S: "q" }] }, ":zero": { N: "0" }, ":one": { N: "1" } },
        ReturnValues: "ALL_NEW",
      }),
    );
    expect(updated).toEqual({
      id: { S: "a" },
      n: { N: "2" },
      names: { L: [{ S: "p" }, { S: "q" }] },
      hits: { N: "1" },
    });
    const grouped = await dynamodb.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: "by-group",
        KeyConditionExpression: "#group = :x",
        ExpressionAttributeNames: { "#group": "group" },
        ExpressionAttributeValues: { ":x": { S: "x" } },
      }),
    );
    expect(grouped.Items?.map((item) => item["n"]?.N).sort()).toEqual(["1", "3"]);
    const scanned = await dynamodb.send(
      new ScanCommand({ TableName: tableName, FilterExpression: "attribute_exists(hits)" }),
    );
    expect([scanned.Count, scanned.ScannedCount]).toEqual([1, 3]);
  });
});
