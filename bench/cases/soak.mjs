// 100,000 calls over all data services, through the JavaScript SDK: the server's memory must not grow with them.

import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateTopicCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";

const CALLS = 100_000;
/** Memory is read as often; the first of these is after everything has been warmed up. */
const STEP = 20_000;
const SIDE_BY_SIDE = 16;
const TEXT = "x".repeat(200);

export async function measureSoak({ yard, report, calls = CALLS }) {
  const config = { endpoint: yard.origin, region: yard.region, credentials: yard.credentials, forcePathStyle: true };
  const [dynamodb, s3, sns, sqs] = [DynamoDBClient, S3Client, SNSClient, SQSClient].map((Client) => new Client(config));
  await dynamodb.send(
    new CreateTableCommand({
      TableName: "soak",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    }),
  );
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 10, minDelay: 1 }, { TableName: "soak" });
  await s3.send(new CreateBucketCommand({ Bucket: "bench-soak" }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "soak" }));
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "soak" }));

  let done = 0;
  // What one round makes it takes away again, so that the data stays as large as it is.
  const round = async (name) => {
    const id = { S: name };
    const object = { Bucket: "bench-soak", Key: name };
    await dynamodb.send(new PutItemCommand({ TableName: "soak", Item: { id, text: { S: TEXT } } }));
    await dynamodb.send(new GetItemCommand({ TableName: "soak", Key: { id } }));
    const values = { KeyConditionExpression: "id = :id", ExpressionAttributeValues: { ":id": id } };
    await dynamodb.send(new QueryCommand({ TableName: "soak", ...values }));
    await dynamodb.send(new DeleteItemCommand({ TableName: "soak", Key: { id } }));
    await s3.send(new PutObjectCommand({ ...object, Body: `${name} ${TEXT}` }));
    await (await s3.send(new GetObjectCommand(object))).Body.transformToString();
    await s3.send(new DeleteObjectCommand(object));
    await sns.send(new PublishCommand({ TopicArn, Message: TEXT }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: TEXT }));
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    done += 10 + Messages.length;
  };
  const memory = [];
  for (let until = STEP; until <= calls; until += STEP) {
    await Promise.all(
      Array.from({ length: SIDE_BY_SIDE }, async (_, worker) => {
        for (;;) {
          if (done >= until) return;
          await round(`item-${worker}`);
        }
      }),
    );
    memory.push(yard.residentMb());
  }
  report(
    `soak: resident memory after each ${STEP.toLocaleString("en")} of ${calls.toLocaleString("en")} calls`,
    memory.map((megabytes) => megabytes.toFixed(0)).join(", "),
    "budget: flat (MB)",
  );
}
