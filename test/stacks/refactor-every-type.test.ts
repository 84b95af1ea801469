// Goal: a refactor moves resources of every type that can be moved, touches nothing of them but their tags, and leaves a stack that can be updated.
// Method: every such type in one stack, moved into a new one, updated there.

import {
  CloudFormationClient,
  CreateStackCommand,
  CreateStackRefactorCommand,
  paginateDescribeStackEvents,
  type StackEvent,
  DescribeStackRefactorCommand,
  DetectStackDriftCommand,
  DescribeStackDriftDetectionStatusCommand,
  ExecuteStackRefactorCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { expect, test } from "vitest";
import { sharedYard } from "../../src/testing/harness.ts";
import { everyType } from "./every-type.ts";
import { putLayerContent } from "./layer-content.ts";
import { stackResources } from "./stack-resources.ts";

const Capabilities = ["CAPABILITY_IAM" as const];
/** What cannot be moved, as on AWS, and what needs it. */
const LEFT_OUT = new Set([
  "AccessKey",
  "AddressUse",
  "Alias",
  "DeployConfig",
  "DeployGroup",
  "Layer",
  "LayerPermission",
  "LogStream",
  "MachineAlias",
  "MachineVersion",
  "MailFilter",
  "MailRule",
  "MailRules",
  "Metadata",
  "Permission",
  "SubnetIpv6",
  "SubnetRoutes",
  "VpcBlock",
  "VpcIpv6",
  "Rotation",
  "StreamConsumer",
  "SubscriptionFilter",
  "UserPoolDomain",
  "Version",
  "UserPoolMembership",
  "UserPoolUser",
]);
const STAYS = { Stays: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: "stays" } } };

test("every type that can be updated is moved", async () => {
  const yard = await sharedYard();
  const account = yard.account();
  await putLayerContent(account);
  const client = account.client(CloudFormationClient);
  const movable = (version: 1 | 2): object =>
    Object.fromEntries(Object.entries(everyType(version).Resources).filter(([logicalId]) => !LEFT_OUT.has(logicalId)));
  const bodyOf = (resources: object): string => JSON.stringify({ Resources: resources });
  const resourcesOf = async (StackName: string): Promise<Record<string, string | undefined>> => {
    const StackResourceSummaries = await stackResources(client, StackName);
    return Object.fromEntries(StackResourceSummaries.map((one) => [one.LogicalResourceId, one.PhysicalResourceId]));
  };
  const failures = async (StackName: string): Promise<string[]> => {
    await yard.yard.context.jobs.settled();
    const StackEvents: StackEvent[] = [];
    for await (const page of paginateDescribeStackEvents({ client }, { StackName }))
      StackEvents.push(...(page.StackEvents ?? []));
    return StackEvents.filter((event) => event.ResourceStatus?.endsWith("_FAILED")).map(
      (event) => `${event.LogicalResourceId} ${event.ResourceStatus}: ${event.ResourceStatusReason}`,
    );
  };
  await client.send(
    new CreateStackCommand({ StackName: "whole", TemplateBody: bodyOf({ ...movable(1), ...STAYS }), Capabilities }),
  );
  expect(await failures("whole")).toEqual([]);
  const { Stays: _stays, ...before } = await resourcesOf("whole");
  const { StackRefactorId } = await client.send(
    new CreateStackRefactorCommand({
      EnableStackCreation: true,
      StackDefinitions: [
        { StackName: "whole", TemplateBody: bodyOf(STAYS) },
        { StackName: "moved", TemplateBody: bodyOf(movable(1)) },
      ],
    }),
  );
  const status = async () => {
    const found = await client.send(new DescribeStackRefactorCommand({ StackRefactorId }));
    return [found.Status, found.StatusReason, found.ExecutionStatus, found.ExecutionStatusReason];
  };
  expect(await status()).toEqual(["CREATE_COMPLETE", undefined, "AVAILABLE", undefined]);
  await client.send(new ExecuteStackRefactorCommand({ StackRefactorId }));
  await yard.yard.context.jobs.settled();
  expect(await status()).toEqual(["CREATE_COMPLETE", undefined, "EXECUTE_COMPLETE", undefined]);
  expect(await resourcesOf("moved")).toEqual(before);

  const { StackDriftDetectionId } = await client.send(new DetectStackDriftCommand({ StackName: "moved" }));
  await yard.yard.context.jobs.settled();
  const drift = await client.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }));
  expect([drift.StackDriftStatus, drift.DriftedStackResourceCount]).toEqual(["IN_SYNC", 0]);

  await client.send(new UpdateStackCommand({ StackName: "moved", TemplateBody: bodyOf(movable(2)), Capabilities }));
  expect(await failures("moved")).toEqual([]);
});
