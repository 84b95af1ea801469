// DeleteVpc: removes a VPC that nothing is in any more.

import type { DeleteVpcCommandInput, DeleteVpcCommandOutput } from "@aws-sdk/client-ec2";
import { need } from "../finding.ts";
import { changing } from "../operation.ts";
import { removeVpc } from "../vpcs.ts";

export const deleteVpc = changing<DeleteVpcCommandInput, DeleteVpcCommandOutput>(
  "DeleteVpc",
  ({ VpcId }, tx, context) => {
    removeVpc(tx, context, need(tx, context, "vpc", VpcId));
  },
);
