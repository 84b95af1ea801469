// DescribeDhcpOptions: Amazon's, which every VPC has that uses no others.

import type { DescribeDhcpOptionsCommandInput, DescribeDhcpOptionsCommandOutput } from "@aws-sdk/client-ec2";
import { dhcpFilters, listDhcpOptions } from "../dhcp-options.ts";
import { select } from "../filters.ts";
import { reading } from "../operation.ts";

export const describeDhcpOptions = reading<DescribeDhcpOptionsCommandInput, DescribeDhcpOptionsCommandOutput>(
  "DescribeDhcpOptions",
  (input, tx, context) => {
    const { items: DhcpOptions, next } = select(listDhcpOptions(tx, context), input, {
      kind: "dhcp-options",
      ids: input.DhcpOptionsIds,
      idsName: "dhcpOptionsIds",
      filters: dhcpFilters,
    });
    return { DhcpOptions: [...DhcpOptions], ...next };
  },
);
