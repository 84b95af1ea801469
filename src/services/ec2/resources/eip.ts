// AWS::EC2::EIP.

import type { Address } from "@aws-sdk/client-ec2";
import type { ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { changeTags, ifThere, madeByStep, shownTags, tagSpecifications, textOf } from "./properties.ts";

/** An Elastic IP address. Ref is the address. */
export const eipType: ResourceType = {
  typeName: "AWS::EC2::EIP",
  properties: ["Domain", "NetworkBorderGroup", "Tags"],

  async create(properties, context) {
    const { ec2 } = context.aws;
    const { Addresses: [present] = [] } = await ec2.describeAddresses({ Filters: madeByStep(context) });
    const made =
      present ??
      (await ec2.allocateAddress({
        Domain: textOf(properties, "Domain") as "vpc" | undefined,
        NetworkBorderGroup: textOf(properties, "NetworkBorderGroup"),
        TagSpecifications: tagSpecifications(properties, context, "elastic-ip"),
      }));
    return stateOf(made);
  },

  async read(physicalId, { aws }) {
    const address = await findAddress(physicalId, aws);
    if (address === undefined) return undefined;
    return {
      Domain: address.Domain,
      NetworkBorderGroup: address.NetworkBorderGroup,
      ...shownTags(address.Tags),
    };
  },

  async list({ aws }) {
    const { Addresses = [] } = await aws.ec2.describeAddresses({});
    return Addresses.map(({ PublicIp = "", AllocationId = "" }) => ({ PublicIp, AllocationId }));
  },

  async update(physicalId, properties, previous, context) {
    const address = await findAddress(physicalId, context.aws);
    if (address?.AllocationId !== undefined) await changeTags(address.AllocationId, properties, previous, context);
    return stateOf(address ?? {});
  },

  async delete(physicalId, _properties, { aws }) {
    const address = await findAddress(physicalId, aws);
    if (address === undefined) return;
    // AWS: from memory: CloudFormation takes an address from what has it before it releases it.
    if (address.AssociationId !== undefined)
      await ifThere(() => aws.ec2.disassociateAddress({ AssociationId: address.AssociationId }));
    await ifThere(() => aws.ec2.releaseAddress({ AllocationId: address.AllocationId }));
  },
};

async function findAddress(publicIp: string, aws: ResourceContext["aws"]): Promise<Address | undefined> {
  const found = await ifThere(() => aws.ec2.describeAddresses({ PublicIps: [publicIp] }));
  return found?.Addresses?.[0];
}

function stateOf({ PublicIp = "", AllocationId }: Pick<Address, "PublicIp" | "AllocationId">): ResourceState {
  return { physicalId: PublicIp, attributes: { PublicIp, AllocationId } };
}
