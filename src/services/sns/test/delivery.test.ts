// From a topic to queues and functions, through the whole yard: policies decide, filters choose, failures go to the
// dead-letter queue.

import { createVerify, X509Certificate } from "node:crypto";
import { AddPermissionCommand, PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import {
  CreateTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { sharedYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";
import { lambdaBench } from "../../lambda/test/bench.ts";

async function setUp(given?: { yard: TestYard; account: TestAccount }) {
  const yard = given?.yard ?? (await sharedYard());
  const account = given?.account ?? yard.account();
  const sns = account.client(SNSClient);
  const sqs = account.client(SQSClient);
  const queueArn = (name: string) => `arn:aws:sqs:${account.region}:${account.account}:${name}`;
  const topic = async (Name: string, Attributes: Record<string, string> = {}) =>
    (await sns.send(new CreateTopicCommand({ Name, Attributes }))).TopicArn ?? "";
  const queue = async (QueueName: string, Attributes: Record<string, string> = {}) =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? "";
  const allow = (QueueUrl: string, topicArn: string) =>
    sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl,
        Attributes: {
          Policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: { Service: "sns.amazonaws.com" },
                Action: "sqs:SendMessage",
                Resource: queueArn(QueueUrl.slice(QueueUrl.lastIndexOf("/") + 1)),
                Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
              },
            ],
          }),
        },
      }),
    );
  const subscribe = async (TopicArn: string, name: string, Attributes: Record<string, string> = {}) =>
    (await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queueArn(name), Attributes })))
      .SubscriptionArn ?? "";
  const publish = (TopicArn: string, Message: string, more: Partial<PublishCommandInput> = {}) =>
    sns.send(new PublishCommand({ TopicArn, Message, ...more }));
  /** What is in the queue once all deliveries have run; taken out. */
  const drain = async (QueueUrl: string): Promise<Message[]> => {
    await yard.yard.context.jobs.settled();
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
      }),
    );
    for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    return Messages;
  };
  return { yard, account, sns, sqs, queueArn, topic, queue, allow, subscribe, publish, drain };
}

const bodies = (messages: readonly Message[]) => messages.map((message) => message.Body);

// Goal: the envelope arrives, and its signature is proved by the certificate that it names. AWS: "Verifying the
// signatures of Amazon SNS messages".
test("delivers a signed envelope", async () => {
  const { topic, queue, allow, subscribe, publish, drain } = await setUp();
  const news = await topic("news");
  const url = await queue("q");
  await allow(url, news);
  const subscriptionArn = await subscribe(news, "q");
  const { MessageId } = await publish(news, "Hello", {
    Subject: "Greeting",
    MessageAttributes: { attr1: { DataType: "Number", StringValue: "99.12" } },
  });
  const [message] = await drain(url);
  const envelope = JSON.parse(message?.Body ?? "") as Record<string, string>;
  expect(envelope).toMatchObject({
    Type: "Notification",
    MessageId,
    TopicArn: news,
    Subject: "Greeting",
    Message: "Hello",
    SignatureVersion: "1",
    UnsubscribeURL: expect.stringContaining(`Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`),
    MessageAttributes: { attr1: { Type: "Number", Value: "99.12" } },
  });
  const pem = await (await fetch(envelope["SigningCertURL"] ?? "")).text();
  const signed = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
    .map((name) => `${name}\n${envelope[name]}\n`)
    .join("");
  const { publicKey } = new X509Certificate(pem);
  expect(
    createVerify("RSA-SHA1")
      .update(signed)
      .verify(publicKey, envelope["Signature"] ?? "", "base64"),
  ).toBe(true);
});

// Goal: raw delivery gives the message and its attributes as they are. AWS: "Raw message delivery"; recorded.
test("delivers raw messages", async () => {
  const { topic, queue, allow, subscribe, publish, drain } = await setUp();
  const news = await topic("news");
  const url = await queue("q");
  await allow(url, news);
  await subscribe(news, "q", { RawMessageDelivery: "true" });
  await publish(news, "Test msg", { MessageAttributes: { attr1: { DataType: "Number", StringValue: "99.12" } } });
  const [message] = await drain(url);
  expect(message).toMatchObject({
    Body: "Test msg",
    MD5OfMessageAttributes: "d302007e9aa062660afc85fd0a482472",
    MessageAttributes: { attr1: { DataType: "Number", StringValue: "99.12" } },
  });
});

// Goal: one text for each protocol. AWS: Publish, MessageStructure.
test("delivers the text for the queue", async () => {
  const { topic, queue, allow, subscribe, publish, drain } = await setUp();
  const news = await topic("news");
  const url = await queue("q");
  await allow(url, news);
  await subscribe(news, "q", { RawMessageDelivery: "true" });
  await publish(news, JSON.stringify({ default: "for all", sqs: "for queues" }), { MessageStructure: "json" });
  await publish(news, JSON.stringify({ default: "for all", lambda: "for functions" }), { MessageStructure: "json" });
  expect(new Set(bodies(await drain(url)))).toEqual(new Set(["for all", "for queues"]));
});

// Goal: filters on attributes and on bodies choose. AWS: "Amazon SNS message filtering".
test("delivers what the filter lets through", async () => {
  const { topic, queue, allow, subscribe, publish, drain } = await setUp();
  const news = await topic("news");
  const [byAttribute, byBody] = [await queue("by-attribute"), await queue("by-body")];
  await allow(byAttribute, news);
  await allow(byBody, news);
  const raw = { RawMessageDelivery: "true" };
  await subscribe(news, "by-attribute", { ...raw, FilterPolicy: '{"kind":["paid"]}' });
  await subscribe(news, "by-body", {
    ...raw,
    FilterPolicyScope: "MessageBody",
    FilterPolicy: '{"amount":[{"numeric":[">",10]}]}',
  });
  await publish(news, '{"amount":5}', { MessageAttributes: { kind: { DataType: "String", StringValue: "paid" } } });
  await publish(news, '{"amount":50}');
  expect(bodies(await drain(byAttribute))).toEqual(['{"amount":5}']);
  expect(bodies(await drain(byBody))).toEqual(['{"amount":50}']);
});

// Goal: without the queue's permission nothing arrives, and the subscription's dead-letter queue gets the message. AWS:
// "Amazon SNS dead-letter queues": client-side errors are not retried.
test("gives a message that the queue refuses to the dead-letter queue", async () => {
  const { topic, queue, allow, queueArn, subscribe, publish, drain } = await setUp();
  const [news, other] = [await topic("news"), await topic("other")];
  const [closed, dead] = [await queue("closed"), await queue("dead")];
  await allow(closed, other);
  await allow(dead, news);
  await subscribe(news, "closed", {
    RawMessageDelivery: "true",
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn("dead") }),
  });
  await publish(news, "refused", { MessageAttributes: { a: { DataType: "String", StringValue: "b" } } });
  expect(await drain(dead)).toMatchObject([{ Body: "refused", MessageAttributes: { a: { StringValue: "b" } } }]);
  expect(await drain(closed)).toEqual([]);
});

// Goal: a queue that is gone is an error of the client's kind: dropped without a dead-letter queue, and the deliveries
// end. Method: settled() resolves only when no delivery is left.
test("drops what cannot be delivered", async () => {
  const { topic, subscribe, publish, yard } = await setUp();
  const news = await topic("news");
  await subscribe(news, "never-made");
  await publish(news, "lost");
  await yard.yard.context.jobs.settled();
});

// Goal: FIFO topics keep order and ids on the way to FIFO queues, and are not signed. AWS: "FIFO topics"; recorded.
test("delivers FIFO messages in order", async () => {
  const { sns, topic, queue, allow, subscribe, drain } = await setUp();
  const orders = await topic("orders.fifo", { FifoTopic: "true", ContentBasedDeduplication: "true" });
  const url = await queue("q.fifo", { FifoQueue: "true" });
  await allow(url, orders);
  await subscribe(orders, "q.fifo");
  const texts = Array.from({ length: 8 }, (_, index) => `message ${index}`);
  const { Successful = [] } = await sns.send(
    new PublishBatchCommand({
      TopicArn: orders,
      PublishBatchRequestEntries: texts.map((Message, index) => ({ Id: String(index), Message, MessageGroupId: "g" })),
    }),
  );
  const messages = await drain(url);
  const envelopes = messages.map((message) => JSON.parse(message.Body ?? "") as Record<string, string>);
  expect(envelopes.map((envelope) => envelope["Message"])).toEqual(texts);
  expect(envelopes.map((envelope) => envelope["SequenceNumber"])).toEqual(
    Successful.map((entry) => entry.SequenceNumber),
  );
  expect(envelopes[0]).not.toHaveProperty("Signature");
  expect(messages[0]?.Attributes).toMatchObject({
    MessageGroupId: "g",
    MessageDeduplicationId: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

// Goal: a function gets the event if its policy allows the topic, and only then. AWS: "Using AWS Lambda with Amazon
// SNS". Method: the function's success destination is a queue, which then holds the event.
test("invokes a function that allows it", async () => {
  const bench = await lambdaBench();
  const { sns, topic, queue, queueArn, allow, publish, drain, sqs } = await setUp(bench);
  const news = await topic("news");
  const [seen, dead] = [await queue("seen"), await queue("dead")];
  await allow(dead, news);
  const Role = await bench.role("listener", ["sqs:SendMessage"]);
  const arn = await bench.create("listener", "export const handler = async () => 'ok'", { Role });
  await bench.lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: "listener",
      DestinationConfig: { OnSuccess: { Destination: queueArn("seen") } },
    }),
  );
  await sns.send(
    new SubscribeCommand({
      TopicArn: news,
      Protocol: "lambda",
      Endpoint: arn,
      Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn("dead") }) },
    }),
  );
  await publish(news, "not allowed");
  expect(await drain(dead)).toHaveLength(1);

  await bench.lambda.send(
    new AddPermissionCommand({
      FunctionName: "listener",
      StatementId: "sns",
      Action: "lambda:InvokeFunction",
      Principal: "sns.amazonaws.com",
      SourceArn: news,
    }),
  );
  const { MessageId } = await publish(news, "allowed");
  const { Messages: [message] = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: seen, WaitTimeSeconds: 20 }),
  );
  expect(JSON.parse(message?.Body ?? "")).toMatchObject({
    requestPayload: {
      Records: [
        {
          EventSource: "aws:sns",
          EventVersion: "1.0",
          Sns: { Type: "Notification", MessageId, TopicArn: news, Message: "allowed", Subject: null },
        },
      ],
    },
  });
});
