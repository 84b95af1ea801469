// Topics that are told of a stack's events, and the types that a request allows, through the real SDK over HTTP. AWS: API Reference,
// "CreateStack": NotificationARNs, ResourceTypes.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  ExecuteChangeSetCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { beforeAll, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import type { TestAccount, TestYard } from "../../../testing/harness.ts";
import { errorOf, stackOf } from "./calls.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

/** A topic whose messages a queue gets as they are. */
async function listenTo(
  account: TestAccount,
  name: string,
): Promise<{ topicArn: string; heard: () => Promise<Record<string, string>[]> }> {
  const sqs = account.client(SQSClient);
  const sns = account.client(SNSClient);
  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: name }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const queueArn = TopicArn.replace(":sns:", ":sqs:");
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage", Resource: queueArn },
    ],
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const Attributes = { RawMessageDelivery: "true" };
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queueArn, Attributes }));
  return {
    topicArn: TopicArn,
    async heard() {
      await yard.yard.context.jobs.settled();
      const all: Record<string, string>[] = [];
      for (;;) {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
        if (Messages.length === 0) return all;
        for (const { Body = "", ReceiptHandle } of Messages) {
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          const lines = Body.trimEnd().split("\n");
          all.push(
            Object.fromEntries(
              lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 2, -1)]),
            ),
          );
        }
      }
    },
  };
}

const templateOf = (delay: number): string =>
  JSON.stringify({
    Resources: { Queue: { Type: "AWS::SQS::Queue", Properties: { DelaySeconds: delay } } },
    Outputs: { Topics: { Value: { "Fn::Join": [",", { Ref: "AWS::NotificationARNs" }] } } },
  });

test("topics hear of each event of the stack, until it has others", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const first = await listenTo(account, "first");
  const second = await listenTo(account, "second");
  const { StackId } = await client.send(
    new CreateStackCommand({
      StackName: "told",
      TemplateBody: templateOf(0),
      NotificationARNs: [first.topicArn],
      ClientRequestToken: "token-1",
    }),
  );
  const heard = await first.heard();
  expect(heard.map((each) => `${each["LogicalResourceId"]} ${each["ResourceStatus"]}`).sort()).toEqual([
    "Queue CREATE_COMPLETE",
    "Queue CREATE_IN_PROGRESS",
    "Queue CREATE_IN_PROGRESS",
    "told CREATE_COMPLETE",
    "told CREATE_IN_PROGRESS",
  ]);
  expect(
    heard.find((each) => each["ResourceStatus"] === "CREATE_COMPLETE" && each["LogicalResourceId"] === "Queue"),
  ).toEqual({
    StackId,
    StackName: "told",
    Timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    EventId: expect.stringMatching(/^Queue-CREATE_COMPLETE-/),
    LogicalResourceId: "Queue",
    PhysicalResourceId: expect.stringContaining("/told-Queue-"),
    Namespace: account.account,
    PrincipalId: expect.stringMatching(/./),
    ResourceProperties: '{"DelaySeconds":0}',
    ResourceStatus: "CREATE_COMPLETE",
    ResourceStatusReason: "",
    ResourceType: "AWS::SQS::Queue",
    ClientRequestToken: "token-1",
  });
  expect(await stackOf(client, "told")).toMatchObject({
    NotificationARNs: [first.topicArn],
    Outputs: [{ OutputValue: first.topicArn }],
  });

  // An update that says nothing of them keeps them.
  await client.send(new UpdateStackCommand({ StackName: "told", TemplateBody: templateOf(1) }));
  expect((await first.heard()).length).toBeGreaterThan(3);
  // A change set brings others: the change of topics alone is one.
  const change = { StackName: "told", ChangeSetName: "topics", NotificationARNs: [second.topicArn] };
  await client.send(new CreateChangeSetCommand({ ...change, TemplateBody: templateOf(1) }));
  await client.send(new ExecuteChangeSetCommand({ StackName: "told", ChangeSetName: "topics" }));
  expect((await second.heard()).map((each) => each["ResourceStatus"])).toContain("UPDATE_COMPLETE");
  expect(await first.heard()).toEqual([]);
  await client.send(new DeleteStackCommand({ StackName: "told" }));
  expect((await second.heard()).map((each) => each["ResourceStatus"])).toContain("DELETE_COMPLETE");
});

test("what is no topic is refused, and a topic that is gone keeps no stack from being made", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const create = (StackName: string, NotificationARNs: string[]): Promise<unknown> =>
    client.send(new CreateStackCommand({ StackName, TemplateBody: templateOf(0), NotificationARNs }));
  const topicArn = `arn:aws:sns:us-east-1:${account.account}:gone`;
  expect(await errorOf(create("no", ["arn:aws:sqs:us-east-1:111122223333:q"]))).toMatchObject({
    name: "ValidationError",
  });
  expect(await errorOf(create("no", Array<string>(6).fill(topicArn)))).toMatchObject({ name: "ValidationError" });
  await create("yes", [topicArn]);
  await yard.yard.context.jobs.settled();
  expect((await stackOf(client, "yes"))?.StackStatus).toBe("CREATE_COMPLETE");
});

test("a request may say which types of resources it takes", async () => {
  const client = yard.account().client(CloudFormationClient);
  const create = (StackName: string, ResourceTypes: string[]): Promise<unknown> =>
    client.send(new CreateStackCommand({ StackName, TemplateBody: templateOf(0), ResourceTypes }));
  expect(await errorOf(create("no", ["AWS::S3::*", "AWS::SQS::QueuePolicy"]))).toMatchObject({
    name: "ValidationError",
    message: expect.stringContaining("AWS::SQS::Queue is not allowed"),
  });
  await create("yes", ["AWS::SQS::*"]);
  await create("all", ["AWS::*"]);
});
