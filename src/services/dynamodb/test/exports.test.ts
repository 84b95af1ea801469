// Goal: an export has what the table had at its moment, or what changed between two, in the files that AWS documents.
// Method: a yard whose clock stands still; the objects are read back with the S3 client.

import { gunzipSync } from "node:zlib";
import {
  DeleteItemCommand,
  DescribeExportCommand,
  DynamoDBClient,
  ExportTableToPointInTimeCommand,
  ListExportsCommand,
  PutItemCommand,
  UpdateContinuousBackupsCommand,
  type ExportTableToPointInTimeCommandInput,
} from "@aws-sdk/client-dynamodb";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";
import { createThings } from "./tables.ts";

const MINUTE_MS = 60_000;
const TableName = "things";
// A whole second: times of exports are asked for in seconds.
const startMs = Math.floor(createClock({ mode: "wall" }).nowMs() / 1000) * 1000;

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard({ clock: createClock({ mode: "virtual", startMs }) });
});
afterAll(() => yard.stop());

const client = (account: TestAccount): DynamoDBClient => account.client(DynamoDBClient);
const s3Of = ({ config }: TestAccount): S3Client => new S3Client({ ...config, forcePathStyle: true });
const bucketOf = ({ account }: TestAccount): string => `exports-${account}`;
const arnOf = ({ account }: TestAccount): string => `arn:aws:dynamodb:us-east-1:${account}:table/things`;
const now = (): Date => new Date(yard.clock.nowMs());

/** An account with a table that can be restored, and a bucket. */
async function prepared(): Promise<TestAccount> {
  const account = yard.account();
  await createThings(client(account));
  await client(account).send(
    new UpdateContinuousBackupsCommand({
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  await s3Of(account).send(new CreateBucketCommand({ Bucket: bucketOf(account) }));
  return account;
}

const put = (account: TestAccount, id: string, more = {}): Promise<unknown> =>
  client(account).send(new PutItemCommand({ TableName, Item: { id: { S: id }, n: { N: "1" }, ...more } }));

const ask = (account: TestAccount, more: Partial<ExportTableToPointInTimeCommandInput> = {}, by = client(account)) =>
  by.send(new ExportTableToPointInTimeCommand({ TableArn: arnOf(account), S3Bucket: bucketOf(account), ...more }));

async function read(account: TestAccount, Key: string): Promise<Uint8Array> {
  const { Body } = await s3Of(account).send(new GetObjectCommand({ Bucket: bucketOf(account), Key }));
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

const readText = async (account: TestAccount, key: string): Promise<string> =>
  Buffer.from(await read(account, key)).toString("utf8");

/** Exports, waits for the end, and gives the description with all lines of the data files. */
async function exported(account: TestAccount, more: Partial<ExportTableToPointInTimeCommandInput> = {}) {
  const { ExportDescription: asked } = await ask(account, more);
  await yard.yard.context.jobs.settled();
  const { ExportDescription: description } = await client(account).send(
    new DescribeExportCommand({ ExportArn: asked?.ExportArn }),
  );
  expect(description?.FailureMessage).toBeUndefined();
  const summary = JSON.parse(await readText(account, description?.ExportManifest ?? "")) as Record<string, unknown>;
  const files = (await readText(account, String(summary["manifestFilesS3Key"])))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, string>);
  const lines: string[] = [];
  for (const file of files) {
    const text = gunzipSync(await read(account, file["dataFileS3Key"] ?? "")).toString("utf8");
    lines.push(...text.split("\n").filter((line) => line !== ""));
  }
  return { asked, description, summary, files, lines };
}

const parsed = (lines: readonly string[]): unknown[] => lines.map((line) => JSON.parse(line) as unknown);

test("a full export has the items of its moment, and a manifest", async () => {
  const account = await prepared();
  const data = { text: { S: "ü" }, bytes: { B: new Uint8Array([1, 2]) }, list: { L: [{ NULL: true }] } };
  await put(account, "a", data);
  const then = now();
  await yard.advance(1000);
  await put(account, "a");
  await put(account, "b");
  const { asked, description, summary, files, lines } = await exported(account, {
    ExportTime: then,
    S3Prefix: "daily",
  });
  expect(asked).toMatchObject({ ExportStatus: "IN_PROGRESS", ExportType: "FULL_EXPORT", ExportTime: then });
  expect(description).toMatchObject({ ExportStatus: "COMPLETED", ItemCount: 1, ExportFormat: "DYNAMODB_JSON" });
  expect(parsed(lines)).toEqual([
    { Item: { id: { S: "a" }, n: { N: "1" }, text: { S: "ü" }, bytes: { B: "AQI=" }, list: { L: [{ NULL: true }] } } },
  ]);
  const id = asked?.ExportArn?.split("/").at(-1);
  // AWS: Developer Guide, "DynamoDB table export output format", "The summary manifest".
  expect(summary).toMatchObject({
    version: "2020-06-30",
    exportArn: asked?.ExportArn,
    tableArn: arnOf(account),
    exportTime: then.toISOString(),
    s3Bucket: bucketOf(account),
    s3Prefix: "daily",
    s3SseAlgorithm: "AES256",
    s3SseKmsKeyId: null,
    manifestFilesS3Key: `daily/AWSDynamoDB/${id}/manifest-files.json`,
    itemCount: 1,
    outputFormat: "DYNAMODB_JSON",
  });
  expect(files).toEqual([
    {
      itemCount: 1,
      md5Checksum: expect.stringMatching(/^[A-Za-z0-9+/]{22}==$/),
      etag: expect.stringMatching(/^[0-9a-f]{32}$/),
      dataFileS3Key: expect.stringMatching(new RegExp(`^daily/AWSDynamoDB/${id}/data/[0-9a-z]{26}\\.json\\.gz$`)),
    },
  ]);
  const { Contents = [] } = await s3Of(account).send(new ListObjectsV2Command({ Bucket: bucketOf(account) }));
  const names = Contents.map(({ Key = "" }) => Key.split("/").at(-1)).filter((name) => name?.endsWith(".gz") === false);
  expect(names).toEqual([
    "_started",
    "manifest-files.checksum",
    "manifest-files.json",
    "manifest-summary.checksum",
    "manifest-summary.json",
  ]);
});

test("an empty table is exported as one empty file", async () => {
  const account = await prepared();
  const { description, files, lines } = await exported(account);
  expect([description?.ItemCount, files.length, lines]).toEqual([0, 1, []]);
});

test("an incremental export has each item's last state in its window", async () => {
  const account = await prepared();
  await put(account, "changed", { v: { N: "1" } });
  await put(account, "removed");
  await put(account, "untouched");
  await yard.advance(MINUTE_MS);
  const from = now();
  await put(account, "changed", { v: { N: "2" } });
  await yard.advance(MINUTE_MS);
  await put(account, "changed", { v: { N: "3" } });
  const changedAtMs = yard.clock.nowMs();
  await put(account, "new");
  await put(account, "passing");
  for (const id of ["removed", "passing"])
    await client(account).send(new DeleteItemCommand({ TableName, Key: { id: { S: id }, n: { N: "1" } } }));
  await yard.advance(20 * MINUTE_MS);
  const to = now();
  await put(account, "changed", { v: { N: "4" } });
  await yard.advance(MINUTE_MS);
  const window = { ExportFromTime: from, ExportToTime: to };
  const options = { ExportType: "INCREMENTAL_EXPORT" as const, IncrementalExportSpecification: window };
  const { summary, lines } = await exported(account, options);
  const key = (id: string) => ({ id: { S: id }, n: { N: "1" } });
  const Metadata = { WriteTimestampMicros: { N: String(changedAtMs * 1000) } };
  const sorted = (all: readonly string[]): unknown[] =>
    parsed([...all].sort((one, other) => (one.replace(/.*"Keys"/, "") < other.replace(/.*"Keys"/, "") ? -1 : 1)));
  // AWS: Developer Guide, "DynamoDB table export output format", "Incremental export output": an insert has no old image,
  // a delete no new one, and what was inserted and deleted in the window is not there.
  expect(sorted(lines)).toEqual([
    {
      Metadata,
      Keys: key("changed"),
      NewImage: { ...key("changed"), v: { N: "3" } },
      OldImage: { ...key("changed"), v: { N: "1" } },
    },
    { Metadata, Keys: key("new"), NewImage: key("new") },
    { Metadata, Keys: key("removed"), OldImage: key("removed") },
  ]);
  expect(summary).toMatchObject({
    version: "2023-08-01",
    exportFromTime: from.toISOString(),
    exportToTime: to.toISOString(),
    outputView: "NEW_AND_OLD_IMAGES",
    exportType: "INCREMENTAL_EXPORT",
  });
  const newOnly = await exported(account, {
    ...options,
    IncrementalExportSpecification: { ...window, ExportViewType: "NEW_IMAGE" },
  });
  expect(sorted(newOnly.lines)).toEqual([
    { Metadata, Keys: key("changed"), NewImage: { ...key("changed"), v: { N: "3" } } },
    { Metadata, Keys: key("new"), NewImage: key("new") },
    { Metadata, Keys: key("removed") },
  ]);
});

test("Ion lines have decimals, annotated sets and quoted symbols", async () => {
  const account = await prepared();
  await put(account, "a", {
    "two words": { S: 'say "hi"' },
    null: { NULL: true },
    yes: { BOOL: true },
    small: { N: "0.005" },
    price: { N: "-2000" },
    size: { N: "8.5" },
    b: { B: new Uint8Array([255]) },
    ss: { SS: ["x"] },
    ns: { NS: ["1", "20"] },
    m: { M: { l: { L: [{ N: "0" }] } } },
  });
  const { lines } = await exported(account, { ExportFormat: "ION" });
  // AWS: Developer Guide, "DynamoDB table export output format", "Amazon Ion"; Ion's text format for the rest.
  const [line = ""] = lines;
  expect(line.startsWith("$ion_1_0 {Item:{")).toBe(true);
  for (const part of [
    'id:"a"',
    "n:1.",
    `'two words':"say \\"hi\\""`,
    "'null':null",
    "yes:true",
    "small:5d-3",
    "price:-2d3",
    "size:8.5",
    "b:{{/w==}}",
    'ss:$dynamodb_SS::["x"]',
    "ns:$dynamodb_NS::[1.,2d1]",
    "m:{l:[0.]}",
  ])
    expect(line).toContain(part);
});

test("an export writes as who asks for it, and says why it could not", async () => {
  const account = await prepared();
  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "exporter" }));
  const statement = { Effect: "Allow", Action: "dynamodb:*", Resource: "*" };
  await iam.send(
    new PutUserPolicyCommand({
      UserName: "exporter",
      PolicyName: "p",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: statement }),
    }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "exporter" }));
  const exporter = account.clientWith(DynamoDBClient, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  const outcome = async (more: Partial<ExportTableToPointInTimeCommandInput>, by?: DynamoDBClient) => {
    const { ExportDescription } = await ask(account, more, by);
    await yard.yard.context.jobs.settled();
    const { ExportDescription: ended } = await client(account).send(
      new DescribeExportCommand({ ExportArn: ExportDescription?.ExportArn }),
    );
    return [ended?.ExportStatus, ended?.FailureCode];
  };
  expect(await outcome({}, exporter)).toEqual(["FAILED", "S3AccessDenied"]);
  expect(await outcome({ S3Bucket: "no-such-bucket-anywhere" })).toEqual(["FAILED", "S3NoSuchBucket"]);
  const { ExportSummaries } = await client(account).send(new ListExportsCommand({ TableArn: arnOf(account) }));
  expect(ExportSummaries?.map(({ ExportStatus }) => ExportStatus)).toEqual(["FAILED", "FAILED"]);
});

test("exports are asked for once a token, listed in pages, and refused as on AWS", async () => {
  const account = await prepared();
  const first = await ask(account, { ClientToken: "token" });
  const again = await ask(account, { ClientToken: "token" });
  expect(again.ExportDescription?.ExportArn).toBe(first.ExportDescription?.ExportArn);
  // AWS: API Reference, ExportTableToPointInTime, ClientToken and Errors.
  await expect(ask(account, { ClientToken: "token", S3Prefix: "other" })).rejects.toMatchObject({
    name: "ExportConflictException",
  });
  await yard.advance(1000);
  const second = await ask(account);
  await yard.yard.context.jobs.settled();
  const page = await client(account).send(new ListExportsCommand({ MaxResults: 1 }));
  expect(page.ExportSummaries?.map(({ ExportArn }) => ExportArn)).toEqual([second.ExportDescription?.ExportArn]);
  const rest = await client(account).send(new ListExportsCommand({ MaxResults: 1, NextToken: page.NextToken }));
  expect(rest.ExportSummaries?.map(({ ExportArn }) => ExportArn)).toEqual([first.ExportDescription?.ExportArn]);
  expect(rest).not.toHaveProperty("NextToken");

  const ago = (minutes: number): Date => new Date(yard.clock.nowMs() - minutes * MINUTE_MS);
  await expect(ask(account, { ExportTime: ago(60) })).rejects.toMatchObject({ name: "InvalidExportTimeException" });
  const incremental = (ExportFromTime: Date, ExportToTime: Date) =>
    ask(account, {
      ExportType: "INCREMENTAL_EXPORT",
      IncrementalExportSpecification: { ExportFromTime, ExportToTime },
    });
  await yard.advance(30 * 60 * MINUTE_MS);
  await expect(incremental(ago(14), now())).rejects.toThrow("less than 15 minutes");
  await expect(incremental(ago(25 * 60), now())).rejects.toThrow("greater than 24 hours");
  await expect(ask(account, { ExportType: "INCREMENTAL_EXPORT" })).rejects.toMatchObject({
    name: "ValidationException",
  });
  const unknown = `${arnOf(account)}/export/01234567890123-a1b2c3d4`;
  await expect(client(account).send(new DescribeExportCommand({ ExportArn: unknown }))).rejects.toMatchObject({
    name: "ExportNotFoundException",
  });
  const other = yard.account();
  await expect(ask(other)).rejects.toMatchObject({ name: "TableNotFoundException" });
  await createThings(client(other));
  await expect(ask(other)).rejects.toMatchObject({ name: "PointInTimeRecoveryUnavailableException" });
});
