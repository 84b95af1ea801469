// AWS::EC2::Subnet.

import type { Subnet } from "@aws-sdk/client-ec2";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import {
  changeTags,
  defined,
  flagOf,
  ifThere,
  madeByStep,
  nodeOf,
  requiredText,
  shownTags,
  tagSpecifications,
  textOf,
} from "./properties.ts";

/** A subnet. Ref is its id. */
export const subnetType: ResourceType = {
  typeName: "AWS::EC2::Subnet",
  properties: [
    "AssignIpv6AddressOnCreation",
    "AvailabilityZone",
    "AvailabilityZoneId",
    "CidrBlock",
    "EnableDns64",
    "Ipv6CidrBlock",
    "MapPublicIpOnLaunch",
    "PrivateDnsNameOptionsOnLaunch",
    "Tags",
    "VpcId",
  ],
  keptNotEnforced: {
    AssignIpv6AddressOnCreation: "gives new interfaces IPv6 addresses",
    EnableDns64: "answers DNS queries for IPv4 services with IPv6 addresses",
    MapPublicIpOnLaunch: "gives instances public addresses",
    PrivateDnsNameOptionsOnLaunch: "decides on instances' names in the DNS",
  },

  async create(properties, context) {
    const { ec2 } = context.aws;
    const { Subnets: [present] = [] } = await ec2.describeSubnets({ Filters: madeByStep(context) });
    const { Subnet: made } =
      present === undefined
        ? await ec2.createSubnet({
            VpcId: requiredText(properties, "VpcId"),
            CidrBlock: textOf(properties, "CidrBlock"),
            Ipv6CidrBlock: textOf(properties, "Ipv6CidrBlock"),
            AvailabilityZone: textOf(properties, "AvailabilityZone"),
            AvailabilityZoneId: textOf(properties, "AvailabilityZoneId"),
            TagSpecifications: tagSpecifications(properties, context, "subnet"),
          })
        : { Subnet: present };
    const id = made?.SubnetId ?? "";
    context.identify(id);
    await putAttributes(id, properties, {}, context);
    return stateOf(id, context);
  },

  async read(physicalId, { aws }) {
    const subnet = await findSubnet(physicalId, aws);
    if (subnet === undefined) return undefined;
    const { HostnameType, EnableResourceNameDnsARecord, EnableResourceNameDnsAAAARecord } =
      subnet.PrivateDnsNameOptionsOnLaunch ?? {};
    return defined({
      VpcId: subnet.VpcId,
      CidrBlock: subnet.CidrBlock,
      Ipv6CidrBlock: subnet.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock,
      AvailabilityZone: subnet.AvailabilityZone,
      AvailabilityZoneId: subnet.AvailabilityZoneId,
      MapPublicIpOnLaunch: subnet.MapPublicIpOnLaunch,
      AssignIpv6AddressOnCreation: subnet.AssignIpv6AddressOnCreation,
      EnableDns64: subnet.EnableDns64,
      PrivateDnsNameOptionsOnLaunch: { HostnameType, EnableResourceNameDnsARecord, EnableResourceNameDnsAAAARecord },
      ...shownTags(subnet.Tags),
    });
  },

  async list({ aws }) {
    const all = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.ec2.describeSubnets({ NextToken, Filters: NOT_DEFAULT });
      return { items: answer.Subnets, next: answer.NextToken };
    });
    return all.map(({ SubnetId = "" }) => ({ SubnetId }));
  },

  async update(physicalId, properties, previous, context) {
    await changeIpv6Block(physicalId, properties, previous, context);
    await putAttributes(physicalId, properties, previous, context);
    await changeTags(physicalId, properties, previous, context);
    return stateOf(physicalId, context);
  },

  changing: {
    attributes: ["Ipv6CidrBlocks"],
    read: async (physicalId, context) => (await stateOf(physicalId, context)).attributes,
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.ec2.deleteSubnet({ SubnetId: physicalId }));
  },
};

// Those of the network that every account begins with are left out, as it is itself (vpc.ts).
const NOT_DEFAULT = [{ Name: "default-for-az", Values: ["false"] }];

async function putAttributes(
  SubnetId: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const { ec2 } = context.aws;
  const put = async (name: string, change: (Value: boolean) => Parameters<typeof ec2.modifySubnetAttribute>[0]) => {
    const wanted = flagOf(properties, name);
    if (wanted !== undefined || flagOf(previous, name) !== undefined)
      await ec2.modifySubnetAttribute(change(wanted ?? false));
  };
  await put("MapPublicIpOnLaunch", (Value) => ({ SubnetId, MapPublicIpOnLaunch: { Value } }));
  await put("AssignIpv6AddressOnCreation", (Value) => ({ SubnetId, AssignIpv6AddressOnCreation: { Value } }));
  await put("EnableDns64", (Value) => ({ SubnetId, EnableDns64: { Value } }));
  const options = nodeOf(properties, "PrivateDnsNameOptionsOnLaunch") ?? {};
  const hostname = textOf(options, "HostnameType");
  const a = flagOf(options, "EnableResourceNameDnsARecord");
  const aaaa = flagOf(options, "EnableResourceNameDnsAAAARecord");
  if (hostname !== undefined)
    await ec2.modifySubnetAttribute({ SubnetId, PrivateDnsHostnameTypeOnLaunch: hostname as "ip-name" });
  if (a !== undefined)
    await ec2.modifySubnetAttribute({ SubnetId, EnableResourceNameDnsARecordOnLaunch: { Value: a } });
  if (aaaa !== undefined)
    await ec2.modifySubnetAttribute({ SubnetId, EnableResourceNameDnsAAAARecordOnLaunch: { Value: aaaa } });
}

/** A block for the one that the template gave before: the subnet has one at most. */
async function changeIpv6Block(
  SubnetId: string,
  properties: Properties,
  previous: Properties,
  { aws }: ResourceContext,
): Promise<void> {
  const Ipv6CidrBlock = textOf(properties, "Ipv6CidrBlock");
  if (Ipv6CidrBlock === textOf(previous, "Ipv6CidrBlock")) return;
  const present = (await findSubnet(SubnetId, aws))?.Ipv6CidrBlockAssociationSet?.[0];
  if (present?.Ipv6CidrBlock === Ipv6CidrBlock) return;
  if (present !== undefined) await aws.ec2.disassociateSubnetCidrBlock({ AssociationId: present.AssociationId });
  if (Ipv6CidrBlock !== undefined) await aws.ec2.associateSubnetCidrBlock({ SubnetId, Ipv6CidrBlock });
}

async function findSubnet(SubnetId: string, aws: ResourceContext["aws"]): Promise<Subnet | undefined> {
  const found = await ifThere(() => aws.ec2.describeSubnets({ SubnetIds: [SubnetId] }));
  return found?.Subnets?.[0];
}

async function stateOf(SubnetId: string, { aws }: Pick<ResourceContext, "aws">): Promise<ResourceState> {
  const subnet = await findSubnet(SubnetId, aws);
  const { NetworkAcls: [acl] = [] } = await aws.ec2.describeNetworkAcls({
    Filters: [{ Name: "association.subnet-id", Values: [SubnetId] }],
  });
  return {
    physicalId: SubnetId,
    attributes: {
      SubnetId,
      VpcId: subnet?.VpcId,
      AvailabilityZone: subnet?.AvailabilityZone,
      AvailabilityZoneId: subnet?.AvailabilityZoneId,
      CidrBlock: subnet?.CidrBlock,
      Ipv6CidrBlocks: subnet?.Ipv6CidrBlockAssociationSet?.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock) ?? [],
      NetworkAclAssociationId: acl?.Associations?.find((one) => one.SubnetId === SubnetId)?.NetworkAclAssociationId,
    },
  };
}
