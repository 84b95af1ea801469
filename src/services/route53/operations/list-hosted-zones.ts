// ListHostedZones: an account's zones in pages.

import type { ListHostedZonesCommandInput, ListHostedZonesCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidInput, noSuchDelegationSet } from "../errors.ts";
import { pageSize, takePage } from "../pages.ts";
import { listZones, loadZone } from "../repo.ts";
import { bareId, zoneShape } from "../zones.ts";

export const listHostedZones = defineOperation<Input<ListHostedZonesCommandInput>, ListHostedZonesCommandOutput>(
  "ListHostedZones",
  (input, context) => {
    const { Marker: marker = "", MaxItems: maxItems } = input;
    if (input.DelegationSetId !== undefined) throw noSuchDelegationSet(bareId(input.DelegationSetId));
    const size = pageSize(maxItems);
    const { page, next } = context.store.read((tx) => {
      // AWS: ListHostedZones: a marker is the NextMarker of the page before.
      if (marker !== "" && loadZone(tx, context, marker) === undefined)
        throw invalidInput(`The marker ${marker} is not valid.`);
      // There are no private zones.
      const zones = input.HostedZoneType === undefined ? [...listZones(tx, context)] : [];
      return takePage(
        zones.filter(({ id }) => id >= marker),
        size,
      );
    });
    return {
      HostedZones: page.map(zoneShape),
      Marker: marker,
      IsTruncated: next !== undefined,
      ...(next !== undefined && { NextMarker: next.id }),
      MaxItems: size,
    };
  },
);
