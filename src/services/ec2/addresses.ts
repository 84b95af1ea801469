// Elastic IP addresses: given to network interfaces, and as answers show them.
// RFC 5737: addresses for documentation, which are nobody's: no packet can go astray. AWS's are from its own ranges.

import type { Address } from "@aws-sdk/client-ec2";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { ec2Error, missingParameter } from "./errors.ts";
import type { FilterTable, Listed } from "./filters.ts";
import { need } from "./finding.ts";
import type { AddressRecord } from "./records.ts";
import { listAll } from "./repo.ts";
import { tagItems } from "./tags.ts";

const RANGES = ["192.0.2", "198.51.100", "203.0.113"];

/** An address that nobody in the account and region has; undefined where all are taken. */
export function freePublicIp(tx: ReadTx, scope: Scope): string | undefined {
  const used = new Set(listAll(tx, scope, "elastic-ip").map(({ publicIp }) => publicIp));
  const all = RANGES.flatMap((range) => Array.from({ length: 254 }, (_, at) => `${range}.${at + 1}`));
  return all.find((address) => !used.has(address));
}

/** The address that a request names by its allocation or by itself. */
export function requireAddress(
  tx: ReadTx,
  scope: Scope,
  { AllocationId, PublicIp }: { readonly AllocationId?: string | undefined; readonly PublicIp?: string | undefined },
): AddressRecord {
  if (AllocationId !== undefined) return need(tx, scope, "elastic-ip", AllocationId);
  if (PublicIp === undefined) throw missingParameter("allocationId");
  const found = listAll(tx, scope, "elastic-ip").find(({ publicIp }) => publicIp === PublicIp);
  // AWS: the wording is from memory.
  if (found === undefined) throw ec2Error("InvalidAddress.NotFound", `Address '${PublicIp}' not found.`);
  return found;
}

/** AWS: as reported by many: an interface needs a gateway to the internet for public addresses. */
export function requireInternet(tx: ReadTx, scope: Scope, vpcId: string): void {
  if (!listAll(tx, scope, "internet-gateway").some((gateway) => gateway.vpcId === vpcId))
    throw ec2Error("Gateway.NotAttached", `Network ${vpcId} is not attached to any internet gateway`);
}

/** AWS: Address in the API reference. */
function showAddress(scope: Scope, { id, publicIp, association, tags }: AddressRecord): Address {
  return {
    AllocationId: id,
    PublicIp: publicIp,
    Domain: "vpc",
    PublicIpv4Pool: "amazon",
    NetworkBorderGroup: scope.region,
    ...(association && {
      AssociationId: association.id,
      NetworkInterfaceId: association.interfaceId,
      NetworkInterfaceOwnerId: scope.account,
      PrivateIpAddress: association.privateIp,
    }),
    Tags: tagItems(tags),
  };
}

/** All addresses, to be listed. */
export function listAddresses(tx: ReadTx, scope: Scope): Listed<Address>[] {
  return listAll(tx, scope, "elastic-ip").map((address) => ({
    id: address.id,
    tags: address.tags,
    shape: showAddress(scope, address),
  }));
}

/** AWS: DescribeAddresses, Filters. */
export const addressFilters: FilterTable<Address> = {
  "allocation-id": (address) => address.AllocationId,
  "association-id": (address) => address.AssociationId,
  "instance-id": (address) => address.InstanceId,
  domain: (address) => address.Domain,
  "network-border-group": (address) => address.NetworkBorderGroup,
  "network-interface-id": (address) => address.NetworkInterfaceId,
  "network-interface-owner-id": (address) => address.NetworkInterfaceOwnerId,
  "private-ip-address": (address) => address.PrivateIpAddress,
  "public-ip": (address) => address.PublicIp,
};
