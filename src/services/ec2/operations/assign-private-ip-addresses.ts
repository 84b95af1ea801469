// AssignPrivateIpAddresses: more addresses for an interface.

import type { AssignPrivateIpAddressesCommandInput, AssignPrivateIpAddressesCommandOutput } from "@aws-sdk/client-ec2";
import { invalidCombination, missingParameter } from "../errors.ts";
import { need } from "../finding.ts";
import { takeAddresses } from "../interfaces.ts";
import { changing } from "../operation.ts";
import { save } from "../repo.ts";

export const assignPrivateIpAddresses = changing<
  AssignPrivateIpAddressesCommandInput,
  AssignPrivateIpAddressesCommandOutput
>("AssignPrivateIpAddresses", (input, tx, context) => {
  const { NetworkInterfaceId, PrivateIpAddresses = [], SecondaryPrivateIpAddressCount = 0 } = input;
  const one = need(tx, context, "network-interface", NetworkInterfaceId);
  if (PrivateIpAddresses.length > 0 && SecondaryPrivateIpAddressCount > 0)
    throw invalidCombination("privateIpAddresses and secondaryPrivateIpAddressCount cannot be used together");
  if (PrivateIpAddresses.length === 0 && SecondaryPrivateIpAddressCount === 0)
    throw missingParameter("secondaryPrivateIpAddressCount or privateIpAddresses");
  const subnet = need(tx, context, "subnet", one.subnetId);
  const added = takeAddresses(tx, context, subnet, PrivateIpAddresses, SecondaryPrivateIpAddressCount);
  save(tx, context, "network-interface", { ...one, addresses: [...one.addresses, ...added] });
  return {
    NetworkInterfaceId,
    AssignedPrivateIpAddresses: added.map((PrivateIpAddress) => ({ PrivateIpAddress })),
  };
});
