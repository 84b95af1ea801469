// CreateRouteTable: makes a table with the local routes.

import type { CreateRouteTableCommandInput, CreateRouteTableCommandOutput } from "@aws-sdk/client-ec2";
import { limitExceeded } from "../errors.ts";
import { need } from "../finding.ts";
import { newIds } from "../ids.ts";
import { LIMITS } from "../limits.ts";
import { changing } from "../operation.ts";
import type { RouteTableRecord } from "../records.ts";
import { listAll, save } from "../repo.ts";
import { showTable } from "../route-tables.ts";
import { specifiedTags } from "../tags.ts";

export const createRouteTable = changing<CreateRouteTableCommandInput, CreateRouteTableCommandOutput>(
  "CreateRouteTable",
  ({ VpcId, TagSpecifications, ClientToken }, tx, context) => {
    const tags = specifiedTags(TagSpecifications, "route-table");
    need(tx, context, "vpc", VpcId);
    const tables = listAll(tx, context, "route-table");
    const same = ClientToken === undefined ? undefined : tables.find(({ clientToken }) => clientToken === ClientToken);
    if (same !== undefined) return { RouteTable: showTable(tx, context, same), ClientToken };
    if (tables.filter(({ vpcId }) => vpcId === VpcId).length >= LIMITS.routeTablesOfVpc)
      throw limitExceeded("RouteTableLimitExceeded", "route tables");
    const table: RouteTableRecord = {
      v: 1,
      id: newIds(context)("rtb"),
      tags,
      createdAtMs: context.clock.nowMs(),
      ...(ClientToken !== undefined && { clientToken: ClientToken }),
      vpcId: VpcId,
      routes: [],
      associations: [],
    };
    save(tx, context, "route-table", table);
    return { RouteTable: showTable(tx, context, table), ...(ClientToken !== undefined && { ClientToken }) };
  },
);
