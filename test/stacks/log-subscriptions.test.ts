// A function that gets another log group's events: subscription filter, permission and delivery, from one stack.

import { gunzipSync } from "node:zlib";
import { CloudFormationClient, CreateStackCommand, waitUntilStackCreateComplete } from "@aws-sdk/client-cloudformation";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteSubscriptionFilterCommand,
  DescribeSubscriptionFiltersCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
  PutSubscriptionFilterCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";
import { sharedYard } from "../../src/testing/harness.ts";

const TEMPLATE = `
Resources:
  Source: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: /app } }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
  Sink:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: sink
      Runtime: nodejs20.x
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code: { ZipFile: "exports.handler = async (event) => { console.log('GOT ' + event.awslogs.data) }" }
  Permission:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref Sink
      Action: lambda:InvokeFunction
      Principal: logs.amazonaws.com
      SourceArn: !GetAtt Source.Arn
  Filter:
    Type: AWS::Logs::SubscriptionFilter
    DependsOn: Permission
    Properties: { LogGroupName: !Ref Source, FilterPattern: ERROR, DestinationArn: !GetAtt Sink.Arn }
`;

test("a function gets the matching events of a log group", async () => {
  // Goal: the whole way of a log event. Write two, of which one matches, and read what the function logged.
  // AWS: "Subscription filters with AWS Lambda" (CloudWatch Logs user guide).
  const yard = await sharedYard();
  const account = yard.account();
  const cloudFormation = account.client(CloudFormationClient);
  const logs = account.client(CloudWatchLogsClient);
  await cloudFormation.send(
    new CreateStackCommand({ StackName: "sink", TemplateBody: TEMPLATE, Capabilities: ["CAPABILITY_IAM"] }),
  );
  const wait = { client: cloudFormation, maxWaitTime: 15, minDelay: 1, maxDelay: 1 };
  await waitUntilStackCreateComplete(wait, { StackName: "sink" });
  const address = { logGroupName: "/app", logStreamName: "s" };
  await logs.send(new CreateLogStreamCommand(address));
  const timestamp = yard.clock.nowMs();
  const logEvents = [
    { timestamp, message: "all well" },
    { timestamp, message: "ERROR one" },
  ];
  await logs.send(new PutLogEventsCommand({ ...address, logEvents }));

  let line: string | undefined;
  while (line === undefined) {
    await yard.yard.context.jobs.settled();
    const found = await logs
      .send(new FilterLogEventsCommand({ logGroupName: "/aws/lambda/sink", filterPattern: "GOT" }))
      .catch(() => undefined);
    line = found?.events?.[0]?.message;
  }
  const data = /GOT (\S+)/.exec(line)?.[1] ?? "";
  expect(JSON.parse(gunzipSync(Buffer.from(data, "base64")).toString())).toEqual({
    messageType: "DATA_MESSAGE",
    owner: account.account,
    logGroup: "/app",
    logStream: "s",
    subscriptionFilters: [expect.stringMatching(/^sink-Filter-/)],
    logEvents: [{ id: expect.stringMatching(/^\d{56}$/), timestamp, message: "ERROR one" }],
  });
});

test("a destination that does not let the log group in is refused", async () => {
  // Goal: the documented errors of PutSubscriptionFilter and its companions.
  const account = (await sharedYard()).account();
  const logs = account.client(CloudWatchLogsClient);
  await logs.send(new CreateLogGroupCommand({ logGroupName: "g" }));
  const put = (destinationArn: string) =>
    logs.send(
      new PutSubscriptionFilterCommand({ logGroupName: "g", filterName: "f", filterPattern: "", destinationArn }),
    );
  await expect(put(`arn:aws:lambda:us-east-1:${account.account}:function:none`)).rejects.toMatchObject({
    name: "InvalidParameterException",
    message:
      "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.",
  });
  await expect(put(`arn:aws:kinesis:us-east-1:${account.account}:stream/s`)).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "destinationArn for vendor kinesis cannot be used without roleArn",
  });
  await expect(put(`arn:aws:logs:us-east-1:${account.account}:destination:d`)).rejects.toMatchObject({
    name: "NotImplemented",
  });
  const { subscriptionFilters } = await logs.send(new DescribeSubscriptionFiltersCommand({ logGroupName: "g" }));
  expect(subscriptionFilters).toEqual([]);
  await expect(
    logs.send(new DeleteSubscriptionFilterCommand({ logGroupName: "g", filterName: "f" })),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});
