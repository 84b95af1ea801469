// AWS::EC2::Route.

import type { Route } from "@aws-sdk/client-ec2";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { formatCidr, parseCidr } from "../network/cidr.ts";
import { defined, ifThere, requiredText, textOf } from "./properties.ts";

/** A route of a table. Ref is the table's id and the destination: "rtb-0a1b|0.0.0.0/0". */
export const routeType: ResourceType = {
  typeName: "AWS::EC2::Route",
  properties: [
    "DestinationCidrBlock",
    "DestinationIpv6CidrBlock",
    "DestinationPrefixListId",
    "GatewayId",
    "NatGatewayId",
    "NetworkInterfaceId",
    "RouteTableId",
  ],
  keptNotEnforced: {
    GatewayId: "sends packets there",
    NatGatewayId: "sends packets there",
    NetworkInterfaceId: "sends packets there",
  },

  async create(properties, { aws }) {
    const asked = routeOf(properties);
    await aws.ec2.createRoute(asked);
    return stateOf(asked);
  },

  async read(physicalId, { aws }) {
    const [tableId = "", destination = ""] = physicalId.split("|");
    const found = await ifThere(() => aws.ec2.describeRouteTables({ RouteTableIds: [tableId] }));
    const route = found?.RouteTables?.[0]?.Routes?.find(
      (each) => destinationOf(each) === destination && each.Origin === "CreateRoute",
    );
    if (route === undefined) return undefined;
    return defined({
      RouteTableId: tableId,
      DestinationCidrBlock: route.DestinationCidrBlock,
      DestinationIpv6CidrBlock: route.DestinationIpv6CidrBlock,
      DestinationPrefixListId: route.DestinationPrefixListId,
      GatewayId: route.GatewayId,
      NatGatewayId: route.NatGatewayId,
      NetworkInterfaceId: route.NetworkInterfaceId,
    });
  },

  async list({ aws }) {
    const all = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.ec2.describeRouteTables({ NextToken });
      return { items: answer.RouteTables, next: answer.NextToken };
    });
    // Main tables are not listed themselves.
    const tables = all.filter(({ Associations = [] }) => Associations.every(({ Main }) => Main !== true));
    return tables.flatMap(({ RouteTableId = "", Routes = [] }) =>
      Routes.filter(({ Origin, GatewayId }) => Origin === "CreateRoute" && GatewayId?.startsWith("vpce-") !== true).map(
        (route) => ({
          RouteTableId,
          CidrBlock: destinationOf(route),
        }),
      ),
    );
  },

  async update(_physicalId, properties, _previous, { aws }) {
    const asked = routeOf(properties);
    await aws.ec2.replaceRoute(asked);
    return stateOf(asked);
  },

  async delete(physicalId, _properties, { aws }) {
    const [RouteTableId = "", destination = ""] = physicalId.split("|");
    const kind = destination.startsWith("pl-")
      ? "DestinationPrefixListId"
      : destination.includes(":")
        ? "DestinationIpv6CidrBlock"
        : "DestinationCidrBlock";
    await ifThere(() => aws.ec2.deleteRoute({ RouteTableId, [kind]: destination }));
  },
};

type Asked = Parameters<ResourceContext["aws"]["ec2"]["createRoute"]>[0];

function routeOf(properties: Properties): Asked {
  return {
    RouteTableId: requiredText(properties, "RouteTableId"),
    DestinationCidrBlock: textOf(properties, "DestinationCidrBlock"),
    DestinationIpv6CidrBlock: textOf(properties, "DestinationIpv6CidrBlock"),
    DestinationPrefixListId: textOf(properties, "DestinationPrefixListId"),
    GatewayId: textOf(properties, "GatewayId"),
    NatGatewayId: textOf(properties, "NatGatewayId"),
    NetworkInterfaceId: textOf(properties, "NetworkInterfaceId"),
  };
}

function destinationOf(
  route: Pick<Route, "DestinationCidrBlock" | "DestinationIpv6CidrBlock" | "DestinationPrefixListId">,
): string {
  return route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId ?? "";
}

function stateOf(asked: Asked): ResourceState {
  const given = destinationOf(asked);
  const block = parseCidr(given);
  const CidrBlock = block === undefined ? given : formatCidr(block);
  return { physicalId: `${asked.RouteTableId ?? ""}|${CidrBlock}`, attributes: { CidrBlock } };
}
