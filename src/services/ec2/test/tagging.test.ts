// Goal: networks are found and tagged by the Resource Groups Tagging API. Method: the SDK over HTTP.

import { CreateVpcCommand, DescribeTagsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
  TagResourcesCommand,
  UntagResourcesCommand,
} from "@aws-sdk/client-resource-groups-tagging-api";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

test("a VPC is found by its tag, tagged and untagged", async () => {
  const account = (await sharedYard()).account();
  const ec2 = account.client(EC2Client);
  const tagging = account.client(ResourceGroupsTaggingAPIClient);
  const { Vpc } = await ec2.send(
    new CreateVpcCommand({
      CidrBlock: "10.0.0.0/16",
      TagSpecifications: [{ ResourceType: "vpc", Tags: [{ Key: "team", Value: "a" }] }],
    }),
  );
  const arn = `arn:aws:ec2:${account.region}:${account.account}:vpc/${Vpc?.VpcId}`;
  const { ResourceTagMappingList } = await tagging.send(
    new GetResourcesCommand({ TagFilters: [{ Key: "team" }], ResourceTypeFilters: ["ec2:vpc"] }),
  );
  expect(ResourceTagMappingList).toEqual([{ ResourceARN: arn, Tags: [{ Key: "team", Value: "a" }] }]);
  const ResourceARNList = [arn];
  await tagging.send(new TagResourcesCommand({ ResourceARNList, Tags: { zone: "b" } }));
  await tagging.send(new UntagResourcesCommand({ ResourceARNList, TagKeys: ["team"] }));
  const { Tags } = await ec2.send(
    new DescribeTagsCommand({ Filters: [{ Name: "resource-id", Values: [Vpc?.VpcId ?? ""] }] }),
  );
  expect(Tags?.map(({ Key, Value }) => [Key, Value])).toEqual([["zone", "b"]]);
});
