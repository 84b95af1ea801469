// AssociateSubnetCidrBlock: gives a subnet IPv6 addresses.

import type { AssociateSubnetCidrBlockCommandInput, AssociateSubnetCidrBlockCommandOutput } from "@aws-sdk/client-ec2";
import { ec2Error, missingParameter } from "../errors.ts";
import { need } from "../finding.ts";
import { newIds } from "../ids.ts";
import { changing } from "../operation.ts";
import { save } from "../repo.ts";
import { requireIpv6SubnetBlock, showSubnetIpv6Block } from "../subnets.ts";

export const associateSubnetCidrBlock = changing<
  AssociateSubnetCidrBlockCommandInput,
  AssociateSubnetCidrBlockCommandOutput
>("AssociateSubnetCidrBlock", ({ SubnetId, Ipv6CidrBlock }, tx, context) => {
  const subnet = need(tx, context, "subnet", SubnetId);
  if (Ipv6CidrBlock === undefined) throw missingParameter("ipv6CidrBlock");
  const cidr = requireIpv6SubnetBlock(tx, context, need(tx, context, "vpc", subnet.vpcId), Ipv6CidrBlock);
  // AWS: AssociateSubnetCidrBlock: "You can only associate a single IPv6 CIDR block with your subnet."
  if (subnet.ipv6Blocks.length > 0)
    throw ec2Error("SubnetCidrBlockLimitExceeded", `The subnet ${SubnetId} already has an IPv6 CIDR block.`);
  const block = { associationId: newIds(context)("subnet-cidr-assoc"), cidr };
  save(tx, context, "subnet", { ...subnet, ipv6Blocks: [block] });
  const shown = showSubnetIpv6Block(block);
  return { SubnetId, Ipv6CidrBlockAssociation: { ...shown, Ipv6CidrBlockState: { State: "associating" } } };
});
