// DescribeRouteTables.

import type { DescribeRouteTablesCommandInput, DescribeRouteTablesCommandOutput } from "@aws-sdk/client-ec2";
import { select } from "../filters.ts";
import { reading } from "../operation.ts";
import { listTables, tableFilters } from "../route-tables.ts";

export const describeRouteTables = reading<DescribeRouteTablesCommandInput, DescribeRouteTablesCommandOutput>(
  "DescribeRouteTables",
  (input, tx, context) => {
    const { items: RouteTables, next } = select(listTables(tx, context), input, {
      kind: "route-table",
      ids: input.RouteTableIds,
      idsName: "routeTableIds",
      filters: tableFilters,
    });
    return { RouteTables: [...RouteTables], ...next };
  },
);
