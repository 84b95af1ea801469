// ReleaseAddress: gives an Elastic IP address back that nothing has.

import type { ReleaseAddressCommandInput, ReleaseAddressCommandOutput } from "@aws-sdk/client-ec2";
import { requireAddress } from "../addresses.ts";
import { ec2Error } from "../errors.ts";
import { changing } from "../operation.ts";
import { remove } from "../repo.ts";

export const releaseAddress = changing<ReleaseAddressCommandInput, ReleaseAddressCommandOutput>(
  "ReleaseAddress",
  (input, tx, context) => {
    const address = requireAddress(tx, context, input);
    // AWS: the wording is from memory.
    if (address.association !== undefined)
      throw ec2Error("InvalidIPAddress.InUse", `Address ${address.publicIp} is in use.`);
    remove(tx, context, "elastic-ip", address.id);
  },
);
