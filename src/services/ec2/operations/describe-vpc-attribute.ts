// DescribeVpcAttribute: one attribute of a VPC.

import type { DescribeVpcAttributeCommandInput, DescribeVpcAttributeCommandOutput } from "@aws-sdk/client-ec2";
import { need } from "../finding.ts";
import { reading } from "../operation.ts";

export const describeVpcAttribute = reading<DescribeVpcAttributeCommandInput, DescribeVpcAttributeCommandOutput>(
  "DescribeVpcAttribute",
  ({ VpcId, Attribute }, tx, context) => {
    const { hasDnsSupport, hasDnsHostnames } = need(tx, context, "vpc", VpcId);
    if (Attribute === "enableDnsSupport") return { VpcId, EnableDnsSupport: { Value: hasDnsSupport } };
    if (Attribute === "enableDnsHostnames") return { VpcId, EnableDnsHostnames: { Value: hasDnsHostnames } };
    return { VpcId, EnableNetworkAddressUsageMetrics: { Value: false } };
  },
);
