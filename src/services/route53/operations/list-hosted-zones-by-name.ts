// ListHostedZonesByName: zones in the order of their names, labels from the last to the first.

import type { ListHostedZonesByNameCommandInput, ListHostedZonesByNameCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidDomainName } from "../errors.ts";
import { requireName, sortingName } from "../names.ts";
import { pageSize, takePage } from "../pages.ts";
import type { ZoneRecord } from "../records.ts";
import { listZones } from "../repo.ts";
import { bareId, zoneShape } from "../zones.ts";

export const listHostedZonesByName = defineOperation<
  Input<ListHostedZonesByNameCommandInput>,
  ListHostedZonesByNameCommandOutput
>("ListHostedZonesByName", (input, context) => {
  const { DNSName: startName, HostedZoneId: startId } = input;
  const size = pageSize(input.MaxItems);
  const start =
    startName === undefined || startName === "" ? "" : sortingName(requireName(startName, invalidDomainName));
  const zones = context.store.read((tx) => [...listZones(tx, context)]).sort(inOrder);
  const { page, next } = takePage(
    zones.filter((zone) => {
      const name = sortingName(zone.name);
      return name > start || (name === start && (startId === undefined || zone.id >= bareId(startId)));
    }),
    size,
  );
  return {
    HostedZones: page.map(zoneShape),
    ...(startName !== undefined && { DNSName: startName }),
    ...(startId !== undefined && { HostedZoneId: startId }),
    IsTruncated: next !== undefined,
    ...(next !== undefined && { NextDNSName: next.name, NextHostedZoneId: next.id }),
    MaxItems: size,
  };
});

function inOrder(one: ZoneRecord, other: ZoneRecord): number {
  const [a, b] = [`${sortingName(one.name)}\n${one.id}`, `${sortingName(other.name)}\n${other.id}`];
  return a < b ? -1 : 1;
}
