// CreateSubnet: makes a subnet in a zone, in a free part of the VPC's addresses.

import type { CreateSubnetCommandInput, CreateSubnetCommandOutput } from "@aws-sdk/client-ec2";
import { limitExceeded, missingParameter } from "../errors.ts";
import { need } from "../finding.ts";
import { newIds } from "../ids.ts";
import { LIMITS } from "../limits.ts";
import { changing } from "../operation.ts";
import {
  makeSubnet,
  requireIpv6SubnetBlock,
  requireSubnetBlock,
  requireZone,
  showSubnet,
  subnetsOf,
} from "../subnets.ts";
import { specifiedTags } from "../tags.ts";

export const createSubnet = changing<CreateSubnetCommandInput, CreateSubnetCommandOutput>(
  "CreateSubnet",
  (input, tx, context) => {
    const { VpcId, CidrBlock, Ipv6CidrBlock, TagSpecifications } = input;
    const tags = specifiedTags(TagSpecifications, "subnet");
    const vpc = need(tx, context, "vpc", VpcId);
    if (CidrBlock === undefined) throw missingParameter("cidrBlock");
    const zone = requireZone(context, input.AvailabilityZone, input.AvailabilityZoneId).name;
    const cidr = requireSubnetBlock(tx, context, vpc, CidrBlock);
    const ipv6Cidr = Ipv6CidrBlock === undefined ? undefined : requireIpv6SubnetBlock(tx, context, vpc, Ipv6CidrBlock);
    if (subnetsOf(tx, context, VpcId).length >= LIMITS.subnetsOfVpc)
      throw limitExceeded("SubnetLimitExceeded", "subnets");
    const subnet = makeSubnet(tx, context, { vpcId: VpcId, cidr, zone, ipv6Cidr, tags }, newIds(context));
    return { Subnet: showSubnet(context, subnet, 0) };
  },
);
