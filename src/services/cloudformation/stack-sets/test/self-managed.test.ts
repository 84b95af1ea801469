// Goal: a stack set's instances are stacks of other accounts, made, changed and deleted by the roles that its user manages. Method: the real SDK over
// HTTP; an administrator's account and target accounts of one test each, the targets looked into by clients of their own.

import {
  CloudFormationClient,
  CreateStackInstancesCommand,
  CreateStackSetCommand,
  DeleteStackInstancesCommand,
  DeleteStackSetCommand,
  DescribeStackInstanceCommand,
  DescribeStackSetCommand,
  DescribeStacksCommand,
  ListStackInstancesCommand,
  ListStackSetOperationResultsCommand,
  ListStackSetOperationsCommand,
  ListStackSetsCommand,
  UpdateStackInstancesCommand,
  UpdateStackSetCommand,
} from "@aws-sdk/client-cloudformation";
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import type { TestAccount } from "../../../../testing/harness.ts";
import { administration, QUEUE, target } from "./accounts.ts";

async function delayOf(account: TestAccount, QueueName = "orders", region = "us-east-1"): Promise<string | undefined> {
  const sqs = new SQSClient({ ...account.config, region });
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["DelaySeconds"] });
  return (await sqs.send(asked)).Attributes?.["DelaySeconds"];
}

const SETS = { StackSetName: "orders" };
const one = (account: TestAccount, region = "us-east-1") => ({
  ...SETS,
  StackInstanceAccount: account.account,
  StackInstanceRegion: region,
});

test("a stack set is deployed into accounts and regions, updated, overridden and deleted", async () => {
  const own = await administration();
  const { client } = own;
  const [first, second] = [await target(own), await target(own)];
  const Accounts = [first.account, second.account];
  const Regions = ["us-east-1", "eu-west-1"];
  const { StackSetId = "" } = await client.send(
    new CreateStackSetCommand({ ...SETS, TemplateBody: QUEUE, Tags: [{ Key: "team", Value: "a" }] }),
  );
  // AWS: API reference, "StackSet": the id is the name and a UUID.
  expect(StackSetId).toMatch(/^orders:[0-9a-f-]{36}$/);
  const { StackSet: empty } = await client.send(new DescribeStackSetCommand(SETS));
  expect(empty).toMatchObject({
    StackSetId,
    StackSetARN: `arn:aws:cloudformation:us-east-1:${own.administrator.account}:stackset/${StackSetId}`,
    Status: "ACTIVE",
    TemplateBody: QUEUE,
    PermissionModel: "SELF_MANAGED",
    AdministrationRoleARN: `arn:aws:iam::${own.administrator.account}:role/AWSCloudFormationStackSetAdministrationRole`,
    ExecutionRoleName: "AWSCloudFormationStackSetExecutionRole",
    ManagedExecution: { Active: false },
    StackSetDriftDetectionDetails: { DriftStatus: "NOT_CHECKED", TotalStackInstancesCount: 0 },
  });

  const created = await client.send(new CreateStackInstancesCommand({ ...SETS, Accounts, Regions }));
  expect(await own.ended("orders", created.OperationId)).toMatchObject({
    Action: "CREATE",
    Status: "SUCCEEDED",
    StackSetId,
    StatusDetails: { FailedStackInstancesCount: 0 },
  });
  const { Summaries = [] } = await client.send(new ListStackInstancesCommand(SETS));
  expect(Summaries.map(({ Account, Region, Status }) => `${Account} ${Region} ${Status}`).sort()).toEqual(
    Accounts.flatMap((account) => Regions.map((region) => `${account} ${region} CURRENT`)).sort(),
  );
  expect(Summaries.every(({ StackInstanceStatus }) => StackInstanceStatus?.DetailedStatus === "SUCCEEDED")).toBe(true);
  const stacks = second.client(CloudFormationClient);
  const { StackInstance } = await client.send(new DescribeStackInstanceCommand(one(second)));
  const { Stacks = [] } = await stacks.send(new DescribeStacksCommand({ StackName: StackInstance?.StackId }));
  expect(Stacks[0]).toMatchObject({
    StackName: expect.stringMatching(/^StackSet-orders-[0-9a-f-]{36}$/),
    StackStatus: "CREATE_COMPLETE",
    Tags: [{ Key: "team", Value: "a" }],
  });
  expect(await delayOf(first, "orders", "eu-west-1")).toBe("1");

  const delay = (value: string) => [{ ParameterKey: "Delay", ParameterValue: value }];
  const overridden = await client.send(
    new UpdateStackInstancesCommand({
      ...SETS,
      Accounts: [second.account],
      Regions: ["us-east-1"],
      ParameterOverrides: delay("7"),
    }),
  );
  expect(await own.ended("orders", overridden.OperationId)).toMatchObject({ Action: "UPDATE", Status: "SUCCEEDED" });
  expect([await delayOf(first), await delayOf(second)]).toEqual(["1", "7"]);
  const updated = await client.send(
    new UpdateStackSetCommand({
      ...SETS,
      UsePreviousTemplate: true,
      Parameters: [...delay("3"), { ParameterKey: "Name", UsePreviousValue: true }],
    }),
  );
  await own.ended("orders", updated.OperationId);
  // AWS: "any parameter values overridden for a stack instance aren't updated, but retain their overridden value".
  expect([await delayOf(first), await delayOf(second), await delayOf(second, "orders", "eu-west-1")]).toEqual([
    "3",
    "7",
    "3",
  ]);
  expect((await client.send(new DescribeStackInstanceCommand(one(second)))).StackInstance).toMatchObject({
    Status: "CURRENT",
    ParameterOverrides: [{ ParameterKey: "Delay", ParameterValue: "7" }],
    LastOperationId: updated.OperationId,
  });

  await expect(client.send(new DeleteStackSetCommand(SETS))).rejects.toMatchObject({
    name: "StackSetNotEmptyException",
    message: "StackSet is not empty",
  });
  const removed = await client.send(
    new DeleteStackInstancesCommand({ ...SETS, Accounts: [first.account], Regions, RetainStacks: false }),
  );
  await own.ended("orders", removed.OperationId);
  await expect(delayOf(first)).rejects.toThrow("The specified queue does not exist");
  const kept = await client.send(
    new DeleteStackInstancesCommand({ ...SETS, Accounts: [second.account], Regions, RetainStacks: true }),
  );
  expect(await own.ended("orders", kept.OperationId)).toMatchObject({ Status: "SUCCEEDED", RetainStacks: true });
  expect(await delayOf(second)).toBe("7");
  const { Summaries: operations } = await client.send(new ListStackSetOperationsCommand(SETS));
  expect(operations?.map(({ Action }) => Action)).toEqual(["DELETE", "DELETE", "UPDATE", "UPDATE", "CREATE"]);

  await client.send(new DeleteStackSetCommand(SETS));
  await expect(client.send(new DescribeStackSetCommand(SETS))).rejects.toThrow("StackSet orders not found");
  const { Summaries: deleted } = await client.send(new ListStackSetsCommand({ Status: "DELETED" }));
  expect(deleted).toMatchObject([{ StackSetId, Status: "DELETED" }]);
});

test("without the roles nothing is deployed, and AWS's sentence says which is missing", async () => {
  const own = await administration({ hasRole: false });
  const { client, administrator } = own;
  const account = own.yard.account();
  await client.send(new CreateStackSetCommand({ ...SETS, TemplateBody: QUEUE }));
  const places = { Accounts: [account.account], Regions: ["us-east-1", "us-west-2"] };
  const first = await client.send(new CreateStackInstancesCommand({ ...SETS, ...places }));
  expect(await own.ended("orders", first.OperationId)).toMatchObject({ Status: "FAILED" });
  const results = async (OperationId: string | undefined) =>
    (await client.send(new ListStackSetOperationResultsCommand({ ...SETS, OperationId }))).Summaries;
  const reason = `Account ${administrator.account} should have 'AWSCloudFormationStackSetAdministrationRole' role with trust relationship to CloudFormation service.`;
  // AWS: API reference, "ListStackSetOperationResults", examples.
  expect(await results(first.OperationId)).toMatchObject([
    {
      Region: "us-east-1",
      Status: "FAILED",
      StatusReason: reason,
      AccountGateResult: { Status: "FAILED", StatusReason: reason },
    },
    { Region: "us-west-2", Status: "CANCELLED", StatusReason: "Cancelled since failure tolerance has exceeded" },
  ]);
  const { StackInstance } = await client.send(new DescribeStackInstanceCommand(one(account)));
  expect(StackInstance).toMatchObject({
    Status: "OUTDATED",
    StatusReason: reason,
    StackInstanceStatus: { DetailedStatus: "FAILED" },
  });
  const { Summaries: cancelled } = await client.send(
    new ListStackInstancesCommand({ ...SETS, Filters: [{ Name: "DETAILED_STATUS", Values: "CANCELLED" }] }),
  );
  expect(cancelled).toMatchObject([{ Region: "us-west-2", Status: "OUTDATED" }]);
});
