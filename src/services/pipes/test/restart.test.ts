// A yard that is stopped and started again on the same state: a pipe goes on where it was, and sends nothing twice.

import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateStreamCommand, KinesisClient, PutRecordCommand } from "@aws-sdk/client-kinesis";
import { CreatePipeCommand, PipesClient } from "@aws-sdk/client-pipes";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testYard } from "../../../testing/harness.ts";

const statement = (more: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...more }] });

test("a stream is worked off after a restart, each record once", async () => {
  const stateDir = mkdtempSync(join(tmpdir(), "stackyard-pipes-"));
  const first = await testYard({ stateDir });
  const account = first.account();
  const iam = account.client(IAMClient);
  const trust = statement({ Principal: { Service: "pipes.amazonaws.com" }, Action: "sts:AssumeRole" });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "pipe", AssumeRolePolicyDocument: trust }));
  const PolicyDocument = statement({ Action: ["kinesis:*", "sqs:*"], Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName: "pipe", PolicyName: "own", PolicyDocument }));
  const { QueueUrl } = await account.client(SQSClient).send(new CreateQueueCommand({ QueueName: "out" }));
  await account.client(KinesisClient).send(new CreateStreamCommand({ StreamName: "clicks", ShardCount: 1 }));
  await first.yard.context.jobs.settled();
  await account.client(PipesClient).send(
    new CreatePipeCommand({
      Name: "pipe",
      RoleArn: Role?.Arn,
      Source: `arn:aws:kinesis:us-east-1:${account.account}:stream/clicks`,
      SourceParameters: { KinesisStreamParameters: { StartingPosition: "TRIM_HORIZON" } },
      Target: `arn:aws:sqs:us-east-1:${account.account}:out`,
      TargetParameters: { InputTemplate: "<$.data>" },
    }),
  );
  const put = (kinesis: KinesisClient, text: string) =>
    kinesis.send(new PutRecordCommand({ StreamName: "clicks", PartitionKey: "k", Data: Buffer.from(text) }));
  const take = async (sqs: SQSClient): Promise<string> => {
    for (;;) {
      const { Messages } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 600, WaitTimeSeconds: 20 }),
      );
      if (Messages?.[0]?.Body !== undefined) return Messages[0].Body;
    }
  };
  await put(account.client(KinesisClient), "1");
  expect(await take(account.client(SQSClient))).toBe("1");
  await first.stop();

  const second = await testYard({ stateDir });
  const config = { ...account.config, endpoint: second.origin };
  await put(new KinesisClient(config), "2");
  expect(await take(new SQSClient(config))).toBe("2");
  await put(new KinesisClient(config), "3");
  expect(await take(new SQSClient(config))).toBe("3");
  await second.stop();
  rmSync(stateDir, { recursive: true, force: true });
});
