// Parameters of AWS-specific types: what the account does not have fails the stack, and what it has goes through. Method: each type with a value that is
// there, one that is not, and where lists are allowed a list of both.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeChangeSetCommand,
} from "@aws-sdk/client-cloudformation";
import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { beforeAll, expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../../testing/harness.ts";
import { eventsOf, stackOf } from "./calls.ts";

let account: TestAccount;
let client: CloudFormationClient;
/** A value of each type that the account has. */
let there: Readonly<Record<string, string>>;

beforeAll(async () => {
  account = (await sharedYard()).account();
  client = account.client(CloudFormationClient);
  const ec2 = account.client(EC2Client);
  const { Subnets: [subnet] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const { SecurityGroups: [group] = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  const zone = { Name: "example.com", CallerReference: "one" };
  const { HostedZone } = await account.client(Route53Client).send(new CreateHostedZoneCommand(zone));
  await account
    .client(SSMClient)
    .send(new PutParameterCommand({ Name: "/there", Type: "String", Value: subnet?.SubnetId }));
  there = {
    "AWS::EC2::AvailabilityZone::Name": `${account.region}a`,
    "AWS::EC2::SecurityGroup::GroupName": group?.GroupName ?? "",
    "AWS::EC2::SecurityGroup::Id": group?.GroupId ?? "",
    "AWS::EC2::Subnet::Id": subnet?.SubnetId ?? "",
    "AWS::EC2::VPC::Id": subnet?.VpcId ?? "",
    "AWS::Route53::HostedZone::Id": HostedZone?.Id?.split("/").at(-1) ?? "",
    "AWS::SSM::Parameter::Name": "/there",
  };
});

const TYPES = [
  "AWS::EC2::AvailabilityZone::Name",
  "AWS::EC2::SecurityGroup::GroupName",
  "AWS::EC2::SecurityGroup::Id",
  "AWS::EC2::Subnet::Id",
  "AWS::EC2::VPC::Id",
  "AWS::Route53::HostedZone::Id",
  "AWS::SSM::Parameter::Name",
];

let stacks = 0;

/** Makes a stack with the parameter; gives its name. */
async function create(type: string, value: string): Promise<string> {
  stacks += 1;
  const StackName = `typed-${stacks}`;
  await client.send(
    new CreateStackCommand({ StackName, TemplateBody: templateOf(type), Parameters: parameters(value) }),
  );
  await (await sharedYard()).yard.context.jobs.settled();
  return StackName;
}

const templateOf = (type: string): string =>
  JSON.stringify({
    Parameters: { Given: { Type: type } },
    Resources: { Topic: { Type: "AWS::SNS::Topic" } },
  });
const parameters = (ParameterValue: string) => [{ ParameterKey: "Given", ParameterValue }];
// AWS: as issues of public templates quote it.
const failure = (value: string): string =>
  `Parameter validation failed: parameter value ${value} for parameter name Given does not exist`;

test.each(TYPES)("%s", async (type) => {
  const value = there[type] ?? "";
  const made = await create(type, value);
  expect((await stackOf(client, made))?.StackStatus).toBe("CREATE_COMPLETE");
  const failed = await create(type, "none-of-these");
  expect((await stackOf(client, failed))?.StackStatus).toBe("ROLLBACK_COMPLETE");
  expect(await eventsOf(client, failed)).toContain(
    `${failed} ROLLBACK_IN_PROGRESS: ${failure("none-of-these")}. Rollback requested by user.`,
  );
});

test.each(TYPES.filter((type) => type !== "AWS::SSM::Parameter::Name"))("a list of %s", async (type) => {
  const value = there[type] ?? "";
  const failed = await create(`List<${type}>`, `${value},none-of-these`);
  expect(await eventsOf(client, failed)).toContainEqual(expect.stringContaining(failure("none-of-these")));
  const made = await create(`List<${type}>`, `${value},${value}`);
  expect((await stackOf(client, made))?.StackStatus).toBe("CREATE_COMPLETE");
});

test("a value behind an SSM parameter is held against the account, too", async () => {
  const made = await create("AWS::SSM::Parameter::Value<AWS::EC2::Subnet::Id>", "/there");
  expect((await stackOf(client, made))?.StackStatus).toBe("CREATE_COMPLETE");
  const failed = await create("AWS::SSM::Parameter::Value<AWS::EC2::VPC::Id>", "/there");
  expect(await eventsOf(client, failed)).toContainEqual(
    expect.stringContaining(failure(there["AWS::EC2::Subnet::Id"] ?? "")),
  );
});

test("a change set fails by it", async () => {
  const wanted = { StackName: "typed", ChangeSetName: "first" };
  const TemplateBody = templateOf("AWS::EC2::VPC::Id");
  await client.send(
    new CreateChangeSetCommand({
      ...wanted,
      ChangeSetType: "CREATE",
      TemplateBody,
      Parameters: parameters("vpc-none"),
    }),
  );
  expect(await client.send(new DescribeChangeSetCommand(wanted))).toMatchObject({
    Status: "FAILED",
    StatusReason: failure("vpc-none"),
  });
});
