// The same calls at 1, 16 and 64 connections against a bare server, this one, and other local clouds where they are installed. Only this
// one verifies signatures, asks policies, and keeps what it acknowledged.

import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { hammer, message } from "../light-client.mjs";
import { signerOf } from "../signed-message.mjs";

const CONNECTIONS = [1, 16, 64];
/** Different messages in rotation, so that no server answers from one hot row. */
const VARIANTS = 200;
const TEXT = "x".repeat(100);
const ITEMS_IN_QUERY = 100;
// What an answer to the query takes; the bare server gives as many bytes.
const QUERY_BYTES = 16_000;

const OPERATIONS = {
  PutItem: { service: "dynamodb", inputOf: (index) => ({ TableName: "beside", Item: itemOf(`one-${index}`, 0) }) },
  GetItem: {
    service: "dynamodb",
    inputOf: (index) => ({ TableName: "beside", Key: { p: { S: `one-${index}` }, n: { N: "0" } } }),
  },
  "Query of 100 items": {
    service: "dynamodb",
    target: "DynamoDB_20120810.Query",
    replyBytes: QUERY_BYTES,
    inputOf: (index) => ({
      TableName: "beside",
      KeyConditionExpression: "p = :p",
      ExpressionAttributeValues: { ":p": { S: `many-${index % 10}` } },
    }),
  },
  SendMessage: { service: "sqs", inputOf: (index, { QueueUrl }) => ({ QueueUrl, MessageBody: `${index} ${TEXT}` }) },
};

const itemOf = (p, n) => ({ p: { S: p }, n: { N: String(n) }, text: { S: TEXT } });

export async function measureBeside({ bare, yard, rivals, options, report }) {
  const clouds = [{ name: "Stackyard", services: ["dynamodb", "sqs"], ...yard }, ...rivals];
  const prepared = await Promise.all(clouds.map(async (cloud) => ({ cloud, QueueUrl: await prepare(cloud) })));
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    const plain = inputs(operation, {}).map((input) =>
      message({
        headers: { host: "x", "content-type": "application/json" },
        body: JSON.stringify({ ...input, replyBytes: operation.replyBytes }),
      }),
    );
    for (const connections of CONNECTIONS) {
      const { perSecond: bareRate } = await run(bare.port, plain, connections, options);
      for (const { cloud, QueueUrl } of prepared) {
        if (!cloud.services.includes(operation.service)) continue;
        const { perSecond, p50Ms, p99Ms } = await run(
          cloud.port,
          await sign(cloud, name, operation, QueueUrl),
          connections,
          options,
        );
        report(
          `${name}, ${connections} connection${connections === 1 ? "" : "s"}, ${cloud.name}`,
          `${((perSecond / bareRate) * 100).toFixed(1)} % of bare`,
          `${perSecond.toFixed(0)}/s of ${bareRate.toFixed(0)}/s, p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`,
        );
      }
    }
  }
}

async function run(port, messages, connections, { warmupMs, durationMs }) {
  await hammer(port, messages, { connections, durationMs: warmupMs });
  return hammer(port, messages, { connections, durationMs });
}

function inputs({ inputOf }, facts) {
  return Array.from({ length: VARIANTS }, (_, index) => inputOf(index, facts));
}

function sign(cloud, name, operation, QueueUrl) {
  const { service } = operation;
  const target = operation.target ?? (service === "sqs" ? `AmazonSQS.${name}` : `DynamoDB_20120810.${name}`);
  const signer = signerOf(cloud);
  return Promise.all(
    inputs(operation, { QueueUrl }).map((input) => signer({ service, target, body: JSON.stringify(input) })),
  );
}

/** The table with what is read of it, and the queue's URL where the cloud has queues. */
async function prepare({ origin: endpoint, region, credentials, services }) {
  const dynamodb = new DynamoDBClient({ endpoint, region, credentials });
  await dynamodb.send(
    new CreateTableCommand({
      TableName: "beside",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "p", AttributeType: "S" },
        { AttributeName: "n", AttributeType: "N" },
      ],
      KeySchema: [
        { AttributeName: "p", KeyType: "HASH" },
        { AttributeName: "n", KeyType: "RANGE" },
      ],
    }),
  );
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 20, minDelay: 1 }, { TableName: "beside" });
  const items = Array.from({ length: VARIANTS }, (_, index) => itemOf(`one-${index}`, 0));
  for (let partition = 0; partition < 10; partition += 1)
    for (let n = 0; n < ITEMS_IN_QUERY; n += 1) items.push(itemOf(`many-${partition}`, n));
  while (items.length > 0) {
    const beside = items.splice(0, 25).map((Item) => ({ PutRequest: { Item } }));
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { beside } }));
  }
  if (!services.includes("sqs")) return undefined;
  const { QueueUrl } = await new SQSClient({ endpoint, region, credentials }).send(
    new CreateQueueCommand({ QueueName: "beside" }),
  );
  return QueueUrl;
}
