// DisassociateSubnetCidrBlock: takes a subnet's IPv6 addresses.

import type {
  DisassociateSubnetCidrBlockCommandInput,
  DisassociateSubnetCidrBlockCommandOutput,
} from "@aws-sdk/client-ec2";
import { ec2Error } from "../errors.ts";
import { changing } from "../operation.ts";
import type { BlockRecord } from "../records.ts";
import { listAll, save } from "../repo.ts";
import { showSubnetIpv6Block } from "../subnets.ts";

export const disassociateSubnetCidrBlock = changing<
  DisassociateSubnetCidrBlockCommandInput,
  DisassociateSubnetCidrBlockCommandOutput
>("DisassociateSubnetCidrBlock", ({ AssociationId }, tx, context) => {
  const isAsked = ({ associationId }: BlockRecord): boolean => associationId === AssociationId;
  const subnet = listAll(tx, context, "subnet").find(({ ipv6Blocks }) => ipv6Blocks.some(isAsked));
  const block = subnet?.ipv6Blocks.find(isAsked);
  if (subnet === undefined || block === undefined)
    throw ec2Error(
      "InvalidSubnetCidrBlockAssociationID.NotFound",
      `The subnet CIDR block association ID '${AssociationId}' does not exist`,
    );
  save(tx, context, "subnet", { ...subnet, ipv6Blocks: [], assignsIpv6: false });
  const shown = showSubnetIpv6Block(block);
  return {
    SubnetId: subnet.id,
    Ipv6CidrBlockAssociation: { ...shown, Ipv6CidrBlockState: { State: "disassociating" } },
  };
});
