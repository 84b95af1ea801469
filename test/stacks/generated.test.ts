// Goal: the systems that the bench measures are real ones. Method: a small one is deployed, deployed again, and destroyed,
// with the tools by which people look on AWS: CloudFormation, the tagging API, the audit trail.

import { CloudFormationClient, paginateListStackResources } from "@aws-sdk/client-cloudformation";
import { CloudTrailClient, paginateLookupEvents } from "@aws-sdk/client-cloudtrail";
import { paginateGetResources, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { expect, test } from "vitest";
import { generateSystem } from "../../bench/generate-system.mjs";
import { FAST_POLLING, type Target } from "../../src/delivery/cloud/target.ts";
import { deploy } from "../../src/delivery/deploy/deploy.ts";
import { destroy } from "../../src/delivery/deploy/destroy.ts";
import { loadSystem } from "../../src/delivery/system/load-system.ts";
import { requireEnvironment, stackNameOf } from "../../src/delivery/system/system.ts";
import { makeFolder } from "../../src/delivery/test/folders.ts";
import { sharedYard } from "../../src/testing/harness.ts";

const UNITS = 12;
const RESOURCES = 150;

test("a generated system is deployed, left alone, and destroyed without a trace", async () => {
  const folder = makeFolder({});
  generateSystem(folder, { units: UNITS, resources: RESOURCES });
  const yard = await sharedYard();
  const account = yard.account();
  const { endpoint, region, credentials } = account.config;
  const target: Target = {
    kind: "local",
    region,
    account: account.account,
    endpoint,
    credentials,
    polling: FAST_POLLING,
  };
  const { system } = await loadSystem(folder);
  const environment = requireEnvironment(system, undefined);
  const deployed = await deploy({ system, environment, target }).result;
  expect(deployed.units.map(({ outcome }) => outcome)).toEqual(Array.from({ length: UNITS }, () => "deployed"));

  let resources = 0;
  const client = account.client(CloudFormationClient);
  for (const { name } of system.units)
    for await (const page of paginateListStackResources(
      { client },
      { StackName: stackNameOf(system, environment.name, name) },
    ))
      resources += page.StackResourceSummaries?.length ?? 0;
  expect(resources).toBe(RESOURCES);
  expect(await tagged(account.client(ResourceGroupsTaggingAPIClient))).toBeGreaterThan(RESOURCES / 2);

  const again = await deploy({ system, environment, target }).result;
  expect(again.units.every(({ outcome }) => outcome === "unchanged")).toBe(true);
  const destroyed = await destroy({ system, environment, target }).result;
  expect(destroyed).toMatchObject({ isComplete: true, left: [] });
  expect(await tagged(account.client(ResourceGroupsTaggingAPIClient))).toBe(0);
  const trail = account.client(CloudTrailClient);
  expect(await countOf(trail, "ExecuteChangeSet")).toBe(UNITS);
  expect(await countOf(trail, "DeleteStack")).toBe(UNITS);
});

/** How many resources have the system's tag. */
async function tagged(client: ResourceGroupsTaggingAPIClient): Promise<number> {
  let count = 0;
  const TagFilters = [{ Key: "stackyard:system", Values: ["generated"] }];
  for await (const { ResourceTagMappingList = [] } of paginateGetResources({ client }, { TagFilters }))
    count += ResourceTagMappingList.length;
  return count;
}

/** How many calls of an operation the audit trail has. */
async function countOf(client: CloudTrailClient, eventName: string): Promise<number> {
  let count = 0;
  const LookupAttributes = [{ AttributeKey: "EventName" as const, AttributeValue: eventName }];
  for await (const { Events = [] } of paginateLookupEvents({ client }, { LookupAttributes })) count += Events.length;
  return count;
}
