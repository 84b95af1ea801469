// Goal: accounts and templates that lie in S3 are found, and lists that are none are refused. Method: the real SDK over HTTP.

import {
  CreateStackInstancesCommand,
  CreateStackSetCommand,
  DescribeStackSetCommand,
  ListStackInstancesCommand,
  type DeploymentTargets,
} from "@aws-sdk/client-cloudformation";
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { administration, QUEUE, target, type Administration } from "./accounts.ts";

const SETS = { StackSetName: "orders" };

/** An object of the administrator's; its URL. */
async function upload({ administrator, yard }: Administration, Key: string, Body: string): Promise<string> {
  const s3 = administrator.client(S3Client);
  const Bucket = `lists-${administrator.account}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  return `${yard.origin}/${Bucket}/${Key}`;
}

// AWS: API Reference, "DeploymentTargets", AccountsUrl: "accounts separated by commas or newlines in a CSV or TXT file".
test("accounts may be listed in an object", async () => {
  const own = await administration();
  const accounts = [(await target(own)).account, (await target(own)).account];
  await own.client.send(new CreateStackSetCommand({ ...SETS, TemplateBody: QUEUE }));
  const deploy = async (targets: DeploymentTargets) => {
    const request = { ...SETS, Regions: ["us-east-1"], DeploymentTargets: targets };
    const { OperationId } = await own.client.send(new CreateStackInstancesCommand(request));
    return own.ended("orders", OperationId);
  };
  const list = await upload(own, "accounts.csv", `${accounts.join(",\n")}\n`);
  expect(await deploy({ AccountsUrl: list })).toMatchObject({ Status: "SUCCEEDED" });
  const { Summaries = [] } = await own.client.send(new ListStackInstancesCommand(SETS));
  expect(Summaries.map(({ Account }) => Account)).toEqual([...accounts].sort());

  await expect(deploy({ AccountsUrl: list, Accounts: accounts })).rejects.toMatchObject({ name: "ValidationError" });
  await expect(deploy({ AccountsUrl: await upload(own, "names.txt", "production") })).rejects.toThrow(
    "AccountsUrl has entries that are no account ids: [production]",
  );
  await expect(deploy({ AccountsUrl: `${list}.missing` })).rejects.toMatchObject({ name: "ValidationError" });
});

// AWS: "CloudFormation quotas": 51,200 bytes in a request, 1 MB in an object.
test("a template that is too large for a request may be an object", async () => {
  const own = await administration();
  const account = await target(own);
  const template = JSON.stringify({ ...JSON.parse(QUEUE), Metadata: { Text: "x".repeat(51_200) } });
  await expect(own.client.send(new CreateStackSetCommand({ ...SETS, TemplateBody: template }))).rejects.toMatchObject({
    name: "ValidationError",
  });
  const TemplateURL = await upload(own, "template.json", template);
  await own.client.send(new CreateStackSetCommand({ ...SETS, TemplateURL }));
  const places = { Accounts: [account.account], Regions: ["us-east-1"] };
  const { OperationId } = await own.client.send(new CreateStackInstancesCommand({ ...SETS, ...places }));
  expect(await own.ended("orders", OperationId)).toMatchObject({ Status: "SUCCEEDED" });
  expect((await own.client.send(new DescribeStackSetCommand(SETS))).StackSet?.TemplateBody).toBe(template);
});

test("stack sets are found by their tags", async () => {
  const own = await administration();
  const Tags = [{ Key: "team", Value: "a" }];
  const { StackSetId } = await own.client.send(new CreateStackSetCommand({ ...SETS, TemplateBody: QUEUE, Tags }));
  const tagging = own.administrator.client(ResourceGroupsTaggingAPIClient);
  const { ResourceTagMappingList: found } = await tagging.send(
    new GetResourcesCommand({ ResourceTypeFilters: ["cloudformation:stackset"], TagFilters: [{ Key: "team" }] }),
  );
  const ResourceARN = `arn:aws:cloudformation:us-east-1:${own.administrator.account}:stackset/${StackSetId}`;
  expect(found).toEqual([{ ResourceARN, Tags }]);
});
