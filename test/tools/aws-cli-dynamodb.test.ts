// Goal: DynamoDB and its streams are what they are to the AWS CLI. Method: every operation that is served, called by the CLI's own
// code against a yard in this process; what is served and was not called fails the last test.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli)
  test("the AWS CLI is not installed: DynamoDB is not tried with it", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI calls DynamoDB", () => {
  const keys = [
    ...["--billing-mode", "PAY_PER_REQUEST", "--attribute-definitions", "AttributeName=id,AttributeType=S"],
    ...["--key-schema", "AttributeName=id,KeyType=HASH"],
  ];
  const table = ["--table-name", "things"];
  const item = (id: string, name = id) => ({ id: { S: id }, name: { S: name } });
  const key = (id: string) => ({ id: { S: id } });
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  let arn: string;
  let stream: string;

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    arn = await aws<string>`dynamodb create-table ${table} ${keys} --query TableDescription.TableArn`;
    await cli.settled();
    await aws`dynamodb wait table-exists ${table}`;
    const view = ["--stream-specification", "StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES"];
    stream = await aws<string>`dynamodb update-table ${table} ${view} --query TableDescription.LatestStreamArn`;
    await cli.settled();
  });
  afterAll(() => cli.stop());

  const ids = async (name: string) =>
    (await aws<string[]>`dynamodb scan --table-name ${name} --query Items[].id.S`).sort();

  test("for items", async () => {
    await aws`dynamodb put-item ${table} --item ${item("a")}`;
    const values = ["--expression-attribute-values", '{":n": {"S": "Grüße"}}', "--return-values", "UPDATED_NEW"];
    const names = ["--expression-attribute-names", '{"#n": "name"}'];
    const set = ["--update-expression", "SET #n = :n", ...names, ...values];
    expect(await aws`dynamodb update-item ${table} --key ${key("a")} ${set} --query Attributes.name.S`).toBe("Grüße");
    expect(await aws`dynamodb get-item ${table} --key ${key("a")} --query Item`).toEqual(item("a", "Grüße"));
    const put = [{ PutRequest: { Item: item("b") } }, { PutRequest: { Item: item("c") } }];
    await aws`dynamodb batch-write-item --request-items ${{ things: put }}`;
    const got = aws`dynamodb batch-get-item --request-items ${{ things: { Keys: [key("b")] } }} --query Responses`;
    expect(await got).toEqual({ things: [item("b")] });
    const condition = [
      "--key-condition-expression",
      "id = :id",
      "--expression-attribute-values",
      '{":id": {"S": "b"}}',
    ];
    expect(await aws`dynamodb query ${table} ${condition} --query Items`).toEqual([item("b")]);
    expect(await ids("things")).toEqual(["a", "b", "c"]);
    const old = ["--return-values", "ALL_OLD", "--query", "Attributes"];
    expect(await aws`dynamodb delete-item ${table} --key ${key("c")} ${old}`).toEqual(item("c"));
  });

  test("for transactions and statements", async () => {
    const write = [{ Put: { TableName: "things", Item: item("d") } }];
    await aws`dynamodb transact-write-items --transact-items ${write}`;
    const get = [{ Get: { TableName: "things", Key: key("d") } }];
    const read = await aws`dynamodb transact-get-items --transact-items ${get} --query Responses[0].Item`;
    expect(read).toEqual(item("d"));
    const select = "SELECT * FROM things WHERE id = 'd'";
    expect(await aws`dynamodb execute-statement --statement ${select} --query Items`).toEqual([item("d")]);
    const statements = [{ Statement: select }];
    const answers = await aws`dynamodb batch-execute-statement --statements ${statements} --query Responses[0].Item`;
    expect(answers).toEqual(item("d"));
    const change = [{ Statement: "DELETE FROM things WHERE id = 'd'" }];
    await aws`dynamodb execute-transaction --transact-statements ${change}`;
    expect(await ids("things")).toEqual(["a", "b"]);
  });

  test("for streams", async () => {
    const streams = await aws`dynamodbstreams list-streams ${table} --query Streams[].StreamArn`;
    expect(streams).toEqual([stream]);
    const described = ["--stream-arn", stream, "--query", "StreamDescription.Shards[0].ShardId"];
    const shard = await aws<string>`dynamodbstreams describe-stream ${described}`;
    const start = ["--shard-id", shard, "--shard-iterator-type", "TRIM_HORIZON", "--query", "ShardIterator"];
    const iterator = await aws<string>`dynamodbstreams get-shard-iterator --stream-arn ${stream} ${start}`;
    const events = ["--query", "Records[].[eventName, dynamodb.Keys.id.S]"];
    const records = await aws<unknown[]>`dynamodbstreams get-records --shard-iterator ${iterator} ${events}`;
    expect(records.slice(0, 2)).toEqual([
      ["INSERT", "a"],
      ["MODIFY", "a"],
    ]);
  });

  test("for tags, time to live, limits and policies", async () => {
    expect(await aws`dynamodb list-tables --query TableNames`).toEqual(["things"]);
    await aws`dynamodb tag-resource --resource-arn ${arn} --tags Key=a,Value=1 Key=b,Value=2`;
    await aws`dynamodb untag-resource --resource-arn ${arn} --tag-keys a`;
    const tags = await aws`dynamodb list-tags-of-resource --resource-arn ${arn} --query Tags`;
    expect(tags).toEqual([{ Key: "b", Value: "2" }]);
    await aws`dynamodb update-time-to-live ${table} --time-to-live-specification Enabled=true,AttributeName=ttl`;
    const ttl = await aws`dynamodb describe-time-to-live ${table} --query TimeToLiveDescription`;
    expect(ttl).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "ttl" });
    expect(await aws`dynamodb describe-limits --query TableMaxReadCapacityUnits`).toBeGreaterThan(0);
    expect(await aws`dynamodb describe-endpoints --query length(Endpoints)`).toBe(1);
    const Statement = [
      { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "dynamodb:GetItem", Resource: arn },
    ];
    const policy = { Version: "2012-10-17", Statement };
    await aws`dynamodb put-resource-policy --resource-arn ${arn} --policy ${policy}`;
    const kept = await aws<string>`dynamodb get-resource-policy --resource-arn ${arn} --query Policy`;
    expect(JSON.parse(kept)).toEqual(policy);
    await aws`dynamodb delete-resource-policy --resource-arn ${arn}`;
  });

  test("for changes that go to Kinesis", async () => {
    const made = ["--stream-name", "changes", "--shard-count", "1"];
    await aws`kinesis create-stream ${made}`;
    await cli.settled();
    const destination = [...table, "--stream-arn", arn.replace(/:dynamodb:(.*):table.*/, ":kinesis:$1:stream/changes")];
    await aws`dynamodb enable-kinesis-streaming-destination ${destination}`;
    await cli.settled();
    const precision = ["--update-kinesis-streaming-configuration", "ApproximateCreationDateTimePrecision=MICROSECOND"];
    await aws`dynamodb update-kinesis-streaming-destination ${destination} ${precision}`;
    const status = ["--query", "KinesisDataStreamDestinations[].DestinationStatus"];
    await cli.settled();
    expect(await aws`dynamodb describe-kinesis-streaming-destination ${table} ${status}`).toEqual(["ACTIVE"]);
    await aws`dynamodb disable-kinesis-streaming-destination ${destination}`;
  });

  test("for backups and the past", async () => {
    const named = [...table, "--backup-name", "first", "--query", "BackupDetails.BackupArn"];
    const backup = ["--backup-arn", await aws<string>`dynamodb create-backup ${named}`];
    await cli.settled();
    const status = ["--query", "BackupDescription.BackupDetails.BackupStatus"];
    expect(await aws`dynamodb describe-backup ${backup} ${status}`).toBe("AVAILABLE");
    expect(await aws`dynamodb list-backups ${table} --query BackupSummaries[].BackupName`).toEqual(["first"]);
    await aws`dynamodb restore-table-from-backup --target-table-name restored ${backup}`;
    await cli.settled();
    expect(await ids("restored")).toEqual(["a", "b"]);
    await aws`dynamodb delete-backup ${backup}`;

    const recovery = ["--point-in-time-recovery-specification", "PointInTimeRecoveryEnabled=true"];
    await aws`dynamodb update-continuous-backups ${table} ${recovery}`;
    const enabled = [
      "--query",
      "ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus",
    ];
    expect(await aws`dynamodb describe-continuous-backups ${table} ${enabled}`).toBe("ENABLED");
    const past = ["--source-table-name", "things", "--target-table-name", "past", "--use-latest-restorable-time"];
    await aws`dynamodb restore-table-to-point-in-time ${past}`;
    await cli.settled();
    expect(await ids("past")).toEqual(["a", "b"]);
  });

  test("for exports and imports", async () => {
    const bucket = `tables-${cli.account.account}`;
    await aws`s3api create-bucket --bucket ${bucket}`;
    const out = [
      "--table-arn",
      arn,
      "--s3-bucket",
      bucket,
      "--s3-prefix",
      "out",
      "--query",
      "ExportDescription.ExportArn",
    ];
    const exported = await aws<string>`dynamodb export-table-to-point-in-time ${out}`;
    await cli.settled();
    const items = ["--query", "ExportDescription.[ExportStatus, ItemCount]"];
    expect(await aws`dynamodb describe-export --export-arn ${exported} ${items}`).toEqual(["COMPLETED", 2]);
    const exports = await aws`dynamodb list-exports --table-arn ${arn} --query ExportSummaries[].ExportArn`;
    expect(exports).toEqual([exported]);

    await cli.run(["s3", "cp", "-", `s3://${bucket}/in/1.csv`], "id,name\nx,one\ny,two\n");
    const creation = {
      TableName: "imported",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    };
    const source = ["--s3-bucket-source", `S3Bucket=${bucket},S3KeyPrefix=in/`, "--input-format", "CSV"];
    const query = ["--query", "ImportTableDescription.ImportArn"];
    const imported =
      await aws<string>`dynamodb import-table ${source} --table-creation-parameters ${creation} ${query}`;
    await cli.settled();
    const status = ["--query", "ImportTableDescription.ImportStatus"];
    expect(await aws`dynamodb describe-import --import-arn ${imported} ${status}`).toBe("COMPLETED");
    expect(await aws`dynamodb list-imports --query ImportSummaryList[].ImportArn`).toEqual([imported]);
    expect(await ids("imported")).toEqual(["x", "y"]);
  });

  test("and is told of what is wrong", async () => {
    const twice = ["--condition-expression", "attribute_not_exists(id)"];
    await expect(aws`dynamodb put-item ${table} --item ${item("a")} ${twice}`).rejects.toThrow(
      "An error occurred (ConditionalCheckFailedException) when calling the PutItem operation: The conditional request failed",
    );
    await aws`dynamodb delete-table ${table}`;
    await cli.settled();
    await expect(aws`dynamodb describe-table ${table}`).rejects.toThrow(
      "An error occurred (ResourceNotFoundException) when calling the DescribeTable operation: " +
        "Requested resource not found: Table: things not found",
    );
    const old = ["--shard-iterator", "nonsense"];
    await expect(aws`dynamodbstreams get-records ${old}`).rejects.toThrow("(ValidationException)");
  });

  test("in every operation that is served", () => {
    expect([...cli.uncalled("dynamodb"), ...cli.uncalled("dynamodb-streams")]).toEqual([]);
  });
});
