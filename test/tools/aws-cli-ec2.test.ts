// Goal: networks are what they are to the AWS CLI. Method: every operation that is served, called by the CLI's own code against a yard in this
// process; what is served and was not called fails the last test.

import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli)
  test("the AWS CLI is not installed: networks are not tried with it", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI calls EC2", () => {
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  let vpcId: string;
  let subnetId: string;
  let tableId: string;
  let gatewayId: string;
  let vpc: readonly string[];

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    vpcId = await aws<string>`ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc.VpcId`;
    vpc = ["--vpc-id", vpcId];
    subnetId = await aws<string>`ec2 create-subnet ${vpc} --cidr-block 10.0.0.0/24 --query Subnet.SubnetId`;
    gatewayId = await aws<string>`ec2 create-internet-gateway --query InternetGateway.InternetGatewayId`;
    await aws`ec2 attach-internet-gateway ${vpc} --internet-gateway-id ${gatewayId}`;
    tableId = await aws<string>`ec2 create-route-table ${vpc} --query RouteTable.RouteTableId`;
  });
  afterAll(() => cli.stop());

  test("for VPCs and what every one has", async () => {
    const ids = ["--query", "Vpcs[?IsDefault==`false`].VpcId"];
    expect(await aws`ec2 describe-vpcs ${ids}`).toEqual([vpcId]);
    await aws`ec2 modify-vpc-attribute ${vpc} --enable-dns-hostnames`;
    const names = ["--attribute", "enableDnsHostnames", "--query", "EnableDnsHostnames.Value"];
    expect(await aws`ec2 describe-vpc-attribute ${vpc} ${names}`).toBe(true);
    await aws`ec2 modify-vpc-tenancy ${vpc} --instance-tenancy default`;
    const made = ["--cidr-block", "10.1.0.0/16", "--query", "CidrBlockAssociation.AssociationId"];
    const id = await aws<string>`ec2 associate-vpc-cidr-block ${vpc} ${made}`;
    await aws`ec2 disassociate-vpc-cidr-block --association-id ${id}`;
    expect(await aws`ec2 describe-network-acls --query length(NetworkAcls)`).toBe(2);
    const options = await aws<string>`ec2 describe-dhcp-options --query DhcpOptions[0].DhcpOptionsId`;
    await aws`ec2 associate-dhcp-options ${vpc} --dhcp-options-id ${options}`;
    await expect(aws`ec2 create-default-vpc`).rejects.toThrow("DefaultVpcAlreadyExists");
    const zone = ["--availability-zone", "us-east-1a"];
    await expect(aws`ec2 create-default-subnet ${zone}`).rejects.toThrow(
      "DefaultSubnetAlreadyExistsInAvailabilityZone",
    );
    const inZone = ["--filters", "Name=default-for-az,Values=true", "Name=availability-zone,Values=us-east-1a"];
    const subnet = await aws<string>`ec2 describe-subnets ${inZone} --query Subnets[0].SubnetId`;
    await aws`ec2 delete-subnet --subnet-id ${subnet}`;
    await aws`ec2 create-default-subnet ${zone}`;
    await expect(aws`ec2 delete-vpc ${vpc}`).rejects.toThrow("DependencyViolation");
  });

  test("for subnets and IPv6", async () => {
    await aws`ec2 modify-subnet-attribute --subnet-id ${subnetId} --map-public-ip-on-launch`;
    const query = ["--query", "Subnets[0].[AvailableIpAddressCount,MapPublicIpOnLaunch]"];
    expect(await aws`ec2 describe-subnets --subnet-ids ${subnetId} ${query}`).toEqual([251, true]);
    const block = ["--amazon-provided-ipv6-cidr-block", "--query", "Ipv6CidrBlockAssociation.Ipv6CidrBlock"];
    const ipv6 = await aws<string>`ec2 associate-vpc-cidr-block ${vpc} ${block}`;
    const part = ["--ipv6-cidr-block", ipv6.replace("/56", "/64"), "--query", "Ipv6CidrBlockAssociation.AssociationId"];
    const id = await aws<string>`ec2 associate-subnet-cidr-block --subnet-id ${subnetId} ${part}`;
    await aws`ec2 disassociate-subnet-cidr-block --association-id ${id}`;
  });

  test("for routes", async () => {
    const route = ["--route-table-id", tableId, "--destination-cidr-block", "0.0.0.0/0"];
    await aws`ec2 create-route ${route} --gateway-id ${gatewayId}`;
    await aws`ec2 replace-route ${route} --gateway-id ${gatewayId}`;
    const place = ["--route-table-id", tableId, "--subnet-id", subnetId, "--query", "AssociationId"];
    const id = await aws<string>`ec2 associate-route-table ${place}`;
    const again = ["--association-id", id, "--route-table-id", tableId, "--query", "NewAssociationId"];
    const next = await aws<string>`ec2 replace-route-table-association ${again}`;
    await aws`ec2 disassociate-route-table --association-id ${next}`;
    const gateways = ["--query", "RouteTables[0].Routes[].GatewayId"];
    expect(await aws`ec2 describe-route-tables --route-table-ids ${tableId} ${gateways}`).toContain(gatewayId);
    await aws`ec2 delete-route ${route}`;
    await expect(aws`ec2 delete-route ${route}`).rejects.toThrow("InvalidRoute.NotFound");
  });

  test("for security groups", async () => {
    const named = ["--group-name", "web", "--description", "web", "--query", "GroupId"];
    const id = await aws<string>`ec2 create-security-group ${vpc} ${named}`;
    const group = ["--group-id", id];
    const web = ["--protocol", "tcp", "--port", "443", "--cidr", "0.0.0.0/0"];
    await aws`ec2 authorize-security-group-ingress ${group} ${web}`;
    await expect(aws`ec2 authorize-security-group-ingress ${group} ${web}`).rejects.toThrow(
      "InvalidPermission.Duplicate",
    );
    const permission = (CidrIp: string, Description = "") =>
      JSON.stringify([{ IpProtocol: "tcp", FromPort: 25, ToPort: 25, IpRanges: [{ CidrIp, Description }] }]);
    const mail = ["--ip-permissions", permission("10.0.0.0/8")];
    await aws`ec2 authorize-security-group-egress ${group} ${mail}`;
    const told = ["--ip-permissions", permission("10.0.0.0/8", "mail")];
    await aws`ec2 update-security-group-rule-descriptions-egress ${group} ${told}`;
    const filter = [
      "--filters",
      `Name=group-id,Values=${id}`,
      "--query",
      "SecurityGroupRules[?FromPort==`443`]|[0].SecurityGroupRuleId",
    ];
    const rule = await aws<string>`ec2 describe-security-group-rules ${filter}`;
    const text = ["--security-group-rule-descriptions", `SecurityGroupRuleId=${rule},Description=web`];
    await aws`ec2 update-security-group-rule-descriptions-ingress ${group} ${text}`;
    const other = `[{"SecurityGroupRuleId":"${rule}","SecurityGroupRule":{"IpProtocol":"tcp","FromPort":80,"ToPort":80,"CidrIpv4":"0.0.0.0/0"}}]`;
    await aws`ec2 modify-security-group-rules ${group} ${["--security-group-rules", other]}`;
    await aws`ec2 revoke-security-group-egress ${group} ${mail}`;
    await aws`ec2 revoke-security-group-ingress ${group} --security-group-rule-ids ${rule}`;
    const left = ["--query", "SecurityGroups[0].IpPermissions"];
    expect(await aws`ec2 describe-security-groups --group-ids ${id} ${left}`).toEqual([]);
    await aws`ec2 delete-security-group ${group}`;
  });

  test("for interfaces, addresses and NAT gateways", async () => {
    const made = ["--subnet-id", subnetId, "--query", "NetworkInterface.NetworkInterfaceId"];
    const id = await aws<string>`ec2 create-network-interface ${made}`;
    const port = ["--network-interface-id", id];
    const more = ["--private-ip-addresses", "10.0.0.99"];
    await aws`ec2 assign-private-ip-addresses ${port} ${more}`;
    await aws`ec2 unassign-private-ip-addresses ${port} ${more}`;
    await aws`ec2 modify-network-interface-attribute ${port} --description port`;
    const text = ["--attribute", "description", "--query", "Description.Value"];
    expect(await aws`ec2 describe-network-interface-attribute ${port} ${text}`).toBe("port");
    const allocation = await aws<string>`ec2 allocate-address --domain vpc --query AllocationId`;
    const address = ["--allocation-id", allocation];
    const association = await aws<string>`ec2 associate-address ${address} ${port} --query AssociationId`;
    expect(await aws`ec2 describe-addresses --query Addresses[].NetworkInterfaceId`).toEqual([id]);
    await aws`ec2 disassociate-address --association-id ${association}`;
    await aws`ec2 delete-network-interface ${port}`;
    expect(await aws`ec2 describe-network-interfaces --query NetworkInterfaces`).toEqual([]);
    const gateway = ["--subnet-id", subnetId, ...address, "--query", "NatGateway.NatGatewayId"];
    const nat = await aws<string>`ec2 create-nat-gateway ${gateway}`;
    expect(await aws`ec2 describe-nat-gateways --query NatGateways[].NatGatewayId`).toEqual([nat]);
    await expect(aws`ec2 release-address ${address}`).rejects.toThrow("InvalidIPAddress.InUse");
    await aws`ec2 delete-nat-gateway --nat-gateway-id ${nat}`;
    const state = async () => await aws`ec2 describe-nat-gateways --query NatGateways[0].State`;
    await vi.waitUntil(async () => (await state()) === "deleted", { timeout: 20_000 });
    await aws`ec2 release-address ${address}`;
  });

  test("for endpoints", async () => {
    const s3 = ["--service-name", "com.amazonaws.us-east-1.s3", "--route-table-ids", tableId];
    const id = await aws<string>`ec2 create-vpc-endpoint ${vpc} ${s3} --query VpcEndpoint.VpcEndpointId`;
    await aws`ec2 modify-vpc-endpoint --vpc-endpoint-id ${id} --remove-route-table-ids ${tableId}`;
    expect(await aws`ec2 describe-vpc-endpoints --query VpcEndpoints[].RouteTableIds`).toEqual([[]]);
    expect(await aws`ec2 delete-vpc-endpoints --vpc-endpoint-ids ${id} --query Unsuccessful`).toEqual([]);
    const services = await aws<string[]>`ec2 describe-vpc-endpoint-services --query ServiceNames`;
    expect(services).toContain("com.amazonaws.us-east-1.lambda");
    const query = ["--query", "PrefixLists[].PrefixListName"];
    const lists = ["com.amazonaws.us-east-1.dynamodb", "com.amazonaws.us-east-1.s3"];
    expect((await aws<string[]>`ec2 describe-prefix-lists ${query}`).sort()).toEqual(lists);
    expect((await aws<string[]>`ec2 describe-managed-prefix-lists ${query}`).sort()).toEqual(lists);
  });

  test("for places, tags and the account", async () => {
    expect(await aws`ec2 describe-availability-zones --query AvailabilityZones[0].ZoneId`).toBe("use1-az1");
    expect(await aws`ec2 describe-regions --region-names eu-west-1 --query Regions[].RegionName`).toEqual([
      "eu-west-1",
    ]);
    const attribute = [
      "--attribute-names",
      "supported-platforms",
      "--query",
      "AccountAttributes[0].AttributeValues[0]",
    ];
    expect(await aws`ec2 describe-account-attributes ${attribute}`).toEqual({ AttributeValue: "VPC" });
    await aws`ec2 create-tags --resources ${vpcId} --tags Key=team,Value=a`;
    expect(await aws`ec2 describe-tags --query Tags[].Value`).toEqual(["a"]);
    await aws`ec2 delete-tags --resources ${vpcId} --tags Key=team`;
  });

  test("for every operation that is served", async () => {
    await aws`ec2 delete-route-table --route-table-id ${tableId}`;
    const other = await aws<string>`ec2 create-vpc --cidr-block 10.9.0.0/16 --query Vpc.VpcId`;
    const small = ["--vpc-id", other, "--cidr-block", "10.9.0.0/24", "--query", "Subnet.SubnetId"];
    const subnet = await aws<string>`ec2 create-subnet ${small}`;
    await aws`ec2 delete-subnet --subnet-id ${subnet}`;
    await aws`ec2 delete-vpc --vpc-id ${other}`;
    const next = await aws<string>`ec2 create-internet-gateway --query InternetGateway.InternetGatewayId`;
    expect(await aws`ec2 describe-internet-gateways --query length(InternetGateways)`).toBe(3);
    await aws`ec2 delete-internet-gateway --internet-gateway-id ${next}`;
    await aws`ec2 detach-internet-gateway ${vpc} --internet-gateway-id ${gatewayId}`;
    // The default VPC goes with all that is in it, and comes back.
    const isDefault = ["--filters", "Name=is-default,Values=true", "--query", "Vpcs[0].VpcId"];
    const old = await aws<string>`ec2 describe-vpcs ${isDefault}`;
    const attached = ["--filters", `Name=attachment.vpc-id,Values=${old}`];
    const gateway =
      await aws<string>`ec2 describe-internet-gateways ${attached} --query InternetGateways[0].InternetGatewayId`;
    await aws`ec2 detach-internet-gateway --vpc-id ${old} --internet-gateway-id ${gateway}`;
    const within = ["--filters", `Name=vpc-id,Values=${old}`, "--query", "Subnets[].SubnetId"];
    for (const id of await aws<string[]>`ec2 describe-subnets ${within}`)
      await aws`ec2 delete-subnet --subnet-id ${id}`;
    await aws`ec2 delete-vpc --vpc-id ${old}`;
    expect(await aws`ec2 create-default-vpc --query Vpc.IsDefault`).toBe(true);
    await expect(aws`ec2 create-vpc --cidr-block 10.0.0.0/16 --dry-run`).rejects.toThrow("DryRunOperation");
    expect(cli.uncalled("ec2")).toEqual([]);
  });
});
