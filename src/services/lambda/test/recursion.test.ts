// Loops through queues, topics and buckets: a function that causes itself is stopped after 16 times, by what its SDK tells of
// the chain, and what was not delivered goes where such events go.
// AWS: "Use Lambda recursive loop detection to prevent infinite loops": through SQS, SNS, S3 and Lambda itself.

import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  PutFunctionEventInvokeConfigCommand,
  PutFunctionRecursionConfigCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { testYard } from "../../../testing/harness.ts";
import { eventually, lambdaBench, type LambdaBench } from "./bench.ts";

interface Queue {
  readonly url: string;
  readonly arn: string;
}

async function createQueue(sqs: SQSClient, QueueName: string, Attributes: Record<string, string> = {}): Promise<Queue> {
  const { QueueUrl: url = "" } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  const found = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }));
  return { url, arn: found.Attributes?.["QueueArn"] ?? "" };
}

async function receive(sqs: SQSClient, { url }: Queue): Promise<string> {
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }));
  return Messages?.[0]?.Body ?? "";
}

/** Messages that wait, and that were received. */
async function countsOf(sqs: SQSClient, { url }: Queue): Promise<readonly number[]> {
  const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...names] }));
  return names.map((name) => Number(Attributes?.[name]));
}

/** Waits until a function has told of so many invocations. */
async function isDone(sqs: SQSClient, done: Queue, count: number): Promise<void> {
  await eventually(async () => (((await countsOf(sqs, done))[0] ?? 0) >= count ? true : undefined));
}

/** A function that does `again`, which causes the next invocation, and then tells `done`. */
async function loop(bench: LambdaBench, done: Queue, head: string, again: string): Promise<void> {
  const role = await bench.role("loop", ["sqs:*", "sns:*", "s3:*", "lambda:InvokeFunction"]);
  const source = `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
    ${head}
    const sqs = new SQSClient({});
    export const handler = async (event) => {
      ${again}
      await sqs.send(new SendMessageCommand({ QueueUrl: ${JSON.stringify(done.url)}, MessageBody: "done" }));
    };`;
  await bench.create("loop", source, { Role: role, Timeout: 30 });
}

test.each([
  ["one by one", { BatchSize: 1 }],
  ["in batches", { BatchSize: 10 }],
])("ends a loop through a queue that is read %s; its redrive policy takes the message away", async (_name, mapping) => {
  const yard = await testYard();
  const bench = await lambdaBench(yard);
  const sqs = bench.account.client(SQSClient);
  const [done, dead] = await Promise.all([createQueue(sqs, "done"), createQueue(sqs, "dead")]);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
  const queue = await createQueue(sqs, "loop", { RedrivePolicy, VisibilityTimeout: "60" });
  const again = `await sqs.send(new SendMessageCommand({ QueueUrl: ${JSON.stringify(queue.url)}, MessageBody: "again" }));`;
  await loop(bench, done, "", again);
  await bench.lambda.send(
    new CreateEventSourceMappingCommand({ FunctionName: "loop", EventSourceArn: queue.arn, ...mapping }),
  );
  await sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: "first" }));
  await isDone(sqs, done, 16);
  // What is left is the message that was not delivered.
  await eventually(async () => ((await countsOf(sqs, queue)).join() === "0,1" ? true : undefined));
  await yard.advance(61_000);
  expect(await receive(sqs, dead)).toBe("again");
  expect(await countsOf(sqs, done)).toEqual([16, 0]);
  await yard.stop();
});

test("ends a loop through a topic; the event goes to the destination of failures", async () => {
  const bench = await lambdaBench();
  const sqs = bench.account.client(SQSClient);
  const sns = bench.account.client(SNSClient);
  const [done, failed] = await Promise.all([createQueue(sqs, "done"), createQueue(sqs, "failed")]);
  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "loop" }));
  const head = `import { SNSClient, PublishCommand } from "@aws-sdk/client-sns"; const sns = new SNSClient({});`;
  const again = `await sns.send(new PublishCommand({ TopicArn: "${TopicArn}", Message: "again" }));`;
  await loop(bench, done, head, again);
  const { account, region } = bench.account;
  const Endpoint = `arn:aws:lambda:${region}:${account}:function:loop`;
  const permission = { FunctionName: "loop", Action: "lambda:InvokeFunction", Principal: "sns.amazonaws.com" };
  await bench.lambda.send(new AddPermissionCommand({ ...permission, StatementId: "sns", SourceArn: TopicArn }));
  await bench.lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: "loop",
      DestinationConfig: { OnFailure: { Destination: failed.arn } },
    }),
  );
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "lambda", Endpoint }));
  await sns.send(new PublishCommand({ TopicArn, Message: "first" }));
  const record = JSON.parse(await receive(sqs, failed)) as Record<string, unknown>;
  expect(record).toMatchObject({ requestPayload: { Records: [{ Sns: { Message: "again" } }] } });
  await isDone(sqs, done, 16);
  expect(await countsOf(sqs, done)).toEqual([16, 0]);
});

test("ends a loop through a bucket", async () => {
  const bench = await lambdaBench();
  const sqs = bench.account.client(SQSClient);
  const s3 = bench.account.client(S3Client);
  const [done, failed] = await Promise.all([createQueue(sqs, "done"), createQueue(sqs, "failed")]);
  const Bucket = `loop-${bench.account.account}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  const head = `import { S3Client, PutObjectCommand } from "@aws-sdk/client-s3"; const s3 = new S3Client({ forcePathStyle: true });`;
  const again = `await s3.send(new PutObjectCommand({ Bucket: "${Bucket}", Key: "again", Body: "again" }));`;
  await loop(bench, done, head, again);
  const { account, region } = bench.account;
  const LambdaFunctionArn = `arn:aws:lambda:${region}:${account}:function:loop`;
  const permission = { FunctionName: "loop", Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com" };
  const SourceArn = `arn:aws:s3:::${Bucket}`;
  await bench.lambda.send(new AddPermissionCommand({ ...permission, StatementId: "s3", SourceArn }));
  await bench.lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: "loop",
      DestinationConfig: { OnFailure: { Destination: failed.arn } },
    }),
  );
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [{ LambdaFunctionArn, Events: ["s3:ObjectCreated:*"] }],
      },
    }),
  );
  await s3.send(new PutObjectCommand({ Bucket, Key: "first", Body: "first" }));
  const record = JSON.parse(await receive(sqs, failed)) as Record<string, unknown>;
  expect(record).toMatchObject({ requestPayload: { Records: [{ s3: { object: { key: "again" } } }] } });
  await isDone(sqs, done, 16);
  expect(await countsOf(sqs, done)).toEqual([16, 0]);
});

test("leaves a function alone that is allowed to cause itself", async () => {
  const bench = await lambdaBench();
  const sqs = bench.account.client(SQSClient);
  const [done, end, queue] = await Promise.all([
    createQueue(sqs, "done"),
    createQueue(sqs, "end"),
    createQueue(sqs, "loop", { VisibilityTimeout: "60" }),
  ]);
  // It ends by itself, the twentieth time.
  const again = `const n = Number(event.Records[0].body);
    const QueueUrl = n < 20 ? ${JSON.stringify(queue.url)} : ${JSON.stringify(end.url)};
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: String(n + 1) }));`;
  await loop(bench, done, "", again);
  await bench.lambda.send(new PutFunctionRecursionConfigCommand({ FunctionName: "loop", RecursiveLoop: "Allow" }));
  await bench.lambda.send(new CreateEventSourceMappingCommand({ FunctionName: "loop", EventSourceArn: queue.arn }));
  await sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: "1" }));
  expect(await receive(sqs, end)).toBe("21");
  await isDone(sqs, done, 20);
  expect(await countsOf(sqs, done)).toEqual([20, 0]);
});
