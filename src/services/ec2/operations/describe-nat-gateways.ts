// DescribeNatGateways: also those that were deleted within the last hour.

import type { DescribeNatGatewaysCommandInput, DescribeNatGatewaysCommandOutput } from "@aws-sdk/client-ec2";
import { select } from "../filters.ts";
import { listNatGateways, natGatewayFilters } from "../nat-gateways.ts";
import { reading } from "../operation.ts";

export const describeNatGateways = reading<DescribeNatGatewaysCommandInput, DescribeNatGatewaysCommandOutput>(
  "DescribeNatGateways",
  ({ Filter: Filters, NatGatewayIds, MaxResults, NextToken }, tx, context) => {
    const asked = { Filters, MaxResults, NextToken };
    const { items: NatGateways, next } = select(listNatGateways(tx, context), asked, {
      kind: "natgateway",
      ids: NatGatewayIds,
      idsName: "natGatewayIds",
      filters: natGatewayFilters,
    });
    return { NatGateways: [...NatGateways], ...next };
  },
);
