// UnassignPrivateIpAddresses: takes an interface's further addresses.

import type {
  UnassignPrivateIpAddressesCommandInput,
  UnassignPrivateIpAddressesCommandOutput,
} from "@aws-sdk/client-ec2";
import { invalidParameterValue } from "../errors.ts";
import { need } from "../finding.ts";
import { changing } from "../operation.ts";
import { listAll, save } from "../repo.ts";

export const unassignPrivateIpAddresses = changing<
  UnassignPrivateIpAddressesCommandInput,
  UnassignPrivateIpAddressesCommandOutput
>("UnassignPrivateIpAddresses", ({ NetworkInterfaceId, PrivateIpAddresses = [] }, tx, context) => {
  const one = need(tx, context, "network-interface", NetworkInterfaceId);
  const [primary, ...others] = one.addresses;
  const wrong = PrivateIpAddresses.find((address) => !others.includes(address));
  // AWS: the wording is from memory.
  if (wrong !== undefined)
    throw invalidParameterValue(
      wrong === primary
        ? `The address ${wrong} is the primary address of ${NetworkInterfaceId} and cannot be unassigned`
        : `Some of the specified addresses are not assigned to interface ${NetworkInterfaceId}`,
    );
  const addresses = one.addresses.filter((address) => !PrivateIpAddresses.includes(address));
  for (const { association, ...address } of listAll(tx, context, "elastic-ip"))
    if (association?.interfaceId === one.id && !addresses.includes(association.privateIp))
      save(tx, context, "elastic-ip", address);
  save(tx, context, "network-interface", { ...one, addresses });
});
