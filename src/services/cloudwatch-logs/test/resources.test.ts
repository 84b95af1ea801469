// Log groups and streams in a real stack: create, change, delete.

import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from "@aws-sdk/client-cloudformation";
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  ListTagsLogGroupCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

const WAIT = { maxWaitTime: 15, minDelay: 1, maxDelay: 1 };

function template(group: object): string {
  return JSON.stringify({
    Resources: {
      Group: { Type: "AWS::Logs::LogGroup", Properties: group },
      Stream: { Type: "AWS::Logs::LogStream", Properties: { LogGroupName: { Ref: "Group" } } },
    },
    Outputs: {
      Name: { Value: { Ref: "Group" } },
      Arn: { Value: { "Fn::GetAtt": ["Group", "Arn"] } },
    },
  });
}

test("a log group and its stream live and change with their stack", async () => {
  // Goal: every honoured property, through create, update and delete. AWS: AWS::Logs::LogGroup (reference).
  const account = (await sharedYard()).account();
  const cloudFormation = account.client(CloudFormationClient);
  const logs = account.client(CloudWatchLogsClient);
  const client = { client: cloudFormation, ...WAIT };
  const StackName = "logging";
  const first = template({ RetentionInDays: 14, Tags: [{ Key: "team", Value: "blue" }] });
  await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody: first }));
  await waitUntilStackCreateComplete(client, { StackName });
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
  const outputs = Object.fromEntries((Stacks?.[0]?.Outputs ?? []).map((o) => [o.OutputKey, o.OutputValue]));
  const logGroupName = outputs["Name"] ?? "";
  expect(logGroupName).toMatch(/^logging-Group-[A-Za-z0-9]+$/);
  expect(outputs["Arn"]).toBe(`arn:aws:logs:us-east-1:${account.account}:log-group:${logGroupName}:*`);
  const describe = async () => (await logs.send(new DescribeLogGroupsCommand({}))).logGroups?.[0];
  expect(await describe()).toMatchObject({ logGroupName, retentionInDays: 14 });
  expect((await logs.send(new ListTagsLogGroupCommand({ logGroupName }))).tags).toMatchObject({ team: "blue" });
  const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName }));
  const { StackResources } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName }));
  const stream = StackResources?.find((resource) => resource.LogicalResourceId === "Stream");
  expect(logStreams?.map(({ logStreamName }) => logStreamName)).toEqual([stream?.PhysicalResourceId]);

  await cloudFormation.send(new UpdateStackCommand({ StackName, TemplateBody: template({}) }));
  await waitUntilStackUpdateComplete(client, { StackName });
  expect((await describe())?.retentionInDays).toBeUndefined();
  expect((await logs.send(new ListTagsLogGroupCommand({ logGroupName }))).tags).not.toHaveProperty("team");

  await cloudFormation.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(client, { StackName });
  expect(await describe()).toBeUndefined();
});
