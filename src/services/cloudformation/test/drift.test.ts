// Goal: the operations on drift answer as AWS's do. Method: small stacks through the SDK, changed through SQS and SSM.

import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceCommand,
  DescribeStackResourceDriftsCommand,
  DescribeStackResourcesCommand,
  DetectStackDriftCommand,
  DetectStackResourceDriftCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  UpdateStackCommand,
  type DescribeStackDriftDetectionStatusOutput,
} from "@aws-sdk/client-cloudformation";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { DeleteQueueCommand, GetQueueUrlCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import { sharedYard, testYard, type TestAccount } from "../../../testing/harness.ts";
import { errorOf, stackOf } from "./calls.ts";

const queue = (name: string, delay: number | string = 5) => ({
  Type: "AWS::SQS::Queue",
  Properties: { QueueName: name, DelaySeconds: delay },
});

async function settled(): Promise<void> {
  await (await sharedYard()).yard.context.jobs.settled();
}

async function setUp(Resources: Record<string, object>, more: object = {}) {
  const account = (await sharedYard()).account();
  const client = account.client(CloudFormationClient);
  const { StackId = "" } = await client.send(
    new CreateStackCommand({ StackName: "s", TemplateBody: JSON.stringify({ ...more, Resources }) }),
  );
  await settled();
  return { account, client, StackId };
}

async function detect(client: CloudFormationClient): Promise<DescribeStackDriftDetectionStatusOutput> {
  const { StackDriftDetectionId } = await client.send(new DetectStackDriftCommand({ StackName: "s" }));
  await settled();
  return client.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }));
}

async function setDelay(account: TestAccount, name: string, delay: string): Promise<void> {
  const sqs = account.client(SQSClient);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: delay } }));
}

async function statuses(client: CloudFormationClient): Promise<Record<string, string | undefined>> {
  const { StackResourceSummaries = [] } = await client.send(new ListStackResourcesCommand({ StackName: "s" }));
  return Object.fromEntries(
    StackResourceSummaries.map((one) => [one.LogicalResourceId, one.DriftInformation?.StackResourceDriftStatus]),
  );
}

test("a detection counts what drifted, and everything that shows the stack shows it", async () => {
  const { account, client, StackId } = await setUp({
    A: queue("a"),
    B: queue("b"),
    C: queue("c"),
    Handle: { Type: "AWS::CloudFormation::WaitConditionHandle" },
  });
  expect((await stackOf(client, "s"))?.DriftInformation).toEqual({ StackDriftStatus: "NOT_CHECKED" });
  await setDelay(account, "b", "9");
  const sqs = account.client(SQSClient);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "c" }));
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));

  expect(await detect(client)).toMatchObject({
    StackId,
    StackDriftStatus: "DRIFTED",
    DetectionStatus: "DETECTION_COMPLETE",
    DriftedStackResourceCount: 2,
    Timestamp: expect.any(Date),
  });
  const information = { StackDriftStatus: "DRIFTED", LastCheckTimestamp: expect.any(Date) };
  expect((await stackOf(client, "s"))?.DriftInformation).toEqual(information);
  const { StackSummaries = [] } = await client.send(new ListStacksCommand({}));
  expect(StackSummaries[0]?.DriftInformation).toEqual(information);
  // AWS: what cannot be checked counts as not checked (API reference, StackResourceDriftInformation).
  const wanted = { A: "IN_SYNC", B: "MODIFIED", C: "DELETED", Handle: "NOT_CHECKED" };
  expect(await statuses(client)).toEqual(wanted);
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: "s" }));
  expect(StackResources.map((one) => one.DriftInformation?.StackResourceDriftStatus)).toEqual(Object.values(wanted));
  const { StackResourceDetail } = await client.send(
    new DescribeStackResourceCommand({ StackName: "s", LogicalResourceId: "B" }),
  );
  expect(StackResourceDetail?.DriftInformation).toEqual({
    StackResourceDriftStatus: "MODIFIED",
    LastCheckTimestamp: expect.any(Date),
  });

  const { StackResourceDrifts: modified } = await client.send(
    new DescribeStackResourceDriftsCommand({ StackName: "s", StackResourceDriftStatusFilters: ["MODIFIED"] }),
  );
  expect(modified).toEqual([
    {
      StackId,
      LogicalResourceId: "B",
      PhysicalResourceId: expect.stringMatching(/\/b$/),
      ResourceType: "AWS::SQS::Queue",
      ExpectedProperties: '{"QueueName":"b","DelaySeconds":5}',
      ActualProperties: '{"QueueName":"b","DelaySeconds":9}',
      PropertyDifferences: [
        { PropertyPath: "/DelaySeconds", ExpectedValue: "5", ActualValue: "9", DifferenceType: "NOT_EQUAL" },
      ],
      StackResourceDriftStatus: "MODIFIED",
      Timestamp: expect.any(Date),
    },
  ]);
  const { StackResourceDrifts: deleted = [] } = await client.send(
    new DescribeStackResourceDriftsCommand({ StackName: "s", StackResourceDriftStatusFilters: ["DELETED"] }),
  );
  // AWS: API reference, StackResourceDrift: neither properties for what was deleted.
  expect(deleted[0]).not.toHaveProperty("ExpectedProperties");
  expect(deleted[0]).not.toHaveProperty("ActualProperties");

  const first = await client.send(new DescribeStackResourceDriftsCommand({ StackName: "s", MaxResults: 2 }));
  const { NextToken } = first;
  const second = await client.send(
    new DescribeStackResourceDriftsCommand({ StackName: "s", MaxResults: 2, NextToken }),
  );
  const pages = [first, second].map((page) => page.StackResourceDrifts?.map((one) => one.LogicalResourceId));
  expect(pages).toEqual([["A", "B"], ["C"]]);
  expect(second.NextToken).toBeUndefined();
});

test("a check of one resource changes the stack's status, too", async () => {
  const { account, client } = await setUp({ A: queue("a"), B: queue("b") });
  const check = (LogicalResourceId: string) =>
    client.send(new DetectStackResourceDriftCommand({ StackName: "s", LogicalResourceId }));
  await check("A");
  expect((await stackOf(client, "s"))?.DriftInformation?.StackDriftStatus).toBe("NOT_CHECKED");
  await setDelay(account, "b", "9");
  await check("B");
  // AWS: User Guide, "Detect drift on individual stack resources".
  expect((await stackOf(client, "s"))?.DriftInformation?.StackDriftStatus).toBe("DRIFTED");
  await setDelay(account, "b", "5");
  const { StackResourceDrift } = await check("B");
  expect(StackResourceDrift).toMatchObject({ StackResourceDriftStatus: "IN_SYNC", PropertyDifferences: [] });
  expect((await stackOf(client, "s"))?.DriftInformation?.StackDriftStatus).toBe("IN_SYNC");
});

test("a detection may be of some resources, and an update makes what was found of a resource void", async () => {
  const { account, client } = await setUp({ A: queue("a"), B: queue("b") });
  await setDelay(account, "a", "9");
  await client.send(new DetectStackDriftCommand({ StackName: "s", LogicalResourceIds: ["A"] }));
  await settled();
  expect(await statuses(client)).toEqual({ A: "MODIFIED", B: "NOT_CHECKED" });
  await detect(client);
  const TemplateBody = JSON.stringify({ Resources: { A: queue("a", 6), B: queue("b") } });
  await client.send(new UpdateStackCommand({ StackName: "s", TemplateBody }));
  await settled();
  expect(await statuses(client)).toEqual({ A: "NOT_CHECKED", B: "IN_SYNC" });
  expect(await detect(client)).toMatchObject({ StackDriftStatus: "IN_SYNC", DriftedStackResourceCount: 0 });
});

test("resources are read with the caller's rights", async () => {
  const { account, client } = await setUp({
    A: queue("a"),
    P: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: "1" } },
  });
  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "reader" }));
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["cloudformation:*", "ssm:*"], Resource: "*" }],
  });
  await iam.send(new PutUserPolicyCommand({ UserName: "reader", PolicyName: "p", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "reader" }));
  const reader = account.clientWith(CloudFormationClient, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  const status = await detect(reader);
  // AWS: API reference, DescribeStackDriftDetectionStatus: results are there for what could be checked.
  expect(status).toMatchObject({ DetectionStatus: "DETECTION_FAILED", StackDriftStatus: "UNKNOWN" });
  const reason: unknown = JSON.parse(status.DetectionStatusReason ?? "{}");
  expect(reason).toEqual({
    Summary: "Failed to detect drift on resources [A]",
    Failures: [
      { Resource: "A", FailureReason: expect.stringContaining("not authorized to perform: sqs:getqueueattributes") },
    ],
  });
  expect(await statuses(client)).toEqual({ A: "UNKNOWN", P: "IN_SYNC" });
});

test("secrets do not show", async () => {
  const { account, client } = await setUp(
    { P: { Type: "AWS::SSM::Parameter", Properties: { Name: "p", Type: "String", Value: { Ref: "Secret" } } } },
    { Parameters: { Secret: { Type: "String", NoEcho: true, Default: "hunter2" } } },
  );
  const drift = async () => {
    const command = new DetectStackResourceDriftCommand({ StackName: "s", LogicalResourceId: "P" });
    return (await client.send(command)).StackResourceDrift;
  };
  expect(await drift()).toMatchObject({
    StackResourceDriftStatus: "IN_SYNC",
    ExpectedProperties: '{"Name":"p","Type":"String","Value":"****"}',
    ActualProperties: '{"Name":"p","Type":"String","Value":"****"}',
  });
  await account.client(SSMClient).send(new PutParameterCommand({ Name: "p", Value: "hunter3", Overwrite: true }));
  const drifted = await drift();
  expect(drifted?.PropertyDifferences).toEqual([
    { PropertyPath: "/Value", ExpectedValue: "****", ActualValue: "****", DifferenceType: "NOT_EQUAL" },
  ]);
  expect(JSON.stringify(drifted)).not.toMatch(/hunter/);
});

test("refuses what AWS refuses", async () => {
  const { client } = await setUp({
    Handle: { Type: "AWS::CloudFormation::WaitConditionHandle" },
    A: queue("a"),
  });
  expect(await errorOf(client.send(new DetectStackDriftCommand({ StackName: "gone" })))).toEqual({
    name: "ValidationError",
    message: "Stack with id gone does not exist",
    status: 400,
  });
  expect(
    await errorOf(client.send(new DetectStackResourceDriftCommand({ StackName: "s", LogicalResourceId: "X" }))),
  ).toMatchObject({
    message: "Resource X does not exist for stack s",
  });
  expect(
    await errorOf(client.send(new DetectStackResourceDriftCommand({ StackName: "s", LogicalResourceId: "Handle" }))),
  ).toMatchObject({ name: "ValidationError" });
  expect(
    await errorOf(client.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId: "nothing" }))),
  ).toMatchObject({ name: "ValidationError", status: 400 });
  expect(
    await errorOf(client.send(new DescribeStackResourceDriftsCommand({ StackName: "s", MaxResults: 101 }))),
  ).toMatchObject({
    name: "ValidationError",
  });

  const failing = { ...queue("b"), Properties: { DelaySeconds: 1000 } };
  const { StackId: failed } = await client.send(
    new CreateStackCommand({ StackName: "failed", TemplateBody: JSON.stringify({ Resources: { failing } }) }),
  );
  await settled();
  // AWS: as recorded from the CLI.
  expect(await errorOf(client.send(new DetectStackDriftCommand({ StackName: "failed" })))).toMatchObject({
    name: "ValidationError",
    message: `Drift detection cannot be performed on stack [${failed}] while it is in [ROLLBACK_COMPLETE] state`,
  });
});

test("a stack has one detection at a time", async () => {
  const { resourceTypes } = await (await sharedYard()).registry();
  let isReading = (): void => undefined;
  let goOn = (): void => undefined;
  const reading = new Promise<void>((resolve) => (isReading = resolve));
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  const yard = await testYard({
    resourceTypes: resourceTypes.map((type) =>
      type.typeName === "AWS::SQS::Queue"
        ? {
            ...type,
            async read(...parameters: Parameters<typeof type.read>) {
              isReading();
              await gate;
              return type.read(...parameters);
            },
          }
        : type,
    ),
  });
  const client = yard.account().client(CloudFormationClient);
  const TemplateBody = JSON.stringify({ Resources: { A: queue("a") } });
  const { StackId } = await client.send(new CreateStackCommand({ StackName: "s", TemplateBody }));
  await yard.yard.context.jobs.settled();
  const { StackDriftDetectionId } = await client.send(new DetectStackDriftCommand({ StackName: "s" }));
  await reading;
  const status = () => client.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }));
  expect(await status()).toMatchObject({ DetectionStatus: "DETECTION_IN_PROGRESS" });
  // AWS: API reference, DescribeStackDriftDetectionStatus: no count until the detection is complete.
  expect((await status()).DriftedStackResourceCount).toBeUndefined();
  expect(await errorOf(client.send(new DetectStackDriftCommand({ StackName: "s" })))).toMatchObject({
    name: "ValidationError",
    message: `Drift detection is already in progress for stack [${StackId}]`,
  });
  goOn();
  await yard.yard.context.jobs.settled();
  expect(await status()).toMatchObject({ DetectionStatus: "DETECTION_COMPLETE", DriftedStackResourceCount: 0 });
  await yard.stop();
});
