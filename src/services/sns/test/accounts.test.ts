// Topics of one account with endpoints of another, and the log of deliveries, which a role must allow.

import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  ConfirmSubscriptionCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import type { TestAccount } from "../../../testing/harness.ts";
import { snsBench } from "./bench.ts";

const OPEN = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage", Resource: "*" },
});

async function queueOf(account: TestAccount, QueueName: string) {
  const sqs = account.client(SQSClient);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { Policy: OPEN } }));
  const messages = async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    return Messages.map(({ Body = "" }) => JSON.parse(Body) as Record<string, string>);
  };
  return { arn: `arn:aws:sqs:${account.region}:${account.account}:${QueueName}`, messages };
}

// Goal: who subscribes another account's queue waits for its owner, who gets the token as a message. AWS: "Fanout to Amazon SQS queues
// in a different account", the topic's owner subscribes.
test("a queue of another account confirms", async () => {
  const { yard, sns, topic, publish, settled } = await snsBench();
  const queue = await queueOf(yard.account(), "theirs");
  const TopicArn = await topic("ours");
  const { SubscriptionArn } = await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queue.arn }));
  expect(SubscriptionArn).toBe("pending confirmation");
  await publish(TopicArn, "too early");
  await settled();
  const [confirmation] = await queue.messages();
  expect(confirmation).toMatchObject({ Type: "SubscriptionConfirmation", TopicArn });
  await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: confirmation?.["Token"] }));
  await publish(TopicArn, "hello");
  await settled();
  expect(await queue.messages()).toMatchObject([{ Type: "Notification", Message: "hello" }]);
});

// Goal: a queue's owner whom the topic lets subscribe needs no confirmation, and deals with the subscription; others do not. AWS: the same
// page, the queue's owner subscribes; Unsubscribe.
test("a queue's owner subscribes it to another account's topic", async () => {
  const { yard, sns, topic, publish, settled } = await snsBench();
  const [theirs, third] = [yard.account(), yard.account()];
  const queue = await queueOf(theirs, "own");
  const TopicArn = await topic("ours");
  const theirSns = theirs.client(SNSClient);
  const subscribe = () => theirSns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queue.arn }));
  await expect(subscribe()).rejects.toMatchObject({ name: "AuthorizationErrorException" });
  await sns.send(
    new AddPermissionCommand({
      TopicArn,
      Label: "partner",
      AWSAccountId: [theirs.account],
      ActionName: ["Subscribe"],
    }),
  );
  const { SubscriptionArn } = await subscribe();
  expect(SubscriptionArn).toContain(`${TopicArn}:`);
  // AWS: ListSubscriptions lists the requester's subscriptions, ListSubscriptionsByTopic all of the topic.
  const listed = async (client: SNSClient) =>
    ((await client.send(new ListSubscriptionsCommand({}))).Subscriptions ?? []).map((one) => one.SubscriptionArn);
  expect([await listed(theirSns), await listed(sns)]).toEqual([[SubscriptionArn], []]);
  const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(Subscriptions).toMatchObject([{ SubscriptionArn, Owner: theirs.account }]);
  await publish(TopicArn, "hello");
  await settled();
  expect(await queue.messages()).toMatchObject([{ Message: "hello" }]);
  const stranger = third.client(SNSClient);
  const change = { SubscriptionArn, AttributeName: "RawMessageDelivery", AttributeValue: "true" };
  for (const call of [
    () => stranger.send(new UnsubscribeCommand({ SubscriptionArn })),
    () => stranger.send(new GetSubscriptionAttributesCommand({ SubscriptionArn })),
    () => stranger.send(new SetSubscriptionAttributesCommand(change)),
  ])
    await expect(call()).rejects.toMatchObject({ name: "AuthorizationErrorException" });
  await theirSns.send(new SetSubscriptionAttributesCommand(change));
  await theirSns.send(new UnsubscribeCommand({ SubscriptionArn }));
  expect(await listed(theirSns)).toEqual([]);
});

// Goal: deliveries and failures are logged by the topic's role, and only if that may write. AWS: "Amazon SNS message delivery status".
test("logs what became of messages", async () => {
  const { account, sns, topic, subscribe, settled } = await snsBench();
  const [iam, logs] = [account.client(IAMClient), account.client(CloudWatchLogsClient)];
  const roleArn = `arn:aws:iam::${account.account}:role/feedback`;
  const trust = { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sts:AssumeRole" };
  const document = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await iam.send(new CreateRoleCommand({ RoleName: "feedback", AssumeRolePolicyDocument: document(trust) }));
  const TopicArn = await topic("logged", {
    SQSSuccessFeedbackRoleArn: roleArn,
    SQSSuccessFeedbackSampleRate: "100",
    SQSFailureFeedbackRoleArn: roleArn,
  });
  const queue = await queueOf(account, "there");
  await subscribe(TopicArn, "sqs", queue.arn);
  await subscribe(TopicArn, "sqs", `${queue.arn}-not`);
  const group = `sns/${account.region}/${account.account}/logged`;
  const entries = async (logGroupName: string) =>
    ((await logs.send(new FilterLogEventsCommand({ logGroupName }))).events ?? []).map(
      ({ message = "" }) => JSON.parse(message) as object,
    );
  const publish = async (Message: string) => {
    const { MessageId } = await sns.send(new PublishCommand({ TopicArn, Message }));
    await settled();
    return MessageId;
  };
  await publish("the role may not write");
  await expect(logs.send(new DescribeLogStreamsCommand({ logGroupName: group }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: "feedback",
      PolicyName: "write",
      PolicyDocument: document({ Effect: "Allow", Action: "logs:*", Resource: "*" }),
    }),
  );
  const messageId = await publish("hello");
  expect(await entries(group)).toMatchObject([
    {
      notification: { messageId, topicArn: TopicArn, messageMD5Sum: "5d41402abc4b2a76b9719d911017c592" },
      delivery: { destination: queue.arn, statusCode: 200, attempts: 1 },
      status: "SUCCESS",
    },
  ]);
  expect(await entries(`${group}/Failure`)).toMatchObject([
    { notification: { messageId }, delivery: { destination: `${queue.arn}-not`, statusCode: 403 }, status: "FAILURE" },
  ]);
});
