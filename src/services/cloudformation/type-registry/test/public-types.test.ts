// Goal: the registry tells of AWS's types what is true of them here. Method: lists and descriptions through the real SDK, held against what templates may say.

import {
  BatchDescribeTypeConfigurationsCommand,
  CloudFormationClient,
  DescribeTypeCommand,
  ListTypesCommand,
  ListTypeVersionsCommand,
  SetTypeConfigurationCommand,
  type ListTypesCommandInput,
} from "@aws-sdk/client-cloudformation";
import { expect, test } from "vitest";
import { sharedYard } from "../../../../testing/harness.ts";
import { errorOf } from "../../test/calls.ts";

const yard = await sharedYard();
const { client, region } = yard.account();
const cloudFormation = client(CloudFormationClient);

async function namesOf(input: ListTypesCommandInput): Promise<string[]> {
  const { TypeSummaries = [], NextToken } = await cloudFormation.send(new ListTypesCommand(input));
  const names = TypeSummaries.map(({ TypeName = "" }) => TypeName);
  return NextToken === undefined ? names : [...names, ...(await namesOf({ ...input, NextToken }))];
}

test("lists AWS's types that this cloud has, and no others, page by page", async () => {
  const updatable = await namesOf({ Visibility: "PUBLIC", MaxResults: 50 });
  const immutable = await namesOf({ Visibility: "PUBLIC", ProvisioningType: "IMMUTABLE" });
  expect(updatable.length).toBeGreaterThan(100);
  expect(updatable).toContain("AWS::SQS::Queue");
  expect(immutable).toContain("AWS::Lambda::Version");
  expect(updatable.filter((name) => immutable.includes(name))).toEqual([]);
  // A type that AWS has and this cloud does not.
  expect([...updatable, ...immutable]).not.toContain("AWS::Redshift::Cluster");
});

test("filters", async () => {
  expect(await namesOf({})).toEqual([]);
  const Visibility = "PUBLIC" as const;
  expect(await namesOf({ Visibility, Filters: { TypeNamePrefix: "AWS::SQS::" } })).toEqual([
    "AWS::SQS::Queue",
    "AWS::SQS::QueueInlinePolicy",
    "AWS::SQS::QueuePolicy",
  ]);
  expect(await namesOf({ Visibility, Filters: { Category: "THIRD_PARTY" } })).toEqual([]);
  expect(await namesOf({ Visibility, Type: "MODULE" })).toEqual([]);
  expect(await namesOf({ Visibility, DeprecatedStatus: "DEPRECATED" })).toEqual([]);
  expect(await namesOf({ Filters: { Category: "AWS_TYPES" } })).toEqual([]);
});

test("describes a type by its name and by its ARN, with a schema of what templates may say here", async () => {
  const Arn = `arn:aws:cloudformation:${region}::type/resource/AWS-SQS-Queue`;
  const byName = await cloudFormation.send(new DescribeTypeCommand({ Type: "RESOURCE", TypeName: "AWS::SQS::Queue" }));
  const { Schema = "", ...described } = await cloudFormation.send(new DescribeTypeCommand({ Arn }));
  expect(byName).toMatchObject({ Arn, Schema });
  expect(described).toMatchObject({
    Type: "RESOURCE",
    TypeName: "AWS::SQS::Queue",
    ProvisioningType: "FULLY_MUTABLE",
    DeprecatedStatus: "LIVE",
    Visibility: "PUBLIC",
  });
  // AWS: the registry schema of AWS::SQS::Queue.
  expect(JSON.parse(Schema)).toMatchObject({
    typeName: "AWS::SQS::Queue",
    properties: { DelaySeconds: { type: "integer" }, Tags: { type: "array" }, Arn: { type: "string" } },
    createOnlyProperties: ["/properties/FifoQueue", "/properties/QueueName"],
    readOnlyProperties: ["/properties/Arn", "/properties/QueueUrl"],
    primaryIdentifier: ["/properties/QueueUrl"],
    tagging: { taggable: true, tagProperty: "/properties/Tags" },
    additionalProperties: false,
  });
});

test("knows neither other types nor versions of AWS's own", async () => {
  const describe = (input: object) => errorOf(cloudFormation.send(new DescribeTypeCommand(input)));
  expect(await describe({ Type: "RESOURCE", TypeName: "AWS::Redshift::Cluster" })).toMatchObject({
    name: "TypeNotFoundException",
    message: "The type 'AWS::Redshift::Cluster' cannot be found.",
    status: 404,
  });
  expect(await describe({ Type: "RESOURCE", TypeName: "AWS::SQS::Queue", VersionId: "00000001" })).toMatchObject({
    name: "TypeNotFoundException",
  });
  expect(await describe({ TypeName: "AWS::SQS::Queue" })).toMatchObject({ name: "ValidationError" });
  const other = "arn:aws:cloudformation:us-east-1:999999999999:type/resource/Acme-Ledger-Note";
  expect(await describe({ Arn: other })).toMatchObject({ name: "TypeNotFoundException" });
  const named = { Type: "RESOURCE", TypeName: "AWS::SQS::Queue" } as const;
  const { TypeVersionSummaries } = await cloudFormation.send(new ListTypeVersionsCommand(named));
  expect(TypeVersionSummaries).toEqual([]);
  const unknown = new ListTypeVersionsCommand({ Type: "RESOURCE", TypeName: "Acme::Notes::Nothing" });
  expect(await errorOf(cloudFormation.send(unknown))).toMatchObject({ name: "CFNRegistryException" });
});

test("configures no public type", async () => {
  const named = { Type: "RESOURCE", TypeName: "AWS::SQS::Queue" } as const;
  const set = new SetTypeConfigurationCommand({ ...named, Configuration: "{}" });
  expect(await errorOf(cloudFormation.send(set))).toMatchObject({ name: "CFNRegistryException" });
  const batch = new BatchDescribeTypeConfigurationsCommand({ TypeConfigurationIdentifiers: [named] });
  expect(await errorOf(cloudFormation.send(batch))).toMatchObject({
    name: "TypeConfigurationNotFoundException",
    status: 404,
  });
});
