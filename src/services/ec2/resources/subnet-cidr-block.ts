// AWS::EC2::SubnetCidrBlock.

import { everyPage } from "../../../service/pages.ts";
import type { ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { canonicalBlock } from "../network/cidr.ts";
import { ifThere, requiredText } from "./properties.ts";

/** The IPv6 block of a subnet. Ref is the association's id. */
export const subnetCidrBlockType: ResourceType = {
  typeName: "AWS::EC2::SubnetCidrBlock",
  properties: ["Ipv6CidrBlock", "SubnetId"],

  async create(properties, { aws }) {
    const SubnetId = requiredText(properties, "SubnetId");
    const Ipv6CidrBlock = requiredText(properties, "Ipv6CidrBlock");
    const wanted = canonicalBlock(Ipv6CidrBlock);
    const present = (await associations(aws)).find((one) => one.subnetId === SubnetId && one.cidr === wanted);
    if (present !== undefined) return stateOf(present.id);
    const made = await aws.ec2.associateSubnetCidrBlock({ SubnetId, Ipv6CidrBlock });
    return stateOf(made.Ipv6CidrBlockAssociation?.AssociationId ?? "");
  },

  async read(physicalId, { aws }) {
    const found = (await associations(aws)).find(({ id }) => id === physicalId);
    return found === undefined ? undefined : { SubnetId: found.subnetId, Ipv6CidrBlock: found.cidr };
  },

  list: async ({ aws }) => (await associations(aws)).map(({ id: Id }) => ({ Id })),

  attributesOf: (physicalId) => stateOf(physicalId).attributes,

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.ec2.disassociateSubnetCidrBlock({ AssociationId: physicalId }));
  },
};

interface Association {
  readonly id: string;
  readonly subnetId: string;
  readonly cidr: string;
}

async function associations(aws: ResourceContext["aws"]): Promise<Association[]> {
  const subnets = await everyPage(async (NextToken: string | undefined) => {
    const answer = await aws.ec2.describeSubnets({ NextToken });
    return { items: answer.Subnets, next: answer.NextToken };
  });
  return subnets.flatMap(({ SubnetId: subnetId = "", Ipv6CidrBlockAssociationSet: all = [] }) =>
    all.map(({ AssociationId: id = "", Ipv6CidrBlock: cidr = "" }) => ({ id, subnetId, cidr })),
  );
}

const stateOf = (Id: string): ResourceState => ({
  physicalId: Id,
  attributes: { Id, IpSource: "amazon", Ipv6AddressAttribute: "public" },
});
