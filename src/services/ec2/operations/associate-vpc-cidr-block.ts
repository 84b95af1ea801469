// AssociateVpcCidrBlock: gives a VPC one more block of addresses.

import type { AssociateVpcCidrBlockCommandInput, AssociateVpcCidrBlockCommandOutput } from "@aws-sdk/client-ec2";
import type { AwsError } from "../../../kernel/errors.ts";
import { ec2Error, invalidRange, missingParameter } from "../errors.ts";
import { need } from "../finding.ts";
import { newIds } from "../ids.ts";
import { LIMITS } from "../limits.ts";
import { overlaps, parseCidr } from "../network/cidr.ts";
import { isAllowedBeside } from "../network/vpc-ranges.ts";
import { changing } from "../operation.ts";
import type { VpcRecord } from "../records.ts";
import { save } from "../repo.ts";
import { blocksOf, newIpv6Block, requireVpcBlock, showIpv6Block } from "../vpcs.ts";

export const associateVpcCidrBlock = changing<AssociateVpcCidrBlockCommandInput, AssociateVpcCidrBlockCommandOutput>(
  "AssociateVpcCidrBlock",
  (input, tx, context) => {
    const { VpcId, CidrBlock, AmazonProvidedIpv6CidrBlock } = input;
    const vpc = need(tx, context, "vpc", VpcId);
    const associationId = newIds(context)("vpc-cidr-assoc");
    if (AmazonProvidedIpv6CidrBlock === true) {
      // AWS: "IPv6 CIDR blocks per VPC": five; here one, as Amazon gives them.
      if (vpc.ipv6Blocks.length > 0) throw tooManyBlocks(VpcId, 1);
      const block = { associationId, cidr: newIpv6Block(context) };
      save(tx, context, "vpc", { ...vpc, ipv6Blocks: [block] });
      const shown = showIpv6Block(context, block);
      return { VpcId, Ipv6CidrBlockAssociation: { ...shown, Ipv6CidrBlockState: { State: "associating" } } };
    }
    if (CidrBlock === undefined) throw missingParameter("cidrBlock");
    const cidr = requireVpcBlock(CidrBlock);
    requireRoom(vpc, cidr);
    save(tx, context, "vpc", { ...vpc, blocks: [...vpc.blocks, { associationId, cidr }] });
    const CidrBlockState = { State: "associating" } as const;
    return { VpcId, CidrBlockAssociation: { AssociationId: associationId, CidrBlock: cidr, CidrBlockState } };
  },
);

function requireRoom(vpc: VpcRecord, text: string): void {
  const blocks = blocksOf(vpc);
  const [primary] = blocks;
  const block = parseCidr(text);
  if (primary === undefined || block === undefined) throw invalidRange("InvalidVpc.Range", text);
  if (blocks.some((each) => overlaps(each, block)))
    throw ec2Error("InvalidVpc.Range", `The CIDR '${text}' conflicts with another CIDR of the VPC.`);
  // AWS: as reported by many.
  if (!isAllowedBeside(primary, block))
    throw ec2Error(
      "InvalidVpc.Range",
      `The CIDR '${text}' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, or use a publicly-routable CIDR. For additional restrictions, see https://docs.aws.amazon.com/AmazonVPC/latest/UserGuide/VPC_Subnets.html`,
    );
  if (blocks.length >= LIMITS.cidrsOfVpc) throw tooManyBlocks(vpc.id, LIMITS.cidrsOfVpc);
}

/** AWS: the wording is from memory. */
function tooManyBlocks(vpcId: string, most: number): AwsError {
  return ec2Error("CidrLimitExceeded", `This network '${vpcId}' has met its maximum number of allowed CIDRs: ${most}`);
}
