// DescribeResourceScan.

import type {
  DescribeResourceScanCommandInput,
  DescribeResourceScanCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireScan, summarizeScan } from "../scan/scans-shown.ts";

/** How far a scan is, and what it looked for. */
export const describeResourceScan = defineOperation<
  Input<DescribeResourceScanCommandInput>,
  DescribeResourceScanCommandOutput
>("DescribeResourceScan", ({ ResourceScanId: scanId }, context) => {
  const scan = context.store.read((tx) => requireScan(tx, context, scanId));
  const { ScanType: _type, ...summary } = summarizeScan(scan);
  const { typeFilters, status } = scan;
  return {
    ...summary,
    // AWS: API reference: only once the scan has ended.
    ...(status === "IN_PROGRESS"
      ? {}
      : {
          ResourceTypes: [...scan.typeNames],
          ResourcesScanned: scan.scannedCount,
          ResourcesRead: scan.readCount,
        }),
    ...(typeFilters === undefined ? {} : { ScanFilters: [{ Types: [...typeFilters] }] }),
  };
});
