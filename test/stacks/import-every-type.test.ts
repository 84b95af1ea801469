// Goal: what one stack made and left can become another's, whatever its type: with the identifiers that GetTemplateSummary names, with the
// attributes that the others need, and so that the next update finds it. Method: every type in one stack, retained; then imported into a new one.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  paginateDescribeStackEvents,
  type StackEvent,
  ExecuteChangeSetCommand,
  GetTemplateSummaryCommand,
  ListStackResourcesCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { expect, test } from "vitest";
import { sharedYard } from "../../src/testing/harness.ts";
import { everyType } from "./every-type.ts";
import { putLayerContent } from "./layer-content.ts";
import { stackResources } from "./stack-resources.ts";

const Capabilities = ["CAPABILITY_IAM" as const];
type Resource = ReturnType<typeof everyType>["Resources"][string];

function isRef(value: unknown): value is { Ref: string } {
  return typeof value === "object" && value !== null && "Ref" in value;
}

test("every importable type is taken over", async () => {
  const yard = await sharedYard();
  const account = yard.account();
  await putLayerContent(account);
  const client = account.client(CloudFormationClient);
  const failures = async (StackName: string): Promise<string[]> => {
    await yard.yard.context.jobs.settled();
    const StackEvents: StackEvent[] = [];
    for await (const page of paginateDescribeStackEvents({ client }, { StackName }))
      StackEvents.push(...(page.StackEvents ?? []));
    return StackEvents.filter((event) => event.ResourceStatus?.endsWith("_FAILED")).map(
      (event) => `${event.LogicalResourceId} ${event.ResourceStatus}: ${event.ResourceStatusReason}`,
    );
  };
  const retained = (version: 1 | 2): Map<string, Resource & { DeletionPolicy: string }> =>
    new Map(
      Object.entries(everyType(version).Resources).map(([logicalId, resource]) => [
        logicalId,
        { ...resource, DeletionPolicy: "Retain" },
      ]),
    );
  const bodyOf = (resources: ReadonlyMap<string, Resource>): string =>
    JSON.stringify({ Resources: Object.fromEntries(resources) });
  const TemplateBody = bodyOf(retained(1));
  await client.send(new CreateStackCommand({ StackName: "maker", TemplateBody, Capabilities }));
  expect(await failures("maker")).toEqual([]);
  const StackResourceSummaries = await stackResources(client, "maker");
  const physicalIds = new Map(StackResourceSummaries.map((one) => [one.LogicalResourceId, one.PhysicalResourceId]));
  await client.send(new DeleteStackCommand({ StackName: "maker" }));
  await yard.yard.context.jobs.settled();

  const { ResourceIdentifierSummaries = [] } = await client.send(new GetTemplateSummaryCommand({ TemplateBody }));
  const ResourcesToImport = ResourceIdentifierSummaries.flatMap((summary) =>
    (summary.LogicalResourceIds ?? []).map((LogicalResourceId) => {
      const properties = new Map<string, unknown>(Object.entries(retained(1).get(LogicalResourceId)?.Properties ?? {}));
      const { ResourceIdentifiers: names = [] } = summary;
      const valueOf = (name: string): string => {
        const value = properties.get(name);
        if (isRef(value)) return String(physicalIds.get(value.Ref));
        if (typeof value === "string") return value;
        const physicalId = String(physicalIds.get(LogicalResourceId));
        // What the template puts together, and what EC2 tells, stands in an id of as many parts.
        const isComposed = value !== undefined || summary.ResourceType?.startsWith("AWS::EC2::") === true;
        const parts = physicalId.split("|");
        return isComposed && parts.length === names.length ? (parts[names.indexOf(name)] ?? "") : physicalId;
      };
      const ResourceIdentifier = Object.fromEntries(names.map((name) => [name, valueOf(name)]));
      return { ResourceType: summary.ResourceType, LogicalResourceId, ResourceIdentifier };
    }),
  );
  const imported = new Set(ResourcesToImport.map((one) => one.LogicalResourceId));
  const importable = (version: 1 | 2): Map<string, Resource> =>
    new Map([...retained(version)].filter(([logicalId]) => imported.has(logicalId)));
  // Most types can be imported; none is left out unseen.
  expect([...retained(1).keys()].filter((logicalId) => !imported.has(logicalId)).sort()).toEqual([
    "AccessKey",
    "Handle",
    "Macro",
    "Membership",
    "Metadata",
    "Policy",
    "QueuePolicy",
    "TopicPolicy",
    "Wait",
    "ZoneRecord",
    "ZoneRecords",
  ]);
  const { Id } = await client.send(
    new CreateChangeSetCommand({
      StackName: "taker",
      ChangeSetName: "import",
      ChangeSetType: "IMPORT",
      TemplateBody: bodyOf(importable(1)),
      ResourcesToImport,
      Capabilities,
    }),
  );
  const { Status, StatusReason } = await client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }));
  expect([Status, StatusReason]).toEqual(["CREATE_COMPLETE", undefined]);
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }));
  expect(await failures("taker")).toEqual([]);
  const taken = await client.send(new ListStackResourcesCommand({ StackName: "taker" }));
  for (const one of taken.StackResourceSummaries ?? []) {
    expect([one.LogicalResourceId, one.PhysicalResourceId]).toEqual([
      one.LogicalResourceId,
      physicalIds.get(one.LogicalResourceId),
    ]);
  }
  // The new owner can change what it took.
  await client.send(new UpdateStackCommand({ StackName: "taker", TemplateBody: bodyOf(importable(2)), Capabilities }));
  expect(await failures("taker")).toEqual([]);
});
