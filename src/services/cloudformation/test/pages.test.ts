// Lists of large stacks come page by page, at AWS's sizes. Method: a stack of as many resources as a template may have, and a change set whose
// values come to more than 1 MB.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  paginateDescribeChangeSet,
  paginateDescribeStackEvents,
  paginateListExports,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";
import { beforeAll, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import type { TestYard } from "../../../testing/harness.ts";
import { errorOf } from "./calls.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

const many = (count: number, entry: (index: number) => object): Record<string, object> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`N${index}`, entry(index)]));
const HANDLE = { Type: "AWS::CloudFormation::WaitConditionHandle" };

test("a stack of 500 resources and 200 exports", async () => {
  const client = yard.account().client(CloudFormationClient);
  const template = (resources: number, outputs: number): string =>
    JSON.stringify({
      Resources: many(resources, () => HANDLE),
      Outputs: many(outputs, (index) => ({ Value: index, Export: { Name: `export-${index}` } })),
    });
  await client.send(new CreateStackCommand({ StackName: "large", TemplateBody: template(500, 200) }));
  await yard.yard.context.jobs.settled();
  const sizes: (number | undefined)[] = [];
  const names = new Set<string | undefined>();
  for await (const page of paginateListStackResources({ client }, { StackName: "large" })) {
    sizes.push(page.StackResourceSummaries?.length);
    for (const { LogicalResourceId } of page.StackResourceSummaries ?? []) names.add(LogicalResourceId);
  }
  expect(sizes).toEqual([100, 100, 100, 100, 100]);
  expect(names.size).toBe(500);
  // AWS: "DescribeStackResources": up to 100 resources, and ListStackResources for more.
  const described = await client.send(new DescribeStackResourcesCommand({ StackName: "large" }));
  expect(described.StackResources).toHaveLength(100);
  const exports: (number | undefined)[] = [];
  for await (const page of paginateListExports({ client }, {})) exports.push(page.Exports?.length);
  expect(exports).toEqual([100, 100]);
  let events = 0;
  for await (const page of paginateDescribeStackEvents({ client }, { StackName: "large" })) {
    expect(page.StackEvents?.length).toBeLessThanOrEqual(100);
    events += page.StackEvents?.length ?? 0;
  }
  // Three for each resource, and the stack's own two.
  expect(events).toBe(1502);

  const refusal = async (TemplateBody: string): Promise<string> =>
    (await errorOf(client.send(new CreateStackCommand({ StackName: "larger", TemplateBody })))).message;
  expect(await refusal(template(501, 0))).toContain(
    "Template format error: Number of resources, 501, is greater than maximum allowed, 500",
  );
  expect(await refusal(template(1, 201))).toContain(
    "Template format error: Number of outputs, 201, is greater than maximum allowed, 200",
  );
  const handle = { Type: "AWS::CloudFormation::WaitConditionHandle" };
  const refusalOf = (parts: object): Promise<string> =>
    refusal(JSON.stringify({ Resources: { Handle: handle }, ...parts }));
  expect(await refusalOf({ Description: "x".repeat(1_025) })).toContain(
    "Template format error: 'Description' length is greater than 1024.",
  );
  const attributes = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`a${index}`, "v"]));
  expect(await refusalOf({ Mappings: { m: { first: attributes } } })).toContain("Mapping m has 201 attributes");
  expect(await refusalOf({ Mappings: { ["m".repeat(256)]: {} } })).toContain("a name of more than 255 characters");
  const Value = Array.from({ length: 61 }, () => "{{resolve:ssm:p}}").join("");
  const parameter = { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value } };
  expect(await refusalOf({ Resources: { P: parameter } })).toContain("Number of dynamic references, 61, is greater");
  expect(await refusalOf({ Parameters: { P: { Type: "String", Default: "ä".repeat(2_049) } } })).toContain(
    "must contain at most 4096 bytes",
  );
  expect(await refusal(template(1, 0).padEnd(51_201))).toContain("Member must have length less than or equal to 51200");
});

test("the values of a change set come in pages of 1 MB", async () => {
  const client = yard.account().client(CloudFormationClient);
  const { Id } = await client.send(
    new CreateChangeSetCommand({
      StackName: "wide",
      ChangeSetName: "wide",
      ChangeSetType: "CREATE",
      TemplateBody: JSON.stringify({
        Parameters: { Text: { Type: "String" } },
        Resources: many(300, () => ({
          Type: "AWS::SSM::Parameter",
          Properties: { Type: "String", Value: { Ref: "Text" } },
        })),
      }),
      Parameters: [{ ParameterKey: "Text", ParameterValue: "x".repeat(4000) }],
    }),
  );
  const pagesOf = async (IncludePropertyValues: boolean): Promise<number[]> => {
    const sizes: number[] = [];
    const input = { ChangeSetName: Id, IncludePropertyValues };
    for await (const page of paginateDescribeChangeSet({ client }, input)) sizes.push(page.Changes?.length ?? 0);
    return sizes;
  };
  expect(await pagesOf(false)).toEqual([300]);
  const [first = 0, second = 0, ...others] = await pagesOf(true);
  expect([first + second, others]).toEqual([300, []]);
  expect(first).toBeGreaterThan(200);
});

test("refuses tokens that it did not give out", async () => {
  const client = yard.account().client(CloudFormationClient);
  expect(await errorOf(client.send(new DescribeStacksCommand({ NextToken: "made-up" })))).toMatchObject({
    name: "ValidationError",
    message: "Invalid NextToken",
  });
});
