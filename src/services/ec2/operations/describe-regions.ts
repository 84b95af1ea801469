// DescribeRegions: those that the account can use, or all.

import type { DescribeRegionsCommandInput, DescribeRegionsCommandOutput, Region } from "@aws-sdk/client-ec2";
import { REGIONS } from "../../../service/zones.ts";
import { invalidParameterValue } from "../errors.ts";
import { filtersOf, type FilterTable } from "../filters.ts";
import { reading } from "../operation.ts";

export const describeRegions = reading<DescribeRegionsCommandInput, DescribeRegionsCommandOutput>(
  "DescribeRegions",
  ({ RegionNames = [], AllRegions = false, Filters }) => {
    const all: Region[] = [
      ...REGIONS.enabled.map((name) => showRegion(name, "opt-in-not-required")),
      ...REGIONS.optIn.map((name) => showRegion(name, "not-opted-in")),
    ];
    const missing = RegionNames.filter((name) => !all.some(({ RegionName }) => RegionName === name));
    // AWS: the wording is from memory.
    if (missing.length > 0) throw invalidParameterValue(`Invalid region names specified: [${missing.join(", ")}]`);
    const accepts = filtersOf(Filters, regionFilters);
    const isAsked = ({ RegionName = "", OptInStatus }: Region): boolean =>
      RegionNames.length > 0 ? RegionNames.includes(RegionName) : AllRegions || OptInStatus !== "not-opted-in";
    return { Regions: all.filter((shape) => isAsked(shape) && accepts({ tags: {}, shape })) };
  },
);

function showRegion(name: string, OptInStatus: string): Region {
  return { RegionName: name, Endpoint: `ec2.${name}.amazonaws.com`, OptInStatus };
}

const regionFilters: FilterTable<Region> = {
  endpoint: (region) => region.Endpoint,
  "opt-in-status": (region) => region.OptInStatus,
  "region-name": (region) => region.RegionName,
};
