// DescribeInternetGateways.

import type { DescribeInternetGatewaysCommandInput, DescribeInternetGatewaysCommandOutput } from "@aws-sdk/client-ec2";
import { select } from "../filters.ts";
import { internetGatewayFilters, listInternetGateways } from "../internet-gateways.ts";
import { reading } from "../operation.ts";

export const describeInternetGateways = reading<
  DescribeInternetGatewaysCommandInput,
  DescribeInternetGatewaysCommandOutput
>("DescribeInternetGateways", (input, tx, context) => {
  const { items: InternetGateways, next } = select(listInternetGateways(tx, context), input, {
    kind: "internet-gateway",
    ids: input.InternetGatewayIds,
    idsName: "internetGatewayIds",
    filters: internetGatewayFilters,
  });
  return { InternetGateways: [...InternetGateways], ...next };
});
