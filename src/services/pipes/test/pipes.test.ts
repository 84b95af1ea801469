// Pipes end to end: what comes out of the target for what was put into the source, and what becomes of failures.

import { CloudWatchClient, GetMetricStatisticsCommand, type StandardUnit } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
} from "@aws-sdk/client-kinesis";
import {
  CreatePipeCommand,
  type CreatePipeCommandInput,
  DeletePipeCommand,
  DescribePipeCommand,
  ListPipesCommand,
  ListTagsForResourceCommand,
  PipesClient,
  StartPipeCommand,
  StopPipeCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdatePipeCommand,
} from "@aws-sdk/client-pipes";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { zipOf } from "../../../sandbox/testing/functions.ts";
import { CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { sharedYard } from "../../../testing/harness.ts";

/** Resolves with what `look` gives as soon as it gives something. */
async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

const trusts = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });

const ALL = ["sqs:*", "kinesis:*", "dynamodb:*", "lambda:*", "events:*", "logs:*", "sns:*"];

async function bench(actions: readonly string[] = ALL) {
  const yard = await sharedYard();
  const account = yard.account();
  const pipes = account.client(PipesClient);
  const sqs = account.client(SQSClient);
  const iam = account.client(IAMClient);
  const settled = () => yard.yard.context.jobs.settled();
  const role = async (name: string, service: string, allowed: readonly string[]): Promise<string> => {
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trusts(service) }),
    );
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: allowed, Resource: "*" }],
    });
    await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: "own", PolicyDocument }));
    return Role?.Arn ?? "";
  };
  const RoleArn = await role("pipe", "pipes.amazonaws.com", actions);
  const queue = async (name: string): Promise<{ url: string; arn: string }> => {
    const { QueueUrl: url = "" } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
    return { url, arn: `arn:aws:sqs:us-east-1:${account.account}:${name}` };
  };
  const source = await queue("source");
  const target = await queue("target");
  const create = async (input: Partial<CreatePipeCommandInput> = {}) => {
    await pipes.send(
      new CreatePipeCommand({ Name: "pipe", Source: source.arn, Target: target.arn, RoleArn, ...input }),
    );
    await settled();
  };
  const send = (body: string) => sqs.send(new SendMessageCommand({ QueueUrl: source.url, MessageBody: body }));
  const take = (url = target.url): Promise<string> =>
    eventually(async () => {
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url, VisibilityTimeout: 600 }));
      return Messages?.[0]?.Body;
    });
  const makeFunction = async (name: string, source: string): Promise<string> => {
    const { FunctionArn } = await account.client(LambdaClient).send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: await role(name, "lambda.amazonaws.com", ALL),
        Code: { ZipFile: zipOf({ "index.mjs": source }) },
      }),
    );
    return FunctionArn ?? "";
  };
  return {
    yard,
    account,
    pipes,
    sqs,
    iam,
    settled,
    role,
    RoleArn,
    queue,
    source,
    target,
    create,
    send,
    take,
    makeFunction,
  };
}

describe("from a queue", () => {
  // AWS: "Amazon SQS queue as a source": the event of a message.
  test("hands messages on as they are, without those that filters keep out", async () => {
    const { create, send, take, source, sqs } = await bench();
    await create({ SourceParameters: { FilterCriteria: { Filters: [{ Pattern: '{"body":{"city":["Oslo"]}}' }] } } });
    await send('{"city":"Bergen"}');
    await send('{"city":"Oslo"}');
    expect(JSON.parse(await take())).toMatchObject({
      body: '{"city":"Oslo"}',
      eventSource: "aws:sqs",
      eventSourceARN: source.arn,
      awsRegion: "us-east-1",
    });
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: source.url }));
    expect(Messages).toBeUndefined();
  });

  // AWS: "Event enrichment", "Input transformation": templates before the enrichment and before the target.
  test("enriches and transforms", async () => {
    const { create, send, take, makeFunction, account, yard } = await bench();
    const Enrichment = await makeFunction(
      "enrich",
      `export const handler = async (events) =>
        events.map(({ name }) => ({ greeting: "Hello " + name })).filter(({ greeting }) => !greeting.includes("nobody"))`,
    );
    await create({
      Enrichment,
      EnrichmentParameters: { InputTemplate: '{"name": <$.body.name>}' },
      TargetParameters: { InputTemplate: '{"text": "<$.greeting>!", "pipe": <aws.pipes.pipe-name>}' },
    });
    await send('{"name":"nobody"}');
    await send('{"name":"Ann"}');
    expect(JSON.parse(await take())).toEqual({ text: "Hello Ann!", pipe: "pipe" });

    // AWS: "Logging and monitoring Amazon EventBridge Pipes", CloudWatch metrics. Both messages may have been one batch.
    const nowMs = yard.clock.nowMs();
    const total = async (MetricName: string, Unit: StandardUnit, dimension = ["PipeName", "pipe"]) => {
      const { Datapoints = [] } = await account.client(CloudWatchClient).send(
        new GetMetricStatisticsCommand({
          Namespace: "AWS/EventBridge/Pipes",
          MetricName,
          Unit,
          Dimensions: [{ Name: dimension[0], Value: dimension[1] }],
          StartTime: new Date(nowMs - 3_600_000),
          EndTime: new Date(nowMs + 3_600_000),
          Period: 3_600,
          Statistics: ["Sum", "SampleCount"],
        }),
      );
      return {
        sum: Datapoints.reduce((all, { Sum = 0 }) => all + Sum, 0),
        count: Datapoints.reduce((all, { SampleCount = 0 }) => all + SampleCount, 0),
      };
    };
    const runs = await eventually(async () => {
      const [events, invocations, durations] = await Promise.all([
        total("EventCount", "None"),
        total("Invocations", "None"),
        total("Duration", "Milliseconds"),
      ]);
      return events.sum === 2 && durations.count === invocations.sum ? invocations.sum : undefined;
    });
    expect((await total("EventSize", "Bytes")).count).toBe(2);
    expect(await total("ExecutionFailed", "None")).toEqual({ sum: 0, count: runs });
    expect((await total("EnrichmentStageDuration", "Milliseconds")).count).toBe(runs);
    expect((await total("TargetStageDuration", "Milliseconds")).count).toBe(1);
    expect((await total("TargetStageSkipped", "None")).sum).toBe(runs - 1);
    expect((await total("Concurrency", "None", ["AwsAccountId", account.account])).count).toBe(runs);
  });

  // AWS: "Partial batch failures": items that a target names go back, the others are gone.
  test("gives back what the target function names", async () => {
    const { create, send, take, makeFunction, target, source, sqs } = await bench();
    const Target = await makeFunction(
      "work",
      `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
       const sqs = new SQSClient({});
       export const handler = async (events) => {
         for (const { body } of events)
           await sqs.send(new SendMessageCommand({ QueueUrl: "${target.url}",
             MessageBody: body }));
         return { batchItemFailures: events.filter(({ body }) => body === "bad")
           .map(({ messageId }) => ({ itemIdentifier: messageId })) } }`,
    );
    await create({ Target });
    await send("bad");
    await send("good");
    expect(new Set([await take(), await take()])).toEqual(new Set(["bad", "good"]));
    // The message that was named is still in flight; the other is gone.
    const AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
    const left = await eventually(async () => {
      const { Attributes: counts } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: source.url, AttributeNames: [...AttributeNames] }),
      );
      return counts?.ApproximateNumberOfMessagesNotVisible === "1" ? counts : undefined;
    });
    expect(left.ApproximateNumberOfMessages).toBe("0");
  });

  // AWS: StartPipe, StopPipe, UpdatePipe, DeletePipe, and the states of a pipe.
  test("stops, starts, changes and goes", async () => {
    const { create, send, take, pipes, settled, account, RoleArn } = await bench();
    await create({ DesiredState: "STOPPED", Description: "one", Tags: { a: "1" } });
    const Name = "pipe";
    const describeIt = () => pipes.send(new DescribePipeCommand({ Name }));
    expect(await describeIt()).toMatchObject({ DesiredState: "STOPPED", CurrentState: "STOPPED", Description: "one" });
    await send("waits");
    expect(await pipes.send(new StartPipeCommand({ Name }))).toMatchObject({ CurrentState: "STARTING" });
    await settled();
    expect(JSON.parse(await take())).toMatchObject({ body: "waits" });
    await expect(pipes.send(new StartPipeCommand({ Name }))).rejects.toMatchObject({ name: "ConflictException" });
    const update = { Name, RoleArn, TargetParameters: { InputTemplate: "<$.body>" } };
    expect(await pipes.send(new UpdatePipeCommand(update))).toMatchObject({ CurrentState: "UPDATING" });
    await settled();
    await send("changed");
    expect(await take()).toBe("changed");
    expect(await pipes.send(new StopPipeCommand({ Name }))).toMatchObject({ CurrentState: "STOPPING" });
    await settled();

    const resourceArn = `arn:aws:pipes:us-east-1:${account.account}:pipe/pipe`;
    await pipes.send(new TagResourceCommand({ resourceArn, tags: { b: "2" } }));
    await pipes.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a"] }));
    expect((await pipes.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ b: "2" });
    const listed = await pipes.send(new ListPipesCommand({ NamePrefix: "pi", CurrentState: "STOPPED" }));
    expect(listed.Pipes?.map(({ Arn }) => Arn)).toEqual([resourceArn]);
    expect((await pipes.send(new ListPipesCommand({ NamePrefix: "other" }))).Pipes).toEqual([]);
    expect(await pipes.send(new DeletePipeCommand({ Name }))).toMatchObject({ DesiredState: "DELETED" });
    await settled();
    await expect(describeIt()).rejects.toMatchObject({
      name: "NotFoundException",
      message: "Pipe pipe does not exist.",
    });
    await expect(pipes.send(new ListTagsForResourceCommand({ resourceArn }))).rejects.toMatchObject({
      name: "NotFoundException",
    });
  });

  // Goal: the role decides. AWS: "Setting up permissions for Amazon EventBridge Pipes".
  test("says why it cannot be made, and keeps what the target refuses", async () => {
    const { create, send, take, pipes, iam, role, settled, RoleArn } = await bench();
    await create({ Name: "poor", RoleArn: await role("poor", "pipes.amazonaws.com", ["sns:Publish"]) });
    expect(await pipes.send(new DescribePipeCommand({ Name: "poor" }))).toMatchObject({
      CurrentState: "CREATE_FAILED",
      StateReason: expect.stringContaining("sqs:getqueueattributes") as unknown,
    });
    await create({ Name: "stranger", RoleArn: await role("stranger", "lambda.amazonaws.com", ALL) });
    expect(await pipes.send(new DescribePipeCommand({ Name: "stranger" }))).toMatchObject({
      CurrentState: "CREATE_FAILED",
    });
    await create();
    await iam.send(new DeleteRolePolicyCommand({ RoleName: "pipe", PolicyName: "own" }));
    await send("kept");
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sqs:*", Resource: "*" }],
    });
    await iam.send(new PutRolePolicyCommand({ RoleName: "pipe", PolicyName: "own", PolicyDocument }));
    await pipes.send(new UpdatePipeCommand({ Name: "pipe", RoleArn }));
    await settled();
    expect(JSON.parse(await take())).toMatchObject({ body: "kept" });
  });
});

// AWS: "Amazon Kinesis stream as a source", "Amazon DynamoDB stream as a source", and the targets' pages.
describe("from a stream", () => {
  async function stream(place: Awaited<ReturnType<typeof bench>>) {
    const kinesis = place.account.client(KinesisClient);
    await kinesis.send(new CreateStreamCommand({ StreamName: "clicks", ShardCount: 1 }));
    await place.settled();
    const put = (text: string) =>
      kinesis.send(new PutRecordCommand({ StreamName: "clicks", PartitionKey: "k", Data: Buffer.from(text) }));
    return { kinesis, put, arn: `arn:aws:kinesis:us-east-1:${place.account.account}:stream/clicks` };
  }

  test("puts records of Kinesis on a bus", async () => {
    const place = await bench();
    const { arn, put } = await stream(place);
    const events = place.account.client(EventBridgeClient);
    const { EventBusArn: Target } = await events.send(new CreateEventBusCommand({ Name: "orders" }));
    const EventPattern = '{"source":["clicks"],"detail-type":["click"]}';
    await events.send(new PutRuleCommand({ Name: "all", EventBusName: "orders", EventPattern }));
    const allow = {
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: place.target.arn,
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [allow] });
    await place.sqs.send(new SetQueueAttributesCommand({ QueueUrl: place.target.url, Attributes: { Policy } }));
    await events.send(
      new PutTargetsCommand({ Rule: "all", EventBusName: "orders", Targets: [{ Id: "1", Arn: place.target.arn }] }),
    );
    await place.create({
      Source: arn,
      SourceParameters: {
        KinesisStreamParameters: { StartingPosition: "TRIM_HORIZON" },
        FilterCriteria: { Filters: [{ Pattern: '{"data":{"page":[{"exists":true}]}}' }] },
      },
      Target,
      TargetParameters: {
        InputTemplate: '{"page": <$.data.page>}',
        EventBridgeEventBusParameters: { Source: "clicks", DetailType: "$.data.kind" },
      },
    });
    await put('{"kind":"other"}');
    await put('{"kind":"click","page":"/"}');
    expect(JSON.parse(await place.take())).toMatchObject({
      source: "clicks",
      "detail-type": "click",
      detail: { page: "/" },
    });
  });

  test("gives up to a queue what fails, halves batches, and goes on", async () => {
    const place = await bench();
    const { arn, put } = await stream(place);
    const dead = await place.queue("dead");
    const Target = await place.makeFunction(
      "work",
      `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
       const sqs = new SQSClient({});
       export const handler = async (events) => {
         const texts = events.map(({ data }) => Buffer.from(data, "base64").toString());
         if (texts.includes("bad")) throw new Error("bad");
         await sqs.send(new SendMessageCommand({ QueueUrl: "${place.target.url}", MessageBody: texts.join() })) }`,
    );
    for (const text of ["1", "bad", "3"]) await put(text);
    await place.create({
      Source: arn,
      SourceParameters: {
        KinesisStreamParameters: {
          StartingPosition: "TRIM_HORIZON",
          MaximumRetryAttempts: 0,
          OnPartialBatchItemFailure: "AUTOMATIC_BISECT",
          DeadLetterConfig: { Arn: dead.arn },
        },
      },
      Target,
    });
    expect(await place.take()).toBe("1");
    expect(JSON.parse(await place.take(dead.url))).toMatchObject({
      context: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 1 },
      KinesisBatchInfo: { batchSize: 1, streamArn: arn },
    });
    expect(await place.take()).toBe("3");
  });

  test("writes records of a table's stream to a Kinesis stream and to logs", async () => {
    const place = await bench();
    const { arn, kinesis } = await stream(place);
    const dynamoDb = place.account.client(DynamoDBClient);
    const { TableDescription: table } = await dynamoDb.send(
      new CreateTableCommand({
        TableName: "items",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
      }),
    );
    const logs = place.account.client(CloudWatchLogsClient);
    await logs.send(new CreateLogGroupCommand({ logGroupName: "items" }));
    const Source = String(table?.LatestStreamArn);
    const SourceParameters = { DynamoDBStreamParameters: { StartingPosition: "LATEST" as const } };
    await place.create({
      Source,
      SourceParameters,
      Target: arn,
      TargetParameters: {
        InputTemplate: "<$.dynamodb.NewImage.id.S>",
        KinesisStreamParameters: { PartitionKey: "$.eventName" },
      },
    });
    await place.create({
      Name: "logs",
      Source,
      SourceParameters,
      Target: `arn:aws:logs:us-east-1:${place.account.account}:log-group:items`,
      TargetParameters: {
        InputTemplate: '"item <$.dynamodb.Keys.id.S>"',
        CloudWatchLogsParameters: { LogStreamName: "s" },
      },
    });
    await dynamoDb.send(new PutItemCommand({ TableName: "items", Item: { id: { S: "a" } } }));
    const { ShardIterator } = await kinesis.send(
      new GetShardIteratorCommand({ StreamName: "clicks", ShardId: "shardId-0", ShardIteratorType: "TRIM_HORIZON" }),
    );
    const message = await eventually(async () => {
      const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: "items" }));
      return events?.[0]?.message;
    });
    expect(message).toBe("item a");
    const record = await eventually(async () => {
      const { Records } = await kinesis.send(new GetRecordsCommand({ ShardIterator })).catch(() => ({ Records: [] }));
      return Records?.[0];
    });
    expect([Buffer.from(record.Data ?? []).toString(), record.PartitionKey]).toEqual(["a", "INSERT"]);
  });
});

// AWS: CreatePipe: Errors. What this cloud does not have says so by name.
test("refuses what it cannot connect", async () => {
  const { create, source, RoleArn, pipes, account } = await bench();
  const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${account.account}:${resource}`;
  for (const input of [
    { Source: arn("kafka", "cluster/c") },
    { Target: arn("states", "stateMachine:s") },
    { Enrichment: arn("states", "stateMachine:s") },
    {
      Target: arn("events", "event-bus/default"),
      TargetParameters: { EventBridgeEventBusParameters: { EndpointId: "abcde.veo" } },
    },
  ])
    await expect(create(input)).rejects.toMatchObject({ name: "NotImplemented", $metadata: { httpStatusCode: 501 } });
  for (const input of [
    { Source: arn("kinesis", "stream/s") },
    { Target: arn("iam", "role/r") },
    // AWS: "Amazon EventBridge Pipes targets": "Event bus in the same account and Region".
    { Target: "arn:aws:events:us-east-1:111122223333:event-bus/default" },
    { Target: `arn:aws:events:eu-west-1:${account.account}:event-bus/default` },
    { SourceParameters: { SqsQueueParameters: { BatchSize: 11 } } },
    { SourceParameters: { KinesisStreamParameters: { StartingPosition: "LATEST" as const } } },
    { SourceParameters: { FilterCriteria: { Filters: [{ Pattern: "{" }] } } },
    { Name: "a b" },
  ])
    await expect(create(input)).rejects.toMatchObject({ name: "ValidationException" });
  await create();
  await expect(create()).rejects.toMatchObject({ name: "ConflictException", resourceId: "pipe" });
  for (const command of [
    new StartPipeCommand({ Name: "gone" }),
    new StopPipeCommand({ Name: "gone" }),
    new DeletePipeCommand({ Name: "gone" }),
    new UpdatePipeCommand({ Name: "gone", RoleArn }),
  ])
    await expect(pipes.send(command as StartPipeCommand)).rejects.toMatchObject({ name: "NotFoundException" });
  expect(source.arn).toContain("source");
});
