// Goal: every resource type tells the truth about what is live: nothing drifts that nobody touched, and what somebody changed or deleted is found,
// by its property. Method: one stack of all types, changed behind CloudFormation's back through the services' own APIs.

import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceDriftsCommand,
  DetectStackDriftCommand,
  type StackResourceDrift,
} from "@aws-sdk/client-cloudformation";
import { expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../src/testing/harness.ts";
import { everyType } from "./every-type.ts";

async function deploy(account: TestAccount, stackName: string, template: object): Promise<void> {
  const client = account.client(CloudFormationClient);
  await client.send(
    new CreateStackCommand({
      StackName: stackName,
      TemplateBody: JSON.stringify(template),
      Capabilities: ["CAPABILITY_NAMED_IAM"],
      Tags: [{ Key: "team", Value: "payments" }],
    }),
  );
  await settled();
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: stackName }));
  const failed = StackEvents.filter((event) => event.ResourceStatus?.endsWith("_FAILED"));
  expect(failed.map((event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`)).toEqual([]);
}

async function settled(): Promise<void> {
  await (await sharedYard()).yard.context.jobs.settled();
}

/** Detects the stack's drift and gives what was found of each resource. */
async function detect(account: TestAccount, stackName: string): Promise<StackResourceDrift[]> {
  const client = account.client(CloudFormationClient);
  const { StackDriftDetectionId } = await client.send(new DetectStackDriftCommand({ StackName: stackName }));
  await settled();
  const status = await client.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }));
  expect([status.DetectionStatus, status.DetectionStatusReason]).toEqual(["DETECTION_COMPLETE", undefined]);
  const { StackResourceDrifts = [] } = await client.send(
    new DescribeStackResourceDriftsCommand({ StackName: stackName }),
  );
  return StackResourceDrifts;
}

/** What differs, a line each. */
function linesOf(drifts: readonly StackResourceDrift[]): string[] {
  return drifts
    .filter((drift) => drift.StackResourceDriftStatus !== "IN_SYNC")
    .flatMap((drift) => [
      `${drift.LogicalResourceId} ${drift.StackResourceDriftStatus}`,
      ...(drift.PropertyDifferences ?? []).map(
        (one) => `  ${one.PropertyPath} ${one.DifferenceType} ${one.ExpectedValue} ${one.ActualValue}`,
      ),
    ]);
}

test("a stack of every type that nobody touched is in sync", async () => {
  const account = (await sharedYard()).account();
  await deploy(account, "all", everyType(1));
  const drifts = await detect(account, "all");
  expect(linesOf(drifts)).toEqual([]);
  const checked = drifts.map((drift) => String(drift.ResourceType)).sort();
  const { resourceTypes } = (await sharedYard()).yard.registry;
  // AWS: types that nothing can be read of are not checked, and so not listed.
  const unsupported = ["AWS::CDK::Metadata", "AWS::CloudFormation::WaitConditionHandle"];
  expect(checked).toEqual(
    resourceTypes
      .map(({ typeName }) => typeName)
      .filter((typeName) => !unsupported.includes(typeName))
      .sort(),
  );
});
