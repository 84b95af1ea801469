// VPC endpoints: their parts, and as answers show them.

import { createHash } from "node:crypto";
import type { VpcEndpoint } from "@aws-sdk/client-ec2";
import { parsePolicy, PolicyError } from "../../iam/policy.ts";
import type { Context, Scope } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { endpointServices } from "./endpoint-services.ts";
import { ec2Error } from "./errors.ts";
import type { FilterTable, Listed } from "./filters.ts";
import { need } from "./finding.ts";
import type { MakeId } from "./ids.ts";
import { makeInterface } from "./interfaces.ts";
import { managedPrefixLists } from "./prefix-lists.ts";
import type { EndpointRecord } from "./records.ts";
import { listAll, load, remove, save } from "./repo.ts";
import { tagItems } from "./tags.ts";

/** AWS: "Default endpoint policy". */
export const FULL_ACCESS = JSON.stringify({
  Version: "2008-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
});

// DEVIATION: on AWS it takes minutes until an interface endpoint is available.
const SETTLING_MS = 500;

interface Settling {
  readonly id: string;
}

/** Has an endpoint become available or go, soon. */
export function settleEndpointLater(tx: WriteTx, context: Context, id: string): void {
  const payload: Settling = { id };
  context.jobs.enqueue(tx, {
    account: context.account,
    region: context.region,
    kind: settleEndpointJob.kind,
    payload,
    dueAtMs: context.clock.nowMs() + SETTLING_MS,
  });
}

/** From pending to available, from deleting to nothing. */
export const settleEndpointJob: JobHandler = {
  kind: "ec2/settle-endpoint",
  async run(job, yard) {
    yard.store.write((tx) => {
      const endpoint = load(tx, job, "vpc-endpoint", (job.payload as Settling).id);
      if (endpoint?.state === "pending") save(tx, job, "vpc-endpoint", { ...endpoint, state: "available" });
      if (endpoint?.state !== "deleting") return;
      for (const id of endpoint.interfaceIds) remove(tx, job, "network-interface", id);
      remove(tx, job, "vpc-endpoint", endpoint.id);
    });
    return "done";
  },
};

/** The policy of an endpoint; throws for what is none. */
export function requireEndpointPolicy(text: string): string {
  try {
    parsePolicy(text, "resource");
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw ec2Error("InvalidPolicyDocument", `The policy document is not valid: ${error.message}`);
  }
  return text;
}

/** Route tables of the endpoint's VPC that have no route to the service yet. */
export function requireTables(
  tx: ReadTx,
  scope: Scope,
  endpoint: Pick<EndpointRecord, "vpcId" | "serviceName"> & { readonly id?: string },
  ids: readonly string[],
): void {
  const list = managedPrefixLists(scope.region).find(({ name }) => name === endpoint.serviceName)?.id ?? "";
  const others = listAll(tx, scope, "vpc-endpoint").filter(
    ({ id, serviceName }) => id !== endpoint.id && serviceName === endpoint.serviceName,
  );
  for (const tableId of ids) {
    const table = need(tx, scope, "route-table", tableId);
    // AWS: the wording is from memory.
    if (table.vpcId !== endpoint.vpcId)
      throw ec2Error(
        "InvalidParameter",
        `Route table ${tableId} belongs to a different network than ${endpoint.vpcId}`,
      );
    const isTaken =
      others.some(({ routeTableIds }) => routeTableIds.includes(tableId)) ||
      table.routes.some(({ destination }) => destination.value === list);
    // AWS: as reported by many.
    if (isTaken)
      throw ec2Error(
        "RouteAlreadyExists",
        `route table ${tableId} already has a route with destination-prefix-list-id ${list}`,
      );
  }
}

/** Makes an interface in each of the subnets, which are of the endpoint's VPC, one a zone. */
export function makeEndpointInterfaces(
  tx: WriteTx,
  context: Context,
  endpoint: Pick<EndpointRecord, "id" | "vpcId" | "groupIds" | "subnetIds">,
  subnetIds: readonly string[],
  makeId: MakeId,
): string[] {
  const zones = new Set(endpoint.subnetIds.map((id) => load(tx, context, "subnet", id)?.zone));
  return subnetIds.map((subnetId) => {
    const subnet = need(tx, context, "subnet", subnetId);
    // AWS: as reported by many.
    if (subnet.vpcId !== endpoint.vpcId)
      throw ec2Error("InvalidParameter", `Subnet ${subnetId} belongs to a different network than ${endpoint.vpcId}`);
    if (zones.has(subnet.zone))
      throw ec2Error(
        "DuplicateSubnetsInSameZone",
        `Found another VPC endpoint subnet in the availability zone of ${subnetId}`,
      );
    zones.add(subnet.zone);
    const wanted = {
      subnet,
      groupIds: endpoint.groupIds,
      description: `VPC Endpoint Interface ${endpoint.id}`,
      interfaceType: "vpc_endpoint",
      requesterId: "amazon-aws",
      use: { attachmentId: makeId("ela-attach"), ownerId: "amazon-aws", resourceId: endpoint.id },
    } as const;
    return makeInterface(tx, context, wanted, makeId).id;
  });
}

/** AWS: VpcEndpoint in the API reference. */
export function showEndpoint(tx: ReadTx, scope: Scope, endpoint: EndpointRecord): VpcEndpoint {
  const isInterface = endpoint.endpointType === "Interface";
  return {
    VpcEndpointId: endpoint.id,
    VpcEndpointType: endpoint.endpointType,
    VpcId: endpoint.vpcId,
    ServiceName: endpoint.serviceName,
    ServiceRegion: scope.region,
    State: endpoint.state as "Available",
    PolicyDocument: endpoint.policy,
    RouteTableIds: [...endpoint.routeTableIds],
    SubnetIds: [...endpoint.subnetIds],
    Groups: endpoint.groupIds.map((GroupId) => ({
      GroupId,
      GroupName: load(tx, scope, "security-group", GroupId)?.name,
    })),
    IpAddressType: endpoint.ipAddressType,
    DnsOptions: { DnsRecordIpType: endpoint.dnsRecordIpType },
    PrivateDnsEnabled: endpoint.hasPrivateDns,
    RequesterManaged: false,
    NetworkInterfaceIds: [...endpoint.interfaceIds],
    DnsEntries: isInterface ? dnsEntries(tx, scope, endpoint) : [],
    CreationTimestamp: new Date(endpoint.createdAtMs),
    OwnerId: scope.account,
    Tags: tagItems(endpoint.tags),
  };
}

/** AWS: "Access an AWS service through an interface endpoint": a regional name, one a zone, and the service's own. */
function dnsEntries(
  tx: ReadTx,
  { account, region }: Scope,
  endpoint: EndpointRecord,
): { DnsName: string; HostedZoneId: string }[] {
  const short = endpoint.serviceName.split(".").slice(3).join(".");
  const hash = createHash("sha256").update(endpoint.id).digest("hex").slice(0, 8);
  const HostedZoneId = "Z7HUB22UULQXV";
  const zones = endpoint.subnetIds.flatMap((id) => load(tx, { account, region }, "subnet", id)?.zone ?? []);
  const name = (zone: string): string => `${endpoint.id}-${hash}${zone}.${short}.${region}.vpce.amazonaws.com`;
  const service = endpointServices(region).find((one) => one.name === endpoint.serviceName);
  return [
    ...["", ...zones.map((zone) => `-${zone}`)].map((zone) => ({ DnsName: name(zone), HostedZoneId })),
    ...(endpoint.hasPrivateDns && service !== undefined
      ? [{ DnsName: service.privateDnsName, HostedZoneId: `Z0${hash.toUpperCase()}` }]
      : []),
  ];
}

/** All endpoints, to be listed. */
export function listEndpoints(tx: ReadTx, scope: Scope): Listed<VpcEndpoint>[] {
  return listAll(tx, scope, "vpc-endpoint").map((endpoint) => ({
    id: endpoint.id,
    tags: endpoint.tags,
    shape: showEndpoint(tx, scope, endpoint),
  }));
}

/** AWS: DescribeVpcEndpoints, Filters. */
export const endpointFilters: FilterTable<VpcEndpoint> = {
  "ip-address-type": (endpoint) => endpoint.IpAddressType,
  "service-name": (endpoint) => endpoint.ServiceName,
  "service-region": (endpoint) => endpoint.ServiceRegion,
  "vpc-endpoint-id": (endpoint) => endpoint.VpcEndpointId,
  "vpc-endpoint-state": (endpoint) => endpoint.State,
  "vpc-endpoint-type": (endpoint) => endpoint.VpcEndpointType,
  "vpc-id": (endpoint) => endpoint.VpcId,
};
