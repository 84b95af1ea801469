// Goal: an import makes a table with the items of the objects, and tells what it could not take, as AWS documents it.
// Method: objects are put with the S3 client, and the table is read back with the DynamoDB client.

import { gzipSync } from "node:zlib";
import { CloudWatchLogsClient, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeExportCommand,
  DescribeImportCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ExportTableToPointInTimeCommand,
  GetItemCommand,
  ImportTableCommand,
  ListImportsCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateContinuousBackupsCommand,
  type ImportTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { sharedYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";
import { createThings } from "./tables.ts";

const TableName = "imported";

interface Setting {
  readonly yard: TestYard;
  readonly account: TestAccount;
  readonly dynamodb: DynamoDBClient;
  readonly bucket: string;
  readonly upload: (Key: string, Body: string | Uint8Array) => Promise<unknown>;
}

async function setting(): Promise<Setting> {
  const yard = await sharedYard();
  const account = yard.account();
  const s3 = account.client(S3Client);
  const bucket = `imports-${account.account}`;
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  return {
    yard,
    account,
    dynamodb: account.client(DynamoDBClient),
    bucket,
    upload: (Key, Body) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body })),
  };
}

const PARAMETERS = {
  TableName,
  BillingMode: "PAY_PER_REQUEST" as const,
  AttributeDefinitions: [
    { AttributeName: "id", AttributeType: "S" as const },
    { AttributeName: "rank", AttributeType: "N" as const },
  ],
  KeySchema: [{ AttributeName: "id", KeyType: "HASH" as const }],
  GlobalSecondaryIndexes: [
    {
      IndexName: "by-rank",
      KeySchema: [{ AttributeName: "rank", KeyType: "HASH" as const }],
      Projection: { ProjectionType: "ALL" as const },
    },
  ],
};

/** Imports, waits for the end, and gives both descriptions. */
async function imported({ yard, dynamodb, bucket }: Setting, more: Partial<ImportTableCommandInput>) {
  const { ImportTableDescription: asked } = await dynamodb.send(
    new ImportTableCommand({
      S3BucketSource: { S3Bucket: bucket },
      InputFormat: "CSV",
      TableCreationParameters: PARAMETERS,
      ...more,
    }),
  );
  await yard.yard.context.jobs.settled();
  const { ImportTableDescription: ended } = await dynamodb.send(
    new DescribeImportCommand({ ImportArn: asked?.ImportArn }),
  );
  return { asked, ended };
}

test("CSV objects become items: keys have their types, all else is text", async () => {
  const here = await setting();
  await here.upload("data/1.csv", 'id,rank,note\na,1,"say ""hi"""\nb,2,\n');
  await here.upload("data/2.csv", "rank,id\n2,c\n3,a\n");
  await here.upload("other.csv", "id,rank\nz,1\n");
  const { asked, ended } = await imported(here, {
    S3BucketSource: { S3Bucket: here.bucket, S3KeyPrefix: "data/" },
  });
  expect(asked).toMatchObject({
    ImportStatus: "IN_PROGRESS",
    ImportArn: expect.stringMatching(/:table\/imported\/import\/\d{14}-[0-9a-f]{8}$/),
    InputCompressionType: "NONE",
    TableCreationParameters: PARAMETERS,
    CloudWatchLogGroupArn: `arn:aws:logs:us-east-1:${here.account.account}:log-group:/aws-dynamodb/imports:*`,
  });
  // AWS: of items with one key one remains, and it counts once (Developer Guide, "Import format quotas and validation").
  expect(ended).toMatchObject({
    ImportStatus: "COMPLETED",
    ProcessedItemCount: 4,
    ImportedItemCount: 3,
    ErrorCount: 0,
    ProcessedSizeBytes: 51,
  });
  const { Items = [] } = await here.dynamodb.send(new ScanCommand({ TableName }));
  expect(Items.sort((one, other) => ((one["id"]?.S ?? "") < (other["id"]?.S ?? "") ? -1 : 1))).toEqual([
    { id: { S: "a" }, rank: { N: "3" } },
    { id: { S: "b" }, rank: { N: "2" }, note: { S: "" } },
    { id: { S: "c" }, rank: { N: "2" } },
  ]);
  const byRank = await here.dynamodb.send(
    new QueryCommand({
      TableName,
      IndexName: "by-rank",
      KeyConditionExpression: "#r = :r",
      ExpressionAttributeNames: { "#r": "rank" },
      ExpressionAttributeValues: { ":r": { N: "1" } },
    }),
  );
  expect(byRank.Count).toBe(0);
  const { Table } = await here.dynamodb.send(new DescribeTableCommand({ TableName }));
  expect(Table?.TableStatus).toBe("ACTIVE");
});

test("compressed DynamoDB JSON is read in chunks, and what an export wrote can be imported", async () => {
  const here = await setting();
  const lines = Array.from({ length: 2500 }, (_, n) =>
    JSON.stringify({ Item: { id: { S: `i${n}` }, n: { N: `${n}` } } }),
  );
  await here.upload("all.json.gz", gzipSync(lines.join("\n")));
  const json = { InputFormat: "DYNAMODB_JSON", InputCompressionType: "GZIP" } as const;
  const { ended } = await imported(here, json);
  expect(ended).toMatchObject({ ImportStatus: "COMPLETED", ImportedItemCount: 2500 });
  expect(ended?.ProcessedSizeBytes).toBe(lines.join("\n").length);

  await createThings(here.dynamodb);
  const item = {
    id: { S: "a" },
    n: { N: "1" },
    b: { B: new Uint8Array([1, 255]) },
    l: { L: [{ M: { x: { NULL: true } } }, { BOOL: false }] },
    s: { NS: ["1", "2"] },
    bs: { BS: [new Uint8Array([7])] },
  };
  await here.dynamodb.send(new PutItemCommand({ TableName: "things", Item: item }));
  await here.dynamodb.send(
    new UpdateContinuousBackupsCommand({
      TableName: "things",
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  const TableArn = `arn:aws:dynamodb:us-east-1:${here.account.account}:table/things`;
  const { ExportDescription } = await here.dynamodb.send(
    new ExportTableToPointInTimeCommand({ TableArn, S3Bucket: here.bucket, S3Prefix: "out" }),
  );
  await here.yard.yard.context.jobs.settled();
  const { ExportDescription: done } = await here.dynamodb.send(
    new DescribeExportCommand({ ExportArn: ExportDescription?.ExportArn }),
  );
  const folder = done?.ExportManifest?.replace("manifest-summary.json", "data/");
  const copy = await imported(here, {
    ...json,
    S3BucketSource: { S3Bucket: here.bucket, S3KeyPrefix: folder },
    TableCreationParameters: {
      TableName: "copy",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    },
  });
  expect(copy.ended?.ImportStatus).toBe("COMPLETED");
  const { Item } = await here.dynamodb.send(new GetItemCommand({ TableName: "copy", Key: { id: { S: "a" } } }));
  expect(Item).toEqual(item);
});

test("items that are none are counted and logged, and the others are there", async () => {
  const here = await setting();
  const bad = [
    '{"Item":{"id":{"S":"good"}}}',
    '{"Item":{"name":{"S":"no key"}}}',
    "not json",
    '{"Item":{"id":{"N":"1"}}}',
  ];
  await here.upload("bad.json", bad.join("\n"));
  const { ended } = await imported(here, { InputFormat: "DYNAMODB_JSON" });
  // AWS: Developer Guide, "Import format quotas and validation", "Data validation errors".
  expect(ended).toMatchObject({
    ImportStatus: "FAILED",
    FailureCode: "ItemValidationError",
    ProcessedItemCount: 4,
    ImportedItemCount: 1,
    ErrorCount: 3,
  });
  const { Items } = await here.dynamodb.send(new ScanCommand({ TableName }));
  expect(Items).toEqual([{ id: { S: "good" } }]);
  const { events = [] } = await here.account.client(CloudWatchLogsClient).send(
    new GetLogEventsCommand({
      logGroupName: "/aws-dynamodb/imports",
      logStreamName: `${ended?.ImportArn?.split("/").at(-1)}/error`,
      startFromHead: true,
    }),
  );
  expect(JSON.parse(events[0]?.message ?? "")).toEqual({
    itemS3Pointer: { bucket: here.bucket, key: "bad.json", itemIndex: 1 },
    importArn: ended?.ImportArn,
    errorMessages: ["One or more parameter values were invalid: Missing the key id in the item"],
  });
  expect(events).toHaveLength(3);
});

test("an object that cannot be read on is left, and a bucket that is not there leaves no table", async () => {
  const here = await setting();
  await here.upload("bad.csv", 'id,rank\na,1\nb "quoted",2\nc,3\n');
  const { ended } = await imported(here, {});
  expect(ended).toMatchObject({ ImportStatus: "FAILED", ImportedItemCount: 1, ErrorCount: 1 });
  const missing = await imported(here, {
    S3BucketSource: { S3Bucket: "no-such-bucket-anywhere" },
    TableCreationParameters: { ...PARAMETERS, TableName: "never" },
  });
  // AWS: Developer Guide, "Import format quotas and validation", "The specified bucket does not exist".
  expect(missing.ended).toMatchObject({ ImportStatus: "FAILED", FailureCode: "S3NoSuchBucket", ErrorCount: 0 });
  await expect(here.dynamodb.send(new DescribeTableCommand({ TableName: "never" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("imports are asked for once a token, listed in pages, and refused as on AWS", async () => {
  const here = await setting();
  await here.upload("1.csv", "id,rank\na,1\n");
  const first = await imported(here, { ClientToken: "token" });
  const again = await imported(here, { ClientToken: "token" });
  expect(again.asked?.ImportArn).toBe(first.asked?.ImportArn);
  await expect(imported(here, { ClientToken: "token", InputFormat: "DYNAMODB_JSON" })).rejects.toMatchObject({
    name: "ImportConflictException",
  });
  await expect(imported(here, {})).rejects.toMatchObject({
    name: "ResourceInUseException",
    message: "Table already exists: imported",
  });
  const second = await imported(here, { TableCreationParameters: { ...PARAMETERS, TableName: "second" } });
  const page = await here.dynamodb.send(new ListImportsCommand({ PageSize: 1 }));
  const rest = await here.dynamodb.send(new ListImportsCommand({ PageSize: 1, NextToken: page.NextToken }));
  const listed = [page, rest].flatMap(({ ImportSummaryList = [] }) =>
    ImportSummaryList.map(({ ImportArn }) => ImportArn),
  );
  expect(new Set(listed)).toEqual(new Set([first.asked?.ImportArn, second.asked?.ImportArn]));
  expect(rest).not.toHaveProperty("NextToken");
  const unknown = `${first.asked?.ImportArn?.slice(0, -8)}00000000`;
  await expect(here.dynamodb.send(new DescribeImportCommand({ ImportArn: unknown }))).rejects.toMatchObject({
    name: "ImportNotFoundException",
  });
  const third = { ...PARAMETERS, TableName: "third" };
  for (const more of [{ InputFormat: "ION" }, { InputCompressionType: "ZSTD" }] as const)
    await expect(imported(here, { ...more, TableCreationParameters: third })).rejects.toMatchObject({
      name: "NotImplemented",
    });
});
