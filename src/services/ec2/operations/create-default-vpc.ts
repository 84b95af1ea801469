// CreateDefaultVpc: makes the default VPC anew, for an account that has deleted it.

import type { CreateDefaultVpcCommandInput, CreateDefaultVpcCommandOutput } from "@aws-sdk/client-ec2";
import { defaultVpc, makeDefaultVpc } from "../defaults.ts";
import { ec2Error, limitExceeded } from "../errors.ts";
import { newIds } from "../ids.ts";
import { LIMITS } from "../limits.ts";
import { changing } from "../operation.ts";
import { listAll } from "../repo.ts";
import { showVpc } from "../vpcs.ts";

export const createDefaultVpc = changing<CreateDefaultVpcCommandInput, CreateDefaultVpcCommandOutput>(
  "CreateDefaultVpc",
  (_input, tx, context) => {
    // AWS: the wording is from memory.
    if (defaultVpc(tx, context) !== undefined)
      throw ec2Error("DefaultVpcAlreadyExists", "A Default VPC already exists for this account in this region.");
    if (listAll(tx, context, "vpc").length >= LIMITS.vpcs) throw limitExceeded("VpcLimitExceeded", "VPCs");
    const vpc = makeDefaultVpc(tx, context, newIds(context));
    return { Vpc: { ...showVpc(context, vpc), State: "pending" } };
  },
);
