// AWS::EC2::NetworkInterface.

import type { NetworkInterface } from "@aws-sdk/client-ec2";
import { everyPage } from "../../../service/pages.ts";
import type { ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import {
  changeTags,
  defined,
  flagOf,
  ifThere,
  listOf,
  numberOf,
  requiredText,
  shownTags,
  stepTag,
  tagSpecifications,
  textOf,
} from "./properties.ts";

/** A network interface. Ref is its id. */
export const networkInterfaceType: ResourceType = {
  typeName: "AWS::EC2::NetworkInterface",
  properties: [
    "Description",
    "GroupSet",
    "PrivateIpAddress",
    "SecondaryPrivateIpAddressCount",
    "SourceDestCheck",
    "SubnetId",
    "Tags",
  ],
  keptNotEnforced: {
    GroupSet: "decides which packets come and go",
    SourceDestCheck: "drops packets that are for others",
  },

  async create(properties, context) {
    const { NetworkInterface: made } = await context.aws.ec2.createNetworkInterface({
      SubnetId: requiredText(properties, "SubnetId"),
      Description: textOf(properties, "Description"),
      Groups: listOf(properties, "GroupSet"),
      PrivateIpAddress: textOf(properties, "PrivateIpAddress"),
      SecondaryPrivateIpAddressCount: numberOf(properties, "SecondaryPrivateIpAddressCount"),
      ClientToken: stepTag(context).Value,
      TagSpecifications: tagSpecifications(properties, context, "network-interface"),
    });
    const id = made?.NetworkInterfaceId ?? "";
    context.identify(id);
    if (flagOf(properties, "SourceDestCheck") === false) await putCheck(id, false, context);
    return stateOf(id, context);
  },

  async read(physicalId, { aws }) {
    const one = await findInterface(physicalId, aws);
    if (one === undefined) return undefined;
    return defined({
      SubnetId: one.SubnetId,
      Description: one.Description,
      GroupSet: one.Groups?.map(({ GroupId }) => GroupId),
      PrivateIpAddress: one.PrivateIpAddress,
      SecondaryPrivateIpAddressCount: (one.PrivateIpAddresses?.length ?? 1) - 1,
      SourceDestCheck: one.SourceDestCheck,
      ...shownTags(one.TagSet),
    });
  },

  async list({ aws }) {
    const all = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.ec2.describeNetworkInterfaces({ NextToken });
      return { items: answer.NetworkInterfaces, next: answer.NextToken };
    });
    return all.flatMap(({ NetworkInterfaceId = "", RequesterManaged }) =>
      RequesterManaged === true ? [] : [{ Id: NetworkInterfaceId }],
    );
  },

  async update(physicalId, properties, previous, context) {
    const { ec2 } = context.aws;
    const NetworkInterfaceId = physicalId;
    const Value = textOf(properties, "Description") ?? "";
    await ec2.modifyNetworkInterfaceAttribute({ NetworkInterfaceId, Description: { Value } });
    const groups = listOf(properties, "GroupSet");
    if (groups !== undefined) await ec2.modifyNetworkInterfaceAttribute({ NetworkInterfaceId, Groups: groups });
    await putCheck(physicalId, flagOf(properties, "SourceDestCheck") ?? true, context);
    await putAddressCount(physicalId, numberOf(properties, "SecondaryPrivateIpAddressCount") ?? 0, context);
    await changeTags(physicalId, properties, previous, context);
    return stateOf(physicalId, context);
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.ec2.deleteNetworkInterface({ NetworkInterfaceId: physicalId }));
  },
};

async function putCheck(NetworkInterfaceId: string, Value: boolean, { aws }: ResourceContext): Promise<void> {
  await aws.ec2.modifyNetworkInterfaceAttribute({ NetworkInterfaceId, SourceDestCheck: { Value } });
}

async function putAddressCount(NetworkInterfaceId: string, count: number, { aws }: ResourceContext): Promise<void> {
  const [, ...others] = (await findInterface(NetworkInterfaceId, aws))?.PrivateIpAddresses ?? [];
  const PrivateIpAddresses = others.slice(count).flatMap(({ PrivateIpAddress }) => PrivateIpAddress ?? []);
  if (PrivateIpAddresses.length > 0)
    await aws.ec2.unassignPrivateIpAddresses({ NetworkInterfaceId, PrivateIpAddresses });
  if (others.length < count)
    await aws.ec2.assignPrivateIpAddresses({
      NetworkInterfaceId,
      SecondaryPrivateIpAddressCount: count - others.length,
    });
}

async function findInterface(id: string, aws: ResourceContext["aws"]): Promise<NetworkInterface | undefined> {
  const found = await ifThere(() => aws.ec2.describeNetworkInterfaces({ NetworkInterfaceIds: [id] }));
  return found?.NetworkInterfaces?.[0];
}

async function stateOf(id: string, { aws }: ResourceContext): Promise<ResourceState> {
  const one = await findInterface(id, aws);
  const [primary, ...others] = one?.PrivateIpAddresses ?? [];
  return {
    physicalId: id,
    attributes: {
      Id: id,
      VpcId: one?.VpcId,
      PrimaryPrivateIpAddress: primary?.PrivateIpAddress,
      SecondaryPrivateIpAddresses: others.map(({ PrivateIpAddress }) => PrivateIpAddress),
    },
  };
}
