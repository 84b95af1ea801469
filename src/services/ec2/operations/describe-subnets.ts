// DescribeSubnets.

import type { DescribeSubnetsCommandInput, DescribeSubnetsCommandOutput } from "@aws-sdk/client-ec2";
import { select } from "../filters.ts";
import { reading } from "../operation.ts";
import { listSubnets, subnetFilters } from "../subnets.ts";

export const describeSubnets = reading<DescribeSubnetsCommandInput, DescribeSubnetsCommandOutput>(
  "DescribeSubnets",
  (input, tx, context) => {
    const { items: Subnets, next } = select(listSubnets(tx, context), input, {
      kind: "subnet",
      ids: input.SubnetIds,
      idsName: "subnetIds",
      filters: subnetFilters,
    });
    return { Subnets: [...Subnets], ...next };
  },
);
