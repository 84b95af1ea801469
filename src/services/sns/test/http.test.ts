// HTTP endpoints: they confirm, get signed messages, are tried again as the policy says, and reach nothing by their address that
// is not open to everybody.

import { EventEmitter } from "node:events";
import https from "node:https";
import { Readable } from "node:stream";
import {
  ConfirmSubscriptionCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import MessageValidator from "sns-validator";
import { expect, onTestFinished, test, vi } from "vitest";
import { sendOutbound } from "../../../service/outbound-http.ts";
import { testYard } from "../../../testing/harness.ts";
import { httpEndpoint, snsBench } from "./bench.ts";

/** A confirmed subscription of a fresh endpoint. */
async function confirmed(bench: Awaited<ReturnType<typeof snsBench>>, attributes: Record<string, string> = {}) {
  const endpoint = await httpEndpoint();
  const topic = await bench.topic("events");
  const arn = await bench.subscribe(topic, "http", endpoint.url, attributes);
  await bench.settled();
  const answer = await fetch(endpoint.received[0]?.message["SubscribeURL"] ?? "");
  expect(answer.status).toBe(200);
  endpoint.received.length = 0;
  return { ...endpoint, topic, arn };
}

// Goal: an endpoint gets a token, nothing before it has confirmed, and everything after. AWS: "HTTP/HTTPS subscription confirmation
// JSON format", "HTTP/HTTPS headers"; Subscribe: "pending confirmation"; ListSubscriptions: "PendingConfirmation".
test("confirms an endpoint by its link", async () => {
  const { sns, topic, publish, settled } = await snsBench();
  const { received, url } = await httpEndpoint();
  const TopicArn = await topic("events");
  const { SubscriptionArn } = await sns.send(new SubscribeCommand({ TopicArn, Protocol: "http", Endpoint: url }));
  expect(SubscriptionArn).toBe("pending confirmation");
  await publish(TopicArn, "too early");
  await settled();
  expect(received.map(({ message }) => message["Type"])).toEqual(["SubscriptionConfirmation"]);
  const [confirmation] = received;
  expect(confirmation?.headers).toMatchObject({
    "content-type": "text/plain; charset=UTF-8",
    "user-agent": "Amazon Simple Notification Service Agent",
    "x-amz-sns-message-type": "SubscriptionConfirmation",
    "x-amz-sns-message-id": confirmation?.message["MessageId"],
    "x-amz-sns-topic-arn": TopicArn,
  });
  expect(confirmation?.headers).not.toHaveProperty("x-amz-sns-subscription-arn");
  expect((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toMatchObject([
    { SubscriptionArn: "PendingConfirmation", Protocol: "http", Endpoint: url },
  ]);
  const counts = async () => (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes;
  expect(await counts()).toMatchObject({ SubscriptionsConfirmed: "0", SubscriptionsPending: "1" });

  const answer = await fetch(confirmation?.message["SubscribeURL"] ?? "");
  const [, arn] = /<SubscriptionArn>(.+)<\/SubscriptionArn>/.exec(await answer.text()) ?? [];
  expect(arn).toContain(`${TopicArn}:`);
  expect(await counts()).toMatchObject({ SubscriptionsConfirmed: "1", SubscriptionsPending: "0" });
  const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }));
  expect(Attributes).toMatchObject({ ConfirmationWasAuthenticated: "false", PendingConfirmation: "false" });

  await publish(TopicArn, "hello");
  await settled();
  expect(received[1]?.headers).toMatchObject({
    "x-amz-sns-message-type": "Notification",
    "x-amz-sns-subscription-arn": arn,
    "x-amz-sns-topic-arn": TopicArn,
  });
  expect(received[1]?.message).toMatchObject({ Type: "Notification", Message: "hello" });
});

// Goal: AWS's own validator for JavaScript accepts what was signed, in both versions. Method: its rule that the certificate comes from
// https://sns.REGION.amazonaws.com cannot hold here, so that host is answered for; the member is not a part of what is signed.
test.each(["1", "2"])("signs messages that sns-validator accepts, version %s", async (version) => {
  const bench = await snsBench();
  const { sns, publish, settled } = bench;
  const { received, topic } = await confirmed(bench);
  await sns.send(
    new SetTopicAttributesCommand({ TopicArn: topic, AttributeName: "SignatureVersion", AttributeValue: version }),
  );
  await publish(topic, "signed");
  await settled();
  const [notification] = received;
  const pem = await (await fetch(notification?.message["SigningCertURL"] ?? "")).text();
  const get = vi.spyOn(https, "get").mockImplementation(((_url: string, answered: (answer: object) => void) => {
    answered(Object.assign(Readable.from([pem]), { statusCode: 200 }));
    return new EventEmitter();
  }) as never);
  onTestFinished(() => get.mockRestore());
  // A host of its own for each version: the validator remembers certificates.
  const SigningCertURL = `https://sns.us-east-1.amazonaws.com/SimpleNotificationService-${version}.pem`;
  const validate = (message: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      new MessageValidator().validate({ ...message }, (error, valid) =>
        error === null ? resolve(valid) : reject(error),
      );
    });
  expect(notification?.message["SignatureVersion"]).toBe(version);
  await expect(validate({ ...notification?.message, SigningCertURL })).resolves.toMatchObject({ Message: "signed" });
  await expect(validate({ ...notification?.message, Message: "forged", SigningCertURL })).rejects.toThrow("signature");
});

// Goal: tokens. AWS: ConfirmSubscription: wrong tokens (recorded), two days, AuthenticateOnUnsubscribe.
test("refuses wrong and old tokens, and forgets who does not confirm", async () => {
  const yard = await testYard();
  onTestFinished(() => yard.stop());
  const { sns, topic, subscribe, settled } = await snsBench(yard);
  const { received, url } = await httpEndpoint();
  const TopicArn = await topic("events");
  const SubscriptionArn = await subscribe(TopicArn, "http", url);
  await settled();
  const Token = received[0]?.message["Token"] ?? "";
  const confirm = (more: object) => sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token, ...more }));
  await expect(confirm({ Token: "0".repeat(224) })).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "Invalid parameter: Token",
  });
  await expect(confirm({ TopicArn: `${TopicArn}x` })).rejects.toMatchObject({ name: "NotFoundException" });
  await expect(confirm({ TopicArn: await topic("other") })).rejects.toMatchObject({
    message: "Invalid parameter: Token",
  });
  await expect(sns.send(new UnsubscribeCommand({ SubscriptionArn }))).rejects.toMatchObject({
    message:
      "Invalid parameter: SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation",
  });
  await yard.advance(2 * 86_400_000 + 1);
  await expect(confirm({})).rejects.toMatchObject({ message: "Invalid parameter: Token" });
  await expect(sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).rejects.toMatchObject({
    name: "NotFoundException",
  });
});

// Goal: a signature protects a subscription from its link, and a link that ends one says how to come back. AWS: Unsubscribe.
test("ends by the link, unless that was forbidden", async () => {
  const bench = await snsBench();
  const { sns, publish, settled } = bench;
  const { received, topic, arn, url } = await confirmed(bench);
  await publish(topic, "one");
  await settled();
  const unsubscribe = received[0]?.message["UnsubscribeURL"] ?? "";
  expect((await fetch(unsubscribe)).status).toBe(200);
  await settled();
  expect(received[1]?.message).toMatchObject({ Type: "UnsubscribeConfirmation", TopicArn: topic });
  await publish(topic, "nobody hears this");
  expect((await fetch(received[1]?.message["SubscribeURL"] ?? "")).status).toBe(200);
  await publish(topic, "back again");
  await settled();
  expect(received.at(-1)?.message).toMatchObject({ Message: "back again" });
  expect(received).toHaveLength(3);

  const second = await bench.topic("guarded");
  await bench.subscribe(second, "http", url);
  await settled();
  const Token = received.at(-1)?.message["Token"];
  const { SubscriptionArn = "" } = await sns.send(
    new ConfirmSubscriptionCommand({ TopicArn: second, Token, AuthenticateOnUnsubscribe: "true" }),
  );
  expect((await fetch(unsubscribe.replace(arn, SubscriptionArn))).status).toBe(403);
  await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
});

// Goal: what is tried again, and when. AWS: "Amazon SNS message delivery retries": 5XX and 429, three times 20 seconds apart by default;
// every other failure is permanent, redirects among them. What is given up goes to the dead-letter queue.
test("tries again by the policy, then gives the message to the dead-letter queue", async () => {
  const yard = await testYard();
  onTestFinished(() => yard.stop());
  const bench = await snsBench(yard);
  const { sns, publish, settled, account } = bench;
  const { received, topic, arn } = await confirmed(bench);
  const failing = await httpEndpoint(200, 503, 429, 500, 200);
  const failingArn = await bench.subscribe(topic, "http", failing.url);
  await settled();
  await fetch(failing.received[0]?.message["SubscribeURL"] ?? "");
  await publish(topic, "again and again");
  await settled();
  expect(failing.received).toHaveLength(2);
  await yard.advance(19_000);
  expect(failing.received).toHaveLength(2);
  for (const count of [3, 4, 5, 5]) {
    await yard.advance(20_000);
    expect(failing.received).toHaveLength(count);
  }
  expect(received).toHaveLength(1);
  await sns.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
  await sns.send(new UnsubscribeCommand({ SubscriptionArn: failingArn }));

  const elsewhere = await httpEndpoint();
  const moved = await httpEndpoint(200, { status: "302", location: elsewhere.url });
  const sqs = account.client(SQSClient);
  const deadArn = `arn:aws:sqs:${account.region}:${account.account}:dead`;
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: "*",
    },
  });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "dead", Attributes: { Policy } }));
  await bench.subscribe(topic, "http", moved.url, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadArn }) });
  await settled();
  await fetch(moved.received[0]?.message["SubscribeURL"] ?? "");
  await publish(topic, "moved");
  await settled();
  expect(elsewhere.received).toEqual([]);
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(JSON.parse(Messages?.[0]?.Body ?? "{}")).toMatchObject({ Message: "moved" });
});

// Goal: raw delivery, content types and throttles of the delivery policy. AWS: "Creating an HTTP/S delivery policy"; "Raw message
// delivery".
test("delivers raw, with the wanted content type and no faster than allowed", async () => {
  const yard = await testYard();
  onTestFinished(() => yard.stop());
  const bench = await snsBench(yard);
  const { sns, publish, settled } = bench;
  const DeliveryPolicy = JSON.stringify({
    throttlePolicy: { maxReceivesPerSecond: 1 },
    requestPolicy: { headerContentType: "application/json" },
  });
  const { received, topic, arn } = await confirmed(bench, { RawMessageDelivery: "true", DeliveryPolicy });
  for (const text of ["1", "2", "3"]) await publish(topic, text);
  await settled();
  expect(received.map(({ body }) => body)).toEqual(["1"]);
  expect(received[0]?.headers).toMatchObject({ "content-type": "application/json", "x-amz-sns-rawdelivery": "true" });
  await yard.advance(1_000);
  expect(received).toHaveLength(2);
  await yard.advance(1_000);
  expect(received.map(({ body }) => body)).toEqual(["1", "2", "3"]);
  const { Attributes = {} } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }));
  expect(JSON.parse(Attributes["EffectiveDeliveryPolicy"] ?? "")).toMatchObject({
    healthyRetryPolicy: { numRetries: 3 },
    throttlePolicy: { maxReceivesPerSecond: 1 },
  });
  const set = (policy: object) =>
    sns.send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn: arn,
        AttributeName: "DeliveryPolicy",
        AttributeValue: JSON.stringify(policy),
      }),
    );
  await expect(set({ healthyRetryPolicy: { numRetries: 101 } })).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
  await expect(
    set({ healthyRetryPolicy: { numRetries: 100, minDelayTarget: 60, maxDelayTarget: 60 } }),
  ).rejects.toThrow("3600");
});

// Goal: name and password in the URL, when the endpoint asks for them. AWS: "Using HTTP/HTTPS endpoints", authentication.
test("answers an endpoint that asks for a name and a password", async () => {
  const bench = await snsBench();
  const endpoint = await httpEndpoint({ status: "401", "www-authenticate": 'Basic realm="x"' });
  await bench.subscribe(await bench.topic("events"), "http", endpoint.url.replace("http://", "http://someone:p%40ss@"));
  await bench.settled();
  expect(endpoint.received.map(({ headers }) => headers.authorization)).toEqual([
    undefined,
    `Basic ${Buffer.from("someone:p@ss").toString("base64")}`,
  ]);
});

// Goal: an endpoint that is the cloud itself is asked as by anybody: unsigned. Method: a topic's endpoint is the control API and the API of
// the services; what comes back shows that nothing was done, and the answer goes nowhere.
test("calls the yard itself without any rights", async () => {
  const { yard, account } = await snsBench();
  const post = (url: string, body: string, contentType: string) =>
    sendOutbound(yard.yard.context, {
      method: "POST",
      url,
      headers: { "Content-Type": contentType },
      body,
      timeoutMs: 5_000,
    });
  const form = "application/x-www-form-urlencoded";
  const calls = [
    `Action=CreateUser&UserName=attacker&Version=2010-05-08`,
    `Action=GetCallerIdentity&Version=2011-06-15`,
    `Action=CreateTopic&Name=attacker&Version=2010-03-31`,
  ];
  for (const call of calls)
    expect(await post(`${yard.origin}/`, call, form)).toMatchObject({ kind: "answer", status: 403 });
  const control = await post(`${yard.origin}/?X-Amz-Target=Stackyard.ListAccounts`, "{}", "application/json");
  expect(control).toMatchObject({ kind: "answer" });
  expect(control.kind === "answer" && Buffer.from(control.body).toString()).not.toContain(account.account);
});

// Goal: addresses that give credentials to whoever asks are refused in every notation. Source: the machines' metadata services.
test.each([
  "http://169.254.169.254/latest/meta-data/",
  "http://2852039166/",
  "http://0xa9.0xfe.0xa9.0xfe/",
  "http://[::ffff:169.254.169.254]/",
  "http://[fe80::1]/",
  "http://[fd00:ec2::254]/",
  "file:///etc/passwd",
  "gopher://127.0.0.1/",
])("does not call %s", async (url) => {
  const { yard } = await snsBench();
  const request = { method: "POST", url, headers: {}, body: "", timeoutMs: 2_000 };
  expect(await sendOutbound(yard.yard.context, request)).toMatchObject({ kind: "no-answer" });
});
