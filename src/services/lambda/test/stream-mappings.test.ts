// Functions on a table's stream, end to end: items written, the function's doings out through a queue.

import { CreateTableCommand, DynamoDBClient, PutItemCommand, DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import type { CreateEventSourceMappingCommandInput } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { eventually, lambdaBench } from "./bench.ts";
import type { LambdaBench } from "./bench.ts";

// Sends the ids that it gets to the queue "out", and fails as the items say.
const WORKER = `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
  const sqs = new SQSClient({});
  export const handler = async (event) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: process.env.OUT, MessageBody: JSON.stringify(event) }));
    const bad = event.Records.find(({ dynamodb }) => dynamodb.NewImage?.bad);
    if (bad && process.env.MODE === "partial")
      return { batchItemFailures: [{ itemIdentifier: bad.dynamodb.SequenceNumber }] };
    if (bad) throw new Error("bad item"); return {} }`;
const READ_STREAM = [
  "dynamodb:DescribeStream",
  "dynamodb:GetRecords",
  "dynamodb:GetShardIterator",
  "dynamodb:ListStreams",
  "sqs:SendMessage",
];

interface Record {
  readonly eventName: string;
  readonly dynamodb: { readonly Keys: { id: { S: string } } };
}

async function tableAndWorker(environment: { [name: string]: string } = {}, given?: LambdaBench) {
  const bench = given ?? (await lambdaBench());
  const sqs = bench.account.client(SQSClient);
  const dynamo = bench.account.client(DynamoDBClient);
  const { QueueUrl: out = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "out" }));
  const { QueueUrl: failed = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "failed" }));
  const { TableDescription: table } = await dynamo.send(
    new CreateTableCommand({
      TableName: "items",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    }),
  );
  const streamArn = String(table?.LatestStreamArn);
  await bench.create("worker", WORKER, {
    Role: await bench.role("worker", READ_STREAM),
    Environment: { Variables: { OUT: out, ...environment } },
    Timeout: 20,
  });
  const put = (id: string, more: object = {}) =>
    dynamo.send(new PutItemCommand({ TableName: "items", Item: { id: { S: id }, ...more } }));
  const map = (settings: Partial<CreateEventSourceMappingCommandInput>) =>
    bench.lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: "worker",
        EventSourceArn: streamArn,
        StartingPosition: "TRIM_HORIZON",
        ...settings,
      }),
    );
  const take = (url: string) =>
    eventually(async () => {
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url, VisibilityTimeout: 600 }));
      return Messages?.[0]?.Body === undefined ? undefined : (JSON.parse(Messages[0].Body) as unknown);
    });
  const nextIds = async () =>
    ((await take(out)) as { Records: Record[] }).Records.map(({ dynamodb }) => dynamodb.Keys.id.S);
  const failedArn = `arn:aws:sqs:us-east-1:${bench.account.account}:failed`;
  return { ...bench, dynamo, streamArn, out, failed, failedArn, put, map, take, nextIds };
}

describe("a function on a stream", () => {
  test("gets records in AWS's form, from the beginning", async () => {
    const { dynamo, put, map, take, out, streamArn } = await tableAndWorker();
    await put("a", { n: { N: "1" }, bytes: { B: Buffer.from("x") } });
    await dynamo.send(new DeleteItemCommand({ TableName: "items", Key: { id: { S: "a" } } }));
    await map({});
    const { Records: records } = (await take(out)) as { Records: Record[] };
    // AWS: "Using AWS Lambda with Amazon DynamoDB", example DynamoDB Streams record event.
    expect(records[0]).toEqual({
      eventID: expect.any(String) as unknown,
      eventName: "INSERT",
      eventVersion: "1.1",
      eventSource: "aws:dynamodb",
      awsRegion: "us-east-1",
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number) as unknown,
        Keys: { id: { S: "a" } },
        NewImage: { id: { S: "a" }, n: { N: "1" }, bytes: { B: "eA==" } },
        SequenceNumber: expect.any(String) as unknown,
        SizeBytes: expect.any(Number) as unknown,
        StreamViewType: "NEW_AND_OLD_IMAGES",
      },
      eventSourceARN: streamArn,
    });
    expect(records[1]).toMatchObject({ eventName: "REMOVE", dynamodb: { OldImage: { id: { S: "a" } } } });
  });

  test("from LATEST on, sees only what comes after", async () => {
    const { put, map, nextIds } = await tableAndWorker();
    await put("before");
    await map({ StartingPosition: "LATEST" });
    await put("after");
    expect(await nextIds()).toEqual(["after"]);
  });

  test("a batch that fails is halved until the bad record is alone, which is then given up", async () => {
    const { put, map, nextIds, take, failed, failedArn, streamArn } = await tableAndWorker();
    for (const id of ["1", "2", "3"]) await put(id);
    await put("bad", { bad: { BOOL: true } });
    await map({
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: failedArn } },
    });
    expect(await nextIds()).toEqual(["1", "2", "3", "bad"]);
    expect(await nextIds()).toEqual(["1", "2"]);
    expect(await nextIds()).toEqual(["3", "bad"]);
    expect(await nextIds()).toEqual(["3"]);
    expect(await nextIds()).toEqual(["bad"]);
    // AWS: "Retain discarded records for a DynamoDB event source": the record in an on-failure destination.
    expect(await take(failed)).toMatchObject({
      version: "1.0",
      requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 1 },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      DDBStreamBatchInfo: { batchSize: 1, streamArn },
    });
    await put("next");
    expect(await nextIds()).toEqual(["next"]);
  });

  test("a partial answer moves on to the record that failed", async () => {
    const { put, map, nextIds } = await tableAndWorker({ MODE: "partial" });
    for (const id of ["1", "2"]) await put(id);
    await put("bad", { bad: { BOOL: true } });
    await put("4");
    await map({ FunctionResponseTypes: ["ReportBatchItemFailures"], MaximumRetryAttempts: 1 });
    expect(await nextIds()).toEqual(["1", "2", "bad", "4"]);
    expect(await nextIds()).toEqual(["bad", "4"]);
  });

  test("does not see what its filters keep out", async () => {
    const { put, map, nextIds } = await tableAndWorker();
    await map({
      FilterCriteria: {
        Filters: [
          { Pattern: JSON.stringify({ eventName: ["INSERT"], dynamodb: { Keys: { id: { S: [{ prefix: "o-" }] } } } }) },
        ],
      },
    });
    await put("x-1");
    await put("o-1");
    expect(await nextIds()).toEqual(["o-1"]);
  });

  test("needs a role that can read the stream", async () => {
    const { create, map, streamArn } = await tableAndWorker();
    await create("poor", WORKER);
    await expect(map({ FunctionName: "poor" })).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: `Cannot access stream ${streamArn}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.`,
    });
    await expect(map({ StartingPosition: undefined })).rejects.toMatchObject({ name: "ValidationException" });
  });
});
