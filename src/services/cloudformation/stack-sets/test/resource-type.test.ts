// Goal: a stack makes, changes and deletes a stack set with its instances. Method: the real SDK over HTTP; one account that administers and is deployed to,
// whose roles are in the stack as well, and the queues of its regions.

import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  ListStackInstancesCommand,
  ListStackSetsCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { expect, test } from "vitest";
import { administration, QUEUE, target } from "./accounts.ts";

test("a stack with a stack set", async () => {
  const own = await administration();
  const { client } = own;
  const [first, second] = [await target(own), await target(own)];
  const templateOf = (accounts: string[], regions: string[], delay: string): string =>
    JSON.stringify({
      Resources: {
        Set: {
          Type: "AWS::CloudFormation::StackSet",
          Properties: {
            StackSetName: "orders",
            PermissionModel: "SELF_MANAGED",
            TemplateBody: QUEUE,
            Parameters: [{ ParameterKey: "Delay", ParameterValue: delay }],
            OperationPreferences: { MaxConcurrentCount: 2, FailureToleranceCount: 1 },
            StackInstancesGroup: [{ DeploymentTargets: { Accounts: accounts }, Regions: regions }],
          },
        },
      },
      Outputs: { Id: { Value: { Ref: "Set" } } },
    });
  const StackName = "with-set";
  const status = async () => {
    await own.settled();
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    return Stacks?.[0];
  };
  const instances = async () => {
    const { Summaries = [] } = await client.send(new ListStackInstancesCommand({ StackSetName: "orders" }));
    return Summaries.map(({ Account, Region, Status }) => `${Account} ${Region} ${Status}`).sort();
  };
  const TemplateBody = templateOf([first.account], ["us-east-1"], "1");
  await client.send(new CreateStackCommand({ StackName, TemplateBody }));
  expect(await status()).toMatchObject({
    StackStatus: "CREATE_COMPLETE",
    Outputs: [{ OutputKey: "Id", OutputValue: expect.stringMatching(/^orders:/) }],
  });
  expect(await instances()).toEqual([`${first.account} us-east-1 CURRENT`]);
  const changed = templateOf([second.account], ["us-east-1", "eu-west-1"], "5");
  await client.send(new UpdateStackCommand({ StackName, TemplateBody: changed }));
  expect(await status()).toMatchObject({ StackStatus: "UPDATE_COMPLETE" });
  expect(await instances()).toEqual([`${second.account} eu-west-1 CURRENT`, `${second.account} us-east-1 CURRENT`]);
  await client.send(new DeleteStackCommand({ StackName }));
  await own.settled();
  const { Summaries } = await client.send(new ListStackSetsCommand({ Status: "ACTIVE" }));
  expect(Summaries).toEqual([]);
  const { Stacks = [] } = await second.client(CloudFormationClient).send(new DescribeStacksCommand({}));
  expect(Stacks).toEqual([]);
});
