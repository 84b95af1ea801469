// CreateVpc: makes a VPC, with Amazon's IPv6 addresses on request.

import type { CreateVpcCommandInput, CreateVpcCommandOutput } from "@aws-sdk/client-ec2";
import { limitExceeded, missingParameter } from "../errors.ts";
import { newIds } from "../ids.ts";
import { LIMITS } from "../limits.ts";
import { changing } from "../operation.ts";
import { listAll } from "../repo.ts";
import { specifiedTags } from "../tags.ts";
import { makeVpc, newIpv6Block, requireVpcBlock, showVpc } from "../vpcs.ts";

export const createVpc = changing<CreateVpcCommandInput, CreateVpcCommandOutput>("CreateVpc", (input, tx, context) => {
  const { CidrBlock, InstanceTenancy, TagSpecifications, AmazonProvidedIpv6CidrBlock } = input;
  if (CidrBlock === undefined) throw missingParameter("cidrBlock");
  const tags = specifiedTags(TagSpecifications, "vpc");
  const cidr = requireVpcBlock(CidrBlock);
  if (listAll(tx, context, "vpc").length >= LIMITS.vpcs) throw limitExceeded("VpcLimitExceeded", "VPCs");
  const ipv6Cidr = AmazonProvidedIpv6CidrBlock === true ? newIpv6Block(context) : undefined;
  const tenancy = InstanceTenancy === "dedicated" ? "dedicated" : "default";
  const vpc = makeVpc(tx, context, { cidr, tenancy, ipv6Cidr, tags }, newIds(context));
  // AWS: from memory: the answer is given before the VPC is available.
  return { Vpc: { ...showVpc(context, vpc), State: "pending" } };
});
