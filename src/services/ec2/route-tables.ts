// Route tables: routes with their targets, associations, and as answers show them.

import type { Route, RouteTable } from "@aws-sdk/client-ec2";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { ec2Error, invalidCombination, invalidParameterValue, missingParameter, noBlock } from "./errors.ts";
import type { FilterTable, Listed } from "./filters.ts";
import { need } from "./finding.ts";
import { kindOfId, notFound } from "./kinds.ts";
import { formatCidr, parseCidr } from "./network/cidr.ts";
import { managedPrefixLists } from "./prefix-lists.ts";
import type { RouteRecord, RouteTableRecord } from "./records.ts";
import { listAll, load } from "./repo.ts";
import { tagItems } from "./tags.ts";

/** A route as requests name it. */
export interface RouteAsked {
  readonly RouteTableId: string;
  readonly DestinationCidrBlock?: string | undefined;
  readonly DestinationIpv6CidrBlock?: string | undefined;
  readonly DestinationPrefixListId?: string | undefined;
  readonly GatewayId?: string | undefined;
  readonly NatGatewayId?: string | undefined;
  readonly NetworkInterfaceId?: string | undefined;
  readonly InstanceId?: string | undefined;
}

/** The one destination of a request, in canonical form. */
export function requireDestination(scope: Scope, asked: Omit<RouteAsked, "RouteTableId">): RouteRecord["destination"] {
  const { DestinationCidrBlock: v4, DestinationIpv6CidrBlock: v6, DestinationPrefixListId: list } = asked;
  const given = [v4, v6, list].filter((one) => one !== undefined);
  if (given.length === 0) throw missingParameter("destinationCidrBlock");
  if (given.length > 1)
    throw invalidCombination(
      "Only one of destinationCidrBlock, destinationIpv6CidrBlock or destinationPrefixListId can be given",
    );
  if (list !== undefined) {
    if (!managedPrefixLists(scope.region).some(({ id }) => id === list)) throw notFound("prefix-list", list);
    return { kind: "prefix-list", value: list };
  }
  const block = parseCidr(v4 ?? v6 ?? "");
  const version = v4 === undefined ? 6 : 4;
  if (block?.version !== version)
    throw noBlock(v4 ?? v6 ?? "", version === 4 ? "destinationCidrBlock" : "destinationIpv6CidrBlock");
  return { kind: version === 4 ? "ipv4" : "ipv6", value: formatCidr(block) };
}

/** The one target of a request: there, and in the table's VPC. */
export function requireTarget(tx: ReadTx, scope: Scope, table: RouteTableRecord, asked: RouteAsked): string {
  const given = [asked.GatewayId, asked.NatGatewayId, asked.NetworkInterfaceId, asked.InstanceId].filter(
    (one) => one !== undefined,
  );
  const [target] = given;
  if (target === undefined) throw missingParameter("gatewayId");
  // AWS: the wording is from memory.
  if (given.length > 1)
    throw invalidCombination(
      "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, instanceId",
    );
  if (asked.InstanceId !== undefined)
    throw ec2Error("InvalidInstanceID.NotFound", `The instance ID '${target}' does not exist`);
  if (asked.NatGatewayId !== undefined) {
    const nat = load(tx, scope, "natgateway", target);
    // AWS: from memory: routes say it otherwise than DescribeNatGateways.
    if (nat === undefined || nat.state === "deleted")
      throw ec2Error("InvalidNatGatewayID.NotFound", `The natGateway ID '${target}' does not exist`);
    return requireSameVpc(table, "nat gateway", target, nat.vpcId);
  }
  if (asked.NetworkInterfaceId !== undefined)
    return requireSameVpc(table, "interface", target, need(tx, scope, "network-interface", target).vpcId);
  if (kindOfId(target) === "vpc-endpoint")
    throw invalidParameterValue("Routes to gateway endpoints are added by the endpoint: use ModifyVpcEndpoint.");
  return requireSameVpc(table, "network gateway", target, need(tx, scope, "internet-gateway", target).vpcId);
}

/** AWS: as reported by many: "route table rtb-0a and network gateway igw-0b belong to different networks". */
function requireSameVpc(table: RouteTableRecord, noun: string, id: string, vpcId: string | undefined): string {
  if (vpcId !== table.vpcId)
    throw invalidParameterValue(`route table ${table.id} and ${noun} ${id} belong to different networks`);
  return id;
}

/** The table that has an association, or the error that there is none. */
export function requireAssociation(tx: ReadTx, scope: Scope, id: string): RouteTableRecord {
  const found = listAll(tx, scope, "route-table").find(
    (table) => table.mainAssociationId === id || table.associations.some((one) => one.id === id),
  );
  // AWS: the wording is from memory.
  if (found === undefined) throw ec2Error("InvalidAssociationID.NotFound", `The association ID '${id}' does not exist`);
  return found;
}

/** AWS: RouteTable in the API reference. */
export function showTable(tx: ReadTx, scope: Scope, table: RouteTableRecord): RouteTable {
  const { id: RouteTableId, mainAssociationId } = table;
  const AssociationState = { State: "associated" } as const;
  return {
    RouteTableId,
    VpcId: table.vpcId,
    OwnerId: scope.account,
    Associations: [
      ...(mainAssociationId === undefined
        ? []
        : [{ Main: true, RouteTableAssociationId: mainAssociationId, RouteTableId, AssociationState }]),
      ...table.associations.map(({ id, subnetId, gatewayId }) => ({
        Main: false,
        RouteTableAssociationId: id,
        RouteTableId,
        ...(subnetId !== undefined && { SubnetId: subnetId }),
        ...(gatewayId !== undefined && { GatewayId: gatewayId }),
        AssociationState,
      })),
    ],
    PropagatingVgws: [],
    Routes: [
      ...localRoutes(tx, scope, table),
      ...table.routes.map((route) => showRoute(tx, scope, route)),
      ...endpointRoutes(tx, scope, table),
    ],
    Tags: tagItems(table.tags),
  };
}

/** AWS: "Local route": one for each of the VPC's blocks; it cannot be removed. */
function localRoutes(tx: ReadTx, scope: Scope, { vpcId }: RouteTableRecord): Route[] {
  const vpc = load(tx, scope, "vpc", vpcId);
  const local = { GatewayId: "local", Origin: "CreateRouteTable", State: "active" } as const;
  return [
    ...(vpc?.blocks ?? []).map(({ cidr }): Route => ({ DestinationCidrBlock: cidr, ...local })),
    ...(vpc?.ipv6Blocks ?? []).map(({ cidr }): Route => ({ DestinationIpv6CidrBlock: cidr, ...local })),
  ];
}

function showRoute(tx: ReadTx, scope: Scope, { destination, targetId }: RouteRecord): Route {
  const kind = kindOfId(targetId);
  return {
    ...destinationOf(destination),
    ...(kind === "internet-gateway" && { GatewayId: targetId }),
    ...(kind === "natgateway" && { NatGatewayId: targetId }),
    ...(kind === "network-interface" && { NetworkInterfaceId: targetId }),
    Origin: "CreateRoute",
    State: isActive(tx, scope, targetId) ? "active" : "blackhole",
  };
}

function destinationOf({ kind, value }: RouteRecord["destination"]): Route {
  if (kind === "ipv4") return { DestinationCidrBlock: value };
  return kind === "ipv6" ? { DestinationIpv6CidrBlock: value } : { DestinationPrefixListId: value };
}

/** AWS: Route, State: "blackhole" where the target is not available. */
function isActive(tx: ReadTx, scope: Scope, targetId: string): boolean {
  const gateway = load(tx, scope, "internet-gateway", targetId);
  if (gateway !== undefined) return gateway.vpcId !== undefined;
  const nat = load(tx, scope, "natgateway", targetId);
  if (nat !== undefined) return nat.state === "pending" || nat.state === "available";
  return load(tx, scope, "network-interface", targetId)?.use !== undefined;
}

/** AWS: "Gateway endpoints": one route to the service's prefix list in each table of the endpoint. */
function endpointRoutes(tx: ReadTx, scope: Scope, table: RouteTableRecord): Route[] {
  const lists = managedPrefixLists(scope.region);
  return listAll(tx, scope, "vpc-endpoint")
    .filter(({ routeTableIds }) => routeTableIds.includes(table.id))
    .map(({ id, serviceName }) => ({
      DestinationPrefixListId: lists.find(({ name }) => name === serviceName)?.id,
      GatewayId: id,
      Origin: "CreateRoute",
      State: "active",
    }));
}

/** All tables, to be listed. */
export function listTables(tx: ReadTx, scope: Scope): Listed<RouteTable>[] {
  return listAll(tx, scope, "route-table").map((table) => ({
    id: table.id,
    tags: table.tags,
    shape: showTable(tx, scope, table),
  }));
}

const ofAssociations =
  <T>(value: (association: NonNullable<RouteTable["Associations"]>[number]) => T) =>
  ({ Associations = [] }: RouteTable): T[] =>
    Associations.map(value);
const ofRoutes =
  <T>(value: (route: Route) => T) =>
  ({ Routes = [] }: RouteTable): T[] =>
    Routes.map(value);

/** AWS: DescribeRouteTables, Filters. */
export const tableFilters: FilterTable<RouteTable> = {
  "association.gateway-id": ofAssociations(({ GatewayId }) => GatewayId),
  "association.main": ofAssociations(({ Main }) => Main),
  "association.route-table-association-id": ofAssociations((association) => association.RouteTableAssociationId),
  "association.route-table-id": ofAssociations(({ RouteTableId }) => RouteTableId),
  "association.subnet-id": ofAssociations(({ SubnetId }) => SubnetId),
  "owner-id": (table) => table.OwnerId,
  "route.destination-cidr-block": ofRoutes((route) => route.DestinationCidrBlock),
  "route.destination-ipv6-cidr-block": ofRoutes((route) => route.DestinationIpv6CidrBlock),
  "route.destination-prefix-list-id": ofRoutes((route) => route.DestinationPrefixListId),
  "route.gateway-id": ofRoutes((route) => route.GatewayId),
  "route.nat-gateway-id": ofRoutes((route) => route.NatGatewayId),
  "route.origin": ofRoutes((route) => route.Origin),
  "route.state": ofRoutes((route) => route.State),
  "route-table-id": (table) => table.RouteTableId,
  "vpc-id": (table) => table.VpcId,
};
