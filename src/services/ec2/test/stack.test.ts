// Goal: networks are deployed, changed and removed by stacks. Method: one template with all of a VPC's parts, through its life.

import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
  DescribeStackDriftDetectionStatusCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from "@aws-sdk/client-cloudformation";
import {
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

const ref = (name: string) => ({ Ref: name });

function template(port: number): string {
  return JSON.stringify({
    Resources: {
      Vpc: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: "10.0.0.0/16", EnableDnsHostnames: true } },
      Gateway: { Type: "AWS::EC2::InternetGateway" },
      Attachment: {
        Type: "AWS::EC2::VPCGatewayAttachment",
        Properties: { VpcId: ref("Vpc"), InternetGatewayId: ref("Gateway") },
      },
      Subnet: {
        Type: "AWS::EC2::Subnet",
        Properties: {
          VpcId: ref("Vpc"),
          CidrBlock: { "Fn::Select": [0, { "Fn::Cidr": [{ "Fn::GetAtt": ["Vpc", "CidrBlock"] }, 2, 8] }] },
          AvailabilityZone: { "Fn::Select": [1, { "Fn::GetAZs": "" }] },
        },
      },
      Table: { Type: "AWS::EC2::RouteTable", Properties: { VpcId: ref("Vpc") } },
      Route: {
        Type: "AWS::EC2::Route",
        DependsOn: "Attachment",
        Properties: { RouteTableId: ref("Table"), DestinationCidrBlock: "0.0.0.0/0", GatewayId: ref("Gateway") },
      },
      Association: {
        Type: "AWS::EC2::SubnetRouteTableAssociation",
        Properties: { RouteTableId: ref("Table"), SubnetId: ref("Subnet") },
      },
      Group: {
        Type: "AWS::EC2::SecurityGroup",
        Properties: {
          GroupDescription: "web",
          VpcId: ref("Vpc"),
          SecurityGroupIngress: [{ IpProtocol: "tcp", FromPort: port, ToPort: port, CidrIp: "0.0.0.0/0" }],
        },
      },
      Self: {
        Type: "AWS::EC2::SecurityGroupIngress",
        Properties: { GroupId: ref("Group"), IpProtocol: "-1", SourceSecurityGroupId: ref("Group") },
      },
    },
    Outputs: {
      Vpc: { Value: ref("Vpc") },
      Default: { Value: { "Fn::GetAtt": ["Vpc", "DefaultSecurityGroup"] } },
      Group: { Value: ref("Group") },
    },
  });
}

const waiting = { maxWaitTime: 20, minDelay: 0.02, maxDelay: 0.05 };

test("deploys a VPC, changes it in place, and removes all of it", async () => {
  const account = (await sharedYard()).account();
  const client = account.client(CloudFormationClient);
  const ec2 = account.client(EC2Client);
  const StackName = "network";
  const outputs = async (): Promise<Record<string, string>> => {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    return Object.fromEntries((Stacks?.[0]?.Outputs ?? []).map((one) => [one.OutputKey ?? "", one.OutputValue ?? ""]));
  };
  await client.send(new CreateStackCommand({ StackName, TemplateBody: template(80) }));
  await waitUntilStackCreateComplete({ client, ...waiting }, { StackName });
  const before = await outputs();
  expect(before).toMatchObject({ Vpc: expect.stringMatching(/^vpc-/), Default: expect.stringMatching(/^sg-/) });
  const group = async (id = "") =>
    (await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }))).SecurityGroups?.[0];
  expect((await group(before["Group"]))?.IpPermissions).toHaveLength(2);

  const { StackDriftDetectionId } = await client.send(new DetectStackDriftCommand({ StackName }));
  await expect
    .poll(async () => {
      const status = new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId });
      return (await client.send(status)).StackDriftStatus;
    })
    .toBe("IN_SYNC");

  await client.send(new UpdateStackCommand({ StackName, TemplateBody: template(443) }));
  await waitUntilStackUpdateComplete({ client, ...waiting }, { StackName });
  expect((await outputs())["Group"]).toBe(before["Group"]);
  expect((await group(before["Group"]))?.IpPermissions?.map(({ FromPort }) => FromPort).sort()).toEqual([
    443,
    undefined,
  ]);

  await client.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete({ client, ...waiting }, { StackName });
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}));
  expect(Vpcs).toMatchObject([{ IsDefault: true }]);
});

test("replaces a VPC with what is in it, and keeps the old one until nothing needs it", async () => {
  const account = (await sharedYard()).account();
  const client = account.client(CloudFormationClient);
  const ec2 = account.client(EC2Client);
  const StackName = "moving";
  const body = (cidr: string): string =>
    JSON.stringify({
      Resources: {
        Vpc: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: `${cidr}/16` } },
        Subnet: {
          Type: "AWS::EC2::Subnet",
          Properties: {
            VpcId: ref("Vpc"),
            CidrBlock: `${cidr}/24`,
            AvailabilityZone: { "Fn::Select": [1, { "Fn::GetAZs": "" }] },
          },
        },
        Group: { Type: "AWS::EC2::SecurityGroup", Properties: { GroupDescription: "moves", VpcId: ref("Vpc") } },
      },
    });
  await client.send(new CreateStackCommand({ StackName, TemplateBody: body("10.0.0.0") }));
  await waitUntilStackCreateComplete({ client, ...waiting }, { StackName });
  await client.send(new UpdateStackCommand({ StackName, TemplateBody: body("10.9.0.0") }));
  await waitUntilStackUpdateComplete({ client, ...waiting }, { StackName });
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ Filters: [{ Name: "is-default", Values: ["false"] }] }));
  expect(Vpcs).toMatchObject([{ CidrBlock: "10.9.0.0/16" }]);
  const inVpc = { Filters: [{ Name: "vpc-id", Values: [Vpcs?.[0]?.VpcId ?? ""] }] };
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand(inVpc));
  expect(Subnets).toMatchObject([{ CidrBlock: "10.9.0.0/24", AvailabilityZone: `${account.region}b` }]);
});

// AWS: the blocks of a VPC are an attribute which a VPCCidrBlock changes after the VPC is there: who depends on that finds them.
test("gives a subnet a block of its VPC's IPv6 addresses, and another one in its place", async () => {
  const { yard, account: newAccount } = await sharedYard();
  const account = newAccount();
  const stacks = account.client(CloudFormationClient);
  const ec2 = account.client(EC2Client);
  const body = (index: number) =>
    JSON.stringify({
      Resources: {
        Vpc: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: "10.0.0.0/16" } },
        Block: {
          Type: "AWS::EC2::VPCCidrBlock",
          Properties: { VpcId: ref("Vpc"), AmazonProvidedIpv6CidrBlock: true },
        },
        Subnet: {
          Type: "AWS::EC2::Subnet",
          DependsOn: "Block",
          Properties: {
            VpcId: ref("Vpc"),
            CidrBlock: "10.0.0.0/24",
            Ipv6CidrBlock: {
              "Fn::Select": [
                index,
                { "Fn::Cidr": [{ "Fn::Select": [0, { "Fn::GetAtt": ["Vpc", "Ipv6CidrBlocks"] }] }, 4, 64] },
              ],
            },
          },
        },
      },
    });
  const blockOf = async () => {
    const { Subnets = [] } = await ec2.send(
      new DescribeSubnetsCommand({ Filters: [{ Name: "default-for-az", Values: ["false"] }] }),
    );
    return Subnets.map(({ SubnetId, Ipv6CidrBlockAssociationSet: [block] = [] }) => [SubnetId, block?.Ipv6CidrBlock]);
  };
  await stacks.send(new CreateStackCommand({ StackName: "ipv6", TemplateBody: body(0) }));
  await yard.context.jobs.settled();
  const [[subnetId, first] = []] = await blockOf();
  expect(first).toMatch(/00::\/64$/);
  await stacks.send(new UpdateStackCommand({ StackName: "ipv6", TemplateBody: body(1) }));
  await yard.context.jobs.settled();
  expect(await blockOf()).toEqual([[subnetId, first?.replace(/00::\/64$/, "01::/64")]]);
  await stacks.send(new DeleteStackCommand({ StackName: "ipv6" }));
  await yard.context.jobs.settled();
  expect(await blockOf()).toEqual([]);
});
