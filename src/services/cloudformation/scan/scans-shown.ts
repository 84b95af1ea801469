// Scans for operations: found, and in the shapes of the API.

import type { ResourceScanSummary, ScannedResource } from "@aws-sdk/client-cloudformation";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { scanInProgress, scanNotFound } from "../errors.ts";
import type { ResourceScanRecord, ScannedResourceRecord } from "./records.ts";
import { loadScan } from "./repo.ts";

/** The scan of that ARN. */
export function requireScan(tx: ReadTx, scope: Scope, scanId: string): ResourceScanRecord {
  const scan = loadScan(tx, scope, scanId);
  if (scan === undefined) throw scanNotFound(scanId);
  return scan;
}

/** The scan of that ARN if it has ended. AWS: its resources are refused before that, with this code. */
export function requireEndedScan(tx: ReadTx, scope: Scope, scanId: string): ResourceScanRecord {
  const scan = requireScan(tx, scope, scanId);
  if (scan.status === "IN_PROGRESS") throw scanInProgress();
  return scan;
}

/** As ListResourceScans shows it. */
export function summarizeScan(scan: ResourceScanRecord): ResourceScanSummary {
  const { typeNames, finishedTypes } = scan;
  return {
    ResourceScanId: scan.scanId,
    Status: scan.status,
    StatusReason: scan.statusReason,
    StartTime: new Date(scan.startedAtMs),
    EndTime: scan.endedAtMs === undefined ? undefined : new Date(scan.endedAtMs),
    PercentageCompleted: typeNames.length === 0 ? 100 : Math.floor((100 * finishedTypes) / typeNames.length),
    ScanType: scan.typeFilters === undefined ? "FULL" : "PARTIAL",
  };
}

/** As ListResourceScanResources shows it. */
export function describeScanned(resource: ScannedResourceRecord, isManaged: boolean): ScannedResource {
  return {
    ResourceType: resource.typeName,
    ResourceIdentifier: { ...resource.identifier },
    ManagedByStack: isManaged,
  };
}
