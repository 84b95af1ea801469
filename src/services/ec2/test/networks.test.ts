// Goal: VPCs, subnets and their routes keep AWS's rules. Method: the SDK over HTTP, each rule once kept and once broken.

import {
  AssociateRouteTableCommand,
  AssociateVpcCidrBlockCommand,
  AttachInternetGatewayCommand,
  CreateDefaultSubnetCommand,
  CreateDefaultVpcCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DeleteInternetGatewayCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DeleteSubnetCommand,
  DeleteTagsCommand,
  DeleteVpcCommand,
  DescribeAvailabilityZonesCommand,
  DescribeInternetGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeRegionsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
  DisassociateRouteTableCommand,
  DisassociateVpcCidrBlockCommand,
  EC2Client,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
  ReplaceRouteCommand,
  ReplaceRouteTableAssociationCommand,
} from "@aws-sdk/client-ec2";
import { beforeEach, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

let ec2: EC2Client;
beforeEach(async () => {
  ec2 = (await sharedYard()).account().client(EC2Client);
});

async function makeVpc(CidrBlock = "10.0.0.0/16"): Promise<string> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock }));
  return Vpc?.VpcId ?? "";
}

async function makeSubnet(VpcId: string, CidrBlock: string): Promise<string> {
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock }));
  return Subnet?.SubnetId ?? "";
}

const failure = (name: string, message: string) => ({ name, message, $metadata: { httpStatusCode: 400 } });
const ofVpc = (vpcId: string) => ({ Filters: [{ Name: "vpc-id", Values: [vpcId] }] });

// AWS: "Default VPCs": a /16 with a /20 in each zone, an internet gateway, a route to it in the main table, a default group.
test("begins with a default network in every account and region", async () => {
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}));
  expect(Vpcs).toMatchObject([{ CidrBlock: "172.31.0.0/16", IsDefault: true, State: "available" }]);
  const vpcId = Vpcs?.[0]?.VpcId ?? "";
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand(ofVpc(vpcId)));
  const { AvailabilityZones } = await ec2.send(new DescribeAvailabilityZonesCommand({}));
  expect(Subnets?.map(({ AvailabilityZone }) => AvailabilityZone).sort()).toEqual(
    AvailabilityZones?.map(({ ZoneName }) => ZoneName),
  );
  // A /20 has 4,096 addresses, of which AWS keeps five.
  expect(Subnets?.[0]).toMatchObject({ AvailableIpAddressCount: 4091, DefaultForAz: true, MapPublicIpOnLaunch: true });
  const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand(ofVpc(vpcId)));
  expect(RouteTables?.[0]?.Routes).toMatchObject([
    { DestinationCidrBlock: "172.31.0.0/16", GatewayId: "local" },
    { DestinationCidrBlock: "0.0.0.0/0", GatewayId: expect.stringMatching(/^igw-/), State: "active" },
  ]);
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand(ofVpc(vpcId)));
  expect(SecurityGroups).toMatchObject([{ GroupName: "default", IpPermissions: [{ IpProtocol: "-1" }] }]);
  const { NetworkAcls } = await ec2.send(new DescribeNetworkAclsCommand(ofVpc(vpcId)));
  expect(NetworkAcls?.[0]?.Associations).toHaveLength(Subnets?.length ?? 0);
  const { Regions } = await ec2.send(new DescribeRegionsCommand({ RegionNames: ["eu-west-1"] }));
  expect(Regions?.[0]?.Endpoint).toBe("ec2.eu-west-1.amazonaws.com");
});

test("makes VPCs of allowed sizes, with names only where there is DNS", async () => {
  const VpcId = await makeVpc("10.1.2.3/16");
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }));
  expect(Vpcs?.[0]).toMatchObject({ CidrBlock: "10.1.0.0/16", InstanceTenancy: "default", IsDefault: false });
  for (const CidrBlock of ["10.0.0.0/15", "10.0.0.0/29"])
    await expect(ec2.send(new CreateVpcCommand({ CidrBlock }))).rejects.toMatchObject(
      failure("InvalidVpc.Range", `The CIDR '${CidrBlock}' is invalid.`),
    );
  await expect(ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0" }))).rejects.toMatchObject(
    failure(
      "InvalidParameterValue",
      "Value (10.0.0.0) for parameter cidrBlock is invalid. This is not a valid CIDR block.",
    ),
  );
  await expect(ec2.send(new CreateVpcCommand({}))).rejects.toMatchObject(
    failure("MissingParameter", "The request must contain the parameter cidrBlock"),
  );
  await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  const { EnableDnsHostnames } = await ec2.send(
    new DescribeVpcAttributeCommand({ VpcId, Attribute: "enableDnsHostnames" }),
  );
  expect(EnableDnsHostnames).toEqual({ Value: true });
});

test("adds blocks to a VPC that are allowed beside the first", async () => {
  const VpcId = await makeVpc();
  const add = (CidrBlock: string) => ec2.send(new AssociateVpcCidrBlockCommand({ VpcId, CidrBlock }));
  const { CidrBlockAssociation } = await add("100.64.0.0/16");
  await expect(add("10.0.1.0/24")).rejects.toMatchObject({ name: "InvalidVpc.Range" });
  await expect(add("192.168.0.0/16")).rejects.toMatchObject({
    name: "InvalidVpc.Range",
    message: expect.stringContaining("The CIDR '192.168.0.0/16' is restricted."),
  });
  const subnet = await makeSubnet(VpcId, "100.64.1.0/24");
  const AssociationId = CidrBlockAssociation?.AssociationId;
  const remove = () => ec2.send(new DisassociateVpcCidrBlockCommand({ AssociationId }));
  await expect(remove()).rejects.toMatchObject({ name: "InvalidCidrBlock.InUse" });
  await ec2.send(new DeleteSubnetCommand({ SubnetId: subnet }));
  await remove();
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }));
  expect(Vpcs?.[0]?.CidrBlockAssociationSet).toHaveLength(1);
});

test("makes subnets within the VPC, apart from each other, in zones that there are", async () => {
  const VpcId = await makeVpc();
  const first = await makeSubnet(VpcId, "10.0.0.0/24");
  await expect(makeSubnet(VpcId, "10.0.0.128/25")).rejects.toMatchObject(
    failure("InvalidSubnet.Conflict", "The CIDR '10.0.0.128/25' conflicts with another subnet"),
  );
  await expect(makeSubnet(VpcId, "10.1.0.0/24")).rejects.toMatchObject(
    failure("InvalidSubnet.Range", "The CIDR '10.1.0.0/24' is invalid."),
  );
  await expect(
    ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: "10.0.9.0/24", AvailabilityZone: "us-east-1z" })),
  ).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message: expect.stringContaining(
      "Subnets can currently only be created in the following availability zones: us-east-1a",
    ),
  });
  await expect(makeSubnet("vpc-0123", "10.0.0.0/24")).rejects.toMatchObject(
    failure("InvalidVpcID.NotFound", "The vpc ID 'vpc-0123' does not exist"),
  );
  await ec2.send(new ModifySubnetAttributeCommand({ SubnetId: first, MapPublicIpOnLaunch: { Value: true } }));
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [first] }));
  expect(Subnets?.[0]).toMatchObject({ AvailableIpAddressCount: 251, MapPublicIpOnLaunch: true });
  await expect(ec2.send(new DeleteVpcCommand({ VpcId }))).rejects.toMatchObject(
    failure("DependencyViolation", `The vpc '${VpcId}' has dependencies and cannot be deleted.`),
  );
  await ec2.send(new DeleteSubnetCommand({ SubnetId: first }));
  await ec2.send(new DeleteVpcCommand({ VpcId }));
  await expect(ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }))).rejects.toMatchObject({
    name: "InvalidVpcID.NotFound",
  });
});

test("holds five VPCs a region, and makes the default one anew", async () => {
  for (const second of [1, 2, 3, 4]) await makeVpc(`10.${second}.0.0/16`);
  await expect(makeVpc()).rejects.toMatchObject(
    failure("VpcLimitExceeded", "The maximum number of VPCs has been reached."),
  );
  await expect(ec2.send(new CreateDefaultVpcCommand({}))).rejects.toMatchObject({ name: "DefaultVpcAlreadyExists" });
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ Filters: [{ Name: "is-default", Values: ["true"] }] }));
  const VpcId = Vpcs?.[0]?.VpcId ?? "";
  const { InternetGateways } = await ec2.send(new DescribeInternetGatewaysCommand({}));
  const InternetGatewayId = InternetGateways?.[0]?.InternetGatewayId;
  await ec2.send(new DetachInternetGatewayCommand({ VpcId, InternetGatewayId }));
  await ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId }));
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand(ofVpc(VpcId)));
  const [one, ...others] = Subnets ?? [];
  await ec2.send(new DeleteSubnetCommand({ SubnetId: one?.SubnetId }));
  const { Subnet } = await ec2.send(new CreateDefaultSubnetCommand({ AvailabilityZone: one?.AvailabilityZone }));
  expect(Subnet).toMatchObject({ CidrBlock: one?.CidrBlock, DefaultForAz: true });
  for (const { SubnetId } of [...others, { SubnetId: Subnet?.SubnetId }])
    await ec2.send(new DeleteSubnetCommand({ SubnetId }));
  await ec2.send(new DeleteVpcCommand({ VpcId }));
  const { Vpc } = await ec2.send(new CreateDefaultVpcCommand({}));
  expect(Vpc).toMatchObject({ IsDefault: true, CidrBlock: "172.31.0.0/16" });
});

test("routes to gateways of the VPC, and shows where they lead nowhere any more", async () => {
  const VpcId = await makeVpc();
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  const InternetGatewayId = InternetGateway?.InternetGatewayId ?? "";
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
  const RouteTableId = RouteTable?.RouteTableId ?? "";
  const route = { RouteTableId, DestinationCidrBlock: "0.0.0.0/0", GatewayId: InternetGatewayId };
  await expect(ec2.send(new CreateRouteCommand(route))).rejects.toMatchObject(
    failure(
      "InvalidParameterValue",
      `route table ${RouteTableId} and network gateway ${InternetGatewayId} belong to different networks`,
    ),
  );
  await expect(ec2.send(new ReplaceRouteCommand(route))).rejects.toMatchObject({ name: "InvalidParameterValue" });
  await ec2.send(new AttachInternetGatewayCommand({ VpcId, InternetGatewayId }));
  await expect(ec2.send(new AttachInternetGatewayCommand({ VpcId, InternetGatewayId }))).rejects.toMatchObject(
    failure("Resource.AlreadyAssociated", `resource ${InternetGatewayId} is already attached to network ${VpcId}`),
  );
  await expect(ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId }))).rejects.toMatchObject(
    failure(
      "DependencyViolation",
      `The internetGateway '${InternetGatewayId}' has dependencies and cannot be deleted.`,
    ),
  );
  await ec2.send(new CreateRouteCommand(route));
  await ec2.send(new DetachInternetGatewayCommand({ VpcId, InternetGatewayId }));
  const shown = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }));
  expect(shown.RouteTables?.[0]?.Routes?.[1]).toMatchObject({ GatewayId: InternetGatewayId, State: "blackhole" });
  await ec2.send(new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock: "0.0.0.0/0" }));
  await expect(
    ec2.send(new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock: "0.0.0.0/0" })),
  ).rejects.toMatchObject(
    failure("InvalidRoute.NotFound", `no route with destination-cidr-block 0.0.0.0/0 in route table ${RouteTableId}`),
  );
  await expect(
    ec2.send(new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock: "10.0.0.0/16" })),
  ).rejects.toMatchObject({ message: `cannot remove local route 10.0.0.0/16 in route table ${RouteTableId}` });
});

test("gives a subnet one table, and a VPC one main table", async () => {
  const VpcId = await makeVpc();
  const SubnetId = await makeSubnet(VpcId, "10.0.0.0/24");
  const table = async (): Promise<string> =>
    (await ec2.send(new CreateRouteTableCommand({ VpcId }))).RouteTable?.RouteTableId ?? "";
  const [one, other] = [await table(), await table()];
  const { AssociationId } = await ec2.send(new AssociateRouteTableCommand({ RouteTableId: one, SubnetId }));
  expect(await ec2.send(new AssociateRouteTableCommand({ RouteTableId: one, SubnetId }))).toMatchObject({
    AssociationId,
  });
  await expect(ec2.send(new AssociateRouteTableCommand({ RouteTableId: other, SubnetId }))).rejects.toMatchObject({
    name: "Resource.AlreadyAssociated",
  });
  const { NewAssociationId } = await ec2.send(
    new ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId: other }),
  );
  await expect(ec2.send(new DeleteRouteTableCommand({ RouteTableId: other }))).rejects.toMatchObject(
    failure("DependencyViolation", `The routeTable '${other}' has dependencies and cannot be deleted.`),
  );
  await ec2.send(new DisassociateRouteTableCommand({ AssociationId: NewAssociationId }));
  await ec2.send(new DeleteRouteTableCommand({ RouteTableId: other }));
  const main = await ec2.send(
    new DescribeRouteTablesCommand({
      Filters: [...ofVpc(VpcId).Filters, { Name: "association.main", Values: ["true"] }],
    }),
  );
  const mainId = main.RouteTables?.[0]?.Associations?.[0]?.RouteTableAssociationId;
  await expect(ec2.send(new DisassociateRouteTableCommand({ AssociationId: mainId }))).rejects.toMatchObject({
    message: `cannot disassociate the main route table association ${mainId}`,
  });
  await ec2.send(new ReplaceRouteTableAssociationCommand({ AssociationId: mainId, RouteTableId: one }));
  const after = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [one] }));
  expect(after.RouteTables?.[0]?.Associations).toMatchObject([{ Main: true }]);
});

test("tags any resource, and finds it by its tags, page by page", async () => {
  const VpcId = await makeVpc();
  const ids = [];
  for (const third of [1, 2, 3, 4, 5, 6]) ids.push(await makeSubnet(VpcId, `10.0.${third}.0/24`));
  await ec2.send(new CreateTagsCommand({ Resources: ids, Tags: [{ Key: "tier", Value: "private-1" }] }));
  const Filters = [{ Name: "tag:tier", Values: ["priv*-?"] }];
  const first = await ec2.send(new DescribeSubnetsCommand({ Filters, MaxResults: 5 }));
  expect(first.Subnets).toHaveLength(5);
  const second = await ec2.send(new DescribeSubnetsCommand({ Filters, MaxResults: 5, NextToken: first.NextToken }));
  expect([...(first.Subnets ?? []), ...(second.Subnets ?? [])].map(({ SubnetId = "" }) => SubnetId).sort()).toEqual(
    ids.sort(),
  );
  expect(second.NextToken).toBeUndefined();
  const [one = ""] = ids;
  await ec2.send(new DeleteTagsCommand({ Resources: [one], Tags: [{ Key: "tier", Value: "other" }] }));
  const byId = { Filters: [{ Name: "resource-id", Values: [one] }] };
  expect((await ec2.send(new DescribeTagsCommand(byId))).Tags).toEqual([
    { Key: "tier", Value: "private-1", ResourceId: one, ResourceType: "subnet" },
  ]);
  await ec2.send(new DeleteTagsCommand({ Resources: [one], Tags: [{ Key: "tier" }] }));
  expect((await ec2.send(new DescribeTagsCommand(byId))).Tags).toEqual([]);
  await expect(
    ec2.send(new CreateTagsCommand({ Resources: [one], Tags: [{ Key: "aws:x", Value: "" }] })),
  ).rejects.toMatchObject(
    failure("InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use"),
  );
  await expect(
    ec2.send(new CreateTagsCommand({ Resources: ["x"], Tags: [{ Key: "a", Value: "b" }] })),
  ).rejects.toMatchObject(failure("InvalidID", "The ID 'x' is not valid"));
  await expect(
    ec2.send(new DescribeSubnetsCommand({ Filters: [{ Name: "colour", Values: ["red"] }] })),
  ).rejects.toMatchObject(failure("InvalidParameterValue", "The filter 'colour' is invalid"));
  await expect(ec2.send(new DescribeSubnetsCommand({ MaxResults: 1 }))).rejects.toMatchObject({
    name: "InvalidParameterValue",
  });
});

test("says of a dry run that it would have succeeded", async () => {
  await expect(ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16", DryRun: true }))).rejects.toMatchObject({
    name: "DryRunOperation",
    message: "Request would have succeeded, but DryRun flag is set.",
    $metadata: { httpStatusCode: 412 },
  });
  expect((await ec2.send(new DescribeVpcsCommand({}))).Vpcs).toHaveLength(1);
});
