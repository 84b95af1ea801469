// CreateRoute: adds a route to a table.

import type { CreateRouteCommandInput, CreateRouteCommandOutput } from "@aws-sdk/client-ec2";
import type { Context } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import { ec2Error, limitExceeded } from "../errors.ts";
import { need } from "../finding.ts";
import { LIMITS } from "../limits.ts";
import { changing } from "../operation.ts";
import type { RouteTableRecord } from "../records.ts";
import { save } from "../repo.ts";
import { requireDestination, requireTarget } from "../route-tables.ts";

export const createRoute = changing<CreateRouteCommandInput, CreateRouteCommandOutput>(
  "CreateRoute",
  (input, tx, context) => {
    const table = need(tx, context, "route-table", input.RouteTableId);
    const destination = requireDestination(context, input);
    const targetId = requireTarget(tx, context, table, input);
    const present = table.routes.find(({ destination: { value } }) => value === destination.value);
    requireNotLocal(tx, context, table, destination.value);
    // AWS: CreateRoute is idempotent; from memory.
    if (present !== undefined && present.targetId !== targetId)
      throw ec2Error("RouteAlreadyExists", `The route identified by ${destination.value} already exists.`);
    if (table.routes.length >= LIMITS.routesOfTable) throw limitExceeded("RouteLimitExceeded", "routes");
    const routes = [...table.routes.filter((route) => route !== present), { destination, targetId }];
    save(tx, context, "route-table", { ...table, routes });
    return { Return: true };
  },
);

function requireNotLocal(tx: WriteTx, context: Context, table: RouteTableRecord, destination: string): void {
  const vpc = need(tx, context, "vpc", table.vpcId);
  if ([...vpc.blocks, ...vpc.ipv6Blocks].some(({ cidr }) => cidr === destination))
    throw ec2Error("RouteAlreadyExists", `The route identified by ${destination} already exists.`);
}
