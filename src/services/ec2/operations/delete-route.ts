// DeleteRoute: takes a route from a table; never the local ones.

import type { DeleteRouteCommandInput, DeleteRouteCommandOutput } from "@aws-sdk/client-ec2";
import { ec2Error, invalidParameterValue } from "../errors.ts";
import { need } from "../finding.ts";
import { changing } from "../operation.ts";
import { save } from "../repo.ts";
import { requireDestination } from "../route-tables.ts";

export const deleteRoute = changing<DeleteRouteCommandInput, DeleteRouteCommandOutput>(
  "DeleteRoute",
  (input, tx, context) => {
    const table = need(tx, context, "route-table", input.RouteTableId);
    const { value, kind } = requireDestination(context, input);
    const vpc = need(tx, context, "vpc", table.vpcId);
    // AWS: the wording is from memory.
    if ([...vpc.blocks, ...vpc.ipv6Blocks].some(({ cidr }) => cidr === value))
      throw invalidParameterValue(`cannot remove local route ${value} in route table ${table.id}`);
    const routes = table.routes.filter(({ destination }) => destination.value !== value);
    const parameter = {
      ipv4: "destination-cidr-block",
      ipv6: "destination-ipv6-cidr-block",
      "prefix-list": "destination-prefix-list-id",
    }[kind];
    // AWS: as reported by many.
    if (routes.length === table.routes.length)
      throw ec2Error("InvalidRoute.NotFound", `no route with ${parameter} ${value} in route table ${table.id}`);
    save(tx, context, "route-table", { ...table, routes });
  },
);
