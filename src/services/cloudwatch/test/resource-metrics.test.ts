// Goal: tables, topics, streams, delivery streams, rules and asynchronous invocations count what they do under the names, units and
// dimensions that AWS documents. Method: what a customer does, and CloudWatch's answers.

import { CloudWatchClient, GetMetricStatisticsCommand, type StandardUnit } from "@aws-sdk/client-cloudwatch";
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateStreamCommand,
  EnableEnhancedMonitoringCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  type MetricsName,
  PutRecordCommand,
  PutRecordsCommand,
} from "@aws-sdk/client-kinesis";
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { zipOf } from "../../../sandbox/testing/functions.ts";
import { sharedYard } from "../../../testing/harness.ts";

const HOUR_MS = 3_600_000;

async function setUp() {
  const yard = await sharedYard();
  const account = yard.account();
  const metrics = account.client(CloudWatchClient);
  /** Sum and number of a metric's values, of the unit alone; undefined where there are none. */
  const total = async (
    Namespace: string,
    MetricName: string,
    Unit: StandardUnit,
    dimensions: Readonly<Record<string, string>> = {},
  ): Promise<readonly [sum: number, count: number] | undefined> => {
    const nowMs = yard.yard.context.clock.nowMs();
    const { Datapoints = [] } = await metrics.send(
      new GetMetricStatisticsCommand({
        Namespace,
        MetricName,
        Unit,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: new Date(nowMs - HOUR_MS),
        EndTime: new Date(nowMs + HOUR_MS),
        Period: 3600,
        Statistics: ["Sum", "SampleCount"],
      }),
    );
    if (Datapoints.length === 0) return undefined;
    const add = (values: readonly (number | undefined)[]): number =>
      values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
    return [add(Datapoints.map(({ Sum }) => Sum)), add(Datapoints.map(({ SampleCount }) => SampleCount))];
  };
  return { yard, account, total, settled: () => yard.yard.context.jobs.settled() };
}

// AWS: Developer Guide, "DynamoDB Metrics and dimensions".
test("tables", async () => {
  const { account, total } = await setUp();
  const dynamodb = account.client(DynamoDBClient);
  await dynamodb.send(
    new CreateTableCommand({
      TableName: "orders",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "id", AttributeType: "S" },
        { AttributeName: "city", AttributeType: "S" },
      ],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-city",
          KeySchema: [{ AttributeName: "city", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
        },
      ],
    }),
  );
  const Key = { id: { S: "a" } };
  const Item = { ...Key, city: { S: "Oslo" } };
  await dynamodb.send(new PutItemCommand({ TableName: "orders", Item }));
  await dynamodb.send(new GetItemCommand({ TableName: "orders", Key, ConsistentRead: true }));
  await dynamodb.send(new GetItemCommand({ TableName: "orders", Key }));
  await dynamodb.send(
    new QueryCommand({
      TableName: "orders",
      IndexName: "by-city",
      KeyConditionExpression: "city = :c",
      ExpressionAttributeValues: { ":c": { S: "Oslo" } },
    }),
  );
  const isNew = { ConditionExpression: "attribute_not_exists(id)" };
  await expect(dynamodb.send(new PutItemCommand({ TableName: "orders", Item, ...isNew }))).rejects.toThrow();
  await expect(dynamodb.send(new GetItemCommand({ TableName: "orders", Key: {} }))).rejects.toThrow();
  const TableName = "orders";
  const of = (name: string, unit: StandardUnit, more = {}) => total("AWS/DynamoDB", name, unit, { TableName, ...more });
  expect(await of("ConsumedReadCapacityUnits", "Count")).toEqual([1.5, 2]);
  // The write that failed its condition cost a unit, too.
  expect(await of("ConsumedWriteCapacityUnits", "Count")).toEqual([2, 2]);
  const index = { GlobalSecondaryIndexName: "by-city" };
  expect(await of("ConsumedReadCapacityUnits", "Count", index)).toEqual([0.5, 1]);
  expect(await of("ConsumedWriteCapacityUnits", "Count", index)).toEqual([1, 1]);
  expect((await of("SuccessfulRequestLatency", "Milliseconds", { Operation: "GetItem" }))?.[1]).toBe(2);
  expect(await of("ReturnedItemCount", "Count", { Operation: "Query" })).toEqual([1, 1]);
  expect(await of("ConditionalCheckFailedRequests", "Count")).toEqual([1, 1]);
  expect(await total("AWS/DynamoDB", "UserErrors", "Count")).toEqual([1, 1]);
  expect(await of("SystemErrors", "Count", { Operation: "GetItem" })).toBeUndefined();
});

// AWS: Developer Guide, "DynamoDB Metrics and dimensions": what is read once a minute, and the filling of an index.
test("provisioned tables", async () => {
  const { account, total, settled } = await setUp();
  const dynamodb = account.client(DynamoDBClient);
  const TableName = "books";
  const capacity = (ReadCapacityUnits: number, WriteCapacityUnits: number) => ({
    ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits },
  });
  const indexOf = (IndexName: string, AttributeName: string) => ({
    IndexName,
    KeySchema: [{ AttributeName, KeyType: "HASH" as const }],
    Projection: { ProjectionType: "ALL" as const },
  });
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      ...capacity(80, 40),
      AttributeDefinitions: [
        { AttributeName: "id", AttributeType: "S" },
        { AttributeName: "city", AttributeType: "S" },
      ],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      GlobalSecondaryIndexes: [{ ...indexOf("by-city", "city"), ...capacity(800, 5) }],
    }),
  );
  await dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: "a" }, genre: { S: "crime" } } }));
  await dynamodb.send(
    new UpdateTableCommand({
      TableName,
      AttributeDefinitions: [
        { AttributeName: "id", AttributeType: "S" },
        { AttributeName: "city", AttributeType: "S" },
        { AttributeName: "genre", AttributeType: "S" },
      ],
      GlobalSecondaryIndexUpdates: [{ Create: { ...indexOf("by-genre", "genre"), ...capacity(1, 1) } }],
    }),
  );
  await settled();
  /** The mean, which is the same however often it was looked. */
  const of = async (name: string, unit: StandardUnit, dimensions: Readonly<Record<string, string>> = {}) => {
    const [sum, count] = (await total("AWS/DynamoDB", name, unit, dimensions)) ?? [NaN, 1];
    return sum / count;
  };
  const index = (GlobalSecondaryIndexName: string) => ({ TableName, GlobalSecondaryIndexName });
  expect(await of("ProvisionedReadCapacityUnits", "Count", { TableName })).toBe(80);
  expect(await of("ProvisionedWriteCapacityUnits", "Count", { TableName })).toBe(40);
  expect(await of("ProvisionedReadCapacityUnits", "Count", index("by-city"))).toBe(800);
  expect(await of("AccountMaxReads", "Count")).toBe(80_000);
  expect(await of("AccountProvisionedReadCapacityUtilization", "Percent")).toBeCloseTo(1.1);
  expect(await of("MaxProvisionedTableReadCapacityUtilization", "Percent")).toBe(2);
  expect(await of("OnlineIndexConsumedWriteCapacity", "Count", index("by-genre"))).toBe(1);
  expect(await of("OnlineIndexPercentageProgress", "Count", index("by-genre"))).toBe(100);
});

// AWS: "Monitoring Amazon EventBridge"; SNS Developer Guide, "Monitoring Amazon SNS topics using CloudWatch".
test("rules and topics", async () => {
  const { account, total, settled } = await setUp();
  const events = account.client(EventBridgeClient);
  const sqs = account.client(SQSClient);
  const sns = account.client(SNSClient);
  const queueArn = (name: string) => `arn:aws:sqs:${account.region}:${account.account}:${name}`;
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" }],
  });
  for (const QueueName of ["open", "dead"])
    await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { Policy } }));
  await sqs.send(new CreateQueueCommand({ QueueName: "shut" }));
  await events.send(new PutRuleCommand({ Name: "r", EventPattern: '{"source":["shop"]}' }));
  await events.send(
    new PutTargetsCommand({
      Rule: "r",
      Targets: [
        { Id: "open", Arn: queueArn("open") },
        { Id: "shut", Arn: queueArn("shut"), DeadLetterConfig: { Arn: queueArn("dead") } },
      ],
    }),
  );
  const entry = { DetailType: "Order", Detail: "{}" };
  await events.send(
    new PutEventsCommand({
      Entries: [
        { ...entry, Source: "shop" },
        { ...entry, Source: "other" },
      ],
    }),
  );
  await settled();
  const ofRule = (name: string) => total("AWS/Events", name, "Count", { RuleName: "r" });
  for (const name of ["TriggeredRules", "MatchedEvents", "FailedInvocations", "InvocationsSentToDlq"])
    expect([name, await ofRule(name)]).toEqual([name, [1, 1]]);
  expect(await ofRule("Invocations")).toEqual([2, 2]);
  expect(await total("AWS/Events", "PutEventsEntriesCount", "Count")).toEqual([2, 1]);

  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "t" }));
  const subscribe = (queue: string, FilterPolicy: string) =>
    sns.send(
      new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queueArn(queue), Attributes: { FilterPolicy } }),
    );
  await subscribe("open", "{}");
  await subscribe("shut", "{}");
  await subscribe("dead", '{"kind":["none"]}');
  await sns.send(new PublishCommand({ TopicArn, Message: "12345" }));
  await settled();
  const ofTopic = (name: string, unit: StandardUnit = "Count") => total("AWS/SNS", name, unit, { TopicName: "t" });
  for (const name of [
    "NumberOfMessagesPublished",
    "NumberOfNotificationsDelivered",
    "NumberOfNotificationsFailed",
    "NumberOfNotificationsFilteredOut",
  ])
    expect([name, await ofTopic(name)]).toEqual([name, [1, 1]]);
  expect(await ofTopic("PublishSize", "Bytes")).toEqual([5, 1]);
});

// AWS: Developer Guide, "Monitoring the Amazon Kinesis Data Streams Service with Amazon CloudWatch".
test("streams", async () => {
  const { account, total, settled } = await setUp();
  const kinesis = account.client(KinesisClient);
  const StreamName = "s";
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await settled();
  const ShardLevelMetrics: MetricsName[] = ["IncomingBytes", "OutgoingRecords"];
  await kinesis.send(new EnableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics }));
  const record = { Data: Buffer.from("12345"), PartitionKey: "a" };
  await kinesis.send(new PutRecordCommand({ StreamName, ...record }));
  await kinesis.send(new PutRecordsCommand({ StreamName, Records: [record, record] }));
  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({ StreamName, ShardId: "shardId-000000000000", ShardIteratorType: "TRIM_HORIZON" }),
  );
  await kinesis.send(new GetRecordsCommand({ ShardIterator }));
  const of = (name: string, unit: StandardUnit = "Count") => total("AWS/Kinesis", name, unit, { StreamName });
  expect(await of("IncomingRecords")).toEqual([3, 2]);
  expect(await of("IncomingBytes", "Bytes")).toEqual([15, 2]);
  expect(await of("PutRecord.Success")).toEqual([1, 1]);
  expect(await of("PutRecords.SuccessfulRecords")).toEqual([2, 1]);
  expect(await of("GetRecords.Records")).toEqual([3, 1]);
  expect(await of("GetRecords.Bytes", "Bytes")).toEqual([15, 1]);
  expect((await of("GetRecords.IteratorAgeMilliseconds", "Milliseconds"))?.[1]).toBe(1);

  // AWS: Developer Guide, "Enhanced shard-level metrics": those that were asked for, and no others.
  const shard = { StreamName, ShardId: "shardId-000000000000" };
  expect(await total("AWS/Kinesis", "IncomingBytes", "Bytes", shard)).toEqual([15, 3]);
  expect(await total("AWS/Kinesis", "OutgoingRecords", "Count", shard)).toEqual([3, 1]);
  expect(await total("AWS/Kinesis", "IncomingRecords", "Count", shard)).toBeUndefined();
});

// AWS: Lambda Developer Guide, "Types of metrics for Lambda functions", asynchronous invocation metrics.
test("asynchronous invocations", async () => {
  const { account, total, settled } = await setUp();
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const { Role } = await account
    .client(IAMClient)
    .send(new CreateRoleCommand({ RoleName: "f", AssumeRolePolicyDocument: JSON.stringify({ Statement: [trust] }) }));
  const lambda = account.client(LambdaClient);
  const FunctionName = "f";
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: Role?.Arn,
      Code: { ZipFile: zipOf({ "index.js": "exports.handler = async () => {};" }) },
    }),
  );
  const invoke = async () => {
    await lambda.send(new InvokeCommand({ FunctionName, InvocationType: "Event" }));
    await settled();
  };
  await invoke();
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  await invoke();
  const of = (name: string, unit: StandardUnit = "Count") => total("AWS/Lambda", name, unit, { FunctionName });
  expect(await of("AsyncEventsReceived")).toEqual([2, 2]);
  expect(await of("AsyncEventsDropped")).toEqual([1, 1]);
  expect((await of("AsyncEventAge", "Milliseconds"))?.[1]).toBe(1);
});
