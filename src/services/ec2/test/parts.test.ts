// Goal: security groups, interfaces, addresses, NAT gateways and endpoints keep AWS's rules. Method: the SDK over HTTP.

import {
  AllocateAddressCommand,
  AssignPrivateIpAddressesCommand,
  AssociateAddressCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteNatGatewayCommand,
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DeleteVpcEndpointsCommand,
  DescribeAddressesCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribePrefixListsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointServicesCommand,
  DetachInternetGatewayCommand,
  DisassociateAddressCommand,
  EC2Client,
  ModifySecurityGroupRulesCommand,
  ModifyVpcAttributeCommand,
  ReleaseAddressCommand,
  RevokeSecurityGroupIngressCommand,
  UnassignPrivateIpAddressesCommand,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
  waitUntilNatGatewayAvailable,
  waitUntilNatGatewayDeleted,
} from "@aws-sdk/client-ec2";
import { CreateUserCommand, CreateAccessKeyCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { DecodeAuthorizationMessageCommand, STSClient } from "@aws-sdk/client-sts";
import { beforeEach, expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../../testing/harness.ts";

let account: TestAccount;
let ec2: EC2Client;
let VpcId: string;
beforeEach(async () => {
  account = (await sharedYard()).account();
  ec2 = account.client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  VpcId = Vpc?.VpcId ?? "";
});

const failure = (name: string, message: string, httpStatusCode = 400) => ({
  name,
  message,
  $metadata: { httpStatusCode },
});
const waiting = (): { client: EC2Client; maxWaitTime: number; minDelay: number; maxDelay: number } => ({
  client: ec2,
  maxWaitTime: 20,
  minDelay: 0.05,
  maxDelay: 0.1,
});

async function makeSubnet(CidrBlock: string): Promise<string> {
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock }));
  return Subnet?.SubnetId ?? "";
}

async function makeGroup(GroupName: string): Promise<string> {
  const { GroupId } = await ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName, Description: GroupName }));
  return GroupId ?? "";
}

async function connect(): Promise<string> {
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  const InternetGatewayId = InternetGateway?.InternetGatewayId ?? "";
  await ec2.send(new AttachInternetGatewayCommand({ VpcId, InternetGatewayId }));
  return InternetGatewayId;
}

test("rules have ids, are no duplicates, and change under their ids", async () => {
  const GroupId = await makeGroup("web");
  await expect(makeGroup("web")).rejects.toMatchObject(
    failure("InvalidGroup.Duplicate", `The security group 'web' already exists for VPC '${VpcId}'`),
  );
  const web = { IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
  const { SecurityGroupRules: made } = await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [web] }),
  );
  const id = made?.[0]?.SecurityGroupRuleId ?? "";
  expect(id).toMatch(/^sgr-0[0-9a-f]{16}$/);
  await expect(
    ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [web] })),
  ).rejects.toMatchObject(
    failure(
      "InvalidPermission.Duplicate",
      'the specified rule "peer: 0.0.0.0/0, TCP, from port: 443, to port: 443, ALLOW" already exists',
    ),
  );
  await expect(
    ec2.send(
      new AuthorizeSecurityGroupEgressCommand({
        GroupId,
        IpPermissions: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
      }),
    ),
  ).rejects.toMatchObject({ message: 'the specified rule "peer: 0.0.0.0/0, ALL, ALLOW" already exists' });
  await ec2.send(
    new UpdateSecurityGroupRuleDescriptionsIngressCommand({
      GroupId,
      SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId: id, Description: "the web" }],
    }),
  );
  await ec2.send(
    new ModifySecurityGroupRulesCommand({
      GroupId,
      SecurityGroupRules: [
        {
          SecurityGroupRuleId: id,
          SecurityGroupRule: { IpProtocol: "tcp", FromPort: 8443, ToPort: 8443, CidrIpv4: "10.0.0.0/8" },
        },
      ],
    }),
  );
  const { SecurityGroupRules } = await ec2.send(new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [id] }));
  expect(SecurityGroupRules).toMatchObject([{ FromPort: 8443, CidrIpv4: "10.0.0.0/8", IsEgress: false, GroupId }]);
  await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds: [id] }));
  await expect(
    ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: [web] })),
  ).rejects.toMatchObject(
    failure("InvalidPermission.NotFound", "The specified rule does not exist in this security group."),
  );
});

test("groups that others refer to stay, and default ones always", async () => {
  const [one, other] = [await makeGroup("one"), await makeGroup("other")];
  const pair = { IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: one }] };
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: other, IpPermissions: [pair] }));
  await expect(ec2.send(new DeleteSecurityGroupCommand({ GroupId: one }))).rejects.toMatchObject(
    failure("DependencyViolation", `resource ${one} has a dependent object`),
  );
  await ec2.send(new DeleteSecurityGroupCommand({ GroupId: other }));
  await ec2.send(new DeleteSecurityGroupCommand({ GroupId: one }));
  await expect(ec2.send(new DeleteSecurityGroupCommand({ GroupId: one }))).rejects.toMatchObject(
    failure("InvalidGroup.NotFound", `The security group '${one}' does not exist`),
  );
  const { SecurityGroups } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: "vpc-id", Values: [VpcId] }] }),
  );
  const GroupId = SecurityGroups?.[0]?.GroupId;
  await expect(ec2.send(new DeleteSecurityGroupCommand({ GroupId }))).rejects.toMatchObject(
    failure("CannotDelete", `the specified group: "${GroupId}" name: "default" cannot be deleted by a user`),
  );
});

test("a subnet has as many addresses as its size says, and no more", async () => {
  const SubnetId = await makeSubnet("10.0.0.0/28");
  const { NetworkInterface: first } = await ec2.send(
    new CreateNetworkInterfaceCommand({ SubnetId, PrivateIpAddress: "10.0.0.6", SecondaryPrivateIpAddressCount: 2 }),
  );
  expect(first?.PrivateIpAddresses?.map(({ PrivateIpAddress }) => PrivateIpAddress)).toEqual([
    "10.0.0.6",
    "10.0.0.4",
    "10.0.0.5",
  ]);
  const NetworkInterfaceId = first?.NetworkInterfaceId ?? "";
  const make = (PrivateIpAddress: string) =>
    ec2.send(new CreateNetworkInterfaceCommand({ SubnetId, PrivateIpAddress }));
  await expect(make("10.0.0.6")).rejects.toMatchObject(
    failure("InvalidIPAddress.InUse", "Address 10.0.0.6 is in use."),
  );
  await expect(make("10.0.0.3")).rejects.toMatchObject(
    failure("InvalidParameterValue", "Address is in subnet's reserved address range"),
  );
  await expect(make("10.0.1.9")).rejects.toMatchObject(
    failure("InvalidParameterValue", "Address does not fall within the subnet's address range"),
  );
  await ec2.send(new AssignPrivateIpAddressesCommand({ NetworkInterfaceId, SecondaryPrivateIpAddressCount: 8 }));
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [SubnetId] }));
  expect(Subnets?.[0]?.AvailableIpAddressCount).toBe(0);
  await expect(ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }))).rejects.toMatchObject({
    name: "InsufficientFreeAddressesInSubnet",
  });
  await ec2.send(new UnassignPrivateIpAddressesCommand({ NetworkInterfaceId, PrivateIpAddresses: ["10.0.0.5"] }));
  await make("10.0.0.5");
  await expect(ec2.send(new DeleteSubnetCommand({ SubnetId }))).rejects.toMatchObject(
    failure("DependencyViolation", `The subnet '${SubnetId}' has dependencies and cannot be deleted.`),
  );
});

test("an Elastic IP address is on one interface at a time, and released when it is on none", async () => {
  const SubnetId = await makeSubnet("10.0.0.0/24");
  const { NetworkInterface } = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }));
  const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId ?? "";
  const { AllocationId, PublicIp } = await ec2.send(new AllocateAddressCommand({ Domain: "vpc" }));
  const associate = () => ec2.send(new AssociateAddressCommand({ AllocationId, NetworkInterfaceId }));
  await expect(associate()).rejects.toMatchObject({ name: "Gateway.NotAttached" });
  const InternetGatewayId = await connect();
  const { AssociationId } = await associate();
  expect(await associate()).toMatchObject({ AssociationId });
  await expect(ec2.send(new ReleaseAddressCommand({ AllocationId }))).rejects.toMatchObject(
    failure("InvalidIPAddress.InUse", `Address ${PublicIp} is in use.`),
  );
  await expect(ec2.send(new DetachInternetGatewayCommand({ VpcId, InternetGatewayId }))).rejects.toMatchObject({
    name: "DependencyViolation",
    message: expect.stringContaining("has some mapped public address(es)"),
  });
  await ec2.send(new DisassociateAddressCommand({ AssociationId }));
  await ec2.send(new ReleaseAddressCommand({ AllocationId }));
  await expect(ec2.send(new DescribeAddressesCommand({ PublicIps: [PublicIp ?? ""] }))).rejects.toMatchObject(
    failure("InvalidAddress.NotFound", `Address '${PublicIp}' not found.`),
  );
  for (const _ of [1, 2, 3, 4, 5]) await ec2.send(new AllocateAddressCommand({}));
  await expect(ec2.send(new AllocateAddressCommand({}))).rejects.toMatchObject(
    failure("AddressLimitExceeded", "The maximum number of addresses has been reached."),
  );
});

test("a NAT gateway holds its address and its place until it is deleted", async () => {
  const SubnetId = await makeSubnet("10.0.0.0/24");
  const { AllocationId } = await ec2.send(new AllocateAddressCommand({}));
  await connect();
  const asked = { SubnetId, AllocationId, ClientToken: "once" };
  const { NatGateway } = await ec2.send(new CreateNatGatewayCommand(asked));
  expect(NatGateway?.State).toBe("pending");
  const id = NatGateway?.NatGatewayId ?? "";
  expect((await ec2.send(new CreateNatGatewayCommand(asked))).NatGateway?.NatGatewayId).toBe(id);
  await waitUntilNatGatewayAvailable(waiting(), { NatGatewayIds: [id] });
  const { NetworkInterfaces } = await ec2.send(
    new DescribeNetworkInterfacesCommand({ Filters: [{ Name: "subnet-id", Values: [SubnetId] }] }),
  );
  expect(NetworkInterfaces).toMatchObject([{ InterfaceType: "nat_gateway", RequesterManaged: true, Status: "in-use" }]);
  const NetworkInterfaceId = NetworkInterfaces?.[0]?.NetworkInterfaceId;
  await expect(ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }))).rejects.toMatchObject(
    failure("InvalidParameterValue", `Network interface '${NetworkInterfaceId}' is currently in use.`),
  );
  await expect(ec2.send(new DeleteSubnetCommand({ SubnetId }))).rejects.toMatchObject({ name: "DependencyViolation" });
  await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId: id }));
  await waitUntilNatGatewayDeleted(waiting(), { NatGatewayIds: [id] });
  await ec2.send(new ReleaseAddressCommand({ AllocationId }));
  await ec2.send(new DeleteSubnetCommand({ SubnetId }));
  const { NatGateways } = await ec2.send(new DescribeNatGatewaysCommand({}));
  expect(NatGateways).toMatchObject([{ State: "deleted", DeleteTime: expect.any(Date) }]);
  await expect(ec2.send(new DeleteNatGatewayCommand({ NatGatewayId: "nat-0" }))).rejects.toMatchObject({
    name: "NatGatewayNotFound",
  });
});

test("endpoints are routes or interfaces", async () => {
  const { PrefixLists } = await ec2.send(new DescribePrefixListsCommand({}));
  const ServiceName = `com.amazonaws.${account.region}.s3`;
  const list = PrefixLists?.find(({ PrefixListName }) => PrefixListName === ServiceName)?.PrefixListId;
  const { RouteTables } = await ec2.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: "vpc-id", Values: [VpcId] }] }),
  );
  const RouteTableIds = [RouteTables?.[0]?.RouteTableId ?? ""];
  const gateway = { VpcId, ServiceName, RouteTableIds };
  const { VpcEndpoint } = await ec2.send(new CreateVpcEndpointCommand(gateway));
  expect(VpcEndpoint).toMatchObject({ VpcEndpointType: "Gateway", State: "available" });
  await expect(ec2.send(new CreateVpcEndpointCommand(gateway))).rejects.toMatchObject(
    failure(
      "RouteAlreadyExists",
      `route table ${RouteTableIds[0]} already has a route with destination-prefix-list-id ${list}`,
    ),
  );
  const shown = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds }));
  expect(shown.RouteTables?.[0]?.Routes?.[1]).toMatchObject({
    DestinationPrefixListId: list,
    GatewayId: VpcEndpoint?.VpcEndpointId,
  });
  await expect(
    ec2.send(new CreateVpcEndpointCommand({ VpcId, ServiceName: "com.amazonaws.us-east-1.nothing" })),
  ).rejects.toMatchObject(
    failure("InvalidServiceName", "The Vpc Endpoint Service 'com.amazonaws.us-east-1.nothing' does not exist"),
  );
  const SubnetId = await makeSubnet("10.0.0.0/24");
  const queues = {
    VpcId,
    VpcEndpointType: "Interface" as const,
    ServiceName: `com.amazonaws.${account.region}.sqs`,
    SubnetIds: [SubnetId],
  };
  await expect(ec2.send(new CreateVpcEndpointCommand(queues))).rejects.toMatchObject(
    failure(
      "InvalidParameter",
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${VpcId}`,
    ),
  );
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  const made = (await ec2.send(new CreateVpcEndpointCommand(queues))).VpcEndpoint;
  expect(made?.DnsEntries?.at(-1)?.DnsName).toBe(`sqs.${account.region}.amazonaws.com`);
  expect(made?.NetworkInterfaceIds).toHaveLength(1);
  const gone = await ec2.send(
    new DeleteVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpoint?.VpcEndpointId ?? "", "vpce-0"] }),
  );
  expect(gone.Unsuccessful).toEqual([
    {
      ResourceId: "vpce-0",
      Error: { Code: "InvalidVpcEndpointId.NotFound", Message: "The Vpc Endpoint Id 'vpce-0' does not exist" },
    },
  ]);
  const { ServiceDetails } = await ec2.send(new DescribeVpcEndpointServicesCommand({ ServiceNames: [ServiceName] }));
  expect(ServiceDetails?.flatMap(({ ServiceType = [] }) => ServiceType.map((one) => one.ServiceType))).toEqual([
    "Gateway",
    "Interface",
  ]);
});

test("policies name resources, their tags, and the tags of what is made", async () => {
  const iam = account.client(IAMClient);
  const UserName = "builder";
  await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "ec2:CreateVpc",
        Resource: `arn:aws:ec2:*:${account.account}:vpc/*`,
        Condition: { StringEquals: { "aws:RequestTag/team": "red" } },
      },
      {
        Effect: "Allow",
        Action: "ec2:CreateTags",
        Resource: "*",
        Condition: { StringEquals: { "ec2:CreateAction": "CreateVpc" } },
      },
      {
        Effect: "Allow",
        Action: "ec2:DeleteVpc",
        Resource: "*",
        Condition: { StringEquals: { "ec2:ResourceTag/team": "red" } },
      },
    ],
  });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "network", PolicyDocument }));
  const builder = account.clientWith(EC2Client, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  const make = (team: string, DryRun = false) =>
    builder.send(
      new CreateVpcCommand({
        CidrBlock: "10.1.0.0/16",
        DryRun,
        TagSpecifications: [{ ResourceType: "vpc", Tags: [{ Key: "team", Value: team }] }],
      }),
    );
  const denied = (action: string) => ({
    name: "UnauthorizedOperation",
    message: expect.stringMatching(
      new RegExp(
        `^You are not authorized to perform this operation. User: .* is not authorized to perform: ec2:${action} on resource: `,
      ),
    ),
    $metadata: { httpStatusCode: 403 },
  });
  // AWS: DecodeAuthorizationMessage: only who may call it learns more, and only in the account of whom was denied.
  const refused: unknown = await make("blue").catch((error: unknown) => error);
  const [, EncodedMessage] = /Encoded authorization failure message: (\S+)$/.exec((refused as Error).message) ?? [];
  const decode = (client: STSClient) => client.send(new DecodeAuthorizationMessageCommand({ EncodedMessage }));
  const { DecodedMessage = "{}" } = await decode(account.client(STSClient));
  expect(JSON.parse(DecodedMessage)).toMatchObject({
    allowed: false,
    explicitDeny: false,
    context: {
      action: "ec2:CreateVpc",
      principal: { arn: expect.stringContaining("user/") as unknown },
      conditions: {
        items: expect.arrayContaining([
          { key: "aws:RequestTag/team", values: { items: [{ value: "blue" }] } },
        ]) as unknown,
      },
    },
  });
  const invalid = { name: "InvalidAuthorizationMessageException" };
  await expect(decode((await sharedYard()).account().client(STSClient))).rejects.toMatchObject(invalid);
  await expect(make("blue")).rejects.toMatchObject(denied("CreateVpc"));
  await expect(make("red", true)).rejects.toMatchObject({ name: "DryRunOperation" });
  const { Vpc } = await make("red");
  await expect(ec2.send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16" }))).resolves.toBeDefined();
  await expect(builder.send(new DeleteVpcCommand({ VpcId }))).rejects.toMatchObject(denied("DeleteVpc"));
  await builder.send(new DeleteVpcCommand({ VpcId: Vpc?.VpcId }));
});
