// Goal: DynamoDB is DynamoDB to boto3 and the AWS CLI as they are. Method: a boto3 program that asserts by itself, and a
// few commands, against a yard in this process. Where the tools are not installed, there is nothing to try.

import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testYard, type TestYard } from "../../src/testing/harness.ts";
import { toolEnvironment } from "./tool-environment.ts";

const PROGRAM = fileURLToPath(new URL("dynamodb_boto3.py", import.meta.url));
const DATA_PLANE = fileURLToPath(new URL("dynamodb_data.py", import.meta.url));
const hasBoto3 = spawnSync("python3", ["-c", "import boto3"], { stdio: "ignore" }).status === 0;
const hasCli = spawnSync("aws", ["--version"], { stdio: "ignore" }).status === 0;
const execute = promisify(execFile);

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard();
});
afterAll(() => yard.stop());

if (!hasBoto3) test("boto3 is not installed: DynamoDB is not tried with it", () => expect(hasBoto3).toBe(false));
if (!hasCli) test("the AWS CLI is not installed: DynamoDB is not tried with it", () => expect(hasCli).toBe(false));

test.runIf(hasBoto3)("boto3 makes, fills, queries, changes and deletes a table", async () => {
  const { stdout } = await execute("python3", [PROGRAM], { env: toolEnvironment(yard) });
  expect(stdout).toBe("");
});

test.runIf(hasBoto3)("boto3 calls every operation on items and streams, and knows their errors", async () => {
  const { stdout } = await execute("python3", [DATA_PLANE], { env: toolEnvironment(yard) });
  expect(stdout).toBe("");
});

test.runIf(hasCli)("the AWS CLI makes a table, waits for it, puts, queries and reads its stream", async () => {
  const env = toolEnvironment(yard);
  const aws = async (...args: string[]): Promise<unknown> => {
    const { stdout } = await execute("aws", [...args, "--output", "json"], { env });
    return stdout.trim() === "" ? undefined : JSON.parse(stdout);
  };
  const table = ["--table-name", "Music"];
  const created = await aws(
    ...["dynamodb", "create-table", ...table, "--attribute-definitions"],
    ...["AttributeName=Artist,AttributeType=S", "AttributeName=SongTitle,AttributeType=S", "--key-schema"],
    ...["AttributeName=Artist,KeyType=HASH", "AttributeName=SongTitle,KeyType=RANGE", "--provisioned-throughput"],
    ...["ReadCapacityUnits=10,WriteCapacityUnits=5", "--stream-specification"],
    ...["StreamEnabled=true,StreamViewType=NEW_IMAGE", "--query", "TableDescription.TableStatus"],
  );
  expect(created).toBe("CREATING");
  await aws("dynamodb", "wait", "table-exists", ...table);
  const item = { Artist: { S: "No One You Know" }, SongTitle: { S: "Call Me Today" }, Year: { N: "2015" } };
  await aws("dynamodb", "put-item", ...table, "--item", JSON.stringify(item));
  const found = await aws(
    ...["dynamodb", "query", ...table, "--key-condition-expression", "Artist = :a and begins_with(SongTitle, :s)"],
    ...["--expression-attribute-values", JSON.stringify({ ":a": item.Artist, ":s": { S: "Call" } })],
  );
  expect(found).toMatchObject({ Items: [item], Count: 1, ScannedCount: 1 });
  const streamArn = await aws("dynamodbstreams", "list-streams", ...table, "--query", "Streams[0].StreamArn");
  const stream = ["--stream-arn", String(streamArn)];
  const shardId = await aws(
    ...["dynamodbstreams", "describe-stream", ...stream, "--query", "StreamDescription.Shards[0].ShardId"],
  );
  const iterator = await aws(
    ...["dynamodbstreams", "get-shard-iterator", ...stream, "--shard-id", String(shardId)],
    ...["--shard-iterator-type", "TRIM_HORIZON", "--query", "ShardIterator"],
  );
  const records = await aws(
    ...[
      "dynamodbstreams",
      "get-records",
      "--shard-iterator",
      String(iterator),
      "--query",
      "Records[].dynamodb.NewImage",
    ],
  );
  expect(records).toEqual([item]);
  const selected = await aws("dynamodb", "execute-statement", "--statement", "SELECT * FROM Music", "--query", "Items");
  expect(selected).toEqual([item]);
});
