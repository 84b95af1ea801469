// AllocateAddress: an Elastic IP address for the account.

import type { AllocateAddressCommandInput, AllocateAddressCommandOutput } from "@aws-sdk/client-ec2";
import { freePublicIp } from "../addresses.ts";
import { invalidValue, limitExceeded } from "../errors.ts";
import { newIds } from "../ids.ts";
import { LIMITS } from "../limits.ts";
import { changing } from "../operation.ts";
import { listAll, save } from "../repo.ts";
import { specifiedTags } from "../tags.ts";

export const allocateAddress = changing<AllocateAddressCommandInput, AllocateAddressCommandOutput>(
  "AllocateAddress",
  ({ NetworkBorderGroup, TagSpecifications }, tx, context) => {
    const tags = specifiedTags(TagSpecifications, "elastic-ip");
    if (NetworkBorderGroup !== undefined && NetworkBorderGroup !== context.region)
      throw invalidValue(NetworkBorderGroup, "networkBorderGroup", "It is not a network border group of the region.");
    const publicIp = freePublicIp(tx, context);
    // AWS: as reported by many.
    if (publicIp === undefined || listAll(tx, context, "elastic-ip").length >= LIMITS.addresses)
      throw limitExceeded("AddressLimitExceeded", "addresses");
    const id = newIds(context)("eipalloc");
    save(tx, context, "elastic-ip", { v: 1, id, tags, createdAtMs: context.clock.nowMs(), publicIp });
    return {
      AllocationId: id,
      PublicIp: publicIp,
      Domain: "vpc",
      PublicIpv4Pool: "amazon",
      NetworkBorderGroup: context.region,
    };
  },
);
