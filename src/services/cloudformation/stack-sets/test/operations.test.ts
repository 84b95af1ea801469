// Goal: operations on stack sets go as their preferences say, one after the other or side by side, and can be stopped. Method: the real SDK over HTTP;
// accounts with and without an execution role, and stacks whose end this test decides by a wait condition.

import {
  CreateStackInstancesCommand,
  CreateStackSetCommand,
  DeleteStackInstancesCommand,
  DescribeStackInstanceCommand,
  DescribeStackResourceCommand,
  DescribeStackSetOperationCommand,
  ListStackInstancesCommand,
  ListStackSetOperationResultsCommand,
  ListStackSetOperationsCommand,
  StopStackSetOperationCommand,
  UpdateStackSetCommand,
  CloudFormationClient,
  type CreateStackInstancesCommandInput,
} from "@aws-sdk/client-cloudformation";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import type { TestAccount } from "../../../../testing/harness.ts";
import { administration, QUEUE, target, type Administration } from "./accounts.ts";

const SETS = { StackSetName: "orders" };
/** A stack that stands when somebody has answered. */
const WAITING = JSON.stringify({
  Resources: {
    Handle: { Type: "AWS::CloudFormation::WaitConditionHandle" },
    Answer: {
      Type: "AWS::CloudFormation::WaitCondition",
      Properties: { Handle: { Ref: "Handle" }, Timeout: "600", Count: 1 },
    },
  },
});

async function resultsOf({ client }: Administration, OperationId: string | undefined): Promise<string[]> {
  const asked = new ListStackSetOperationResultsCommand({ ...SETS, OperationId });
  return ((await client.send(asked)).Summaries ?? []).map(({ Region, Status }) => `${Region} ${Status}`);
}

async function deploy(
  own: Administration,
  input: Omit<CreateStackInstancesCommandInput, "StackSetName">,
): Promise<string | undefined> {
  return (await own.client.send(new CreateStackInstancesCommand({ ...SETS, ...input }))).OperationId;
}

/** The URL at which the wait condition of an instance's stack is answered, as soon as there is one. */
async function answerUrl(own: Administration, account: TestAccount): Promise<string> {
  for (;;) {
    const asked = { ...SETS, StackInstanceAccount: account.account, StackInstanceRegion: "us-east-1" };
    const { StackInstance } = await own.client.send(new DescribeStackInstanceCommand(asked));
    const url = await handleOf(account, StackInstance?.StackId);
    if (url !== undefined) return url;
  }
}

async function handleOf(account: TestAccount, StackName: string | undefined): Promise<string | undefined> {
  if (StackName === undefined) return undefined;
  const stacks = account.client(CloudFormationClient);
  const asked = new DescribeStackResourceCommand({ StackName, LogicalResourceId: "Handle" });
  const detail = await stacks.send(asked).then(
    (answer) => answer.StackResourceDetail,
    () => undefined,
  );
  return detail?.ResourceStatus === "CREATE_COMPLETE" ? detail.PhysicalResourceId : undefined;
}

async function answer(url: string): Promise<void> {
  const body = JSON.stringify({ Status: "SUCCESS", UniqueId: "one", Data: "", Reason: "" });
  expect((await fetch(url, { method: "PUT", body })).ok).toBe(true);
}

test("failures are borne up to the tolerance, region by region or in all regions at once", async () => {
  const own = await administration();
  const { client } = own;
  const [good, roleless] = [await target(own), own.yard.account()];
  const Regions = ["us-east-1", "eu-west-1"];
  const Accounts = [roleless.account, good.account];
  await client.send(new CreateStackSetCommand({ ...SETS, TemplateBody: QUEUE }));

  const strict = await deploy(own, { Accounts, Regions, OperationPreferences: { RegionOrder: ["eu-west-1"] } });
  expect(await own.ended("orders", strict)).toMatchObject({ Status: "FAILED" });
  // AWS: "doesn't attempt the operation in any subsequent Regions".
  expect(await resultsOf(own, strict)).toEqual([
    "eu-west-1 FAILED",
    "eu-west-1 CANCELLED",
    "us-east-1 CANCELLED",
    "us-east-1 CANCELLED",
  ]);
  const atOnce = await deploy(own, {
    Accounts,
    Regions,
    OperationPreferences: { RegionConcurrencyType: "PARALLEL", FailureToleranceCount: 0 },
  });
  await own.settled();
  expect(await resultsOf(own, atOnce)).toEqual([
    "us-east-1 FAILED",
    "us-east-1 CANCELLED",
    "eu-west-1 FAILED",
    "eu-west-1 CANCELLED",
  ]);
  const tolerant = await deploy(own, {
    Accounts,
    Regions,
    OperationPreferences: { FailureTolerancePercentage: 50, MaxConcurrentPercentage: 100 },
  });
  expect(await own.ended("orders", tolerant)).toMatchObject({
    Status: "SUCCEEDED",
    StatusDetails: { FailedStackInstancesCount: 2 },
    OperationPreferences: { FailureTolerancePercentage: 50, MaxConcurrentPercentage: 100, RegionOrder: [] },
  });
  expect(await resultsOf(own, tolerant)).toEqual([
    "us-east-1 FAILED",
    "us-east-1 SUCCEEDED",
    "eu-west-1 FAILED",
    "eu-west-1 SUCCEEDED",
  ]);
});

test("an instance whose stack fails says which resource did, and the next operation makes the stack anew", async () => {
  const own = await administration();
  const { client } = own;
  const account = await target(own);
  const sqs = account.client(SQSClient);
  await client.send(new CreateStackSetCommand({ ...SETS, TemplateBody: QUEUE }));
  await sqs.send(new CreateQueueCommand({ QueueName: "orders" }));
  const places = { Accounts: [account.account], Regions: ["us-east-1"] };
  const failed = await deploy(own, places);
  await own.ended("orders", failed);
  const { Summaries } = await client.send(new ListStackInstancesCommand(SETS));
  // AWS: the form as clients show it.
  expect(Summaries?.[0]?.StatusReason).toMatch(
    /^ResourceLogicalId:Queue, ResourceType:AWS::SQS::Queue, ResourceStatusReason:.*already exists/,
  );
  const renamed = new UpdateStackSetCommand({
    ...SETS,
    UsePreviousTemplate: true,
    Parameters: [{ ParameterKey: "Name", ParameterValue: "others" }],
  });
  const { OperationId } = await client.send(renamed);
  expect(await own.ended("orders", OperationId)).toMatchObject({ Action: "UPDATE", Status: "SUCCEEDED" });
  expect((await client.send(new ListStackInstancesCommand(SETS))).Summaries).toMatchObject([{ Status: "CURRENT" }]);
});

test("one operation at a time runs on a stack set, and stops when it is told to", async () => {
  const own = await administration();
  const { client } = own;
  const [first, second] = [await target(own), await target(own)];
  const { StackSetId } = await client.send(new CreateStackSetCommand({ ...SETS, TemplateBody: WAITING }));
  const OperationId = await deploy(own, {
    Accounts: [first.account, second.account],
    Regions: ["us-east-1"],
    OperationId: "by-hand",
  });
  expect(OperationId).toBe("by-hand");
  const url = await answerUrl(own, first);
  await expect(deploy(own, { Accounts: [second.account], Regions: ["us-east-1"] })).rejects.toMatchObject({
    name: "OperationInProgressException",
    // AWS: as clients show it.
    message: `Another Operation on StackSet arn:aws:cloudformation:us-east-1:${own.administrator.account}:stackset/${StackSetId} is in progress`,
  });
  await client.send(new StopStackSetOperationCommand({ ...SETS, OperationId }));
  const asked = new DescribeStackSetOperationCommand({ ...SETS, OperationId });
  expect((await client.send(asked)).StackSetOperation).toMatchObject({ Status: "STOPPING" });
  await answer(url);
  expect(await own.ended("orders", OperationId)).toMatchObject({ Status: "STOPPED" });
  expect(await resultsOf(own, OperationId)).toEqual(["us-east-1 SUCCEEDED", "us-east-1 CANCELLED"]);
  await expect(client.send(new StopStackSetOperationCommand({ ...SETS, OperationId }))).rejects.toMatchObject({
    name: "InvalidOperationException",
  });
  const again = deploy(own, { Accounts: [first.account], Regions: ["us-east-1"], OperationId: "by-hand" });
  await expect(again).rejects.toMatchObject({ name: "OperationIdAlreadyExistsException" });
});

// AWS: API Reference, "StackSetOperationPreferences", ConcurrencyMode: the strict mode begins with the tolerance plus one, whatever the maximum is; the soft one
// goes by the maximum.
test.each([
  { ConcurrencyMode: "STRICT_FAILURE_TOLERANCE", second: "PENDING" },
  { ConcurrencyMode: "SOFT_FAILURE_TOLERANCE", second: "RUNNING" },
] as const)("work goes on in as many accounts as $ConcurrencyMode allows", async ({ ConcurrencyMode, second }) => {
  const own = await administration();
  const accounts = [await target(own), await target(own)];
  await own.client.send(new CreateStackSetCommand({ ...SETS, TemplateBody: WAITING }));
  const OperationId = await deploy(own, {
    Accounts: accounts.map(({ account }) => account),
    Regions: ["us-east-1"],
    OperationPreferences: { MaxConcurrentCount: 2, FailureToleranceCount: 0, ConcurrencyMode },
  });
  const [one, other] = accounts;
  if (one === undefined || other === undefined) throw new RangeError("There are two accounts.");
  const url = await answerUrl(own, one);
  if (second === "RUNNING") await answerUrl(own, other);
  expect(await resultsOf(own, OperationId)).toEqual(["us-east-1 RUNNING", `us-east-1 ${second}`]);
  await answer(url);
  await answer(await answerUrl(own, other));
  expect(await own.ended("orders", OperationId)).toMatchObject({ Status: "SUCCEEDED" });
});

test("with managed execution what does not conflict goes on at the same time, and what does waits its turn", async () => {
  const own = await administration();
  const { client } = own;
  const [first, second] = [await target(own), await target(own)];
  await client.send(new CreateStackSetCommand({ ...SETS, TemplateBody: WAITING, ManagedExecution: { Active: true } }));
  const one = await deploy(own, { Accounts: [first.account], Regions: ["us-east-1"] });
  const other = await deploy(own, { Accounts: [second.account], Regions: ["us-east-1"] });
  const { OperationId: last } = await client.send(
    new DeleteStackInstancesCommand({
      ...SETS,
      Accounts: [first.account],
      Regions: ["us-east-1"],
      RetainStacks: false,
    }),
  );
  const statuses = async () => {
    const { Summaries = [] } = await client.send(new ListStackSetOperationsCommand(SETS));
    return Object.fromEntries(Summaries.map(({ OperationId, Status }) => [OperationId, Status]));
  };
  expect(await statuses()).toEqual({ [String(one)]: "RUNNING", [String(other)]: "RUNNING", [String(last)]: "QUEUED" });
  for (const account of [second, first]) await answer(await answerUrl(own, account));
  await own.settled();
  expect(await statuses()).toEqual({
    [String(one)]: "SUCCEEDED",
    [String(other)]: "SUCCEEDED",
    [String(last)]: "SUCCEEDED",
  });
  const { Summaries } = await client.send(new ListStackInstancesCommand(SETS));
  expect(Summaries?.map(({ Account }) => Account)).toEqual([second.account]);
});
