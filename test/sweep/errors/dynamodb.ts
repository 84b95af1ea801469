// How each documented error of DynamoDB is provoked.

import { loadBackup, saveBackup } from "../../../src/services/dynamodb/backups/repo.ts";
import { loadTable, saveTable } from "../../../src/services/dynamodb/repo.ts";
import { listExports, listImports, saveExport, saveImport } from "../../../src/services/dynamodb/transfers/repo.ts";
import { type Ask, type Grounds, instead, sweepOf, unprovokable } from "./table.ts";

interface Made {
  readonly table: string;
  /** Of a table with point-in-time recovery, and of one without. */
  readonly recoverable: string;
  readonly unrecoverable: string;
  readonly backupArn: string;
  readonly streamArn: string;
  arn(tableName: string): string;
  /** Makes a table. */
  create(options?: object): Promise<string>;
  /** A table that stays CREATING, which lasts for a moment otherwise. */
  stuck(): Promise<string>;
  /** A backup that stays CREATING. */
  stuckBackup(): Promise<{ readonly table: string; readonly backupArn: string }>;
  /** A provisioned table, or one on demand with a maximum, without units left, with an item "large". */
  drained(mode: "provisioned" | "onDemand"): Promise<string>;
}

const key = (id: string) => ({ id: { S: id } });

async function prepare({ aws, account, name, yard }: Grounds): Promise<Made> {
  const { store } = yard.yard.context;
  const { dynamoDB } = aws;
  const arn = (tableName: string): string => `arn:aws:dynamodb:${account.region}:${account.account}:table/${tableName}`;
  const create = async (options: object = { BillingMode: "PAY_PER_REQUEST" }): Promise<string> => {
    const TableName = name();
    await dynamoDB.createTable({
      TableName,
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      ...options,
    });
    return TableName;
  };
  const backup = async (TableName: string): Promise<string> => {
    const { BackupDetails } = await dynamoDB.createBackup({ TableName, BackupName: "sweep" });
    await yard.yard.context.jobs.settled();
    return BackupDetails?.BackupArn ?? "";
  };
  const stream = async () => {
    await aws.kinesis.createStream({ StreamName: "changes", ShardCount: 1 });
    return aws.kinesis.describeStreamSummary({ StreamName: "changes" });
  };
  const table = await create();
  const recoverable = await create();
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  await dynamoDB.updateContinuousBackups({ TableName: recoverable, PointInTimeRecoverySpecification });
  const { StreamDescriptionSummary } = await stream();
  return {
    table,
    recoverable,
    unrecoverable: await create(),
    backupArn: await backup(table),
    streamArn: StreamDescriptionSummary?.StreamARN ?? "",
    arn,
    create,
    async stuck() {
      const tableName = await create();
      store.write((tx) => {
        const record = loadTable(tx, account, tableName);
        if (record !== undefined) saveTable(tx, store, account, { ...record, status: "CREATING" });
      });
      return tableName;
    },
    async stuckBackup() {
      const backedUp = await create();
      const backupArn = await backup(backedUp);
      store.write((tx) => {
        const record = loadBackup(tx, account, backedUp, backupArn.split("/").at(-1) ?? "");
        if (record !== undefined) saveBackup(tx, account, { ...record, status: "CREATING" });
      });
      return { table: backedUp, backupArn };
    },
    async drained(mode) {
      const TableName = await create(
        mode === "provisioned"
          ? { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } }
          : {
              BillingMode: "PAY_PER_REQUEST",
              OnDemandThroughput: { MaxReadRequestUnits: 1, MaxWriteRequestUnits: 1 },
            },
      );
      // AWS: "Burst capacity": what 300 seconds left. A write of 299 KB has 299 units, a consistent read of it 75.
      const Item = { ...key("large"), text: { S: "x".repeat(299 * 1_024 - 20) } };
      await exhaust(() => dynamoDB.putItem({ TableName, Item }));
      await exhaust(() => dynamoDB.putItem({ TableName, Item: key("small") }));
      await exhaust(() => dynamoDB.getItem({ TableName, Key: key("large"), ConsistentRead: true }));
      await exhaust(() => dynamoDB.getItem({ TableName, Key: key("small"), ConsistentRead: true }));
      return TableName;
    },
  };
}

/** Calls until the table is throttled. */
async function exhaust(call: () => Promise<unknown>): Promise<void> {
  for (let calls = 0; calls < 400; calls += 1)
    try {
      await call();
    } catch {
      return;
    }
  throw new Error("The table is not throttled.");
}

/** What operations on items take, on any table. */
const ON: Readonly<Record<string, (tableName: string) => object>> = {
  BatchGetItem: (table) => ({ RequestItems: { [table]: { Keys: [key("large")], ConsistentRead: true } } }),
  BatchWriteItem: (table) => ({ RequestItems: { [table]: [{ PutRequest: { Item: key("one") } }] } }),
  DeleteItem: (table) => ({ TableName: table, Key: key("one") }),
  ExecuteStatement: (table) => ({ Statement: `UPDATE "${table}" SET "a" = 1 WHERE "id" = 'small'` }),
  ExecuteTransaction: (table) => ({
    TransactStatements: [{ Statement: `INSERT INTO "${table}" VALUE {'id': 'statement'}` }],
  }),
  GetItem: (table) => ({ TableName: table, Key: key("large"), ConsistentRead: true }),
  PutItem: (table) => ({ TableName: table, Item: key("one") }),
  Query: (table) => ({
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: "id = :id",
    ExpressionAttributeValues: { ":id": { S: "large" } },
  }),
  Scan: (table) => ({ TableName: table, ConsistentRead: true }),
  TransactGetItems: (table) => ({ TransactItems: [{ Get: { TableName: table, Key: key("large") } }] }),
  TransactWriteItems: (table) => ({ TransactItems: [{ Put: { TableName: table, Item: key("one") } }] }),
  UpdateItem: (table) => ({ TableName: table, Key: key("one") }),
};
const inputsOnItems = Object.fromEntries(
  Object.entries(ON).map(([operation, on]) => [operation, ({ table }: Made) => on(table)]),
);
const askOn = (operation: string, table: string, ask: Ask) => ask({ ...ON[operation]?.(table) });

const OPERATION_LIMIT = unprovokable(
  "The 500 table operations that AWS lets run at a time are never under way together here.",
);
const ONE_AT_A_TIME = unprovokable(
  "Writes and transactions run one after the other here: no two are at an item at once.",
);
const NO_REPLICAS = unprovokable("Global tables' replicas in other regions are not there yet.");
const EACH_ITS_OWN = unprovokable("Each statement of a batch has its own error in the answer.");

// AWS: TransactWriteItems, TransactGetItems: "There is insufficient provisioned capacity for the transaction to be completed" cancels it.
const canceled = (mode: "provisioned" | "onDemand") =>
  instead<Made>(
    { code: "TransactionCanceledException", status: 400, reason: "It is a reason why the transaction was cancelled." },
    async ({ drained }, ask, operation) => askOn(operation, await drained(mode), ask),
  );
const failed = { ConditionExpression: "attribute_exists(nothing)" };
const noBackup = ({ backupArn }: Made, ask: Ask) => ask({ BackupArn: backupArn.slice(0, -8) + "00000000" });
const noArn = ({ arn }: Made, ask: Ask) => ask({ ResourceArn: arn("nobody") });
const stuckArn = async ({ arn, stuck }: Made, ask: Ask) => ask({ ResourceArn: arn(await stuck()) });
/** The errors sweep of DynamoDB. */
export const dynamodb = sweepOf<Made>({
  service: "dynamodb",
  prepare,
  inputs: {
    ...inputsOnItems,
    BatchExecuteStatement: ({ table }) => ({
      Statements: [{ Statement: `SELECT * FROM "${table}" WHERE "id" = 'a'` }],
    }),
    CreateBackup: ({ table }) => ({ TableName: table, BackupName: "sweep" }),
    CreateTable: ({ name }) => ({
      TableName: name(),
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    }),
    DeleteBackup: ({ backupArn }) => ({ BackupArn: backupArn }),
    DeleteResourcePolicy: ({ arn, table }) => ({ ResourceArn: arn(table) }),
    DeleteTable: ({ table }) => ({ TableName: table }),
    DescribeBackup: ({ backupArn }) => ({ BackupArn: backupArn }),
    DescribeContinuousBackups: ({ table }) => ({ TableName: table }),
    DescribeEndpoints: () => ({}),
    DescribeExport: ({ arn, table }) => ({ ExportArn: `${arn(table)}/export/01234567890123-01234567` }),
    DescribeImport: ({ arn, table }) => ({ ImportArn: `${arn(table)}/import/01234567890123-01234567` }),
    DescribeKinesisStreamingDestination: ({ table }) => ({ TableName: table }),
    DescribeLimits: () => ({}),
    DescribeTable: ({ table }) => ({ TableName: table }),
    DescribeTimeToLive: ({ table }) => ({ TableName: table }),
    DisableKinesisStreamingDestination: ({ table, streamArn }) => ({ TableName: table, StreamArn: streamArn }),
    EnableKinesisStreamingDestination: ({ table, streamArn }) => ({ TableName: table, StreamArn: streamArn }),
    ExportTableToPointInTime: ({ arn, recoverable }) => ({ TableArn: arn(recoverable), S3Bucket: "nobody" }),
    GetResourcePolicy: ({ arn, table }) => ({ ResourceArn: arn(table) }),
    ImportTable: ({ name }) => ({
      S3BucketSource: { S3Bucket: "nobody" },
      InputFormat: "DYNAMODB_JSON",
      TableCreationParameters: parameters(name()),
    }),
    ListBackups: () => ({}),
    ListExports: () => ({}),
    ListImports: () => ({}),
    ListTables: () => ({}),
    ListTagsOfResource: ({ arn, table }) => ({ ResourceArn: arn(table) }),
    PutResourcePolicy: ({ arn, table, account }) => ({
      ResourceArn: arn(table),
      Policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: { AWS: account.account },
          Action: "dynamodb:GetItem",
          Resource: arn(table),
        },
      }),
    }),
    RestoreTableFromBackup: ({ backupArn, name }) => ({ BackupArn: backupArn, TargetTableName: name() }),
    RestoreTableToPointInTime: ({ recoverable, name }) => ({
      SourceTableName: recoverable,
      TargetTableName: name(),
      UseLatestRestorableTime: true,
    }),
    TagResource: ({ arn, table }) => ({ ResourceArn: arn(table), Tags: [{ Key: "key", Value: "value" }] }),
    UntagResource: ({ arn, table }) => ({ ResourceArn: arn(table), TagKeys: ["key"] }),
    UpdateContinuousBackups: ({ table }) => ({
      TableName: table,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
    UpdateKinesisStreamingDestination: ({ table, streamArn }) => ({
      TableName: table,
      StreamArn: streamArn,
      UpdateKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: "MICROSECOND" },
    }),
    UpdateTable: ({ table }) => ({ TableName: table, DeletionProtectionEnabled: false }),
    UpdateTimeToLive: ({ table }) => ({
      TableName: table,
      TimeToLiveSpecification: { Enabled: true, AttributeName: "expiry" },
    }),
  },
  everywhere: {
    BackupNotFoundException: noBackup,
    InternalServerError: unprovokable("It is the service's own failure: here a bug."),
    InvalidEndpointException: unprovokable(
      "There is one endpoint, which DescribeEndpoints gives: none becomes outdated.",
    ),
    ItemCollectionSizeLimitExceededException: unprovokable(
      "It takes 10 GB under one partition key; item collections are not counted here (docs/dynamodb.md).",
    ),
    LimitExceededException: OPERATION_LIMIT,
    ProvisionedThroughputExceededException: async ({ drained }, ask, operation) =>
      askOn(operation, await drained("provisioned"), ask),
    ReplicatedWriteConflictException: NO_REPLICAS,
    RequestLimitExceeded: unprovokable(
      "The account's own quota of 40,000 units a second is not counted here (docs/dynamodb.md).",
    ),
    ResourceInUseException: async ({ stuck }, ask) => ask({ TableName: await stuck() }),
    ResourceNotFoundException: (_, ask, operation) =>
      ON[operation] === undefined ? ask({ TableName: "nobody" }) : askOn(operation, "nobody", ask),
    TableNotFoundException: (_, ask) => ask({ TableName: "nobody" }),
    ThrottlingException: async ({ drained }, ask, operation) => askOn(operation, await drained("onDemand"), ask),
    TransactionConflictException: ONE_AT_A_TIME,
    TransactionInProgressException: ONE_AT_A_TIME,
  },
  operations: {
    BatchExecuteStatement: { RequestLimitExceeded: EACH_ITS_OWN, ThrottlingException: EACH_ITS_OWN },
    CreateBackup: {
      BackupInUseException: async ({ stuckBackup }, ask) => ask({ TableName: (await stuckBackup()).table }),
      ContinuousBackupsUnavailableException: unprovokable(
        "Backups are there as soon as a table is, and while it is created it is in use (TableInUseException).",
      ),
      TableInUseException: async ({ stuck }, ask) => ask({ TableName: await stuck() }),
    },
    CreateTable: {
      LimitExceededException: (_, ask) => ask({ WarmThroughput: { ReadUnitsPerSecond: 99_999_999 } }),
      ResourceInUseException: ({ table }, ask) => ask({ TableName: table }),
    },
    DeleteBackup: {
      BackupInUseException: async ({ stuckBackup }, ask) => ask({ BackupArn: (await stuckBackup()).backupArn }),
    },
    DeleteItem: { ConditionalCheckFailedException: (_, ask) => ask(failed) },
    DeleteResourcePolicy: {
      PolicyNotFoundException: (_, ask) => ask({ ExpectedRevisionId: "1" }),
      ResourceInUseException: stuckArn,
      ResourceNotFoundException: noArn,
    },
    DescribeExport: { ExportNotFoundException: (_, ask) => ask() },
    DescribeImport: { ImportNotFoundException: (_, ask) => ask() },
    ExecuteStatement: {
      ConditionalCheckFailedException: ({ table }, ask) =>
        ask({ Statement: `UPDATE "${table}" SET "a" = 1 WHERE "id" = 'small' AND "b" = 2` }),
      DuplicateItemException: async ({ table, aws }, ask) => {
        await aws.dynamoDB.putItem({ TableName: table, Item: key("twice") });
        return ask({ Statement: `INSERT INTO "${table}" VALUE {'id': 'twice'}` });
      },
    },
    ExecuteTransaction: {
      IdempotentParameterMismatchException: async ({ table }, ask) => {
        await ask({ ClientRequestToken: "statement" });
        const another = [{ Statement: `INSERT INTO "${table}" VALUE {'id': 'another statement'}` }];
        return ask({ ClientRequestToken: "statement", TransactStatements: another });
      },
      ProvisionedThroughputExceededException: canceled("provisioned"),
      ResourceNotFoundException: instead(
        {
          code: "TransactionCanceledException",
          status: 400,
          reason: "As observed, it is a reason of the cancellation.",
        },
        (_, ask, operation) => askOn(operation, "nobody", ask),
      ),
      ThrottlingException: canceled("onDemand"),
      TransactionCanceledException: async ({ table, aws }, ask) => {
        await aws.dynamoDB.putItem({ TableName: table, Item: key("twice") });
        return ask({ TransactStatements: [{ Statement: `INSERT INTO "${table}" VALUE {'id': 'twice'}` }] });
      },
    },
    ExportTableToPointInTime: {
      ExportConflictException: async (_, ask) => {
        await ask({ ClientToken: "token" });
        return ask({ ClientToken: "token", S3Bucket: "another" });
      },
      InvalidExportTimeException: (_, ask) => ask({ ExportTime: new Date(0) }),
      // AWS: "Service, account, and table quotas": 300 exports at a time.
      LimitExceededException: async ({ account, yard }, ask) => {
        const { store } = yard.yard.context;
        store.write((tx) => {
          const [one] = listExports(tx, account, undefined);
          if (one !== undefined)
            for (let count = 0; count < 300; count += 1)
              saveExport(tx, account, { ...one, id: `${count}`, status: "IN_PROGRESS" });
        });
        return ask();
      },
      PointInTimeRecoveryUnavailableException: ({ arn, unrecoverable }, ask) => ask({ TableArn: arn(unrecoverable) }),
      TableNotFoundException: ({ arn }, ask) => ask({ TableArn: arn("nobody") }),
    },
    GetResourcePolicy: { PolicyNotFoundException: (_, ask) => ask(), ResourceNotFoundException: noArn },
    ImportTable: {
      ImportConflictException: async (_, ask) => {
        await ask({ ClientToken: "token" });
        return ask({ ClientToken: "token", S3BucketSource: { S3Bucket: "another" } });
      },
      // AWS: ImportTable: 50 imports at a time.
      LimitExceededException: async ({ account, yard }, ask) => {
        const { store } = yard.yard.context;
        store.write((tx) => {
          const [one] = listImports(tx, account, undefined);
          if (one !== undefined)
            for (let count = 0; count < 50; count += 1)
              saveImport(tx, account, { ...one, id: `${count}`, status: "IN_PROGRESS" });
        });
        return ask();
      },
      ResourceInUseException: ({ table }, ask) => ask({ TableCreationParameters: parameters(table) }),
    },
    ListTagsOfResource: { ResourceNotFoundException: noArn },
    PutItem: { ConditionalCheckFailedException: (_, ask) => ask(failed) },
    PutResourcePolicy: {
      PolicyNotFoundException: (_, ask) => ask({ ExpectedRevisionId: "1" }),
      ResourceInUseException: stuckArn,
      ResourceNotFoundException: noArn,
    },
    RestoreTableFromBackup: {
      BackupInUseException: async ({ stuckBackup }, ask) => ask({ BackupArn: (await stuckBackup()).backupArn }),
      LimitExceededException: restoring,
      TableAlreadyExistsException: ({ table }, ask) => ask({ TargetTableName: table }),
      TableInUseException: async ({ stuck }, ask) => ask({ TargetTableName: await stuck() }),
    },
    RestoreTableToPointInTime: {
      InvalidRestoreTimeException: (_, ask) =>
        ask({ UseLatestRestorableTime: undefined, RestoreDateTime: new Date(1_000_000) }),
      LimitExceededException: restoring,
      PointInTimeRecoveryUnavailableException: ({ unrecoverable }, ask) => ask({ SourceTableName: unrecoverable }),
      TableAlreadyExistsException: ({ table }, ask) => ask({ TargetTableName: table }),
      TableInUseException: async ({ stuck }, ask) => ask({ TargetTableName: await stuck() }),
      TableNotFoundException: (_, ask) => ask({ SourceTableName: "nobody" }),
    },
    TagResource: { ResourceInUseException: stuckArn, ResourceNotFoundException: noArn },
    TransactGetItems: {
      ProvisionedThroughputExceededException: canceled("provisioned"),
      ThrottlingException: canceled("onDemand"),
      TransactionCanceledException: async ({ drained }, ask, operation) =>
        askOn(operation, await drained("provisioned"), ask),
    },
    TransactWriteItems: {
      IdempotentParameterMismatchException: async ({ table }, ask) => {
        await ask({ ClientRequestToken: "token" });
        const another = [{ Put: { TableName: table, Item: key("another") } }];
        return ask({ ClientRequestToken: "token", TransactItems: another });
      },
      ProvisionedThroughputExceededException: canceled("provisioned"),
      ThrottlingException: canceled("onDemand"),
      TransactionCanceledException: ({ table }, ask) =>
        ask({ TransactItems: [{ Put: { TableName: table, Item: key("one"), ...failed } }] }),
    },
    UntagResource: { ResourceInUseException: stuckArn, ResourceNotFoundException: noArn },
    UpdateContinuousBackups: {
      ContinuousBackupsUnavailableException: async ({ stuck }, ask) => ask({ TableName: await stuck() }),
    },
    UpdateItem: { ConditionalCheckFailedException: (_, ask) => ask(failed) },
    UpdateTable: {
      LimitExceededException: (_, ask) =>
        ask({ GlobalSecondaryIndexUpdates: ["one", "two"].map((IndexName) => ({ Delete: { IndexName } })) }),
    },
  },
});

function parameters(TableName: string): object {
  return {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  };
}

/** AWS: RestoreTableFromBackup: 50 restores at a time. They are over at once here, so 50 are written down. */
async function restoring({ table, account, yard }: Made & Grounds, ask: Ask): Promise<unknown> {
  const { store } = yard.yard.context;
  const names = Array.from({ length: 50 }, (_, index) => `restored-${index}`);
  const all = (isInProgress: boolean): void =>
    store.write((tx) => {
      const record = loadTable(tx, account, table);
      if (record === undefined) throw new Error("The table is not there.");
      const restored = { sourceTableArn: "", atMs: 0, isInProgress };
      for (const tableName of names) saveTable(tx, store, account, { ...record, tableName, restored });
    });
  all(true);
  return ask().finally(() => all(false));
}
