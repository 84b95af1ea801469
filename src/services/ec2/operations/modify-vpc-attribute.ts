// ModifyVpcAttribute: the DNS attributes, one a request.

import type { ModifyVpcAttributeCommandInput, ModifyVpcAttributeCommandOutput } from "@aws-sdk/client-ec2";
import { invalidCombination, invalidParameterValue } from "../errors.ts";
import { need } from "../finding.ts";
import { changing } from "../operation.ts";
import { save } from "../repo.ts";

export const modifyVpcAttribute = changing<ModifyVpcAttributeCommandInput, ModifyVpcAttributeCommandOutput>(
  "ModifyVpcAttribute",
  (input, tx, context) => {
    const vpc = need(tx, context, "vpc", input.VpcId);
    const support = input.EnableDnsSupport?.Value;
    const names = input.EnableDnsHostnames?.Value;
    // AWS: ModifyVpcAttribute: "You cannot modify the DNS resolution and DNS hostnames attributes in the same request."
    if (support !== undefined && names !== undefined)
      throw invalidCombination("Fields for multiple attribute types specified: enableDnsSupport, enableDnsHostnames");
    if (support === undefined && names === undefined) throw invalidCombination("No attributes specified.");
    const hasDnsSupport = support ?? vpc.hasDnsSupport;
    const hasDnsHostnames = names ?? vpc.hasDnsHostnames;
    // AWS: EnableDnsHostnames: "You can only enable DNS hostnames if you've enabled DNS support."
    if (names === true && !hasDnsSupport)
      throw invalidParameterValue("DNS hostnames cannot be enabled: enableDnsSupport is not enabled for the VPC.");
    save(tx, context, "vpc", { ...vpc, hasDnsSupport, hasDnsHostnames });
  },
);
