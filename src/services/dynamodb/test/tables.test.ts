// Tables through the SDK: made, described, listed, changed, deleted; indexes that are added to a table with items.

import {
  BatchWriteItemCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateTableCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
  type DynamoDBClient,
  type GlobalSecondaryIndexUpdate,
} from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import { createThings, thingsTable } from "./tables.ts";

const settled = async (): Promise<void> => (await sharedYard()).yard.context.jobs.settled();

describe("a table", () => {
  test("is described as it was made, and can be used when its creation was answered", async () => {
    const { account, dynamodb } = await thingsTable({ TableName: "first", Tags: [{ Key: "team", Value: "a" }] });
    await waitUntilTableExists({ client: dynamodb, minDelay: 1, maxWaitTime: 5 }, { TableName: "first" });
    const { Table: table } = await dynamodb.send(new DescribeTableCommand({ TableName: "first" }));
    const arn = `arn:aws:dynamodb:us-east-1:${account.account}:table/first`;
    expect(table).toMatchObject({
      TableName: "first",
      TableStatus: "ACTIVE",
      TableArn: arn,
      KeySchema: [
        { AttributeName: "id", KeyType: "HASH" },
        { AttributeName: "n", KeyType: "RANGE" },
      ],
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
      ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
      ItemCount: 0,
      DeletionProtectionEnabled: false,
    });
    expect(table).not.toHaveProperty("StreamSpecification");
    // The ARN stands for the name wherever a table is named.
    const byArn = await dynamodb.send(new DescribeTableCommand({ TableName: arn }));
    expect(byArn.Table?.TableId).toBe(table?.TableId);

    await dynamodb.send(new TagResourceCommand({ ResourceArn: arn, Tags: [{ Key: "env", Value: "dev" }] }));
    await dynamodb.send(new UntagResourceCommand({ ResourceArn: arn, TagKeys: ["team", "nothing"] }));
    const { Tags } = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: arn }));
    expect(Tags).toEqual([{ Key: "env", Value: "dev" }]);

    const { ContinuousBackupsDescription } = await dynamodb.send(
      new DescribeContinuousBackupsCommand({ TableName: "first" }),
    );
    expect(ContinuousBackupsDescription).toEqual({
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "DISABLED" },
    });
  });

  test("names come in pages, in their order", async () => {
    const { dynamodb } = await thingsTable({ TableName: "ccc" });
    for (const TableName of ["bbb", "aaa", "ddd"]) await createThings(dynamodb, { TableName });
    const first = await dynamodb.send(new ListTablesCommand({ Limit: 3 }));
    expect(first).toMatchObject({ TableNames: ["aaa", "bbb", "ccc"], LastEvaluatedTableName: "ccc" });
    const second = await dynamodb.send(new ListTablesCommand({ ExclusiveStartTableName: "ccc" }));
    expect(second.TableNames).toEqual(["ddd"]);
    expect(second).not.toHaveProperty("LastEvaluatedTableName");
  });

  test("that is protected is not deleted; a new one of the same name is empty", async () => {
    const { dynamodb, tableName: TableName } = await thingsTable({ DeletionProtectionEnabled: true });
    await dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: "a" }, n: { N: "1" } } }));
    await expect(dynamodb.send(new DeleteTableCommand({ TableName }))).rejects.toThrow(
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
    );
    await dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
    const { TableDescription: gone } = await dynamodb.send(new DeleteTableCommand({ TableName }));
    expect(gone?.TableStatus).toBe("DELETING");
    await waitUntilTableNotExists({ client: dynamodb, minDelay: 1, maxWaitTime: 5 }, { TableName });
    await createThings(dynamodb);
    const { Count } = await dynamodb.send(new ScanCommand({ TableName }));
    expect(Count).toBe(0);
    await settled();
  });

  test("changes its billing, and says so where nothing would change", async () => {
    const { dynamodb, tableName: TableName } = await thingsTable({
      BillingMode: "PROVISIONED",
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
    });
    const units = { ReadCapacityUnits: 5, WriteCapacityUnits: 6 };
    await expect(dynamodb.send(new UpdateTableCommand({ TableName, ProvisionedThroughput: units }))).rejects.toThrow(
      "The provisioned throughput for the table will not change.",
    );
    await expect(dynamodb.send(new UpdateTableCommand({ TableName }))).rejects.toThrow("At least one of");
    await dynamodb.send(new UpdateTableCommand({ TableName, BillingMode: "PAY_PER_REQUEST" }));
    await expect(dynamodb.send(new UpdateTableCommand({ TableName, BillingMode: "PROVISIONED" }))).rejects.toThrow(
      // AWS: as observed of UpdateTable; CreateTable words it differently.
      "ProvisionedThroughput must be specified when BillingMode is PROVISIONED",
    );
    await dynamodb.send(
      new UpdateTableCommand({ TableName, BillingMode: "PROVISIONED", ProvisionedThroughput: units }),
    );
    const { Table: table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    expect(table).toMatchObject({ BillingModeSummary: { BillingMode: "PROVISIONED" }, ProvisionedThroughput: units });
  });
});

describe("a global index that is added", () => {
  const change = (dynamodb: DynamoDBClient, update: GlobalSecondaryIndexUpdate): Promise<unknown> =>
    dynamodb.send(
      new UpdateTableCommand({
        TableName: "things",
        AttributeDefinitions: [{ AttributeName: "group", AttributeType: "S" }],
        GlobalSecondaryIndexUpdates: [update],
      }),
    );
  const create: GlobalSecondaryIndexUpdate = {
    Create: {
      IndexName: "by-group",
      KeySchema: [{ AttributeName: "group", KeyType: "HASH" }],
      Projection: { ProjectionType: "KEYS_ONLY" },
    },
  };
  const grouped = new QueryCommand({
    TableName: "things",
    IndexName: "by-group",
    KeyConditionExpression: "#g = :g",
    ExpressionAttributeNames: { "#g": "group" },
    ExpressionAttributeValues: { ":g": { S: "x" } },
  });

  test("is filled from the items that are there, in chunks, leaving out those of another type", async () => {
    const { dynamodb, tableName: TableName } = await thingsTable();
    const context = (await sharedYard()).yard.context;
    // More items than one chunk has, written by the service in batches.
    for (let start = 0; start < 1200; start += 100) {
      const requests = Array.from({ length: 25 }, (_, index) => index);
      await Promise.all(
        [0, 25, 50, 75].map((offset) =>
          dynamodb.send(
            new BatchWriteItemCommand({
              RequestItems: {
                [TableName]: requests.map((index) => ({
                  PutRequest: {
                    Item: {
                      id: { S: "a" },
                      n: { N: String(start + offset + index) },
                      group: (start + offset + index) % 3 === 0 ? { N: "1" } : { S: "x" },
                      text: { S: "not projected" },
                    },
                  },
                })),
              },
            }),
          ),
        ),
      );
    }
    const answer = change(dynamodb, create);
    await expect(answer).resolves.toMatchObject({ TableDescription: { TableStatus: "UPDATING" } });
    await context.jobs.settled();
    const { Table: table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    expect(table).toMatchObject({
      TableStatus: "ACTIVE",
      GlobalSecondaryIndexes: [{ IndexName: "by-group", IndexStatus: "ACTIVE" }],
    });
    const { Items: items = [] } = await dynamodb.send(grouped);
    expect(items).toHaveLength(800);
    expect(Object.keys(items[0] ?? {}).sort()).toEqual(["group", "id", "n"]);
  });

  test("one change at a time; what is taken away is gone", async () => {
    const { dynamodb } = await thingsTable();
    await dynamodb.send(
      new PutItemCommand({ TableName: "things", Item: { id: { S: "a" }, n: { N: "1" }, group: { S: "x" } } }),
    );
    await change(dynamodb, create);
    await settled();
    await expect(change(dynamodb, create)).rejects.toThrow("Attempting to create an index which already exists");
    await change(dynamodb, { Delete: { IndexName: "by-group" } });
    await settled();
    await expect(dynamodb.send(grouped)).rejects.toThrow("The table does not have the specified index: by-group");
    await expect(change(dynamodb, { Delete: { IndexName: "by-group" } })).rejects.toThrow(
      "Requested resource not found",
    );
    // Made again, it has what the table has, and nothing of before.
    await change(dynamodb, create);
    await settled();
    expect((await dynamodb.send(grouped)).Count).toBe(1);
  });

  test("two creations in one call are refused", async () => {
    const { dynamodb } = await thingsTable();
    await expect(
      dynamodb.send(
        new UpdateTableCommand({
          TableName: "things",
          AttributeDefinitions: [{ AttributeName: "group", AttributeType: "S" }],
          GlobalSecondaryIndexUpdates: [create, { Create: { ...create.Create, IndexName: "other" } as never }],
        }),
      ),
    ).rejects.toMatchObject({ name: "LimitExceededException" });
  });
});

describe("indexes", () => {
  const TableName = "things";
  const attributes = (count: number): string[] => Array.from({ length: count }, (_, position) => `a${position}`);
  const index = (name: string, projected: number) => ({
    IndexName: name,
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" as const }],
    Projection:
      projected === 0
        ? { ProjectionType: "ALL" as const }
        : { ProjectionType: "INCLUDE" as const, NonKeyAttributes: attributes(projected) },
  });

  test("project 100 attributes together, counted in each, and no more", async () => {
    // AWS: API Reference, Projection, NonKeyAttributes.
    const five = attributes(5).map((name) => index(`index-${name}`, 20));
    const { dynamodb } = await thingsTable({ GlobalSecondaryIndexes: five });
    await expect(
      dynamodb.send(new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Create: index("more", 1) }] })),
    ).rejects.toMatchObject({ name: "ValidationException" });
    await expect(
      createThings(dynamodb, { TableName: "others", GlobalSecondaryIndexes: [...five, index("more", 1)] }),
    ).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("are twenty global ones at most, also when they are added", async () => {
    const twenty = attributes(20).map((name) => index(`index-${name}`, 0));
    const { dynamodb } = await thingsTable({ GlobalSecondaryIndexes: twenty });
    await expect(
      dynamodb.send(new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Create: index("more", 0) }] })),
    ).rejects.toThrow("GlobalSecondaryIndex count exceeds the per-table limit of 20");
  });

  test("do not change the type of an attribute that is a key already", async () => {
    const { dynamodb } = await thingsTable();
    await expect(
      dynamodb.send(
        new UpdateTableCommand({
          TableName,
          AttributeDefinitions: [{ AttributeName: "id", AttributeType: "N" }],
          GlobalSecondaryIndexUpdates: [{ Create: index("more", 0) }],
        }),
      ),
    ).rejects.toMatchObject({ name: "ValidationException" });
  });
});
