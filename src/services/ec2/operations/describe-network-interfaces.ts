// DescribeNetworkInterfaces.

import type {
  DescribeNetworkInterfacesCommandInput,
  DescribeNetworkInterfacesCommandOutput,
} from "@aws-sdk/client-ec2";
import { select } from "../filters.ts";
import { interfaceFilters, listInterfaces } from "../interfaces.ts";
import { reading } from "../operation.ts";

export const describeNetworkInterfaces = reading<
  DescribeNetworkInterfacesCommandInput,
  DescribeNetworkInterfacesCommandOutput
>("DescribeNetworkInterfaces", (input, tx, context) => {
  const { items: NetworkInterfaces, next } = select(listInterfaces(tx, context), input, {
    kind: "network-interface",
    ids: input.NetworkInterfaceIds,
    idsName: "networkInterfaceIds",
    filters: interfaceFilters,
  });
  return { NetworkInterfaces: [...NetworkInterfaces], ...next };
});
