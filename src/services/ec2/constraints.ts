// Enumerations of EC2's parameters, from the service's model (botocore 1.43, ec2/2016-11-15). It has no lengths and patterns; what the API
// reference says of those stands where it is checked.

import type { Constraints } from "../../service/constraints.ts";

const ADDRESS_TYPES = { oneOf: ["ipv4", "dualstack", "ipv6"] };
const DNS_RECORD_TYPES = { oneOf: ["ipv4", "dualstack", "ipv6", "service-defined"] };

export const constraints: Constraints = {
  AllocateAddress: { Domain: { oneOf: ["vpc", "standard"] } },
  CreateNatGateway: { ConnectivityType: { oneOf: ["private", "public"] } },
  CreateVpc: { InstanceTenancy: { oneOf: ["default", "dedicated", "host"] } },
  CreateVpcEndpoint: {
    VpcEndpointType: { oneOf: ["Interface", "Gateway", "GatewayLoadBalancer", "Resource", "ServiceNetwork"] },
    IpAddressType: ADDRESS_TYPES,
    "DnsOptions.DnsRecordIpType": DNS_RECORD_TYPES,
  },
  DescribeVpcAttribute: {
    Attribute: { oneOf: ["enableDnsSupport", "enableDnsHostnames", "enableNetworkAddressUsageMetrics"] },
  },
  DescribeNetworkInterfaceAttribute: {
    Attribute: { oneOf: ["description", "groupSet", "sourceDestCheck", "attachment", "associatePublicIpAddress"] },
  },
  ModifySubnetAttribute: { PrivateDnsHostnameTypeOnLaunch: { oneOf: ["ip-name", "resource-name"] } },
  ModifyVpcEndpoint: { IpAddressType: ADDRESS_TYPES, "DnsOptions.DnsRecordIpType": DNS_RECORD_TYPES },
  ModifyVpcTenancy: { InstanceTenancy: { oneOf: ["default"] } },
};
