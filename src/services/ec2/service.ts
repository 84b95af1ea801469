// Amazon EC2, as far as functions need networks: VPCs and what is in them, as records with rules. No packet moves, and there are no instances. Table of contents.

import { defineService } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { unauthorized, validationError } from "./errors.ts";
import { allocateAddress } from "./operations/allocate-address.ts";
import { assignPrivateIpAddresses } from "./operations/assign-private-ip-addresses.ts";
import { associateAddress } from "./operations/associate-address.ts";
import { associateDhcpOptions } from "./operations/associate-dhcp-options.ts";
import { associateRouteTable } from "./operations/associate-route-table.ts";
import { associateSubnetCidrBlock } from "./operations/associate-subnet-cidr-block.ts";
import { associateVpcCidrBlock } from "./operations/associate-vpc-cidr-block.ts";
import { attachInternetGateway } from "./operations/attach-internet-gateway.ts";
import { authorizeSecurityGroupEgress, authorizeSecurityGroupIngress } from "./operations/authorize-security-group.ts";
import { createDefaultSubnet } from "./operations/create-default-subnet.ts";
import { createDefaultVpc } from "./operations/create-default-vpc.ts";
import { createInternetGateway } from "./operations/create-internet-gateway.ts";
import { createNatGateway } from "./operations/create-nat-gateway.ts";
import { createNetworkInterface } from "./operations/create-network-interface.ts";
import { createRouteTable } from "./operations/create-route-table.ts";
import { createRoute } from "./operations/create-route.ts";
import { createSecurityGroup } from "./operations/create-security-group.ts";
import { createSubnet } from "./operations/create-subnet.ts";
import { createTags } from "./operations/create-tags.ts";
import { createVpcEndpoint } from "./operations/create-vpc-endpoint.ts";
import { createVpc } from "./operations/create-vpc.ts";
import { deleteInternetGateway } from "./operations/delete-internet-gateway.ts";
import { deleteNatGateway } from "./operations/delete-nat-gateway.ts";
import { deleteNetworkInterface } from "./operations/delete-network-interface.ts";
import { deleteRouteTable } from "./operations/delete-route-table.ts";
import { deleteRoute } from "./operations/delete-route.ts";
import { deleteSecurityGroup } from "./operations/delete-security-group.ts";
import { deleteSubnet } from "./operations/delete-subnet.ts";
import { deleteTags } from "./operations/delete-tags.ts";
import { deleteVpcEndpoints } from "./operations/delete-vpc-endpoints.ts";
import { deleteVpc } from "./operations/delete-vpc.ts";
import { describeAccountAttributes } from "./operations/describe-account-attributes.ts";
import { describeAddresses } from "./operations/describe-addresses.ts";
import { describeAvailabilityZones } from "./operations/describe-availability-zones.ts";
import { describeDhcpOptions } from "./operations/describe-dhcp-options.ts";
import { describeInternetGateways } from "./operations/describe-internet-gateways.ts";
import { describeManagedPrefixLists } from "./operations/describe-managed-prefix-lists.ts";
import { describeNatGateways } from "./operations/describe-nat-gateways.ts";
import { describeNetworkAcls } from "./operations/describe-network-acls.ts";
import { describeNetworkInterfaceAttribute } from "./operations/describe-network-interface-attribute.ts";
import { describeNetworkInterfaces } from "./operations/describe-network-interfaces.ts";
import { describePrefixLists } from "./operations/describe-prefix-lists.ts";
import { describeRegions } from "./operations/describe-regions.ts";
import { describeRouteTables } from "./operations/describe-route-tables.ts";
import { describeSecurityGroupRules } from "./operations/describe-security-group-rules.ts";
import { describeSecurityGroups } from "./operations/describe-security-groups.ts";
import { describeSubnets } from "./operations/describe-subnets.ts";
import { describeTags } from "./operations/describe-tags.ts";
import { describeVpcAttribute } from "./operations/describe-vpc-attribute.ts";
import { describeVpcEndpointServices } from "./operations/describe-vpc-endpoint-services.ts";
import { describeVpcEndpoints } from "./operations/describe-vpc-endpoints.ts";
import { describeVpcs } from "./operations/describe-vpcs.ts";
import { detachInternetGateway } from "./operations/detach-internet-gateway.ts";
import { disassociateAddress } from "./operations/disassociate-address.ts";
import { disassociateRouteTable } from "./operations/disassociate-route-table.ts";
import { disassociateSubnetCidrBlock } from "./operations/disassociate-subnet-cidr-block.ts";
import { disassociateVpcCidrBlock } from "./operations/disassociate-vpc-cidr-block.ts";
import { modifyNetworkInterfaceAttribute } from "./operations/modify-network-interface-attribute.ts";
import { modifySecurityGroupRules } from "./operations/modify-security-group-rules.ts";
import { modifySubnetAttribute } from "./operations/modify-subnet-attribute.ts";
import { modifyVpcAttribute } from "./operations/modify-vpc-attribute.ts";
import { modifyVpcEndpoint } from "./operations/modify-vpc-endpoint.ts";
import { modifyVpcTenancy } from "./operations/modify-vpc-tenancy.ts";
import { releaseAddress } from "./operations/release-address.ts";
import { replaceRouteTableAssociation } from "./operations/replace-route-table-association.ts";
import { replaceRoute } from "./operations/replace-route.ts";
import { revokeSecurityGroupEgress, revokeSecurityGroupIngress } from "./operations/revoke-security-group.ts";
import { unassignPrivateIpAddresses } from "./operations/unassign-private-ip-addresses.ts";
import {
  updateSecurityGroupRuleDescriptionsEgress,
  updateSecurityGroupRuleDescriptionsIngress,
} from "./operations/update-security-group-rule-descriptions.ts";
import { eipAssociationType } from "./resources/eip-association.ts";
import { eipType } from "./resources/eip.ts";
import { internetGatewayType } from "./resources/internet-gateway.ts";
import { natGatewayType } from "./resources/nat-gateway.ts";
import { networkInterfaceType } from "./resources/network-interface.ts";
import { routeTableType } from "./resources/route-table.ts";
import { routeType } from "./resources/route.ts";
import { securityGroupIngressType, securityGroupEgressType } from "./resources/security-group-rule.ts";
import { securityGroupType } from "./resources/security-group.ts";
import { subnetCidrBlockType } from "./resources/subnet-cidr-block.ts";
import { subnetRouteTableAssociationType } from "./resources/subnet-route-table-association.ts";
import { subnetType } from "./resources/subnet.ts";
import { vpcCidrBlockType } from "./resources/vpc-cidr-block.ts";
import { vpcEndpointType } from "./resources/vpc-endpoint.ts";
import { vpcGatewayAttachmentType } from "./resources/vpc-gateway-attachment.ts";
import { vpcType } from "./resources/vpc.ts";
import { settleNatGatewayJob } from "./nat-gateways.ts";
import { settleEndpointJob } from "./endpoints.ts";
import { permissions } from "./permissions.ts";
import { tagging } from "./resource-tagging.ts";
import { unserved } from "./unserved.ts";

export const ec2 = defineService({
  id: "ec2",
  operations: [
    allocateAddress,
    assignPrivateIpAddresses,
    associateAddress,
    associateDhcpOptions,
    associateRouteTable,
    associateSubnetCidrBlock,
    associateVpcCidrBlock,
    attachInternetGateway,
    authorizeSecurityGroupEgress,
    authorizeSecurityGroupIngress,
    createDefaultSubnet,
    createDefaultVpc,
    createInternetGateway,
    createNatGateway,
    createNetworkInterface,
    createRoute,
    createRouteTable,
    createSecurityGroup,
    createSubnet,
    createTags,
    createVpc,
    createVpcEndpoint,
    deleteInternetGateway,
    deleteNatGateway,
    deleteNetworkInterface,
    deleteRoute,
    deleteRouteTable,
    deleteSecurityGroup,
    deleteSubnet,
    deleteTags,
    deleteVpc,
    deleteVpcEndpoints,
    describeAccountAttributes,
    describeAddresses,
    describeAvailabilityZones,
    describeDhcpOptions,
    describeInternetGateways,
    describeManagedPrefixLists,
    describeNatGateways,
    describeNetworkAcls,
    describeNetworkInterfaceAttribute,
    describeNetworkInterfaces,
    describePrefixLists,
    describeRegions,
    describeRouteTables,
    describeSecurityGroupRules,
    describeSecurityGroups,
    describeSubnets,
    describeTags,
    describeVpcAttribute,
    describeVpcEndpointServices,
    describeVpcEndpoints,
    describeVpcs,
    detachInternetGateway,
    disassociateAddress,
    disassociateRouteTable,
    disassociateSubnetCidrBlock,
    disassociateVpcCidrBlock,
    modifyNetworkInterfaceAttribute,
    modifySecurityGroupRules,
    modifySubnetAttribute,
    modifyVpcAttribute,
    modifyVpcEndpoint,
    modifyVpcTenancy,
    releaseAddress,
    replaceRoute,
    replaceRouteTableAssociation,
    revokeSecurityGroupEgress,
    revokeSecurityGroupIngress,
    unassignPrivateIpAddresses,
    updateSecurityGroupRuleDescriptionsEgress,
    updateSecurityGroupRuleDescriptionsIngress,
  ],
  permissions,
  constraints,
  unserved,
  tagging,
  validationError,
  accessDenied: unauthorized,
  jobs: [settleEndpointJob, settleNatGatewayJob],
  resourceTypes: [
    eipAssociationType,
    eipType,
    internetGatewayType,
    natGatewayType,
    networkInterfaceType,
    routeTableType,
    routeType,
    securityGroupEgressType,
    securityGroupIngressType,
    securityGroupType,
    subnetCidrBlockType,
    subnetRouteTableAssociationType,
    subnetType,
    vpcCidrBlockType,
    vpcEndpointType,
    vpcGatewayAttachmentType,
    vpcType,
  ],
});
