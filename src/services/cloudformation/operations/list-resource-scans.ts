// ListResourceScans.

import type { ListResourceScansCommandInput, ListResourceScansCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf } from "../paging.ts";
import { listScans } from "../scan/repo.ts";
import { summarizeScan } from "../scan/scans-shown.ts";

// AWS: "The default value is 10."
const PAGE = 10;

/** Scans from the newest on. AWS: full ones, unless the request says otherwise. */
export const listResourceScans = defineOperation<Input<ListResourceScansCommandInput>, ListResourceScansCommandOutput>(
  "ListResourceScans",
  ({ NextToken, MaxResults = PAGE, ScanTypeFilter: wanted = "FULL" }, context) => {
    const scans = context.store
      .read((tx) => listScans(tx, context))
      .sort((left, right) => right.startedAtMs - left.startedAtMs)
      .map(summarizeScan)
      .filter(({ ScanType }) => ScanType === wanted);
    const { items, ...next } = pageOf(scans, NextToken, MaxResults);
    return { ResourceScanSummaries: [...items], ...next };
  },
);
