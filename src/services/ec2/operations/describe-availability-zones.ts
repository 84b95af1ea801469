// DescribeAvailabilityZones: those of the region.

import type {
  AvailabilityZone,
  DescribeAvailabilityZonesCommandInput,
  DescribeAvailabilityZonesCommandOutput,
} from "@aws-sdk/client-ec2";
import { zonesOf } from "../../../service/zones.ts";
import { invalidParameterValue } from "../errors.ts";
import { filtersOf, type FilterTable } from "../filters.ts";
import { reading } from "../operation.ts";

export const describeAvailabilityZones = reading<
  DescribeAvailabilityZonesCommandInput,
  DescribeAvailabilityZonesCommandOutput
>("DescribeAvailabilityZones", ({ ZoneNames = [], ZoneIds = [], Filters }, _tx, { region }) => {
  const all = zonesOf(region).map(({ name, id }) => ({ id, tags: {}, shape: showZone(region, name, id) }));
  const missing = [
    ...ZoneNames.filter((name) => !all.some(({ shape }) => shape.ZoneName === name)),
    ...ZoneIds.filter((id) => !all.some((zone) => zone.id === id)),
  ];
  // AWS: as reported by many.
  if (missing.length > 0) throw invalidParameterValue(`Invalid availability zone: [${missing.join(", ")}]`);
  const accepts = filtersOf(Filters, zoneFilters);
  return {
    AvailabilityZones: all
      .filter(
        (zone) =>
          (ZoneNames.length === 0 || ZoneNames.includes(zone.shape.ZoneName ?? "")) &&
          (ZoneIds.length === 0 || ZoneIds.includes(zone.id)) &&
          accepts(zone),
      )
      .map(({ shape }) => shape),
  };
});

/** AWS: AvailabilityZone in the API reference. */
function showZone(region: string, ZoneName: string, ZoneId: string): AvailabilityZone {
  return {
    State: "available",
    OptInStatus: "opt-in-not-required",
    Messages: [],
    RegionName: region,
    ZoneName,
    ZoneId,
    GroupName: `${region}-zg-1`,
    NetworkBorderGroup: region,
    ZoneType: "availability-zone",
  };
}

const zoneFilters: FilterTable<AvailabilityZone> = {
  "group-name": (zone) => zone.GroupName,
  message: () => [],
  "opt-in-status": (zone) => zone.OptInStatus,
  "parent-zone-id": () => [],
  "parent-zone-name": () => [],
  "region-name": (zone) => zone.RegionName,
  state: (zone) => zone.State,
  "zone-id": (zone) => zone.ZoneId,
  "zone-name": (zone) => zone.ZoneName,
  "zone-type": (zone) => zone.ZoneType,
};
