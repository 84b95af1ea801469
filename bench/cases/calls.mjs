// Signed, authorised, durable calls against what a bare server does with the same JSON.

import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { hammer, message } from "../light-client.mjs";
import { signerOf } from "../signed-message.mjs";

const BUDGETS = { GetItem: 0.6, PutItem: 0.5, SendMessage: 0.45 };
/** Different messages in rotation, so that no server answers from one hot row. */
const VARIANTS = 500;

export async function measureCalls({ bare, yard, options, report }) {
  const config = { endpoint: yard.origin, region: yard.region, credentials: yard.credentials };
  const dynamodb = new DynamoDBClient(config);
  await dynamodb.send(
    new CreateTableCommand({
      TableName: "bench",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    }),
  );
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 10, minDelay: 1 }, { TableName: "bench" });
  const { QueueUrl } = await new SQSClient(config).send(new CreateQueueCommand({ QueueName: "bench" }));

  const text = "x".repeat(100);
  const bodies = {
    PutItem: (index) => ({
      TableName: "bench",
      Item: { id: { S: `item-${index}` }, n: { N: String(index) }, text: { S: text } },
    }),
    GetItem: (index) => ({ TableName: "bench", Key: { id: { S: `item-${index}` } } }),
    SendMessage: (index) => ({ QueueUrl, MessageBody: `${index} ${text}` }),
  };
  const sign = signerOf(yard);
  for (const [operation, bodyOf] of Object.entries(bodies)) {
    const isQueue = operation === "SendMessage";
    const service = isQueue ? "sqs" : "dynamodb";
    const target = isQueue ? "AmazonSQS.SendMessage" : `DynamoDB_20120810.${operation}`;
    const texts = Array.from({ length: VARIANTS }, (_, index) => JSON.stringify(bodyOf(index)));
    const signed = await Promise.all(texts.map((body) => sign({ service, target, body })));
    const plain = texts.map((body) => message({ headers: { host: "x", "content-type": "application/json" }, body }));
    await hammer(yard.port, signed, { connections: 16, durationMs: options.warmupMs });
    await hammer(bare.port, plain, { connections: 16, durationMs: options.warmupMs });
    // Alternating rounds, so that what else the machine does falls on both.
    const ratios = [];
    let ours;
    let theirs;
    for (let round = 0; round < options.rounds; round += 1) {
      theirs = await hammer(bare.port, plain, { connections: 16, durationMs: options.durationMs });
      ours = await hammer(yard.port, signed, { connections: 16, durationMs: options.durationMs });
      ratios.push(ours.perSecond / theirs.perSecond);
    }
    const ratio = ratios.sort((left, right) => left - right)[Math.floor(ratios.length / 2)];
    report(
      `${operation}, share of the bare server`,
      `${(ratio * 100).toFixed(0)} %`,
      `budget ${BUDGETS[operation] * 100} % (${ours.perSecond.toFixed(0)}/s of ${theirs.perSecond.toFixed(0)}/s, p99 ${ours.p99Ms.toFixed(1)} ms)`,
    );
  }
}
