// `kill -9` of a server whose schedules are about to fire, are firing, and have fired: each one-time schedule's message is in the queue in the end, and
// the schedules that wanted to be deleted after it are gone.

import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateScheduleCommand, ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { commandLine, type CommandLine } from "../real/command-line.ts";
import { until } from "../real/until.ts";

const SCHEDULES = 40;
const KILLS = 3;

let line: CommandLine;
beforeAll(() => {
  line = commandLine();
});
afterAll(() => line.dispose());

// Method: the schedules are due one after the other in the next seconds; the server is killed as soon as some more of their messages have come.
it("loses no time that has come", async () => {
  let server = await line.serve();
  const { port } = server;
  const config = await line.clientConfig();
  const [scheduler, sqs, iam] = [new SchedulerClient(config), new SQSClient(config), new IAMClient(config)];
  const document = (statement: object): string =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
  const trust = document({ Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument: trust }));
  const PolicyDocument = document({ Action: "sqs:SendMessage", Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName: "r", PolicyName: "p", PolicyDocument }));
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "q" }));
  const [account] = QueueUrl.split("/").slice(-2);
  const expected = Array.from({ length: SCHEDULES }, (_, index) => `s-${index}`);
  for (const [index, Name] of expected.entries()) {
    const at = new Date(Date.now() + 2_000 + index * 100).toISOString().slice(0, 19);
    await scheduler.send(
      new CreateScheduleCommand({
        Name,
        ScheduleExpression: `at(${at})`,
        FlexibleTimeWindow: { Mode: "OFF" },
        ActionAfterCompletion: "DELETE",
        Target: { Arn: `arn:aws:sqs:${config.region}:${account}:q`, RoleArn: Role?.Arn, Input: Name },
      }),
    );
  }
  const seen = new Set<string>();
  const receive = async (): Promise<void> => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    for (const { Body = "", ReceiptHandle } of Messages) {
      seen.add(Body);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  };
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const enough = Math.min(seen.size + 3, SCHEDULES);
    await until(async () => {
      await receive();
      return seen.size >= enough ? true : undefined;
    });
    await server.kill();
    server = await line.serve(port);
  }
  await until(async () => {
    await receive();
    return seen.size === SCHEDULES ? true : undefined;
  });
  expect([...seen].sort()).toEqual(expected.toSorted());
  await until(async () => {
    const { Schedules } = await scheduler.send(new ListSchedulesCommand({}));
    return Schedules?.length === 0 ? true : undefined;
  });
});
