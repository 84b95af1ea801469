// DisassociateVpcCidrBlock: takes a block from a VPC that no subnet is in.

import type { DisassociateVpcCidrBlockCommandInput, DisassociateVpcCidrBlockCommandOutput } from "@aws-sdk/client-ec2";
import { ec2Error } from "../errors.ts";
import { contains, parseCidr } from "../network/cidr.ts";
import { changing } from "../operation.ts";
import type { BlockRecord } from "../records.ts";
import { listAll, save } from "../repo.ts";
import { subnetsOf } from "../subnets.ts";
import { showIpv6Block } from "../vpcs.ts";

export const disassociateVpcCidrBlock = changing<
  DisassociateVpcCidrBlockCommandInput,
  DisassociateVpcCidrBlockCommandOutput
>("DisassociateVpcCidrBlock", ({ AssociationId }, tx, context) => {
  const isAsked = ({ associationId }: BlockRecord): boolean => associationId === AssociationId;
  const vpc = listAll(tx, context, "vpc").find((each) => [...each.blocks, ...each.ipv6Blocks].some(isAsked));
  const block = [...(vpc?.blocks ?? []), ...(vpc?.ipv6Blocks ?? [])].find(isAsked);
  // AWS: the wording is from memory.
  if (vpc === undefined || block === undefined)
    throw ec2Error(
      "InvalidVpcCidrBlockAssociationID.NotFound",
      `The vpc CIDR block association ID '${AssociationId}' does not exist`,
    );
  // AWS: DisassociateVpcCidrBlock: "You cannot disassociate the CIDR block with which you originally created the VPC".
  if (vpc.blocks[0] === block)
    throw ec2Error(
      "OperationNotPermitted",
      `The vpc CIDR block with association ID ${AssociationId} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
    );
  const isInBlock = (cidr: string): boolean => isPart(block.cidr, cidr);
  const used = subnetsOf(tx, context, vpc.id).some(
    ({ cidr, ipv6Blocks }) => isInBlock(cidr) || ipv6Blocks.some((each) => isInBlock(each.cidr)),
  );
  // AWS: the wording is from memory.
  if (used)
    throw ec2Error(
      "InvalidCidrBlock.InUse",
      `The vpc ${vpc.id} currently has a subnet within CIDR block ${block.cidr}`,
    );
  const others = (blocks: readonly BlockRecord[]): BlockRecord[] => blocks.filter((each) => !isAsked(each));
  save(tx, context, "vpc", { ...vpc, blocks: others(vpc.blocks), ipv6Blocks: others(vpc.ipv6Blocks) });
  const state = { State: "disassociating" } as const;
  return vpc.ipv6Blocks.includes(block)
    ? { VpcId: vpc.id, Ipv6CidrBlockAssociation: { ...showIpv6Block(context, block), Ipv6CidrBlockState: state } }
    : { VpcId: vpc.id, CidrBlockAssociation: { AssociationId, CidrBlock: block.cidr, CidrBlockState: state } };
});

function isPart(outer: string, inner: string): boolean {
  const [one, other] = [parseCidr(outer), parseCidr(inner)];
  return one !== undefined && other !== undefined && contains(one, other);
}
