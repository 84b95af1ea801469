// Goal: Kinesis is Kinesis to the AWS CLI. Method: every operation that is served, called by the CLI's own code against a yard in this
// process; what is served and was not called fails the last test.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

/** What version 1 of the CLI cannot call, and why. */
const NOT_IN_THE_CLI = {
  SubscribeToShard: "The CLI removes it (customizations/removals.py): it answers an event stream.",
  UpdateStreamRecordDistributionStrategy: "The CLI's model does not have it yet (1.45.11).",
};

if (!hasAwsCli) test("the AWS CLI is not installed: Kinesis is not tried with it", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI calls Kinesis", () => {
  const stream = ["--stream-name", "clicks"];
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  let arn: string;

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    await aws`kinesis create-stream ${stream} --shard-count 2 --tags a=1`;
    await cli.settled();
    await aws`kinesis wait stream-exists ${stream}`;
    arn = await aws<string>`kinesis describe-stream ${stream} --query StreamDescription.StreamARN`;
  });
  afterAll(() => cli.stop());

  test("for records", async () => {
    // Version 1 sends text as it is; Unicode shows that it is not taken for Base64.
    const data = ["--partition-key", "k", "--data", "Grüße"];
    const put = await aws<{ ShardId: string }>`kinesis put-record ${stream} ${data}`;
    const records = [{ Data: "two", PartitionKey: "k" }];
    expect(await aws`kinesis put-records --stream-arn ${arn} --records ${records} --query FailedRecordCount`).toBe(0);
    const start = ["--shard-id", put.ShardId, "--shard-iterator-type", "TRIM_HORIZON", "--query", "ShardIterator"];
    const iterator = await aws<string>`kinesis get-shard-iterator ${stream} ${start}`;
    const read = await aws<string[]>`kinesis get-records --shard-iterator ${iterator} --query Records[].Data`;
    expect(read.map((each) => Buffer.from(each, "base64").toString())).toEqual(["Grüße", "two"]);
  });

  test("for streams and their shards", async () => {
    expect(await aws`kinesis list-streams --query StreamNames`).toEqual(["clicks"]);
    expect(await aws`kinesis describe-limits --query OpenShardCount`).toBe(2);
    await aws`kinesis increase-stream-retention-period ${stream} --retention-period-hours 48`;
    await aws`kinesis decrease-stream-retention-period ${stream} --retention-period-hours 24`;
    await aws`kinesis update-shard-count ${stream} --target-shard-count 4 --scaling-type UNIFORM_SCALING`;
    await cli.settled();
    const open = ["--shard-filter", "Type=AT_LATEST", "--query", "Shards[].ShardId"];
    const [first = "", second = ""] = await aws<string[]>`kinesis list-shards ${stream} ${open}`;
    await aws`kinesis merge-shards ${stream} --shard-to-merge ${first} --adjacent-shard-to-merge ${second}`;
    await cli.settled();
    const merged = await aws<string>`kinesis list-shards ${stream} --query Shards[-1].ShardId`;
    await aws`kinesis split-shard ${stream} --shard-to-split ${merged} --new-starting-hash-key 1000`;
    await cli.settled();
    const summary = await aws<object>`kinesis describe-stream-summary ${stream} --query StreamDescriptionSummary`;
    expect(summary).toMatchObject({ StreamStatus: "ACTIVE", OpenShardCount: 4 });
  });

  test("for tags, metrics, the size of records and policies", async () => {
    await aws`kinesis add-tags-to-stream ${stream} --tags b=2`;
    await aws`kinesis remove-tags-from-stream ${stream} --tag-keys a`;
    expect(await aws`kinesis list-tags-for-stream ${stream} --query Tags`).toEqual([{ Key: "b", Value: "2" }]);
    await aws`kinesis tag-resource --resource-arn ${arn} --tags c=3`;
    await aws`kinesis untag-resource --resource-arn ${arn} --tag-keys b`;
    const tags = await aws`kinesis list-tags-for-resource --resource-arn ${arn} --query Tags`;
    expect(tags).toEqual([{ Key: "c", Value: "3" }]);
    await aws`kinesis enable-enhanced-monitoring ${stream} --shard-level-metrics IncomingBytes`;
    await aws`kinesis disable-enhanced-monitoring ${stream} --shard-level-metrics ALL`;
    await aws`kinesis update-max-record-size --stream-arn ${arn} --max-record-size-in-ki-b 2048`;
    await cli.settled();
    const Statement = [
      { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "kinesis:PutRecord", Resource: arn },
    ];
    const policy = { Version: "2012-10-17", Statement };
    await aws`kinesis put-resource-policy --resource-arn ${arn} --policy ${policy}`;
    expect(await aws`kinesis get-resource-policy --resource-arn ${arn} --query Policy`).toEqual(JSON.stringify(policy));
    await aws`kinesis delete-resource-policy --resource-arn ${arn}`;
  });

  test("for consumers", async () => {
    const register = ["--stream-arn", arn, "--consumer-name", "reader"];
    const consumer = await aws<string>`kinesis register-stream-consumer ${register} --query Consumer.ConsumerARN`;
    await cli.settled();
    const status = ["--query", "ConsumerDescription.ConsumerStatus"];
    expect(await aws`kinesis describe-stream-consumer --consumer-arn ${consumer} ${status}`).toBe("ACTIVE");
    const names = await aws`kinesis list-stream-consumers --stream-arn ${arn} --query Consumers[].ConsumerName`;
    expect(names).toEqual(["reader"]);
    await aws`kinesis deregister-stream-consumer --consumer-arn ${consumer}`;
  });

  test("for encryption and the account's settings", async () => {
    const key = ["--encryption-type", "KMS", "--key-id", "alias/aws/kinesis"];
    await aws`kinesis start-stream-encryption ${stream} ${key}`;
    await cli.settled();
    const put = ["--partition-key", "k", "--data", "secret", "--query", "EncryptionType"];
    expect(await aws`kinesis put-record ${stream} ${put}`).toBe("KMS");
    await aws`kinesis stop-stream-encryption ${stream} ${key}`;
    await cli.settled();
    await aws`kinesis update-account-settings --minimum-throughput-billing-commitment Status=ENABLED`;
    const status = ["--query", "MinimumThroughputBillingCommitment.Status"];
    expect(await aws`kinesis describe-account-settings ${status}`).toBe("ENABLED");
    await aws`kinesis update-stream-mode --stream-arn ${arn} --stream-mode-details StreamMode=ON_DEMAND`;
    await cli.settled();
    await aws`kinesis update-stream-warm-throughput --stream-arn ${arn} --warm-throughput-mi-bps 5`;
    await cli.settled();
  });

  test("and is told of a stream that is gone", async () => {
    await aws`kinesis delete-stream ${stream}`;
    await cli.settled();
    await expect(aws`kinesis describe-stream ${stream}`).rejects.toThrow(
      "An error occurred (ResourceNotFoundException) when calling the DescribeStream operation: " +
        `Stream clicks under account ${cli.account.account} not found.`,
    );
  });

  test("in every operation that is served and that it has", async () => {
    expect(cli.uncalled("kinesis")).toEqual(Object.keys(NOT_IN_THE_CLI));
    expect((await cli.run(["kinesis", "subscribe-to-shard"])).err).toContain("Invalid choice");
  });
});
