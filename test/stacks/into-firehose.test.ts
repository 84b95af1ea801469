// Everything that delivers into a stream of Firehose: topics, rules, schedules, pipes, log groups, each under a role of its own
// service; and what comes out in the bucket.

import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from "@aws-sdk/client-cloudformation";
import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import {
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { sharedYard, type TestAccount, testYard } from "../../src/testing/harness.ts";

const role = (service: string): string => `
  ${service}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { Service: ${service.toLowerCase()}.amazonaws.com }, Action: sts:AssumeRole }]
      Policies:
        - PolicyName: own
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{ Effect: Allow, Action: ["s3:*", "firehose:*", "sqs:*"], Resource: "*" }]`;

const TEMPLATE = `
Resources:
  Bucket: { Type: AWS::S3::Bucket }
${["Firehose", "Sns", "Events", "Scheduler", "Pipes", "Logs"].map(role).join("\n")}
  Stream:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamName: lake
      ExtendedS3DestinationConfiguration:
        RoleARN: !GetAtt FirehoseRole.Arn
        BucketARN: !GetAtt Bucket.Arn
        BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 0 }
  Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: topic } }
  Subscription:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: !Ref Topic
      Protocol: firehose
      Endpoint: !GetAtt Stream.Arn
      SubscriptionRoleArn: !GetAtt SnsRole.Arn
  Rule:
    Type: AWS::Events::Rule
    Properties:
      Name: rule
      EventPattern: { source: [shop] }
      Targets: [{ Id: lake, Arn: !GetAtt Stream.Arn, RoleArn: !GetAtt EventsRole.Arn, InputPath: $.detail }]
  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: queue } }
  Pipe:
    Type: AWS::Pipes::Pipe
    Properties:
      Source: !GetAtt Queue.Arn
      Target: !GetAtt Stream.Arn
      RoleArn: !GetAtt PipesRole.Arn
      TargetParameters: { InputTemplate: "<$.body>" }
  Group: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: group } }
  Filter:
    Type: AWS::Logs::SubscriptionFilter
    Properties:
      LogGroupName: !Ref Group
      FilterPattern: ERROR
      DestinationArn: !GetAtt Stream.Arn
      RoleArn: !GetAtt LogsRole.Arn
Outputs:
  Bucket: { Value: !Ref Bucket }
`;

const SCHEDULE = `
  Schedule:
    Type: AWS::Scheduler::Schedule
    Properties:
      ScheduleExpression: rate(1 minute)
      FlexibleTimeWindow: { Mode: "OFF" }
      Target: { Arn: !GetAtt Stream.Arn, RoleArn: !GetAtt SchedulerRole.Arn, Input: '{"from":"schedule"}' }
`;

/** Waits until an object has this in it; gives the text. */
async function delivered(account: TestAccount, needle: string): Promise<string> {
  const s3 = account.client(S3Client);
  const stacks = account.client(CloudFormationClient);
  const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName: "lake" }));
  const Bucket = Stacks?.[0]?.Outputs?.[0]?.OutputValue;
  for (;;) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    for (const { Key } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
      const text = bytes[0] === 0x1f ? gunzipSync(bytes).toString() : bytes.toString();
      if (text.includes(needle)) return text;
    }
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

test("topics, rules, schedules, pipes and log groups deliver into a stream", async () => {
  const yard = await testYard();
  const account = yard.account();
  const stacks = account.client(CloudFormationClient);
  const TemplateBody = TEMPLATE.replace("Outputs:", `${SCHEDULE.slice(1)}Outputs:`);
  await stacks.send(new CreateStackCommand({ StackName: "lake", TemplateBody, Capabilities: ["CAPABILITY_IAM"] }));
  const wait = { client: stacks, maxWaitTime: 15, minDelay: 1, maxDelay: 1 };
  await waitUntilStackCreateComplete(wait, { StackName: "lake" });

  const sns = account.client(SNSClient);
  const TopicArn = `arn:aws:sns:us-east-1:${account.account}:topic`;
  const MessageAttributes = { color: { DataType: "String", StringValue: "red" } };
  await sns.send(new PublishCommand({ TopicArn, Subject: "S", Message: "from topic", MessageAttributes }));
  // AWS: "Formatting Amazon SNS notifications for storage in Amazon S3 destinations": the members, and a line break.
  const line = await delivered(account, "from topic");
  expect(line.endsWith("}\n")).toBe(true);
  expect(JSON.parse(line)).toEqual({
    Type: "Notification",
    MessageId: expect.any(String) as string,
    TopicArn,
    Subject: "S",
    Message: "from topic",
    Timestamp: expect.any(String) as string,
    UnsubscribeURL: expect.stringContaining("Action=Unsubscribe") as string,
    MessageAttributes: { color: { Type: "String", Value: "red" } },
  });

  const Detail = JSON.stringify({ from: "rule" });
  await account
    .client(EventBridgeClient)
    .send(new PutEventsCommand({ Entries: [{ Source: "shop", DetailType: "d", Detail }] }));
  expect(await delivered(account, '"rule"')).toBe(Detail);

  const QueueUrl = `${yard.origin}/${account.account}/queue`;
  await account.client(SQSClient).send(new SendMessageCommand({ QueueUrl, MessageBody: "from pipe" }));
  expect(await delivered(account, "from pipe")).toBe("from pipe");

  const logs = account.client(CloudWatchLogsClient);
  const address = { logGroupName: "group", logStreamName: "s" };
  await logs.send(new CreateLogStreamCommand(address));
  const logEvents = [{ timestamp: yard.clock.nowMs(), message: "ERROR from logs" }];
  await logs.send(new PutLogEventsCommand({ ...address, logEvents }));
  expect(JSON.parse(await delivered(account, "from logs"))).toMatchObject({
    messageType: "DATA_MESSAGE",
    logGroup: "group",
    logEvents: [{ message: "ERROR from logs" }],
  });
  // AWS: PutSubscriptionFilter tries the destination with a control message.
  expect(JSON.parse(await delivered(account, "CONTROL_MESSAGE"))).toMatchObject({ owner: "CloudwatchLogs" });
  await yard.advance(61_000);
  expect(await delivered(account, '"schedule"')).toBe('{"from":"schedule"}');
  await yard.stop();
});

// Goal: a subscription is nothing without its role, and raw messages are the messages only.
test("subscriptions need a role, and deliver raw messages as they are", async () => {
  const account = (await sharedYard()).account();
  const stacks = account.client(CloudFormationClient);
  await stacks.send(
    new CreateStackCommand({ StackName: "lake", TemplateBody: TEMPLATE, Capabilities: ["CAPABILITY_IAM"] }),
  );
  const wait = { client: stacks, maxWaitTime: 15, minDelay: 1, maxDelay: 1 };
  await waitUntilStackCreateComplete(wait, { StackName: "lake" });
  const sns = account.client(SNSClient);
  const TopicArn = `arn:aws:sns:us-east-1:${account.account}:topic`;
  const Endpoint = `arn:aws:firehose:us-east-1:${account.account}:deliverystream/other`;
  await expect(sns.send(new SubscribeCommand({ TopicArn, Protocol: "firehose", Endpoint }))).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: expect.stringContaining("SubscriptionRoleArn") as string,
  });
  const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  const change = { AttributeName: "RawMessageDelivery", AttributeValue: "true" };
  const SubscriptionArn = Subscriptions?.[0]?.SubscriptionArn;
  await sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, ...change }));
  await sns.send(new PublishCommand({ TopicArn, Message: "raw" }));
  expect(await delivered(account, "raw")).toBe("raw\n");
});

// Goal: nobody's stream of the same name gets what was meant for another account's.
test("streams of other accounts are no targets", async () => {
  const account = (await sharedYard()).account();
  const events = account.client(EventBridgeClient);
  await events.send(new PutRuleCommand({ Name: "rule", EventPattern: '{"source":["shop"]}' }));
  const Arn = "arn:aws:firehose:us-east-1:111122223333:deliverystream/lake";
  const RoleArn = `arn:aws:iam::${account.account}:role/r`;
  await expect(
    events.send(new PutTargetsCommand({ Rule: "rule", Targets: [{ Id: "t", Arn, RoleArn }] })),
  ).rejects.toMatchObject({ name: "ValidationException" });
});
