// Changes of a stack through the SDK, waited for, and why they fail: in the words of the stack's events.

import type { CloudFormationClient, StackEvent, Tag } from "@aws-sdk/client-cloudformation";
import {
  DescribeStackDriftDetectionStatusCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
  ListStacksCommand,
  paginateDescribeStackEvents,
} from "@aws-sdk/client-cloudformation";
import { setTimeout as pause } from "node:timers/promises";
import { stackDrifts } from "../stacks/stack-resources.ts";

// LIMIT: ours: whatever is not done after two minutes waits for something that nobody does.
const LONGEST_MS = 120_000;

/** Why a call is refused, line by line; nothing where it is not. */
export async function faultsOf(answer: Promise<unknown>): Promise<readonly string[]> {
  try {
    await answer;
    return [];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.message.split("\n");
  }
}

/** Asks for a change of the stack and waits for its end: why it failed, or nothing. A stack that is deleted is found by its id only. */
export async function change(
  client: CloudFormationClient,
  stack: string,
  ask: () => Promise<unknown>,
): Promise<readonly string[]> {
  const seen = new Set((await eventsOf(client, stack)).map(({ EventId }) => EventId));
  const refused = await faultsOf(ask());
  if (refused.length > 0) return refused;
  const status = await settledStatus(client, stack);
  if (/^(?:CREATE|UPDATE|DELETE)_COMPLETE$/.test(status)) return [];
  const events = (await eventsOf(client, stack)).filter(({ EventId }) => !seen.has(EventId));
  const reasons = events.filter(
    ({ ResourceStatus = "", ResourceStatusReason }) =>
      /_FAILED$|ROLLBACK_IN_PROGRESS$/.test(ResourceStatus) && ResourceStatusReason !== undefined,
  );
  const isOfStack = ({ PhysicalResourceId, StackId }: StackEvent): boolean => PhysicalResourceId === StackId;
  const ofResources = reasons.filter(
    (event) =>
      !isOfStack(event) && !/^Resource (?:creation|update|deletion) cancelled/i.test(event.ResourceStatusReason ?? ""),
  );
  if (ofResources.length === 0)
    return reasons.filter(isOfStack).flatMap(({ ResourceStatusReason = "" }) => ResourceStatusReason.split("\n"));
  return ofResources.map(
    ({ ResourceType, LogicalResourceId, ResourceStatusReason }) =>
      `${ResourceType} ${LogicalResourceId}: ${ResourceStatusReason}`,
  );
}

async function settledStatus(client: CloudFormationClient, stack: string): Promise<string> {
  for (let waitedMs = 0; ; waitedMs += 50) {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const status = Stacks[0]?.StackStatus ?? "";
    if (!status.endsWith("_IN_PROGRESS") || waitedMs > LONGEST_MS) return status;
    await pause(50);
  }
}

/** What an update was to bring, and the stack does not show. */
export async function missingOf(
  client: CloudFormationClient,
  StackName: string,
  wanted: { readonly Description: string; readonly Tags: readonly Tag[] },
): Promise<readonly string[]> {
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  return [
    ...(stack?.Description === wanted.Description ? [] : [`The description is still ${stack?.Description}.`]),
    ...(JSON.stringify(stack?.Tags) === JSON.stringify(wanted.Tags) ? [] : ["The tags are still the old ones."]),
  ];
}

/** Undefined where there is no stack, because it was refused before there was one. */
export async function stackIdOf(client: CloudFormationClient, stackName: string): Promise<string | undefined> {
  const { StackSummaries = [] } = await client.send(new ListStacksCommand({}));
  return StackSummaries.find(({ StackName }) => StackName === stackName)?.StackId;
}

async function eventsOf(client: CloudFormationClient, stack: string): Promise<readonly StackEvent[]> {
  const events: StackEvent[] = [];
  try {
    for await (const page of paginateDescribeStackEvents({ client }, { StackName: stack }))
      events.push(...(page.StackEvents ?? []));
  } catch (error) {
    // Before a stack is made there is none.
    if (!(error instanceof Error && error.name === "ValidationError")) throw error;
  }
  return events;
}

/** The physical ids of what the template wants to stay. */
export async function retainedBy(client: CloudFormationClient, stackId: string): Promise<readonly string[]> {
  return (await eventsOf(client, stackId))
    .filter(({ ResourceStatus }) => ResourceStatus === "DELETE_SKIPPED")
    .map(({ PhysicalResourceId = "" }) => PhysicalResourceId);
}

/** The resources that are not as their template has them. */
export async function driftOf(client: CloudFormationClient, StackName: string): Promise<readonly string[]> {
  const { StackDriftDetectionId } = await client.send(new DetectStackDriftCommand({ StackName }));
  for (let waitedMs = 0; ; waitedMs += 50) {
    const found = await client.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }));
    if (found.DetectionStatus === "DETECTION_FAILED") return [found.DetectionStatusReason ?? "The detection failed."];
    if (found.DetectionStatus === "DETECTION_COMPLETE") break;
    if (waitedMs > LONGEST_MS) return ["The detection does not end."];
    await pause(50);
  }
  const drifts = await stackDrifts(client, StackName);
  return drifts
    .filter(({ StackResourceDriftStatus }) => StackResourceDriftStatus !== "IN_SYNC")
    .flatMap(({ ResourceType, LogicalResourceId, StackResourceDriftStatus, PropertyDifferences = [] }) => {
      const place = `${ResourceType} ${LogicalResourceId} is ${StackResourceDriftStatus}`;
      if (PropertyDifferences.length === 0) return [place];
      return PropertyDifferences.map(
        ({ PropertyPath, ExpectedValue, ActualValue }) =>
          `${place}: ${PropertyPath} is ${ActualValue} instead of ${ExpectedValue}`,
      );
    });
}
