// DescribeAddresses: by allocations, addresses and filters; in one page.

import type { DescribeAddressesCommandInput, DescribeAddressesCommandOutput } from "@aws-sdk/client-ec2";
import { addressFilters, listAddresses, requireAddress } from "../addresses.ts";
import { select } from "../filters.ts";
import { reading } from "../operation.ts";

export const describeAddresses = reading<DescribeAddressesCommandInput, DescribeAddressesCommandOutput>(
  "DescribeAddresses",
  ({ AllocationIds = [], PublicIps = [], Filters }, tx, context) => {
    const named = PublicIps.map((PublicIp) => requireAddress(tx, context, { PublicIp }).id);
    const { items } = select(
      listAddresses(tx, context),
      { Filters },
      { kind: "elastic-ip", ids: [...AllocationIds, ...named], idsName: "allocationIds", filters: addressFilters },
    );
    return { Addresses: [...items] };
  },
);
