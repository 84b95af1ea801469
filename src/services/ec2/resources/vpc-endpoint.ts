// AWS::EC2::VPCEndpoint.

import type { VpcEndpoint } from "@aws-sdk/client-ec2";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import {
  changeTags,
  defined,
  flagOf,
  ifThere,
  listOf,
  nodeOf,
  requiredText,
  shownTags,
  stepTag,
  tagSpecifications,
  textOf,
  without,
} from "./properties.ts";

/** An endpoint for a service of AWS. Ref is its id. */
export const vpcEndpointType: ResourceType = {
  typeName: "AWS::EC2::VPCEndpoint",
  properties: [
    "DnsOptions",
    "IpAddressType",
    "PolicyDocument",
    "PrivateDnsEnabled",
    "RouteTableIds",
    "SecurityGroupIds",
    "ServiceName",
    "SubnetIds",
    "Tags",
    "VpcEndpointType",
    "VpcId",
  ],
  keptNotEnforced: {
    DnsOptions: "decides which addresses the endpoint's names have",
    IpAddressType: "answers over IPv6, too",
    PolicyDocument: "decides on requests that come through the endpoint",
    PrivateDnsEnabled: "leads the service's own name to the endpoint",
    SecurityGroupIds: "decides who may send packets to the endpoint",
  },

  async create(properties, context) {
    const { VpcEndpoint: made } = await context.aws.ec2.createVpcEndpoint({
      VpcId: requiredText(properties, "VpcId"),
      ServiceName: textOf(properties, "ServiceName"),
      VpcEndpointType: textOf(properties, "VpcEndpointType") as "Gateway" | undefined,
      PolicyDocument: textOf(properties, "PolicyDocument"),
      PrivateDnsEnabled: flagOf(properties, "PrivateDnsEnabled"),
      RouteTableIds: listOf(properties, "RouteTableIds"),
      SubnetIds: listOf(properties, "SubnetIds"),
      SecurityGroupIds: listOf(properties, "SecurityGroupIds"),
      IpAddressType: textOf(properties, "IpAddressType") as "ipv4" | undefined,
      DnsOptions: dnsOptions(properties),
      ClientToken: stepTag(context).Value,
      TagSpecifications: tagSpecifications(properties, context, "vpc-endpoint"),
    });
    const id = made?.VpcEndpointId ?? "";
    context.identify(id);
    await settled(id, context);
    return stateOf(id, context);
  },

  async read(physicalId, { aws }) {
    const endpoint = await findEndpoint(physicalId, aws);
    if (endpoint === undefined || String(endpoint.State) === "deleting") return undefined;
    const isInterface = endpoint.VpcEndpointType === "Interface";
    return defined({
      VpcId: endpoint.VpcId,
      ServiceName: endpoint.ServiceName,
      VpcEndpointType: endpoint.VpcEndpointType,
      PolicyDocument: JSON.parse(endpoint.PolicyDocument ?? "{}") as unknown,
      PrivateDnsEnabled: endpoint.PrivateDnsEnabled,
      IpAddressType: endpoint.IpAddressType,
      DnsOptions: { DnsRecordIpType: endpoint.DnsOptions?.DnsRecordIpType },
      ...(isInterface
        ? { SubnetIds: endpoint.SubnetIds, SecurityGroupIds: endpoint.Groups?.map(({ GroupId }) => GroupId) }
        : { RouteTableIds: endpoint.RouteTableIds }),
      ...shownTags(endpoint.Tags),
    });
  },

  async list({ aws }) {
    const all = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.ec2.describeVpcEndpoints({ NextToken });
      return { items: answer.VpcEndpoints, next: answer.NextToken };
    });
    return all.map(({ VpcEndpointId = "" }) => ({ Id: VpcEndpointId }));
  },

  async update(physicalId, properties, previous, context) {
    const live = await findEndpoint(physicalId, context.aws);
    const policy = textOf(properties, "PolicyDocument");
    const changes = (name: string, present: readonly string[]): [added: string[], removed: string[]] => {
      const wanted = listOf(properties, name);
      if (wanted === undefined && listOf(previous, name) === undefined) return [[], []];
      return [without(wanted ?? [], present), without(present, wanted ?? [])];
    };
    const [tablesIn, tablesOut] = changes("RouteTableIds", live?.RouteTableIds ?? []);
    const [subnetsIn, subnetsOut] = changes("SubnetIds", live?.SubnetIds ?? []);
    const [groupsIn, groupsOut] = changes(
      "SecurityGroupIds",
      (live?.Groups ?? []).map(({ GroupId = "" }) => GroupId),
    );
    await context.aws.ec2.modifyVpcEndpoint({
      VpcEndpointId: physicalId,
      ...(policy === undefined ? { ResetPolicy: true } : { PolicyDocument: policy }),
      PrivateDnsEnabled: flagOf(properties, "PrivateDnsEnabled"),
      IpAddressType: textOf(properties, "IpAddressType") as "ipv4" | undefined,
      DnsOptions: dnsOptions(properties),
      AddRouteTableIds: tablesIn,
      RemoveRouteTableIds: tablesOut,
      AddSubnetIds: subnetsIn,
      RemoveSubnetIds: subnetsOut,
      AddSecurityGroupIds: groupsIn,
      RemoveSecurityGroupIds: groupsOut,
    });
    await changeTags(physicalId, properties, previous, context);
    return stateOf(physicalId, context);
  },

  async delete(physicalId, _properties, context) {
    await context.aws.ec2.deleteVpcEndpoints({ VpcEndpointIds: [physicalId] });
    await settled(physicalId, context);
  },
};

function dnsOptions(properties: Properties): { DnsRecordIpType?: "ipv4" } | undefined {
  const type = textOf(nodeOf(properties, "DnsOptions") ?? {}, "DnsRecordIpType");
  return type === undefined ? undefined : { DnsRecordIpType: type as "ipv4" };
}

/** Waits until an endpoint is available, or gone. */
async function settled(id: string, { aws, wait }: Pick<ResourceContext, "aws" | "wait">): Promise<void> {
  for (;;) {
    const state = String((await findEndpoint(id, aws))?.State);
    if (state !== "pending" && state !== "deleting") return;
    await wait(100);
  }
}

async function findEndpoint(id: string, aws: ResourceContext["aws"]): Promise<VpcEndpoint | undefined> {
  const found = await ifThere(() => aws.ec2.describeVpcEndpoints({ VpcEndpointIds: [id] }));
  return found?.VpcEndpoints?.[0];
}

async function stateOf(id: string, { aws }: ResourceContext): Promise<ResourceState> {
  const endpoint = await findEndpoint(id, aws);
  return {
    physicalId: id,
    attributes: {
      Id: id,
      CreationTimestamp: endpoint?.CreationTimestamp?.toISOString(),
      NetworkInterfaceIds: endpoint?.NetworkInterfaceIds ?? [],
      DnsEntries: endpoint?.DnsEntries?.map(({ DnsName, HostedZoneId }) => `${HostedZoneId}:${DnsName}`) ?? [],
    },
  };
}
