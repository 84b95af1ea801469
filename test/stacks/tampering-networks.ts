// Changes and deletions of networks behind CloudFormation's back.

import {
  AuthorizeSecurityGroupIngressCommand,
  CreateTagsCommand,
  DeleteInternetGatewayCommand,
  DeleteNatGatewayCommand,
  DeleteNetworkInterfaceCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DeleteVpcEndpointsCommand,
  DescribeAddressesCommand,
  DescribeVpcEndpointsCommand,
  DetachInternetGatewayCommand,
  DisassociateAddressCommand,
  DisassociateRouteTableCommand,
  DisassociateSubnetCidrBlockCommand,
  DisassociateVpcCidrBlockCommand,
  EC2Client,
  ModifyNetworkInterfaceAttributeCommand,
  ModifySubnetAttributeCommand,
  ModifyVpcEndpointCommand,
  ReleaseAddressCommand,
  ReplaceRouteCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  UpdateSecurityGroupRuleDescriptionsEgressCommand,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
  waitUntilNatGatewayDeleted,
} from "@aws-sdk/client-ec2";
import { DeleteFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { vi } from "vitest";
import type { TestAccount } from "../../src/testing/harness.ts";
import type { Tampering } from "./tampering.ts";

const LIST = "pl-02cd2c6b";

/** What refers to another goes before it. */
export function networkTamperings(owner: TestAccount, id: (logicalId: string) => string): Tampering[] {
  const ec2 = owner.client(EC2Client);
  const RouteTableId = id("NetworkRoutes");
  const GroupId = id("NetworkGroup");
  const InternetGatewayId = id("NetworkGateway");
  const VpcId = id("Network");
  const zoneTag = (logicalId: string): Pick<Tampering, "change" | "differences"> => ({
    change: () => ec2.send(new CreateTagsCommand({ Resources: [id(logicalId)], Tags: [{ Key: "zone", Value: "b" }] })),
    differences: ["/Tags/0/Value NOT_EQUAL a b"],
  });
  const route = (destination: object): Pick<Tampering, "remove"> => ({
    remove: () => ec2.send(new DeleteRouteCommand({ RouteTableId, ...destination })),
  });
  const ingress = (logicalId: string, of = GroupId): Tampering => ({
    logicalId,
    change: () =>
      ec2.send(
        new UpdateSecurityGroupRuleDescriptionsIngressCommand({
          GroupId: of,
          SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId: id(logicalId), Description: "else" }],
        }),
      ),
    remove: () =>
      ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: of, SecurityGroupRuleIds: [id(logicalId)] })),
  });
  const egress = (logicalId: string): Tampering => ({
    logicalId,
    change: () =>
      ec2.send(
        new UpdateSecurityGroupRuleDescriptionsEgressCommand({
          GroupId,
          SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId: id(logicalId), Description: "else" }],
        }),
      ),
    remove: () => ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, SecurityGroupRuleIds: [id(logicalId)] })),
  });
  const isEndpointGone = async (): Promise<boolean> => {
    const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({}));
    return VpcEndpoints.every(({ VpcEndpointId }) => VpcEndpointId !== id("NetworkInterfaceEndpoint"));
  };
  const removeNat = (logicalId: string) => async (): Promise<void> => {
    await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId: id(logicalId) }));
    const waiting = { client: ec2, maxWaitTime: 20, minDelay: 0.05, maxDelay: 0.1 };
    await waitUntilNatGatewayDeleted(waiting, { NatGatewayIds: [id(logicalId)] });
  };
  const release = (logicalId: string): Tampering => ({
    logicalId,
    remove: () => ec2.send(new ReleaseAddressCommand({ PublicIp: id(logicalId) })),
  });
  return [
    {
      logicalId: "NetworkFunction",
      remove: () => owner.client(LambdaClient).send(new DeleteFunctionCommand({ FunctionName: id("NetworkFunction") })),
    },
    { logicalId: "NetworkNatRoute", ...route({ DestinationCidrBlock: "192.0.2.0/24" }) },
    {
      logicalId: "NetworkPortRoute",
      change: () =>
        ec2.send(
          new ReplaceRouteCommand({
            RouteTableId,
            DestinationCidrBlock: "198.51.100.0/24",
            NetworkInterfaceId: id("NetworkOtherPort"),
          }),
        ),
      differences: [`/NetworkInterfaceId NOT_EQUAL ${id("NetworkPort")} ${id("NetworkOtherPort")}`],
      ...route({ DestinationCidrBlock: "198.51.100.0/24" }),
    },
    {
      logicalId: "NetworkEndpoint",
      change: () =>
        ec2.send(
          new ModifyVpcEndpointCommand({ VpcEndpointId: id("NetworkEndpoint"), RemoveRouteTableIds: [RouteTableId] }),
        ),
      differences: [`/RouteTableIds/0 REMOVE ${RouteTableId} null`],
      remove: () => ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id("NetworkEndpoint")] })),
    },
    {
      logicalId: "NetworkInterfaceEndpoint",
      change: () =>
        ec2.send(
          new ModifyVpcEndpointCommand({ VpcEndpointId: id("NetworkInterfaceEndpoint"), PrivateDnsEnabled: false }),
        ),
      differences: ["/PrivateDnsEnabled NOT_EQUAL true false"],
      remove: async () => {
        await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id("NetworkInterfaceEndpoint")] }));
        await vi.waitUntil(isEndpointGone, { timeout: 20_000 });
      },
    },
    ...["NetworkAddressUse", "NetworkNamedAddressUse"].map((logicalId) => ({
      logicalId,
      remove: () => ec2.send(new DisassociateAddressCommand({ AssociationId: id(logicalId) })),
    })),
    { logicalId: "NetworkNat", ...zoneTag("NetworkNat"), remove: removeNat("NetworkNat") },
    { logicalId: "NetworkPrivateNat", remove: removeNat("NetworkPrivateNat") },
    {
      ...release("NetworkAddress"),
      change: async () => {
        const named = new DescribeAddressesCommand({ PublicIps: [id("NetworkAddress")] });
        const { Addresses: [address] = [] } = await ec2.send(named);
        const Tags = [{ Key: "zone", Value: "b" }];
        await ec2.send(new CreateTagsCommand({ Resources: [address?.AllocationId ?? ""], Tags }));
      },
      differences: ["/Tags/0/Value NOT_EQUAL a b"],
    },
    ...["NetworkNatAddress", "NetworkSecondNatAddress", "NetworkOtherAddress"].map(release),
    {
      logicalId: "NetworkPort",
      change: () =>
        ec2.send(
          new ModifyNetworkInterfaceAttributeCommand({
            NetworkInterfaceId: id("NetworkPort"),
            Description: { Value: "else" },
          }),
        ),
      differences: ["/Description NOT_EQUAL full else"],
      remove: () => ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id("NetworkPort") })),
    },
    {
      logicalId: "NetworkOtherPort",
      remove: () => ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id("NetworkOtherPort") })),
    },
    { ...ingress("NetworkIn"), differences: ["/Description NOT_EQUAL each other else"] },
    { ...egress("NetworkOut"), differences: ["/Description NOT_EQUAL pings else"] },
    ...["NetworkIpv6In", "NetworkListIn"].map((logicalId) => withoutChange(ingress(logicalId))),
    ...["NetworkBlockOut", "NetworkIpv6Out", "NetworkListOut"].map((logicalId) => withoutChange(egress(logicalId))),
    withoutChange(ingress("NetworkNamedIn", id("NetworkDefaultGroup"))),
    {
      logicalId: "NetworkDefaultGroup",
      remove: () => ec2.send(new DeleteSecurityGroupCommand({ GroupId: id("NetworkDefaultGroup") })),
    },
    {
      logicalId: "NetworkGroup",
      change: () =>
        ec2.send(
          new AuthorizeSecurityGroupIngressCommand({
            GroupId,
            IpProtocol: "tcp",
            FromPort: 22,
            ToPort: 22,
            CidrIp: "0.0.0.0/0",
          }),
        ),
      differences: [
        '/SecurityGroupIngress/2 ADD null {"IpProtocol":"tcp","FromPort":22,"ToPort":22,"CidrIp":"0.0.0.0/0"}',
      ],
      remove: () => ec2.send(new DeleteSecurityGroupCommand({ GroupId })),
    },
    { logicalId: "NetworkIpv6Route", ...route({ DestinationIpv6CidrBlock: "::/0" }) },
    { logicalId: "NetworkListRoute", ...route({ DestinationPrefixListId: LIST }) },
    { logicalId: "NetworkRoute", ...route({ DestinationCidrBlock: "0.0.0.0/0" }) },
    {
      logicalId: "NetworkSubnetRoutes",
      remove: () => ec2.send(new DisassociateRouteTableCommand({ AssociationId: id("NetworkSubnetRoutes") })),
    },
    {
      logicalId: "NetworkRoutes",
      ...zoneTag("NetworkRoutes"),
      remove: () => ec2.send(new DeleteRouteTableCommand({ RouteTableId })),
    },
    {
      logicalId: "NetworkGatewayAttachment",
      remove: () => ec2.send(new DetachInternetGatewayCommand({ VpcId, InternetGatewayId })),
    },
    {
      logicalId: "NetworkGateway",
      ...zoneTag("NetworkGateway"),
      remove: () => ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId })),
    },
    {
      logicalId: "NetworkSubnetIpv6",
      remove: () => ec2.send(new DisassociateSubnetCidrBlockCommand({ AssociationId: id("NetworkSubnetIpv6") })),
    },
    {
      logicalId: "NetworkIpv6Subnet",
      remove: () => ec2.send(new DeleteSubnetCommand({ SubnetId: id("NetworkIpv6Subnet") })),
    },
    {
      logicalId: "NetworkSubnet",
      change: () =>
        ec2.send(
          new ModifySubnetAttributeCommand({ SubnetId: id("NetworkSubnet"), MapPublicIpOnLaunch: { Value: false } }),
        ),
      differences: ["/MapPublicIpOnLaunch NOT_EQUAL true false"],
      remove: () => ec2.send(new DeleteSubnetCommand({ SubnetId: id("NetworkSubnet") })),
    },
    ...["NetworkBlock", "NetworkIpv6"].map((logicalId) => ({
      logicalId,
      remove: () => ec2.send(new DisassociateVpcCidrBlockCommand({ AssociationId: id(logicalId) })),
    })),
    { logicalId: "Network", ...zoneTag("Network"), remove: () => ec2.send(new DeleteVpcCommand({ VpcId })) },
  ];
}

function withoutChange({ logicalId, remove }: Tampering): Tampering {
  return { logicalId, ...(remove && { remove }) };
}
