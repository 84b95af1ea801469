// ModifyVpcTenancy: from dedicated to default.

import type { ModifyVpcTenancyCommandInput, ModifyVpcTenancyCommandOutput } from "@aws-sdk/client-ec2";
import { amend } from "../finding.ts";
import { changing } from "../operation.ts";

export const modifyVpcTenancy = changing<ModifyVpcTenancyCommandInput, ModifyVpcTenancyCommandOutput>(
  "ModifyVpcTenancy",
  ({ VpcId }, tx, context) => {
    amend(tx, context, "vpc", VpcId, { tenancy: "default" });
    return { ReturnValue: true };
  },
);
