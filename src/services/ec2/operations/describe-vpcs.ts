// DescribeVpcs.

import type { DescribeVpcsCommandInput, DescribeVpcsCommandOutput } from "@aws-sdk/client-ec2";
import { select } from "../filters.ts";
import { reading } from "../operation.ts";
import { listVpcs, vpcFilters } from "../vpcs.ts";

export const describeVpcs = reading<DescribeVpcsCommandInput, DescribeVpcsCommandOutput>(
  "DescribeVpcs",
  (input, tx, context) => {
    const { items: Vpcs, next } = select(listVpcs(tx, context), input, {
      kind: "vpc",
      ids: input.VpcIds,
      idsName: "vpcIds",
      filters: vpcFilters,
    });
    return { Vpcs: [...Vpcs], ...next };
  },
);
