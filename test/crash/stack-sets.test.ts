// Goal: an operation on a stack set whose server is killed in the middle goes on by itself after the next start, and makes each instance's stack once. Method:
// `kill -9` of the real process as soon as one region is done; then start again, wait for the end and count the stacks of every region.

import {
  CloudFormationClient,
  CreateStackInstancesCommand,
  CreateStackSetCommand,
  DescribeStackSetOperationCommand,
  ListStackInstancesCommand,
  ListStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, expect, test } from "vitest";
import { commandLine } from "../real/command-line.ts";
import { until } from "../real/until.ts";

const REGIONS = ["us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1", "eu-west-2"];
const QUEUES = 40;
const cli = commandLine();
afterAll(() => cli.dispose());

const SETS = { StackSetName: "queues" };
const TemplateBody = JSON.stringify({
  Resources: Object.fromEntries(
    Array.from({ length: QUEUES }, (_, index) => [`Queue${index}`, { Type: "AWS::SQS::Queue" }]),
  ),
});

async function makeRoles(account: string): Promise<void> {
  const iam = new IAMClient(await cli.clientConfig());
  const roles = { Administration: { Service: "cloudformation.amazonaws.com" }, Execution: { AWS: account } };
  for (const [kind, Principal] of Object.entries(roles)) {
    const RoleName = `AWSCloudFormationStackSet${kind}Role`;
    const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] };
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" }));
  }
}

test("killed between its regions", async () => {
  const server = await cli.serve();
  const { Account = "" } = await new STSClient(await cli.clientConfig()).send(new GetCallerIdentityCommand({}));
  await makeRoles(Account);
  const client = new CloudFormationClient({ ...(await cli.clientConfig()), maxAttempts: 1 });
  await client.send(new CreateStackSetCommand({ ...SETS, TemplateBody }));
  const { OperationId } = await client.send(
    new CreateStackInstancesCommand({ ...SETS, Accounts: [Account], Regions: REGIONS }),
  );
  const done = async (): Promise<number> => {
    const { Summaries = [] } = await client.send(new ListStackInstancesCommand(SETS));
    return Summaries.filter(({ Status }) => Status === "CURRENT").length;
  };
  let before = 0;
  while (before === 0) before = await done();
  await server.kill();
  expect(before).toBeLessThan(REGIONS.length);

  const again = await cli.serve();
  const restarted = new CloudFormationClient({ ...(await cli.clientConfig()), maxAttempts: 1 });
  await until(async () => {
    const asked = new DescribeStackSetOperationCommand({ ...SETS, OperationId });
    const { StackSetOperation } = await restarted.send(asked);
    return StackSetOperation?.Status === "SUCCEEDED" ? true : undefined;
  });
  for (const region of REGIONS) {
    const regional = new CloudFormationClient({ ...(await cli.clientConfig()), region });
    const { StackSummaries = [] } = await regional.send(new ListStacksCommand({}));
    const own = StackSummaries.filter(({ StackName }) => StackName?.startsWith("StackSet-queues-") === true);
    expect(own.map(({ StackStatus }) => StackStatus)).toEqual(["CREATE_COMPLETE"]);
  }
  await again.kill();
});
