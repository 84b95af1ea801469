// ReplaceRoute: another target for a route.

import type { ReplaceRouteCommandInput, ReplaceRouteCommandOutput } from "@aws-sdk/client-ec2";
import { invalidParameterValue } from "../errors.ts";
import { need } from "../finding.ts";
import { changing } from "../operation.ts";
import { save } from "../repo.ts";
import { requireDestination, requireTarget } from "../route-tables.ts";

export const replaceRoute = changing<ReplaceRouteCommandInput, ReplaceRouteCommandOutput>(
  "ReplaceRoute",
  (input, tx, context) => {
    const table = need(tx, context, "route-table", input.RouteTableId);
    const destination = requireDestination(context, input);
    // AWS: the wording is from memory.
    if (!table.routes.some((route) => route.destination.value === destination.value))
      throw invalidParameterValue(
        `There is no route defined for '${destination.value}' in the route table. Use CreateRoute instead.`,
      );
    const targetId = requireTarget(tx, context, table, input);
    const routes = table.routes.map((route) =>
      route.destination.value === destination.value ? { destination, targetId } : route,
    );
    save(tx, context, "route-table", { ...table, routes });
  },
);
