// Denials through the real SDK over HTTP: each is remembered under its request's id, and so are those of services that work for a
// customer, which nobody is told of otherwise.

import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { explain } from "../iam/explain.ts";
import { sharedYard } from "../testing/harness.ts";
import { createDenialLog } from "./denials.ts";

test("a caller's and a service's denial can be explained", async () => {
  const { yard, account: makeAccount } = await sharedYard();
  const account = makeAccount();
  const { denials, jobs } = yard.context;
  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "bob" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "bob" }));
  const { QueueUrl } = await account.client(SQSClient).send(new CreateQueueCommand({ QueueName: "orders" }));
  const config = account.client(SQSClient).config;
  const bob = new SQSClient({
    endpoint: yard.address,
    region: await config.region(),
    credentials: { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" },
  });
  const failure: unknown = await bob
    .send(new SendMessageCommand({ QueueUrl, MessageBody: "x" }))
    .catch((error: unknown) => error);
  const { requestId } = (failure as { $metadata: { requestId: string } }).$metadata;
  const queueArn = `arn:aws:sqs:${await config.region()}:${account.account}:orders`;
  const [mine] = denials.find(requestId);
  expect(mine === undefined ? undefined : explain(mine.asked)).toMatchObject({
    action: "sqs:SendMessage",
    resource: queueArn,
    reason: "no-identity-policy-allows",
    suggestions: [{ to: "a policy of the user bob" }],
  });

  // The queue's policy does not know the topic: nothing arrives, and here is why.
  const sns = account.client(SNSClient);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "paid" }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queueArn }));
  await sns.send(new PublishCommand({ TopicArn, Message: "hello" }));
  await jobs.settled();
  const topics = denials
    .find()
    .find(({ asked }) => asked.principal.kind === "service" && asked.principal.sourceArn === TopicArn);
  expect(topics === undefined ? undefined : explain(topics.asked)).toMatchObject({
    principal: "sns.amazonaws.com",
    action: "sqs:SendMessage",
    suggestions: [{ to: `the policy of ${queueArn}`, statement: { Principal: { Service: "sns.amazonaws.com" } } }],
  });
});

test("the oldest are forgotten", () => {
  const log = createDenialLog(2);
  const asked = { principal: { kind: "anonymous" } } as never;
  for (const requestId of ["a", "b", "c"]) log.record({ requestId, atMs: 0, asked });
  expect(log.find().map(({ requestId }) => requestId)).toEqual(["c", "b"]);
  expect(log.find("a")).toEqual([]);
});
