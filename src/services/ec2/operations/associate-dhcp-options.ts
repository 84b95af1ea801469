// AssociateDhcpOptions: gives a VPC Amazon's options, or none.

import type { AssociateDhcpOptionsCommandInput, AssociateDhcpOptionsCommandOutput } from "@aws-sdk/client-ec2";
import { amend, need } from "../finding.ts";
import { changing } from "../operation.ts";

export const associateDhcpOptions = changing<AssociateDhcpOptionsCommandInput, AssociateDhcpOptionsCommandOutput>(
  "AssociateDhcpOptions",
  ({ DhcpOptionsId, VpcId }, tx, context) => {
    need(tx, context, "vpc", VpcId);
    if (DhcpOptionsId !== "default") need(tx, context, "dhcp-options", DhcpOptionsId);
    amend(tx, context, "vpc", VpcId, { dhcpOptionsId: DhcpOptionsId });
  },
);
