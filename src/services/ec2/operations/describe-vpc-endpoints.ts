// DescribeVpcEndpoints.

import type { DescribeVpcEndpointsCommandInput, DescribeVpcEndpointsCommandOutput } from "@aws-sdk/client-ec2";
import { endpointFilters, listEndpoints } from "../endpoints.ts";
import { select } from "../filters.ts";
import { reading } from "../operation.ts";

export const describeVpcEndpoints = reading<DescribeVpcEndpointsCommandInput, DescribeVpcEndpointsCommandOutput>(
  "DescribeVpcEndpoints",
  (input, tx, context) => {
    const { items: VpcEndpoints, next } = select(listEndpoints(tx, context), input, {
      kind: "vpc-endpoint",
      ids: input.VpcEndpointIds,
      idsName: "vpcEndpointIds",
      filters: endpointFilters,
    });
    return { VpcEndpoints: [...VpcEndpoints], ...next };
  },
);
