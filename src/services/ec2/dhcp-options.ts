// DHCP options: Amazon's, as answers show them.

import type { DhcpOptions } from "@aws-sdk/client-ec2";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import type { FilterTable, Listed } from "./filters.ts";
import { listAll } from "./repo.ts";
import { tagItems } from "./tags.ts";

/** All DHCP options, to be listed. AWS: "Default DHCP option set": Amazon's DNS, and the region's domain. */
export function listDhcpOptions(tx: ReadTx, scope: Scope): Listed<DhcpOptions>[] {
  const domain = scope.region === "us-east-1" ? "ec2.internal" : `${scope.region}.compute.internal`;
  return listAll(tx, scope, "dhcp-options").map(({ id, tags }) => ({
    id,
    tags,
    shape: {
      DhcpOptionsId: id,
      OwnerId: scope.account,
      DhcpConfigurations: [
        { Key: "domain-name", Values: [{ Value: domain }] },
        { Key: "domain-name-servers", Values: [{ Value: "AmazonProvidedDNS" }] },
      ],
      Tags: tagItems(tags),
    },
  }));
}

/** AWS: DescribeDhcpOptions, Filters. */
export const dhcpFilters: FilterTable<DhcpOptions> = {
  "dhcp-options-id": (options) => options.DhcpOptionsId,
  key: ({ DhcpConfigurations = [] }) => DhcpConfigurations.map(({ Key }) => Key),
  "owner-id": (options) => options.OwnerId,
  value: ({ DhcpConfigurations = [] }) =>
    DhcpConfigurations.flatMap(({ Values = [] }) => Values.map(({ Value }) => Value)),
};
