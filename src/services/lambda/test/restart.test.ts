// A yard that is stopped and started again on the same state: mappings go on where they were.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateEventSourceMappingCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { testYard } from "../../../testing/harness.ts";
import { eventually, lambdaBench } from "./bench.ts";

const WORKER = `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
  const sqs = new SQSClient({});
  export const handler = async (event) => {
    if (process.env.STOPPED) throw new Error("stopped");
    for (const record of event.Records)
      await sqs.send(new SendMessageCommand({ QueueUrl: process.env.AWS_ENDPOINT_URL + process.env.OUT,
        MessageBody: record.body ?? record.dynamodb.Keys.id.S })) }`;

test("a queue and a stream are worked off after a restart, each record that was not done", async () => {
  const stateDir = mkdtempSync(join(tmpdir(), "stackyard-restart-"));
  const first = await testYard({ stateDir });
  const bench = await lambdaBench(first);
  const { account, lambda } = bench;
  const sqs = account.client(SQSClient);
  const dynamo = account.client(DynamoDBClient);
  const { QueueUrl: out = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "out" }));
  const { QueueUrl: input = "" } = await sqs.send(
    new CreateQueueCommand({ QueueName: "in", Attributes: { VisibilityTimeout: "5" } }),
  );
  const { TableDescription: table } = await dynamo.send(
    new CreateTableCommand({
      TableName: "items",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
    }),
  );
  const OUT = new URL(out).pathname;
  await bench.create("worker", WORKER, {
    Role: await bench.role("worker", ["sqs:*", "dynamodb:*"]),
    Environment: { Variables: { OUT } },
    Timeout: 5,
  });
  const put = (id: string) => dynamo.send(new PutItemCommand({ TableName: "items", Item: { id: { S: id } } }));
  for (const EventSourceArn of [`arn:aws:sqs:us-east-1:${account.account}:in`, String(table?.LatestStreamArn)])
    await lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: "worker",
        EventSourceArn,
        ...(EventSourceArn.includes(":sqs:") ? {} : { StartingPosition: "LATEST" as const }),
      }),
    );
  const receive = async (client: SQSClient, url: string): Promise<string> => {
    const [message] = await eventually(async () => {
      const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl: url, VisibilityTimeout: 600 }));
      return Messages;
    });
    return message?.Body ?? "";
  };
  await put("done before");
  expect(await receive(sqs, out)).toBe("done before");
  await lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: "worker",
      Environment: { Variables: { OUT, STOPPED: "1" } },
    }),
  );
  await put("record left");
  await sqs.send(new SendMessageCommand({ QueueUrl: input, MessageBody: "message left" }));
  await first.stop();

  const second = await testYard({ stateDir });
  const config = { ...account.config, endpoint: second.origin };
  await new LambdaClient(config).send(
    new UpdateFunctionConfigurationCommand({ FunctionName: "worker", Environment: { Variables: { OUT } } }),
  );
  const again = new SQSClient(config);
  await second.advance(10_000);
  // At least once: one that is being worked off while the clock moves may come again. What was done before must not.
  const bodies = new Set<string>();
  while (bodies.size < 2) bodies.add(await receive(again, second.origin + OUT));
  expect([...bodies].toSorted()).toEqual(["message left", "record left"]);
  await second.stop();
  rmSync(stateDir, { recursive: true, force: true });
});
