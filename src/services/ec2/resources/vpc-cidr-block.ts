// AWS::EC2::VPCCidrBlock.

import { everyPage } from "../../../service/pages.ts";
import type { ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { canonicalBlock } from "../network/cidr.ts";
import { flagOf, ifThere, requiredText, textOf } from "./properties.ts";

/** One more block of a VPC. Ref is the association's id. */
export const vpcCidrBlockType: ResourceType = {
  typeName: "AWS::EC2::VPCCidrBlock",
  properties: ["AmazonProvidedIpv6CidrBlock", "CidrBlock", "VpcId"],

  async create(properties, { aws }) {
    const VpcId = requiredText(properties, "VpcId");
    const CidrBlock = textOf(properties, "CidrBlock");
    const AmazonProvidedIpv6CidrBlock = flagOf(properties, "AmazonProvidedIpv6CidrBlock");
    const present = await findIn(
      VpcId,
      (one) => (CidrBlock === undefined ? one.isIpv6 : one.cidr === canonicalBlock(CidrBlock)),
      aws,
    );
    if (present !== undefined) return stateOf(present.id);
    const made = await aws.ec2.associateVpcCidrBlock({ VpcId, CidrBlock, AmazonProvidedIpv6CidrBlock });
    return stateOf((made.CidrBlockAssociation ?? made.Ipv6CidrBlockAssociation)?.AssociationId ?? "");
  },

  async read(physicalId, { aws }) {
    const found = await findIn(undefined, ({ id }) => id === physicalId, aws);
    if (found === undefined) return undefined;
    const { vpcId: VpcId, isIpv6, cidr } = found;
    return { VpcId, AmazonProvidedIpv6CidrBlock: isIpv6, ...(!isIpv6 && { CidrBlock: cidr }) };
  },

  async list({ aws }) {
    const all = await associations(undefined, aws);
    return all.flatMap(({ id: Id, vpcId: VpcId, isPrimary }) => (isPrimary ? [] : [{ Id, VpcId }]));
  },

  attributesOf: (physicalId) => stateOf(physicalId).attributes,

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.ec2.disassociateVpcCidrBlock({ AssociationId: physicalId }));
  },
};

interface Association {
  readonly id: string;
  readonly vpcId: string;
  readonly cidr: string;
  readonly isIpv6: boolean;
  readonly isPrimary: boolean;
}

async function associations(vpcId: string | undefined, aws: ResourceContext["aws"]): Promise<Association[]> {
  const Filters = vpcId === undefined ? [] : [{ Name: "vpc-id", Values: [vpcId] }];
  const all = await everyPage(async (NextToken: string | undefined) => {
    const answer = await aws.ec2.describeVpcs({ NextToken, Filters });
    return { items: answer.Vpcs, next: answer.NextToken };
  });
  return all.flatMap((vpc) => [
    ...(vpc.CidrBlockAssociationSet ?? []).map(({ AssociationId: id = "", CidrBlock: cidr = "" }) => ({
      id,
      cidr,
      vpcId: vpc.VpcId ?? "",
      isIpv6: false,
      isPrimary: cidr === vpc.CidrBlock,
    })),
    ...(vpc.Ipv6CidrBlockAssociationSet ?? []).map(({ AssociationId: id = "", Ipv6CidrBlock: cidr = "" }) => ({
      id,
      cidr,
      vpcId: vpc.VpcId ?? "",
      isIpv6: true,
      isPrimary: false,
    })),
  ]);
}

async function findIn(
  vpcId: string | undefined,
  isAsked: (one: Association) => boolean,
  aws: ResourceContext["aws"],
): Promise<Association | undefined> {
  return (await associations(vpcId, aws)).find((one) => !one.isPrimary && isAsked(one));
}

const stateOf = (Id: string): ResourceState => ({
  physicalId: Id,
  attributes: { Id, IpSource: "amazon", Ipv6AddressAttribute: "public" },
});
