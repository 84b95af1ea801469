// Goal: a backup and a restore have exactly the items of their moment, whatever is written before, meanwhile and after.
// Method: a yard whose clock stands still but for what a test moves it; a plain map of items as the truth.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  BatchWriteItemCommand,
  CreateBackupCommand,
  DeleteBackupCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeBackupCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListBackupsCommand,
  PutItemCommand,
  QueryCommand,
  RestoreTableFromBackupCommand,
  RestoreTableToPointInTimeCommand,
  ScanCommand,
  UpdateContinuousBackupsCommand,
  type RestoreTableFromBackupCommandInput,
  type RestoreTableToPointInTimeCommandInput,
} from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";
import { createThings } from "./tables.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const TableName = "things";
const startMs = createClock({ mode: "wall" }).nowMs();

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard({ clock: createClock({ mode: "virtual", startMs }) });
});
afterAll(() => yard.stop());

/** A client that knows the time as it is now. */
const client = (account: TestAccount): DynamoDBClient => account.client(DynamoDBClient);
const settled = (): Promise<void> => yard.yard.context.jobs.settled();

const GROUP_INDEX = {
  IndexName: "by-group",
  KeySchema: [{ AttributeName: "group", KeyType: "HASH" as const }],
  Projection: { ProjectionType: "KEYS_ONLY" as const },
};
const ATTRIBUTES = [
  { AttributeName: "id", AttributeType: "S" as const },
  { AttributeName: "n", AttributeType: "N" as const },
];
const INDEXED = {
  AttributeDefinitions: [...ATTRIBUTES, { AttributeName: "group", AttributeType: "S" as const }],
  GlobalSecondaryIndexes: [GROUP_INDEX],
};

const put = (id: string, text = ""): PutItemCommand =>
  new PutItemCommand({ TableName, Item: { id: { S: id }, n: { N: "1" }, text: { S: text }, group: { S: "g" } } });

/** The items of a table: text by id. */
async function contents(account: TestAccount, name = TableName): Promise<Record<string, string | undefined>> {
  const found: Record<string, string | undefined> = {};
  let start: Record<string, { S: string }> | undefined;
  do {
    const page = await client(account).send(
      new ScanCommand({ TableName: name, ...(start !== undefined && { ExclusiveStartKey: start }) }),
    );
    for (const item of page.Items ?? []) found[item["id"]?.S ?? ""] = item["text"]?.S;
    start = page.LastEvaluatedKey as typeof start;
  } while (start !== undefined);
  return found;
}

async function backUp(account: TestAccount, BackupName = "first"): Promise<string> {
  const { BackupDetails } = await client(account).send(new CreateBackupCommand({ TableName, BackupName }));
  return BackupDetails?.BackupArn ?? "";
}

const restore = (
  account: TestAccount,
  BackupArn: string,
  more: Partial<RestoreTableFromBackupCommandInput> = {},
): Promise<unknown> =>
  client(account).send(new RestoreTableFromBackupCommand({ BackupArn, TargetTableName: "restored", ...more }));

const restoreTo = (account: TestAccount, more: Partial<RestoreTableToPointInTimeCommandInput>): Promise<unknown> =>
  client(account).send(
    new RestoreTableToPointInTimeCommand({ SourceTableName: TableName, TargetTableName: "restored", ...more }),
  );

const recovery = (account: TestAccount, PointInTimeRecoveryEnabled: boolean, RecoveryPeriodInDays?: number) =>
  client(account).send(
    new UpdateContinuousBackupsCommand({
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled, RecoveryPeriodInDays },
    }),
  );

test("a backup has the items of its moment, and what is made of it has them and the indexes", async () => {
  const account = yard.account();
  await createThings(client(account), {
    ...INDEXED,
    StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
    Tags: [{ Key: "a", Value: "b" }],
  });
  await client(account).send(put("a", "old"));
  await client(account).send(put("b", "stays"));
  const arn = await backUp(account);
  // AWS: CLI reference, create-backup, example: the name is the time in milliseconds and eight hexadecimal digits.
  expect(arn).toMatch(
    new RegExp(`^arn:aws:dynamodb:us-east-1:${account.account}:table/things/backup/\\d{14}-[0-9a-f]{8}$`),
  );
  await client(account).send(put("a", "new"));
  await client(account).send(put("c"));
  await settled();
  const { BackupDescription: backup } = await client(account).send(new DescribeBackupCommand({ BackupArn: arn }));
  expect(backup).toMatchObject({
    BackupDetails: { BackupArn: arn, BackupName: "first", BackupStatus: "AVAILABLE", BackupType: "USER" },
    SourceTableDetails: { TableName, ItemCount: 2, BillingMode: "PAY_PER_REQUEST" },
    SourceTableFeatureDetails: {
      GlobalSecondaryIndexes: [{ IndexName: "by-group", Projection: { ProjectionType: "KEYS_ONLY" } }],
      StreamDescription: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
      TimeToLiveDescription: { TimeToLiveStatus: "DISABLED" },
    },
  });
  expect(backup?.BackupDetails?.BackupSizeBytes).toBe(backup?.SourceTableDetails?.TableSizeBytes);
  // A backup outlives its table.
  await client(account).send(new DeleteTableCommand({ TableName }));
  expect(await restore(account, arn)).toMatchObject({
    TableDescription: {
      TableName: "restored",
      TableStatus: "CREATING",
      RestoreSummary: { SourceBackupArn: arn, RestoreInProgress: true },
    },
  });
  await settled();
  expect(await contents(account, "restored")).toEqual({ a: "old", b: "stays" });
  const byGroup = await client(account).send(
    new QueryCommand({
      TableName: "restored",
      IndexName: "by-group",
      KeyConditionExpression: "#g = :g",
      ExpressionAttributeNames: { "#g": "group" },
      ExpressionAttributeValues: { ":g": { S: "g" } },
    }),
  );
  expect(byGroup.Items?.map((item) => item["id"]?.S).sort()).toEqual(["a", "b"]);
  const { Table } = await client(account).send(new DescribeTableCommand({ TableName: "restored" }));
  expect(Table).toMatchObject({ TableStatus: "ACTIVE", RestoreSummary: { RestoreInProgress: false } });
  // AWS: API Reference, RestoreTableFromBackup: streams and tags must be set up anew.
  expect(Table).not.toHaveProperty("StreamSpecification");
});

test("a large table is copied in pages, each as it was, and a restart goes on with it", async () => {
  const stateDir = mkdtempSync(join(tmpdir(), "stackyard-backup-"));
  let own = await testYard({ stateDir });
  const account = own.account();
  const dynamodb = client(account);
  await createThings(dynamodb);
  const ids = Array.from({ length: 2500 }, (_, position) => `item-${position}`);
  const write = (text: string, some: readonly string[]): Promise<unknown> =>
    dynamodb.send(
      new BatchWriteItemCommand({
        RequestItems: {
          things: some.map((id) => ({ PutRequest: { Item: { id: { S: id }, n: { N: "1" }, text: { S: text } } } })),
        },
      }),
    );
  for (let at = 0; at < ids.length; at += 25) await write("old", ids.slice(at, at + 25));
  const { BackupDetails: details } = await dynamodb.send(new CreateBackupCommand({ TableName, BackupName: "large" }));
  await Promise.all([write("new", ids.slice(0, 25)), write("new", ids.slice(-25)), write("new", ["later"])]);
  await own.stop();
  own = await testYard({ stateDir });
  try {
    const aws = own.yard.context.as(administratorOf(own, account), account);
    await own.yard.context.jobs.settled();
    const BackupArn = details?.BackupArn ?? "";
    const { BackupDescription } = await aws.dynamoDB.describeBackup({ BackupArn });
    expect(BackupDescription?.BackupDetails?.BackupStatus).toBe("AVAILABLE");
    expect(BackupDescription?.SourceTableDetails?.ItemCount).toBe(2500);
    await aws.dynamoDB.restoreTableFromBackup({ BackupArn, TargetTableName: "restored" });
    await own.yard.context.jobs.settled();
    let count = 0;
    let start: Record<string, never> | undefined;
    do {
      const page = await aws.dynamoDB.scan({ TableName: "restored", ExclusiveStartKey: start });
      for (const item of page.Items ?? []) expect(item["text"]).toEqual({ S: "old" });
      count += page.Count ?? 0;
      start = page.LastEvaluatedKey as typeof start;
    } while (start !== undefined);
    expect(count).toBe(2500);
  } finally {
    await own.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
});

function administratorOf(own: TestYard, account: TestAccount): Parameters<TestYard["yard"]["context"]["as"]>[0] {
  const found = own.yard.identity.findCredential(account.config.credentials.accessKeyId, undefined);
  if (found === undefined || found === "inactive") throw new Error("The administrator has no key.");
  return found.principal;
}

test("every second of the window can be restored", async () => {
  const change = fc.record({
    id: fc.constantFrom("a", "b", "c", "d"),
    text: fc.option(fc.constantFrom("1", "2", "3"), { nil: undefined }),
    waitMs: fc.constantFrom(0, 0, 400, 1000, 5000),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 15 }), fc.array(change, { maxLength: 15 }), async (early, late) => {
      const account = yard.account();
      await createThings(client(account), INDEXED);
      const truth = new Map<string, string>();
      const history: { atMs: number; items: Record<string, string> }[] = [];
      const note = (): void => void history.push({ atMs: yard.clock.nowMs(), items: Object.fromEntries(truth) });
      const make = async ({ id, text, waitMs }: typeof change extends fc.Arbitrary<infer T> ? T : never) => {
        const Key = { id: { S: id }, n: { N: "1" } };
        if (text === undefined) {
          await client(account).send(new DeleteItemCommand({ TableName, Key }));
          truth.delete(id);
        } else {
          await client(account).send(put(id, text));
          truth.set(id, text);
        }
        note();
        await yard.advance(waitMs);
      };
      for (const each of early) await make(each);
      await recovery(account, true);
      const sinceMs = yard.clock.nowMs();
      note();
      for (const each of late) await make(each);
      await yard.advance(1000);
      const moments = history.map(({ atMs }) => Math.ceil(atMs / 1000) * 1000).filter((atMs) => atMs >= sinceMs);
      for (const atMs of new Set(moments)) {
        const then = history.findLast((entry) => entry.atMs <= atMs)?.items;
        await restoreTo(account, { RestoreDateTime: new Date(atMs) });
        // What is written while the restore runs is not in it.
        await client(account).send(put("meanwhile"));
        await settled();
        expect(await contents(account, "restored")).toEqual(then);
        await client(account).send(
          new DeleteItemCommand({ TableName, Key: { id: { S: "meanwhile" }, n: { N: "1" } } }),
        );
        await client(account).send(new DeleteTableCommand({ TableName: "restored" }));
      }
      await restoreTo(account, { UseLatestRestorableTime: true });
      await settled();
      expect(await contents(account, "restored")).toEqual(Object.fromEntries(truth));
    }),
    { numRuns: 6 },
  );
});

test("the window begins when recovery is switched on, is as long as asked for, and what is older goes", async () => {
  const account = yard.account();
  await createThings(client(account));
  const describe = async () => {
    const { ContinuousBackupsDescription } = await client(account).send(
      new DescribeContinuousBackupsCommand({ TableName }),
    );
    return ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  };
  expect(await describe()).toEqual({ PointInTimeRecoveryStatus: "DISABLED" });
  // AWS: API Reference, RestoreTableToPointInTime, Errors.
  await expect(restoreTo(account, { UseLatestRestorableTime: true })).rejects.toMatchObject({
    name: "PointInTimeRecoveryUnavailableException",
  });
  await recovery(account, true, 2);
  const sinceMs = yard.clock.nowMs();
  await client(account).send(put("a", "day 0"));
  await yard.advance(DAY_MS);
  expect(await describe()).toMatchObject({ PointInTimeRecoveryStatus: "ENABLED", RecoveryPeriodInDays: 2 });
  expect((await describe())?.EarliestRestorableDateTime?.getTime()).toBe(sinceMs);
  await client(account).send(put("a", "day 1"));
  const outside = { name: "InvalidRestoreTimeException" };
  await expect(restoreTo(account, { RestoreDateTime: new Date(sinceMs - 2000) })).rejects.toMatchObject(outside);
  const tomorrow = new Date(yard.clock.nowMs() + DAY_MS);
  await expect(restoreTo(account, { RestoreDateTime: tomorrow })).rejects.toMatchObject(outside);
  await yard.advance(1.5 * DAY_MS);
  await expect(restoreTo(account, { RestoreDateTime: new Date(sinceMs) })).rejects.toMatchObject(outside);
  await restoreTo(account, { RestoreDateTime: new Date(yard.clock.nowMs() - 1.9 * DAY_MS) });
  await settled();
  expect(await contents(account, "restored")).toEqual({ a: "day 0" });
  expect(journalSize(account)).toBe(1);
  await recovery(account, false);
  await settled();
  expect(journalSize(account)).toBe(0);
  await client(account).send(put("a", "unseen"));
  expect(journalSize(account)).toBe(0);
});

/** How many entries the journals of an account have. */
function journalSize({ account, region }: TestAccount): number {
  return yard.yard.context.store.read(
    (tx) => [...tx.range({ prefix: ["dynamodb", account, region, "version"] })].length,
  );
}

test("a table with recovery leaves a system backup of its last moment for 35 days", async () => {
  const account = yard.account();
  await createThings(client(account));
  await recovery(account, true);
  await client(account).send(put("a", "last"));
  await client(account).send(new DeleteTableCommand({ TableName }));
  await createThings(client(account));
  await client(account).send(put("b", "another table"));
  await settled();
  expect((await client(account).send(new ListBackupsCommand({}))).BackupSummaries).toEqual([]);
  const list = async () =>
    (await client(account).send(new ListBackupsCommand({ TableName, BackupType: "ALL" }))).BackupSummaries ?? [];
  const [backup] = await list();
  // AWS: Developer Guide, "Point-in-time recovery: How it works": the name and the 35 days.
  expect(backup).toMatchObject({ BackupName: "things$DeletedTableBackup", BackupType: "SYSTEM" });
  const { BackupCreationDateTime: from, BackupExpiryDateTime: until } = backup ?? {};
  expect((until?.getTime() ?? 0) - (from?.getTime() ?? 0)).toBe(35 * DAY_MS);
  await restore(account, backup?.BackupArn ?? "");
  await settled();
  expect(await contents(account, "restored")).toEqual({ a: "last" });
  expect(await contents(account)).toEqual({ b: "another table" });
  await yard.advance(35 * DAY_MS);
  expect(await list()).toEqual([]);
});

test("backups are listed by table and age, in pages and within a time", async () => {
  const account = yard.account();
  await createThings(client(account));
  const arns: string[] = [];
  for (const name of ["one", "two", "three"]) {
    arns.push(await backUp(account, name));
    await settled();
    await yard.advance(60_000);
  }
  const list = async (input: object) => client(account).send(new ListBackupsCommand({ TableName, ...input }));
  const names = async (input: object) => (await list(input)).BackupSummaries?.map(({ BackupName }) => BackupName);
  expect(await names({})).toEqual(["one", "two", "three"]);
  const first = await list({ Limit: 2 });
  expect(first.LastEvaluatedBackupArn).toBe(arns[1]);
  const second = await list({ Limit: 2, ExclusiveStartBackupArn: arns[1] });
  expect(second.BackupSummaries?.map(({ BackupArn }) => BackupArn)).toEqual([arns[2]]);
  expect(second).not.toHaveProperty("LastEvaluatedBackupArn");
  const at = first.BackupSummaries?.[1]?.BackupCreationDateTime?.getTime() ?? 0;
  // AWS: API Reference, ListBackups: the lower bound is inclusive, the upper one exclusive.
  expect(await names({ TimeRangeLowerBound: new Date(at) })).toEqual(["two", "three"]);
  expect(await names({ TimeRangeUpperBound: new Date(at) })).toEqual(["one"]);
  expect(await names({ BackupType: "SYSTEM" })).toEqual([]);
  const { BackupDescription } = await client(account).send(new DeleteBackupCommand({ BackupArn: arns[0] }));
  expect(BackupDescription?.BackupDetails?.BackupStatus).toBe("DELETED");
  expect(await names({})).toEqual(["two", "three"]);
});

test("a restore can leave out indexes and choose billing, and nothing else", async () => {
  const account = yard.account();
  await createThings(client(account), INDEXED);
  const arn = await backUp(account);
  await settled();
  const units = { ReadCapacityUnits: 1, WriteCapacityUnits: 2 };
  await restore(account, arn, {
    GlobalSecondaryIndexOverride: [],
    BillingModeOverride: "PROVISIONED",
    ProvisionedThroughputOverride: units,
  });
  await settled();
  const { Table } = await client(account).send(new DescribeTableCommand({ TableName: "restored" }));
  expect(Table).toMatchObject({ ProvisionedThroughput: units, AttributeDefinitions: ATTRIBUTES });
  expect(Table).not.toHaveProperty("GlobalSecondaryIndexes");
  const refused = { name: "ValidationException" };
  const TargetTableName = "other";
  const index = { ...GROUP_INDEX, Projection: { ProjectionType: "ALL" as const } };
  await expect(restore(account, arn, { TargetTableName, GlobalSecondaryIndexOverride: [index] })).rejects.toMatchObject(
    refused,
  );
  await expect(restore(account, arn, { TargetTableName, BillingModeOverride: "PROVISIONED" })).rejects.toMatchObject(
    refused,
  );
});

test("backups refuse what AWS refuses", async () => {
  const account = yard.account();
  const missing = { name: "TableNotFoundException", message: "Table not found: things" };
  await expect(backUp(account)).rejects.toMatchObject(missing);
  await expect(restoreTo(account, { UseLatestRestorableTime: true })).rejects.toMatchObject(missing);
  const arn = `arn:aws:dynamodb:us-east-1:${account.account}:table/things/backup/01489602797149-73d8d5bc`;
  const unknown = { name: "BackupNotFoundException", message: `Backup not found: ${arn}` };
  await expect(client(account).send(new DescribeBackupCommand({ BackupArn: arn }))).rejects.toMatchObject(unknown);
  await expect(client(account).send(new DeleteBackupCommand({ BackupArn: arn }))).rejects.toMatchObject(unknown);
  await expect(restore(account, arn)).rejects.toMatchObject(unknown);

  await createThings(client(account));
  const made = await backUp(account);
  await settled();
  await expect(restore(account, made, { TargetTableName: TableName })).rejects.toMatchObject({
    name: "TableAlreadyExistsException",
    message: "Table already exists: things",
  });
  await recovery(account, true);
  await expect(restoreTo(account, {})).rejects.toMatchObject({ name: "ValidationException" });
  await expect(restoreTo(account, { TargetTableName: TableName, UseLatestRestorableTime: true })).rejects.toMatchObject(
    {
      name: "TableAlreadyExistsException",
    },
  );
});

test("a table that is being backed up or restored is busy", async () => {
  // Goal: the states between. Method: jobs begin only after the transaction that asks for them, so a batch of calls in
  // one turn meets a backup and a table that are not ready.
  const account = yard.account();
  const context = yard.yard.context;
  const aws = context.as(administratorOf(yard, account), account);
  await createThings(client(account));
  await recovery(account, true);
  await client(account).send(put("a"));
  const made = await backUp(account);
  await settled();
  const outcomes = await Promise.allSettled([
    aws.dynamoDB.createBackup({ TableName, BackupName: "second" }),
    aws.dynamoDB.createBackup({ TableName, BackupName: "third" }),
    aws.dynamoDB.deleteTable({ TableName }),
    aws.dynamoDB.restoreTableFromBackup({ BackupArn: made, TargetTableName: "restored" }),
    aws.dynamoDB.deleteBackup({ BackupArn: made }),
    aws.dynamoDB.getItem({ TableName: "restored", Key: { id: { S: "a" }, n: { N: "1" } } }),
    aws.dynamoDB.deleteTable({ TableName: "restored" }),
    aws.dynamoDB.updateContinuousBackups({
      TableName: "restored",
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
    aws.dynamoDB.createBackup({ TableName: "restored", BackupName: "none" }),
  ]);
  const codes = outcomes.map((outcome) => (outcome.status === "rejected" ? String(outcome.reason.code) : "done"));
  expect(codes).toEqual([
    "done",
    "BackupInUseException",
    "ResourceInUseException",
    "done",
    "BackupInUseException",
    "ResourceNotFoundException",
    "ResourceInUseException",
    "ContinuousBackupsUnavailableException",
    "TableInUseException",
  ]);
  await settled();
  await client(account).send(new GetItemCommand({ TableName: "restored", Key: { id: { S: "a" }, n: { N: "1" } } }));
});
