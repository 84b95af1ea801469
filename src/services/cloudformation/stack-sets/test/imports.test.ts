// Goal: stacks that stand become instances of a stack set, with what they differ in as overrides, and drift of a stack set is that of its instances' stacks.
// Method: the real SDK over HTTP; stacks of two accounts that were made before there was a stack set.

import {
  CloudFormationClient,
  CreateStackCommand,
  CreateStackSetCommand,
  DescribeStackInstanceCommand,
  DescribeStackSetCommand,
  DescribeStackSetOperationCommand,
  DetectStackSetDriftCommand,
  ImportStacksToStackSetCommand,
  ListStackInstanceResourceDriftsCommand,
  ListStackInstancesCommand,
} from "@aws-sdk/client-cloudformation";
import { GetQueueUrlCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import type { TestAccount } from "../../../../testing/harness.ts";
import { administration, QUEUE, target } from "./accounts.ts";

const SETS = { StackSetName: "orders" };

async function standing(account: TestAccount, delay: string, TemplateBody = QUEUE): Promise<string> {
  const { StackId = "" } = await account.client(CloudFormationClient).send(
    new CreateStackCommand({
      StackName: "by-hand",
      TemplateBody,
      Parameters: [{ ParameterKey: "Delay", ParameterValue: delay }],
    }),
  );
  return StackId;
}

test("stacks of several accounts are imported, and checked for drift", async () => {
  const own = await administration();
  const { client } = own;
  const [first, second] = [await target(own), await target(own)];
  const StackIds = [await standing(first, "1"), await standing(second, "9")];
  await own.settled();
  await client.send(new CreateStackSetCommand({ ...SETS, StackId: StackIds[0] }));
  expect((await client.send(new DescribeStackSetCommand(SETS))).StackSet?.TemplateBody).toBe(QUEUE);
  const { OperationId } = await client.send(new ImportStacksToStackSetCommand({ ...SETS, StackIds }));
  expect(await own.ended("orders", OperationId)).toMatchObject({ Action: "CREATE", Status: "SUCCEEDED" });
  const one = { ...SETS, StackInstanceAccount: second.account, StackInstanceRegion: "us-east-1" };
  expect((await client.send(new DescribeStackInstanceCommand(one))).StackInstance).toMatchObject({
    StackId: StackIds[1],
    Status: "CURRENT",
    ParameterOverrides: [{ ParameterKey: "Delay", ParameterValue: "9" }],
  });
  await expect(client.send(new ImportStacksToStackSetCommand({ ...SETS, StackIds }))).rejects.toMatchObject({
    name: "InvalidOperationException",
  });

  const sqs = second.client(SQSClient);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "orders" }));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: "30" } }));
  const { OperationId: checked } = await client.send(new DetectStackSetDriftCommand(SETS));
  await own.settled();
  const totals = {
    DriftStatus: "DRIFTED",
    DriftDetectionStatus: "COMPLETED",
    TotalStackInstancesCount: 2,
    DriftedStackInstancesCount: 1,
    InSyncStackInstancesCount: 1,
    InProgressStackInstancesCount: 0,
    FailedStackInstancesCount: 0,
  };
  const asked = new DescribeStackSetOperationCommand({ ...SETS, OperationId: checked });
  expect((await client.send(asked)).StackSetOperation).toMatchObject({
    Action: "DETECT_DRIFT",
    StackSetDriftDetectionDetails: totals,
  });
  expect((await client.send(new DescribeStackSetCommand(SETS))).StackSet).toMatchObject({
    StackSetDriftDetectionDetails: totals,
  });
  const { Summaries } = await client.send(
    new ListStackInstanceResourceDriftsCommand({
      ...one,
      OperationId: checked,
      StackInstanceResourceDriftStatuses: ["MODIFIED"],
    }),
  );
  expect(Summaries).toMatchObject([
    {
      StackId: StackIds[1],
      LogicalResourceId: "Queue",
      PropertyDifferences: [{ PropertyPath: "/DelaySeconds", ExpectedValue: "9", ActualValue: "30" }],
    },
  ]);
  const { Summaries: drifted } = await client.send(
    new ListStackInstancesCommand({ ...SETS, Filters: [{ Name: "DRIFT_STATUS", Values: "DRIFTED" }] }),
  );
  expect(drifted?.map(({ Account }) => Account)).toEqual([second.account]);
});

test("a stack of another template is not imported, and one that is not there is told at once", async () => {
  const own = await administration();
  const { client } = own;
  const account = await target(own);
  const stackId = await standing(account, "1", QUEUE.replace('"orders"', '"others"'));
  await own.settled();
  await client.send(new CreateStackSetCommand({ ...SETS, TemplateBody: QUEUE }));
  const { OperationId } = await client.send(new ImportStacksToStackSetCommand({ ...SETS, StackIds: [stackId] }));
  expect(await own.ended("orders", OperationId)).toMatchObject({ Status: "FAILED" });
  expect((await client.send(new ListStackInstancesCommand(SETS))).Summaries).toMatchObject([
    { Status: "INOPERABLE", StackInstanceStatus: { DetailedStatus: "FAILED_IMPORT" } },
  ]);
  const gone = stackId.replace(/[^/]+$/, "00000000-0000-4000-8000-000000000000");
  await expect(client.send(new ImportStacksToStackSetCommand({ ...SETS, StackIds: [gone] }))).rejects.toMatchObject({
    name: "StackNotFoundException",
  });
});
