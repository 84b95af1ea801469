// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon EC2".

import type { AccessRequest, ConditionValues } from "../../iam/authorization.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import {
  CREATE_ACTION_KINDS,
  type Part,
  conditionsOf,
  idsIn,
  tagConditions,
  type TagsAsked,
} from "./permission-parts.ts";
import { arnOf, kindOfId, type AnyKind } from "./kinds.ts";
import { placeOfAssociation } from "./permission-places.ts";

/** Resources that members of the input name; none, if it names none. */
const on =
  (kind: AnyKind, member: string): Part =>
  (input, call) =>
    idsIn(input[member]).map((id) => ({ resource: arnOf(call, kind, id), conditions: conditionsOf(call, kind, id) }));

/** What the operation makes, with the tags that it gets. */
const made =
  (kind: AnyKind): Part =>
  (input, call) => [
    {
      resource: arnOf(call, kind, "*"),
      conditions: { ...tagConditions(input), "ec2:Region": call.region },
    },
  ];

/** Where an association is that the input names. */
const ofAssociation =
  (kind: AnyKind): Part =>
  (input, call) => {
    const id = placeOfAssociation(call, kind, input["AssociationId"]) ?? "*";
    return [{ resource: arnOf(call, kind, id), conditions: conditionsOf(call, kind, id) }];
  };

/** A group that the input names by its id, or by a name that policies do not know. */
const group: Part = (input, call) => {
  const ids = idsIn(input["GroupId"]);
  return (ids.length === 0 ? ["*"] : ids).map((id) => ({
    resource: arnOf(call, "security-group", id),
    conditions: conditionsOf(call, "security-group", id),
  }));
};

/** An address, by its allocation, or by what policies do not know. */
const address: Part = (input, call) => {
  const ids = idsIn(input["AllocationId"]);
  return (ids.length === 0 ? ["*"] : ids).map((id) => ({
    resource: arnOf(call, "elastic-ip", id),
    conditions: conditionsOf(call, "elastic-ip", id),
  }));
};

function rule(action: string, ...parts: readonly Part[]): PermissionRule {
  return (input: Readonly<Record<string, unknown>>, call) => [
    ...parts.flatMap((part) =>
      part(input, call).map((asked): AccessRequest => ({ action: `ec2:${action}`, ...asked })),
    ),
    ...tagging(action, input, call),
  ];
}

/** AWS: "Grant permission to tag Amazon EC2 resources during creation": ec2:CreateTags with ec2:CreateAction. */
function tagging(action: string, input: Readonly<Record<string, unknown>>, call: PermissionCall): AccessRequest[] {
  const kind = CREATE_ACTION_KINDS[action];
  const conditions: ConditionValues = tagConditions(input);
  if (kind === undefined || Object.keys(conditions).length === 0) return [];
  return [
    {
      action: "ec2:CreateTags",
      resource: arnOf(call, kind, "*"),
      conditions: { ...conditions, "ec2:CreateAction": action, "ec2:Region": call.region },
    },
  ];
}

/** An action that policies can allow for everything or nothing. */
const whole =
  (action: string): PermissionRule =>
  (_input, { region }) => [{ action: `ec2:${action}`, resource: "*", conditions: { "ec2:Region": region } }];

/** Tags of resources of any kind, with the tags that come and go. */
const taggingRule =
  (action: string): PermissionRule =>
  (input: { readonly Resources: readonly string[]; readonly Tags?: TagsAsked["Tags"] }, call) =>
    input.Resources.map((id) => {
      const kind = kindOfId(id);
      return {
        action: `ec2:${action}`,
        resource: kind === undefined ? arnOf(call, "vpc", id) : arnOf(call, kind, id),
        conditions: { ...(kind && conditionsOf(call, kind, id)), ...tagConditions({ Tags: input.Tags ?? [] }) },
      };
    });

/** AWS: Lambda's own interfaces are made and removed by Lambda itself; whether the function's role may is asked before. */
const unlessLambda =
  (inner: PermissionRule): PermissionRule =>
  (input, call) =>
    call.principal.kind === "service" && call.principal.service === "lambda.amazonaws.com" ? [] : inner(input, call);

const routeTarget = on("route-table", "RouteTableId");

export const permissions: Permissions = {
  AllocateAddress: rule("AllocateAddress", made("elastic-ip")),
  AssignPrivateIpAddresses: rule("AssignPrivateIpAddresses", on("network-interface", "NetworkInterfaceId")),
  AssociateAddress: rule("AssociateAddress", address, on("network-interface", "NetworkInterfaceId")),
  AssociateDhcpOptions: rule("AssociateDhcpOptions", on("dhcp-options", "DhcpOptionsId"), on("vpc", "VpcId")),
  AssociateRouteTable: rule(
    "AssociateRouteTable",
    routeTarget,
    on("subnet", "SubnetId"),
    on("internet-gateway", "GatewayId"),
  ),
  AssociateSubnetCidrBlock: rule("AssociateSubnetCidrBlock", on("subnet", "SubnetId")),
  AssociateVpcCidrBlock: rule("AssociateVpcCidrBlock", on("vpc", "VpcId")),
  AttachInternetGateway: rule("AttachInternetGateway", on("internet-gateway", "InternetGatewayId"), on("vpc", "VpcId")),
  AuthorizeSecurityGroupEgress: rule("AuthorizeSecurityGroupEgress", group),
  AuthorizeSecurityGroupIngress: rule("AuthorizeSecurityGroupIngress", group),
  CreateDefaultSubnet: whole("CreateDefaultSubnet"),
  CreateDefaultVpc: whole("CreateDefaultVpc"),
  CreateInternetGateway: rule("CreateInternetGateway", made("internet-gateway")),
  CreateNatGateway: rule(
    "CreateNatGateway",
    made("natgateway"),
    on("subnet", "SubnetId"),
    on("elastic-ip", "AllocationId"),
  ),
  CreateNetworkInterface: unlessLambda(
    rule("CreateNetworkInterface", made("network-interface"), on("subnet", "SubnetId"), on("security-group", "Groups")),
  ),
  CreateRoute: rule("CreateRoute", routeTarget),
  CreateRouteTable: rule("CreateRouteTable", made("route-table"), on("vpc", "VpcId")),
  CreateSecurityGroup: rule("CreateSecurityGroup", made("security-group"), on("vpc", "VpcId")),
  CreateSubnet: rule("CreateSubnet", made("subnet"), on("vpc", "VpcId")),
  CreateTags: taggingRule("CreateTags"),
  CreateVpc: rule("CreateVpc", made("vpc")),
  CreateVpcEndpoint: rule(
    "CreateVpcEndpoint",
    (input, call) => made("vpc-endpoint")(input, call).map((asked) => withService(asked, input)),
    on("vpc", "VpcId"),
    on("route-table", "RouteTableIds"),
    on("subnet", "SubnetIds"),
    on("security-group", "SecurityGroupIds"),
  ),
  DeleteInternetGateway: rule("DeleteInternetGateway", on("internet-gateway", "InternetGatewayId")),
  DeleteNatGateway: rule("DeleteNatGateway", on("natgateway", "NatGatewayId")),
  DeleteNetworkInterface: unlessLambda(rule("DeleteNetworkInterface", on("network-interface", "NetworkInterfaceId"))),
  DeleteRoute: rule("DeleteRoute", routeTarget),
  DeleteRouteTable: rule("DeleteRouteTable", routeTarget),
  DeleteSecurityGroup: rule("DeleteSecurityGroup", group),
  DeleteSubnet: rule("DeleteSubnet", on("subnet", "SubnetId")),
  DeleteTags: taggingRule("DeleteTags"),
  DeleteVpc: rule("DeleteVpc", on("vpc", "VpcId")),
  DeleteVpcEndpoints: rule("DeleteVpcEndpoints", on("vpc-endpoint", "VpcEndpointIds")),
  DescribeAccountAttributes: whole("DescribeAccountAttributes"),
  DescribeAddresses: whole("DescribeAddresses"),
  DescribeAvailabilityZones: whole("DescribeAvailabilityZones"),
  DescribeDhcpOptions: whole("DescribeDhcpOptions"),
  DescribeInternetGateways: whole("DescribeInternetGateways"),
  DescribeManagedPrefixLists: whole("DescribeManagedPrefixLists"),
  DescribeNatGateways: whole("DescribeNatGateways"),
  DescribeNetworkAcls: whole("DescribeNetworkAcls"),
  DescribeNetworkInterfaceAttribute: rule(
    "DescribeNetworkInterfaceAttribute",
    on("network-interface", "NetworkInterfaceId"),
  ),
  DescribeNetworkInterfaces: whole("DescribeNetworkInterfaces"),
  DescribePrefixLists: whole("DescribePrefixLists"),
  DescribeRegions: whole("DescribeRegions"),
  DescribeRouteTables: whole("DescribeRouteTables"),
  DescribeSecurityGroupRules: whole("DescribeSecurityGroupRules"),
  DescribeSecurityGroups: whole("DescribeSecurityGroups"),
  DescribeSubnets: whole("DescribeSubnets"),
  DescribeTags: whole("DescribeTags"),
  DescribeVpcAttribute: rule("DescribeVpcAttribute", on("vpc", "VpcId")),
  DescribeVpcEndpointServices: whole("DescribeVpcEndpointServices"),
  DescribeVpcEndpoints: whole("DescribeVpcEndpoints"),
  DescribeVpcs: whole("DescribeVpcs"),
  DetachInternetGateway: rule("DetachInternetGateway", on("internet-gateway", "InternetGatewayId"), on("vpc", "VpcId")),
  DisassociateAddress: rule("DisassociateAddress", ofAssociation("elastic-ip")),
  DisassociateRouteTable: rule("DisassociateRouteTable", ofAssociation("route-table")),
  DisassociateSubnetCidrBlock: rule("DisassociateSubnetCidrBlock", ofAssociation("subnet")),
  DisassociateVpcCidrBlock: rule("DisassociateVpcCidrBlock", ofAssociation("vpc")),
  ModifyNetworkInterfaceAttribute: rule(
    "ModifyNetworkInterfaceAttribute",
    on("network-interface", "NetworkInterfaceId"),
    on("security-group", "Groups"),
  ),
  ModifySecurityGroupRules: rule("ModifySecurityGroupRules", group),
  ModifySubnetAttribute: rule("ModifySubnetAttribute", on("subnet", "SubnetId")),
  ModifyVpcAttribute: rule("ModifyVpcAttribute", on("vpc", "VpcId")),
  ModifyVpcEndpoint: rule(
    "ModifyVpcEndpoint",
    on("vpc-endpoint", "VpcEndpointId"),
    on("route-table", "AddRouteTableIds"),
    on("route-table", "RemoveRouteTableIds"),
    on("subnet", "AddSubnetIds"),
    on("subnet", "RemoveSubnetIds"),
    on("security-group", "AddSecurityGroupIds"),
    on("security-group", "RemoveSecurityGroupIds"),
  ),
  ModifyVpcTenancy: rule("ModifyVpcTenancy", on("vpc", "VpcId")),
  ReleaseAddress: rule("ReleaseAddress", address),
  ReplaceRoute: rule("ReplaceRoute", routeTarget),
  ReplaceRouteTableAssociation: rule("ReplaceRouteTableAssociation", routeTarget, ofAssociation("route-table")),
  RevokeSecurityGroupEgress: rule("RevokeSecurityGroupEgress", group),
  RevokeSecurityGroupIngress: rule("RevokeSecurityGroupIngress", group),
  UnassignPrivateIpAddresses: rule("UnassignPrivateIpAddresses", on("network-interface", "NetworkInterfaceId")),
  UpdateSecurityGroupRuleDescriptionsEgress: rule("UpdateSecurityGroupRuleDescriptionsEgress", group),
  UpdateSecurityGroupRuleDescriptionsIngress: rule("UpdateSecurityGroupRuleDescriptionsIngress", group),
};

function withService(
  asked: ReturnType<Part>[number],
  input: Readonly<Record<string, unknown>>,
): ReturnType<Part>[number] {
  const name = input["ServiceName"];
  if (typeof name !== "string") return asked;
  return { ...asked, conditions: { ...asked.conditions, "ec2:VpceServiceName": name } };
}
