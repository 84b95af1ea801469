// DeleteRouteTable: removes a table that no subnet has.

import type { DeleteRouteTableCommandInput, DeleteRouteTableCommandOutput } from "@aws-sdk/client-ec2";
import { hasDependencies } from "../errors.ts";
import { need } from "../finding.ts";
import { changing } from "../operation.ts";
import { listAll, remove } from "../repo.ts";

export const deleteRouteTable = changing<DeleteRouteTableCommandInput, DeleteRouteTableCommandOutput>(
  "DeleteRouteTable",
  ({ RouteTableId }, tx, context) => {
    const table = need(tx, context, "route-table", RouteTableId);
    const isUsed =
      table.mainAssociationId !== undefined ||
      table.associations.length > 0 ||
      listAll(tx, context, "vpc-endpoint").some(({ routeTableIds }) => routeTableIds.includes(RouteTableId));
    if (isUsed) throw hasDependencies("routeTable", RouteTableId);
    remove(tx, context, "route-table", RouteTableId);
  },
);
