// Throughput as clients meet it: throttled tables and indexes, what batches and transactions make of it, warm throughput,
// and decreases a day. Time stands still unless a test moves it.

import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateTableCommand,
  type CreateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";

const TableName = "metered";
const HOUR_MS = 3_600_000;

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.parse("2026-10-09T00:00:00Z") }) });
});
afterAll(() => yard.stop());

const UNITS = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
const BY_GROUP = {
  IndexName: "by-group",
  KeySchema: [{ AttributeName: "group", KeyType: "HASH" as const }],
  Projection: { ProjectionType: "KEYS_ONLY" as const },
};

interface Table {
  readonly account: TestAccount;
  readonly dynamodb: DynamoDBClient;
}

async function table(options: Partial<CreateTableCommandInput> = {}): Promise<Table> {
  const account = yard.account();
  const dynamodb = account.client(DynamoDBClient);
  await create(dynamodb, options);
  return { account, dynamodb };
}

async function create(dynamodb: DynamoDBClient, options: Partial<CreateTableCommandInput> = {}): Promise<void> {
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      ...(options.BillingMode === undefined && { ProvisionedThroughput: UNITS }),
      ...options,
    }),
  );
}

const withIndex = (index: object): Partial<CreateTableCommandInput> => ({
  AttributeDefinitions: [
    { AttributeName: "id", AttributeType: "S" },
    { AttributeName: "group", AttributeType: "S" },
  ],
  GlobalSecondaryIndexes: [{ ...BY_GROUP, ...index }],
});

const put = (id: string, more = {}): PutItemCommand =>
  new PutItemCommand({ TableName, Item: { id: { S: id }, ...more } });
const large = { text: { S: "x".repeat(299 * 1024 - 20) } };
/** Of a read that costs more than all that five minutes of one unit a second leave: 300 units are 1,200 KB. */
const scanAll = new ScanCommand({ TableName, ConsistentRead: true });

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const arnOf = ({ account, region }: TestAccount, more = ""): string =>
  `arn:aws:dynamodb:${region}:${account}:table/${TableName}${more}`;

const EXCEEDED =
  "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.";

describe("a provisioned table", () => {
  // AWS: "Diagnosing throttling": exception, reasons and resources. 300 seconds of one unit are there at first.
  test("throttles writes when the burst is used up, and goes on a second later", async () => {
    const { account, dynamodb } = await table();
    await dynamodb.send(put("a", large));
    await dynamodb.send(put("b"));
    expect(await failureOf(dynamodb.send(put("c")))).toMatchObject({
      name: "ProvisionedThroughputExceededException",
      message: EXCEEDED,
      ThrottlingReasons: [{ reason: "TableWriteProvisionedThroughputExceeded", resource: arnOf(account) }],
    });
    // Reads have units of their own.
    await dynamodb.send(new GetItemCommand({ TableName, Key: { id: { S: "a" } } }));
    await yard.advance(1000);
    await dynamodb.send(put("c"));
    expect(await failureOf(dynamodb.send(put("d")))).toMatchObject({ message: EXCEEDED });
  });

  test("keeps five minutes of unused units, not more", async () => {
    const { dynamodb } = await table();
    await dynamodb.send(put("a", large));
    await dynamodb.send(put("b"));
    await yard.advance(10 * HOUR_MS);
    await dynamodb.send(put("a", large));
    await dynamodb.send(put("b"));
    expect(await failureOf(dynamodb.send(put("c")))).toMatchObject({ message: EXCEEDED });
  });

  test("throttles reads of every kind, and a scan costs what it looked at", async () => {
    const { account, dynamodb } = await table();
    for (const id of ["a", "b"]) {
      await dynamodb.send(put(id, large));
      await yard.advance(HOUR_MS);
    }
    // 75 units an item; a page of a scan is one megabyte at most.
    await dynamodb.send(scanAll);
    await dynamodb.send(scanAll);
    const reason = { reason: "TableReadProvisionedThroughputExceeded", resource: arnOf(account) };
    for (const command of [
      scanAll,
      new GetItemCommand({ TableName, Key: { id: { S: "a" } } }),
      new QueryCommand({
        TableName,
        KeyConditionExpression: "id = :id",
        ExpressionAttributeValues: { ":id": { S: "a" } },
      }),
    ])
      expect(await failureOf(dynamodb.send(command as typeof scanAll))).toMatchObject({
        name: "ProvisionedThroughputExceededException",
        ThrottlingReasons: [reason],
      });
  });

  test("charges for a condition that is not met", async () => {
    const { dynamodb } = await table();
    await dynamodb.send(put("a", large));
    await dynamodb.send(put("b"));
    await yard.advance(1000);
    const conditional = new PutItemCommand({
      TableName,
      Item: { id: { S: "b" } },
      ConditionExpression: "attribute_not_exists(id)",
    });
    expect(await failureOf(dynamodb.send(conditional))).toMatchObject({ name: "ConditionalCheckFailedException" });
    expect(await failureOf(dynamodb.send(put("c")))).toMatchObject({ message: EXCEEDED });
  });

  // AWS: API Reference, BatchWriteItem and BatchGetItem: an exception only if nothing could be done.
  test("leaves the rest of a batch unprocessed", async () => {
    const { dynamodb } = await table();
    await dynamodb.send(put("a", large));
    const requests = ["b", "c", "d"].map((id) => ({ PutRequest: { Item: { id: { S: id } } } }));
    const batch = new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } });
    const { UnprocessedItems: writes } = await dynamodb.send(batch);
    expect(writes).toEqual({ [TableName]: requests.slice(1) });
    expect(await failureOf(dynamodb.send(batch))).toMatchObject({ name: "ProvisionedThroughputExceededException" });

    const keys = ["a", "b"].map((id) => ({ id: { S: id } }));
    const read = new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: keys, ConsistentRead: true } } });
    for (let round = 0; round < 3; round++) await dynamodb.send(read);
    const { UnprocessedKeys: reads } = await dynamodb.send(read);
    expect(reads).toEqual({ [TableName]: { Keys: [keys[1]], ConsistentRead: true } });
    expect(await failureOf(dynamodb.send(read))).toMatchObject({ name: "ProvisionedThroughputExceededException" });
  });

  // AWS: API Reference, TransactWriteItems, cancellation reasons.
  test("cancels transactions, which cost twice", async () => {
    const { dynamodb } = await table();
    const write = (id: string, more = {}): TransactWriteItemsCommand =>
      new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: { id: { S: id }, ...more } } }] });
    await dynamodb.send(write("a", { text: { S: "x".repeat(150 * 1024 - 100) } }));
    expect(await failureOf(dynamodb.send(write("b")))).toMatchObject({
      name: "TransactionCanceledException",
      CancellationReasons: [{ Code: "ProvisionedThroughputExceeded", Message: EXCEEDED }],
    });
    const read = new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: { id: { S: "a" } } } }] });
    for (let round = 0; round < 4; round++) await dynamodb.send(read);
    expect(await failureOf(dynamodb.send(read))).toMatchObject({
      CancellationReasons: [{ Code: "ProvisionedThroughputExceeded", Message: EXCEEDED }],
    });
  });

  test("has the units of an increase at once", async () => {
    const { dynamodb } = await table();
    await dynamodb.send(put("a", large));
    await dynamodb.send(put("b", large));
    expect(await failureOf(dynamodb.send(put("c")))).toMatchObject({ message: EXCEEDED });
    const more = { ReadCapacityUnits: 1, WriteCapacityUnits: 5 };
    await dynamodb.send(new UpdateTableCommand({ TableName, ProvisionedThroughput: more }));
    await dynamodb.send(put("c"));
  });
});

describe("a provisioned index", () => {
  // AWS: "Using Global Secondary Indexes", provisioned throughput considerations: the index's writes throttle the table's.
  test("throttles the table's writes that would change it, and no others", async () => {
    const { account, dynamodb } = await table({
      ...withIndex({ ProvisionedThroughput: UNITS }),
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1000 },
    });
    for (let n = 0; n < 300; n++) await dynamodb.send(put(`${n}`, { group: { S: "x" } }));
    expect(await failureOf(dynamodb.send(put("more", { group: { S: "x" } })))).toMatchObject({
      name: "ProvisionedThroughputExceededException",
      message:
        "The level of configured provisioned throughput for one or more global secondary indexes of the table was exceeded. " +
        "Consider increasing your provisioning level for the under-provisioned global secondary indexes with the UpdateTable API.",
      ThrottlingReasons: [
        { reason: "IndexWriteProvisionedThroughputExceeded", resource: arnOf(account, "/index/by-group") },
      ],
    });
    await dynamodb.send(put("more"));
    // What the index would have kept is unchanged by this one.
    await dynamodb.send(put("0", { group: { S: "x" }, text: { S: "not projected" } }));
  });
});

describe("an on-demand table", () => {
  test("is not throttled by itself", async () => {
    const { dynamodb } = await table({ BillingMode: "PAY_PER_REQUEST" });
    for (let round = 0; round < 10; round++) await dynamodb.send(put("a", large));
  });

  // AWS: "Diagnosing throttling", example 2.
  test("is throttled by the maximum that it was given, until that is taken away", async () => {
    const { account, dynamodb } = await table({
      BillingMode: "PAY_PER_REQUEST",
      OnDemandThroughput: { MaxWriteRequestUnits: 1, MaxReadRequestUnits: 7 },
    });
    await dynamodb.send(put("a", large));
    await dynamodb.send(put("b"));
    expect(await failureOf(dynamodb.send(put("c")))).toMatchObject({
      name: "ThrottlingException",
      message: "Throughput exceeds the maximum OnDemandThroughput configured on table or index",
      throttlingReasons: [{ reason: "TableWriteMaxOnDemandThroughputExceeded", resource: arnOf(account) }],
    });
    const { TableDescription: description } = await dynamodb.send(
      new UpdateTableCommand({ TableName, OnDemandThroughput: { MaxWriteRequestUnits: -1 } }),
    );
    expect(description?.OnDemandThroughput).toEqual({ MaxReadRequestUnits: 7 });
    await dynamodb.send(put("c"));
  });

  // AWS: observed of UpdateTable and CreateTable, for all of these.
  test.each<[string, Partial<CreateTableCommandInput>, string]>([
    [
      "a maximum of nothing",
      { BillingMode: "PAY_PER_REQUEST", OnDemandThroughput: { MaxReadRequestUnits: 0 } },
      "One or more parameter values were invalid: Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid range",
    ],
    [
      "a maximum for a provisioned table",
      { OnDemandThroughput: { MaxWriteRequestUnits: 5 } },
      "One or more parameter values were invalid: MaxWriteRequestUnits for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED",
    ],
    [
      "a maximum beyond the quota",
      { BillingMode: "PAY_PER_REQUEST", OnDemandThroughput: { MaxWriteRequestUnits: 40_001 } },
      "Subscriber limit exceeded: Requested MaxWriteRequestUnits for OnDemandThroughput for table exceeds TableMaxWriteCapacityUnits of the account in region us-east-1",
    ],
    [
      "units beyond the quota",
      { ProvisionedThroughput: { ReadCapacityUnits: 70_000, WriteCapacityUnits: 1 } },
      "The requested ReadCapacityUnits, 70000, is above the per table maximum for the account in us-east-1. Per table maximum: 40000. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.",
    ],
    [
      "less warm throughput than every table has",
      { BillingMode: "PAY_PER_REQUEST", WarmThroughput: { ReadUnitsPerSecond: 100 } },
      "One or more parameter values were invalid: Requested ReadUnitsPerSecond for WarmThroughput for table is lower than initial throughput for OnDemand. See: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial",
    ],
  ])("is not made with %s", async (_name, options, message) => {
    expect(await failureOf(create(yard.account().client(DynamoDBClient), options))).toMatchObject({ message });
  });
});

describe("warm throughput", () => {
  // AWS: "Understanding DynamoDB warm throughput"; that it never falls was observed.
  test("begins with what a table can do, and grows only", async () => {
    const { dynamodb } = await table(withIndex({ ProvisionedThroughput: UNITS }));
    const warm = async (): Promise<unknown> => {
      const { Table: described } = await dynamodb.send(new DescribeTableCommand({ TableName }));
      return [described?.WarmThroughput, described?.GlobalSecondaryIndexes?.[0]?.WarmThroughput].map(
        (each) => `${each?.ReadUnitsPerSecond}/${each?.WriteUnitsPerSecond}`,
      );
    };
    expect(await warm()).toEqual(["1/1", "1/1"]);
    const update = (input: object): Promise<unknown> => dynamodb.send(new UpdateTableCommand({ TableName, ...input }));
    await update({ ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 1 } });
    await update({ ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 2 } });
    expect(await warm()).toEqual(["3/2", "1/1"]);
    await update({ WarmThroughput: { ReadUnitsPerSecond: 50 } });
    expect(await warm()).toEqual(["50/2", "1/1"]);
    expect(await failureOf(update({ WarmThroughput: { ReadUnitsPerSecond: 49 } }))).toMatchObject({
      message:
        "One or more parameter values were invalid: Requested ReadUnitsPerSecond for WarmThroughput for table is lower than current WarmThroughput, decreasing WarmThroughput is not supported",
    });
    await update({ BillingMode: "PAY_PER_REQUEST" });
    expect(await warm()).toEqual(["12000/4000", "12000/4000"]);
    await update({
      GlobalSecondaryIndexUpdates: [
        { Update: { IndexName: "by-group", WarmThroughput: { WriteUnitsPerSecond: 5000 } } },
      ],
    });
    expect(await warm()).toEqual(["12000/4000", "12000/5000"]);
  });
});

describe("decreases", () => {
  const provision = (units: number): UpdateTableCommand =>
    new UpdateTableCommand({
      TableName,
      ProvisionedThroughput: { ReadCapacityUnits: units, WriteCapacityUnits: 1 },
    });
  const NEXT =
    "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. After the first 4 decreases, each subsequent decrease in the same UTC day can be performed at most once every 3600 seconds. Number of decreases today: 4.";

  // AWS: "Quotas in Amazon DynamoDB"; the message as observed.
  test("are four a day, also for a table that is made again under the old name", async () => {
    const toMidnightMs = 24 * HOUR_MS - (yard.clock.nowMs() % (24 * HOUR_MS));
    await yard.advance(toMidnightMs);
    const start = { ProvisionedThroughput: { ReadCapacityUnits: 10, WriteCapacityUnits: 1 } };
    const { dynamodb } = await table(start);
    for (const units of [9, 8, 20, 7, 6]) await dynamodb.send(provision(units));
    expect(await failureOf(dynamodb.send(provision(5)))).toMatchObject({
      name: "LimitExceededException",
      message: expect.stringContaining(NEXT) as unknown,
    });
    const nowSeconds = Math.floor(yard.clock.nowMs() / 1000);
    const { Table: described } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    expect(described?.ProvisionedThroughput).toEqual({
      LastIncreaseDateTime: new Date(nowSeconds * 1000),
      LastDecreaseDateTime: new Date(nowSeconds * 1000),
      NumberOfDecreasesToday: 4,
      ReadCapacityUnits: 6,
      WriteCapacityUnits: 1,
    });
    await dynamodb.send(new DeleteTableCommand({ TableName }));
    await create(dynamodb, start);
    expect(await failureOf(dynamodb.send(provision(5)))).toMatchObject({ name: "LimitExceededException" });
    await yard.advance(HOUR_MS);
    await dynamodb.send(provision(5));
    await yard.advance(24 * HOUR_MS);
    const { Table: later } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    expect(later?.ProvisionedThroughput?.NumberOfDecreasesToday).toBe(0);
  });

  test("of an index count for themselves, and one too many refuses the whole request", async () => {
    await yard.advance(24 * HOUR_MS);
    const units = (read: number): object => ({ ReadCapacityUnits: read, WriteCapacityUnits: 1 });
    const { dynamodb } = await table({
      ...withIndex({ ProvisionedThroughput: { ReadCapacityUnits: 10, WriteCapacityUnits: 1 } }),
      ProvisionedThroughput: { ReadCapacityUnits: 10, WriteCapacityUnits: 1 },
    });
    const index = (read: number): object => ({
      GlobalSecondaryIndexUpdates: [{ Update: { IndexName: "by-group", ProvisionedThroughput: units(read) } }],
    });
    const update = (input: object): Promise<unknown> => dynamodb.send(new UpdateTableCommand({ TableName, ...input }));
    for (const read of [9, 8, 7, 6]) await update(index(read));
    expect(await failureOf(update({ ProvisionedThroughput: units(9), ...index(5) }))).toMatchObject({
      name: "LimitExceededException",
    });
    await update({ ProvisionedThroughput: units(9) });
    expect(await failureOf(update(index(6)))).toMatchObject({
      message: expect.stringContaining("The provisioned throughput for the index by-group will not change.") as unknown,
    });
  });
});
