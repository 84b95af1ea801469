// Parameters that EC2 has and nothing here honours: address pools and IPAM, Outposts, transit and other gateways, instances' parts.

const POOLS = ["Ipv4IpamPoolId", "Ipv4NetmaskLength", "Ipv6IpamPoolId", "Ipv6NetmaskLength"];
const OWN_IPV6 = ["Ipv6CidrBlock", "Ipv6CidrBlockNetworkBorderGroup", "Ipv6Pool"];
const OTHER_TARGETS = [
  "CarrierGatewayId",
  "CoreNetworkArn",
  "EgressOnlyInternetGatewayId",
  "LocalGatewayId",
  "OdbNetworkArn",
  "TransitGatewayId",
  "VpcEndpointId",
  "VpcPeeringConnectionId",
];

export const unserved: Readonly<Record<string, readonly string[]>> = {
  AllocateAddress: ["Address", "CustomerOwnedIpv4Pool", "IpamPoolId", "PublicIpv4Pool"],
  AssociateRouteTable: ["PublicIpv4Pool"],
  AssociateSubnetCidrBlock: ["Ipv6IpamPoolId", "Ipv6NetmaskLength"],
  AssociateVpcCidrBlock: [...POOLS, ...OWN_IPV6],
  CreateDefaultSubnet: ["Ipv6Native"],
  CreateNatGateway: ["AvailabilityMode", "AvailabilityZoneAddresses", "VpcId"],
  CreateNetworkInterface: [
    "ConnectionTrackingSpecification",
    "EnablePrimaryIpv6",
    "Ipv4PrefixCount",
    "Ipv4Prefixes",
    "Ipv6AddressCount",
    "Ipv6Addresses",
    "Ipv6PrefixCount",
    "Ipv6Prefixes",
    "Operator",
  ],
  CreateRoute: OTHER_TARGETS,
  CreateSubnet: [...POOLS, "Ipv6Native", "OutpostArn"],
  CreateVpc: [...POOLS, ...OWN_IPV6, "VpcEncryptionControl"],
  CreateVpcEndpoint: ["ResourceConfigurationArn", "ServiceNetworkArn", "ServiceRegion", "SubnetConfigurations"],
  DescribeVpcEndpointServices: ["ServiceRegions"],
  ModifyNetworkInterfaceAttribute: [
    "AssociatePublicIpAddress",
    "AssociatedSubnetIds",
    "ConnectionTrackingSpecification",
    "EnaSrdSpecification",
    "EnablePrimaryIpv6",
  ],
  ModifySubnetAttribute: [
    "CustomerOwnedIpv4Pool",
    "DisableLniAtDeviceIndex",
    "EnableLniAtDeviceIndex",
    "MapCustomerOwnedIpOnLaunch",
  ],
  ModifyVpcAttribute: ["EnableNetworkAddressUsageMetrics"],
  ModifyVpcEndpoint: ["SubnetConfigurations"],
  ReplaceRoute: [...OTHER_TARGETS, "LocalTarget"],
};
