// AWS::EC2::NatGateway.

import type { NatGateway } from "@aws-sdk/client-ec2";
import { everyPage } from "../../../service/pages.ts";
import type { ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import {
  changeTags,
  defined,
  ifThere,
  listOf,
  numberOf,
  shownTags,
  stepTag,
  tagSpecifications,
  textOf,
} from "./properties.ts";

/** A NAT gateway. Ref is its id; it is there when it is available, and gone when it is deleted. */
export const natGatewayType: ResourceType = {
  typeName: "AWS::EC2::NatGateway",
  properties: [
    "AllocationId",
    "ConnectivityType",
    "PrivateIpAddress",
    "SecondaryAllocationIds",
    "SecondaryPrivateIpAddressCount",
    "SecondaryPrivateIpAddresses",
    "SubnetId",
    "Tags",
  ],
  keptNotEnforced: { SubnetId: "sends packets of private subnets to other networks" },

  async create(properties, context) {
    const { NatGateway: made } = await context.aws.ec2.createNatGateway({
      SubnetId: textOf(properties, "SubnetId"),
      AllocationId: textOf(properties, "AllocationId"),
      ConnectivityType: textOf(properties, "ConnectivityType") as "public" | "private" | undefined,
      PrivateIpAddress: textOf(properties, "PrivateIpAddress"),
      SecondaryAllocationIds: listOf(properties, "SecondaryAllocationIds"),
      SecondaryPrivateIpAddresses: listOf(properties, "SecondaryPrivateIpAddresses"),
      SecondaryPrivateIpAddressCount: numberOf(properties, "SecondaryPrivateIpAddressCount"),
      ClientToken: stepTag(context).Value,
      TagSpecifications: tagSpecifications(properties, context, "natgateway"),
    });
    const id = made?.NatGatewayId ?? "";
    context.identify(id);
    await settled(id, context);
    return stateOf(id, context);
  },

  async read(physicalId, { aws }, known = {}) {
    const nat = await findGateway(physicalId, aws);
    if (nat === undefined || nat.State === "deleting" || nat.State === "deleted") return undefined;
    const [first, ...others] = nat.NatGatewayAddresses ?? [];
    const allocations = others.flatMap(({ AllocationId }) => AllocationId ?? []);
    const isCounted = known["SecondaryPrivateIpAddressCount"] !== undefined;
    return defined({
      SubnetId: nat.SubnetId,
      ConnectivityType: nat.ConnectivityType,
      AllocationId: first?.AllocationId,
      PrivateIpAddress: first?.PrivateIp,
      ...(allocations.length > 0 && { SecondaryAllocationIds: allocations }),
      ...(isCounted && { SecondaryPrivateIpAddressCount: others.length }),
      ...(others.length > 0 && { SecondaryPrivateIpAddresses: others.map(({ PrivateIp }) => PrivateIp) }),
      ...shownTags(nat.Tags),
    });
  },

  async list({ aws }) {
    const all = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.ec2.describeNatGateways({ NextToken });
      return { items: answer.NatGateways, next: answer.NextToken };
    });
    return all.flatMap(({ NatGatewayId = "", State }) => (State === "available" ? [{ NatGatewayId }] : []));
  },

  // Secondary addresses are changed by operations that are not here: a gateway with others is another gateway.
  isReplacement: (properties, previous) =>
    ["SecondaryAllocationIds", "SecondaryPrivateIpAddresses", "SecondaryPrivateIpAddressCount"].some(
      (name) => textOf(properties, name) !== textOf(previous, name),
    ),

  async update(physicalId, properties, previous, context) {
    await changeTags(physicalId, properties, previous, context);
    return stateOf(physicalId, context);
  },

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.ec2.deleteNatGateway({ NatGatewayId: physicalId }));
    await settled(physicalId, context);
  },
};

/** Waits until a gateway is available, or deleted. */
async function settled(id: string, { aws, wait }: Pick<ResourceContext, "aws" | "wait">): Promise<void> {
  for (;;) {
    const state = (await findGateway(id, aws))?.State;
    if (state !== "pending" && state !== "deleting") return;
    await wait(100);
  }
}

async function findGateway(id: string, aws: ResourceContext["aws"]): Promise<NatGateway | undefined> {
  const found = await ifThere(() => aws.ec2.describeNatGateways({ NatGatewayIds: [id] }));
  return found?.NatGateways?.[0];
}

async function stateOf(id: string, { aws }: ResourceContext): Promise<ResourceState> {
  const nat = await findGateway(id, aws);
  return {
    physicalId: id,
    attributes: { NatGatewayId: id, EniId: nat?.NatGatewayAddresses?.[0]?.NetworkInterfaceId },
  };
}
