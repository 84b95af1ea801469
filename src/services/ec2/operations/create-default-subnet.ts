// CreateDefaultSubnet: makes the default subnet of a zone anew.

import type { CreateDefaultSubnetCommandInput, CreateDefaultSubnetCommandOutput } from "@aws-sdk/client-ec2";
import { defaultVpc, makeDefaultSubnet } from "../defaults.ts";
import { ec2Error, missingParameter } from "../errors.ts";
import { newIds } from "../ids.ts";
import { changing } from "../operation.ts";
import { requireZone, showSubnet, subnetsOf } from "../subnets.ts";

export const createDefaultSubnet = changing<CreateDefaultSubnetCommandInput, CreateDefaultSubnetCommandOutput>(
  "CreateDefaultSubnet",
  ({ AvailabilityZone: name, AvailabilityZoneId: id }, tx, context) => {
    if (name === undefined && id === undefined) throw missingParameter("availabilityZone");
    const zone = requireZone(context, name, id);
    const vpc = defaultVpc(tx, context);
    // AWS: the wording is from memory.
    if (vpc === undefined)
      throw ec2Error("DefaultVpcDoesNotExist", "A default VPC does not exist for this account in this region.");
    if (subnetsOf(tx, context, vpc.id).some((subnet) => subnet.isDefaultForZone && subnet.zone === zone.name))
      throw ec2Error("DefaultSubnetAlreadyExistsInAvailabilityZone", `'${zone.name}' already has a default subnet`);
    const subnet = makeDefaultSubnet(tx, context, vpc, zone.name, newIds(context));
    if (subnet === undefined)
      throw ec2Error("InsufficientCidrBlocks", "There are not enough free blocks of addresses in the default VPC.");
    return { Subnet: showSubnet(context, subnet, 0) };
  },
);
