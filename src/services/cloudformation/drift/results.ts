// What is known of a stack's drift: results that still count, the stack's own status, and their shapes in the API.

import type {
  StackDriftInformation,
  StackDriftStatus,
  StackResourceDrift,
  StackResourceDriftInformation,
} from "@aws-sdk/client-cloudformation";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import type { ResourceDriftRecord, ResourceRecord } from "../records.ts";
import {
  loadResource,
  loadResourceDrifts,
  loadResources,
  loadStackDrift,
  saveResourceDrift,
  saveStackDrift,
} from "../repo.ts";
import type { FindResourceType } from "../template/validate.ts";
import { isCheckable } from "./detect.ts";

/** A stack's drift results, by logical id. What an operation has touched since it was checked is not among them. */
export function currentDrifts(tx: ReadTx, scope: Scope, stackId: string): Map<string, ResourceDriftRecord> {
  const resources = loadResources(tx, scope, stackId);
  const drifts = loadResourceDrifts(tx, scope, stackId);
  return new Map([...drifts].filter(([logicalId, drift]) => isCurrent(drift, resources.get(logicalId))));
}

// AWS: after an update, and where a continued rollback skipped it, a resource counts as not checked.
function isCurrent(drift: ResourceDriftRecord, record: ResourceRecord | undefined): boolean {
  return record?.operationId === drift.operationId;
}

/** Keeps a result, unless an operation has touched the resource meanwhile. */
export function keepResult(tx: WriteTx, scope: Scope, stackId: string, drift: ResourceDriftRecord): void {
  const record = loadResource(tx, scope, stackId, drift.logicalId);
  if (isCurrent(drift, record)) saveResourceDrift(tx, scope, stackId, drift);
}

/**
 * Brings the stack's status up to date with its resources' results. AWS: "Detect drift on individual stack resources": a check
 * of one resource changes the stack's status, too. (Inferred: the stack is in sync only once all its resources were checked.)
 */
export function updateStackDrift(
  tx: WriteTx,
  scope: Scope,
  stackId: string,
  findType: FindResourceType,
  checkedAtMs: number,
): StackDriftStatus {
  const previous = loadStackDrift(tx, scope, stackId);
  const drifts = currentDrifts(tx, scope, stackId);
  const statuses = [...drifts.values()].map((drift) => drift.status);
  const checkable = [...loadResources(tx, scope, stackId).values()].filter((record) => isCheckable(record, findType));
  const isComplete = checkable.length > 0 && checkable.every((record) => drifts.has(record.logicalId));
  const status = statuses.some((one) => one === "MODIFIED" || one === "DELETED")
    ? "DRIFTED"
    : statuses.includes("UNKNOWN")
      ? "UNKNOWN"
      : isComplete || (previous !== undefined && previous.status !== "NOT_CHECKED")
        ? "IN_SYNC"
        : "NOT_CHECKED";
  saveStackDrift(tx, scope, stackId, { v: 1, status, checkedAtMs, detectionIds: previous?.detectionIds ?? [] });
  return status;
}

/** As DescribeStacks and ListStacks show it. */
export function stackDriftInformation(tx: ReadTx, scope: Scope, stackId: string): StackDriftInformation {
  const drift = loadStackDrift(tx, scope, stackId);
  return {
    StackDriftStatus: drift?.status ?? "NOT_CHECKED",
    ...(drift?.checkedAtMs === undefined ? {} : { LastCheckTimestamp: new Date(drift.checkedAtMs) }),
  };
}

/** As DescribeStackResources and its kin show it. */
export function resourceDriftInformation(drift: ResourceDriftRecord | undefined): StackResourceDriftInformation {
  if (drift === undefined) return { StackResourceDriftStatus: "NOT_CHECKED" };
  return { StackResourceDriftStatus: drift.status, LastCheckTimestamp: new Date(drift.checkedAtMs) };
}

/** As DescribeStackResourceDrifts shows it. */
export function describeDrift(stackId: string, drift: ResourceDriftRecord): StackResourceDrift {
  return {
    StackId: stackId,
    LogicalResourceId: drift.logicalId,
    PhysicalResourceId: drift.physicalId,
    ResourceType: drift.typeName,
    ExpectedProperties: drift.expected,
    ActualProperties: drift.actual,
    PropertyDifferences: [...drift.differences],
    StackResourceDriftStatus: drift.status,
    Timestamp: new Date(drift.checkedAtMs),
    DriftStatusReason: drift.statusReason,
  };
}
