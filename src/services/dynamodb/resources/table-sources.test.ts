// Goal: what a table's stack says of other services is done: a Kinesis data stream for its changes, objects in S3 that it
// is made of, and throughput of indexes. Method: stacks, looked at through DynamoDB.

import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import {
  DescribeKinesisStreamingDestinationCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { beforeAll, expect, test } from "vitest";
import { sharedYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

/** Creates or updates the stack "s" and gives its status, with the reasons of what failed. */
async function deploy(account: TestAccount, how: "create" | "update", Resources: object): Promise<string> {
  const cloudFormation = account.client(CloudFormationClient);
  const input = { StackName: "s", TemplateBody: JSON.stringify({ Resources }) };
  await cloudFormation.send(how === "create" ? new CreateStackCommand(input) : new UpdateStackCommand(input));
  await yard.yard.context.jobs.settled();
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: "s" }));
  const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: "s" }));
  const failures = StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith("_FAILED"));
  return [Stacks?.[0]?.StackStatus, ...failures.map((event) => event.ResourceStatusReason)].join(": ");
}

const TableName = "things";
const BASE = {
  TableName,
  AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
  KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  BillingMode: "PAY_PER_REQUEST",
};
const table = (more: object): object => ({ Type: "AWS::DynamoDB::Table", Properties: { ...BASE, ...more } });

test("a table's changes go to the stream that its stack names, until it names none", async () => {
  const account = yard.account();
  const stream = (Name: string): object => ({ Type: "AWS::Kinesis::Stream", Properties: { Name, ShardCount: 1 } });
  const streams = { One: stream("one"), Two: stream("two") };
  const to = (name: string, more: object = {}): object => ({
    ...streams,
    Things: table({ KinesisStreamSpecification: { StreamArn: { "Fn::GetAtt": [name, "Arn"] }, ...more } }),
  });
  const destinations = async (): Promise<unknown> => {
    const { KinesisDataStreamDestinations: all = [] } = await account
      .client(DynamoDBClient)
      .send(new DescribeKinesisStreamingDestinationCommand({ TableName }));
    return all
      .filter(({ DestinationStatus }) => DestinationStatus === "ACTIVE")
      .map((each) => [each.StreamArn?.split("/").at(-1), each.ApproximateCreationDateTimePrecision]);
  };
  expect(await deploy(account, "create", to("One"))).toBe("CREATE_COMPLETE");
  expect(await destinations()).toEqual([["one", "MILLISECOND"]]);
  const precise = { ApproximateCreationDateTimePrecision: "MICROSECOND" };
  expect(await deploy(account, "update", to("One", precise))).toBe("UPDATE_COMPLETE");
  expect(await destinations()).toEqual([["one", "MICROSECOND"]]);
  expect(await deploy(account, "update", to("Two"))).toBe("UPDATE_COMPLETE");
  expect(await destinations()).toEqual([["two", "MILLISECOND"]]);
  expect(await deploy(account, "update", { ...streams, Things: table({}) })).toBe("UPDATE_COMPLETE");
  expect(await destinations()).toEqual([]);
});

test("a table is made of objects in S3, with all that an import does not take", async () => {
  const account = yard.account();
  const s3 = account.client(S3Client);
  const Bucket = `stack-imports-${account.account}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "data/1.csv", Body: "id,name\na,b\n" }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "bad/1.csv", Body: "name\nb\n" }));
  const from = (S3KeyPrefix: string): object =>
    table({
      ImportSourceSpecification: { InputFormat: "CSV", S3BucketSource: { S3Bucket: Bucket, S3KeyPrefix } },
      DeletionProtectionEnabled: false,
      StreamSpecification: { StreamViewType: "KEYS_ONLY" },
      Tags: [{ Key: "team", Value: "red" }],
    });
  expect(await deploy(account, "create", { Things: from("data/") })).toBe("CREATE_COMPLETE");
  const dynamodb = account.client(DynamoDBClient);
  expect((await dynamodb.send(new ScanCommand({ TableName }))).Items).toEqual([{ id: { S: "a" }, name: { S: "b" } }]);
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  expect(Table?.StreamSpecification?.StreamViewType).toBe("KEYS_ONLY");
  const { Tags } = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn }));
  expect(Tags).toContainEqual({ Key: "team", Value: "red" });

  const other = yard.account();
  const failed = await deploy(other, "create", { Things: from("bad/") });
  expect(failed).toMatch(/^ROLLBACK_COMPLETE: /);
});

test("on-demand limits and warm throughput of a table and its indexes are what the stack says", async () => {
  const account = yard.account();
  const things = (limit: number, warm: number): object => ({
    Things: table({
      WarmThroughput: { ReadUnitsPerSecond: warm, WriteUnitsPerSecond: 5000 },
      GlobalSecondaryIndexes: [
        {
          IndexName: "own",
          KeySchema: BASE.KeySchema,
          Projection: { ProjectionType: "ALL" },
          OnDemandThroughput: { MaxReadRequestUnits: limit },
          WarmThroughput: { ReadUnitsPerSecond: warm, WriteUnitsPerSecond: 5000 },
        },
      ],
    }),
  });
  const present = async (): Promise<unknown> => {
    const { Table } = await account.client(DynamoDBClient).send(new DescribeTableCommand({ TableName }));
    const [index] = Table?.GlobalSecondaryIndexes ?? [];
    return [
      Table?.WarmThroughput?.ReadUnitsPerSecond,
      index?.WarmThroughput?.ReadUnitsPerSecond,
      index?.OnDemandThroughput?.MaxReadRequestUnits,
    ];
  };
  expect(await deploy(account, "create", things(5, 13_000))).toBe("CREATE_COMPLETE");
  expect(await present()).toEqual([13_000, 13_000, 5]);
  expect(await deploy(account, "update", things(7, 14_000))).toBe("UPDATE_COMPLETE");
  expect(await present()).toEqual([14_000, 14_000, 7]);
});
