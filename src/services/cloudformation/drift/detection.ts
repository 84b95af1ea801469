// Drift detection of a whole stack: started by an operation, run as a job. Each resource's result is written by itself, so that
// after a crash the job goes on with the resources that are left.

import type { Context, YardContext } from "../../../service/context.ts";
import type { Job, JobHandler, JobOutcome } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { stackSignal } from "../engine/events.ts";
import { driftInProgress, driftNotPossible } from "../errors.ts";
import type { DriftDetectionRecord, StackRecord } from "../records.ts";
import {
  deleteDetection,
  findStack,
  loadDetection,
  loadResources,
  loadStackDrift,
  saveDetection,
  saveStackDrift,
} from "../repo.ts";
import { isRecord } from "../template/values.ts";
import type { FindResourceType, TypesOf } from "../template/validate.ts";
import { checkResource, isCheckable, openChecker } from "./detect.ts";
import { currentDrifts, keepResult, updateStackDrift } from "./results.ts";

const DETECT_DRIFT = "cloudformation/detect-drift";

// AWS: "Detect unmanaged configuration changes to stacks and resources with drift detection": the states in which a stack
// can be checked, and after imports, which the page on imports recommends to check.
const CHECKED_STATES: ReadonlySet<string> = new Set([
  "CREATE_COMPLETE",
  "IMPORT_COMPLETE",
  "IMPORT_ROLLBACK_COMPLETE",
  "UPDATE_COMPLETE",
  "UPDATE_ROLLBACK_COMPLETE",
  "UPDATE_ROLLBACK_FAILED",
]);

// LIMIT: detections that are kept for a stack. AWS: how many it keeps "may vary".
const DETECTIONS_KEPT = 10;

// LIMIT: resources that are read at the same time.
const READ_TOGETHER = 8;

/** Throws unless the stack is in a state in which drift can be detected. */
export function requireDetectable({ stackId, status }: StackRecord): void {
  if (!CHECKED_STATES.has(status)) throw driftNotPossible(stackId, status);
}

/** Begins a detection of the stack, or of some of its resources. */
export function startDetection(
  tx: WriteTx,
  context: Context,
  stack: StackRecord,
  logicalIds: readonly string[] | undefined,
): string {
  const { account, region, principal } = context;
  const { stackId } = stack;
  const drift = loadStackDrift(tx, context, stackId);
  const detectionIds = drift?.detectionIds ?? [];
  const last = detectionIds.at(-1);
  if (last !== undefined && loadDetection(tx, context, last)?.status === "DETECTION_IN_PROGRESS") {
    throw driftInProgress(stackId);
  }
  const id = context.random.uuid();
  saveDetection(tx, context, {
    v: 1,
    id,
    stackId,
    status: "DETECTION_IN_PROGRESS",
    // AWS: as recorded by clients.
    statusReason: "User Initiated",
    startedAtMs: context.clock.nowMs(),
    principal,
    ...(logicalIds === undefined ? {} : { logicalIds }),
  });
  const kept = [...detectionIds, id].slice(-DETECTIONS_KEPT);
  for (const old of detectionIds) if (!kept.includes(old)) deleteDetection(tx, context, old);
  saveStackDrift(tx, context, stackId, { v: 1, status: "NOT_CHECKED", ...drift, detectionIds: kept });
  context.jobs.enqueue(tx, { account, region, kind: DETECT_DRIFT, payload: { detectionId: id } });
  return id;
}

/** The handler of the jobs. */
export function detectDriftHandler(typesOf: TypesOf): JobHandler {
  return { kind: DETECT_DRIFT, run: (job, yard) => run(job, yard, typesOf(yard, job)) };
}

async function run(job: Job, yard: YardContext, findType: FindResourceType): Promise<JobOutcome> {
  const { account, region, payload } = job;
  const scope = { account, region };
  const { detection, stack, records } = yard.store.read((tx) => {
    const known = loadDetection(tx, scope, isRecord(payload) ? String(payload["detectionId"]) : "");
    const owner = known && findStack(tx, scope, known.stackId);
    return { detection: known, stack: owner, records: owner && [...loadResources(tx, scope, owner.stackId).values()] };
  });
  if (detection?.status !== "DETECTION_IN_PROGRESS" || stack === undefined || records === undefined) return "done";
  const { id, stackId, principal, logicalIds } = detection;
  const checker = openChecker({ yard, scope, aws: yard.as(principal, scope), findType, stack });
  const wanted = records.filter(
    (record) => isCheckable(record, findType) && (logicalIds === undefined || logicalIds.includes(record.logicalId)),
  );
  const known = yard.store.read((tx) => currentDrifts(tx, scope, stackId));
  const left = wanted.filter((record) => known.get(record.logicalId)?.detectionId !== id);
  for (let start = 0; start < left.length; start += READ_TOGETHER) {
    const batch = left.slice(start, start + READ_TOGETHER);
    const found = await Promise.all(batch.map((record) => checkResource(checker, record, id)));
    yard.store.write((tx) => {
      // The stack may have been deleted meanwhile, and forgotten.
      if (findStack(tx, scope, stackId) !== undefined) for (const one of found) keepResult(tx, scope, stackId, one);
    });
  }
  yard.store.write((tx) => finish(tx, yard, scope, findType, detection));
  return "done";
}

function finish(
  tx: WriteTx,
  yard: YardContext,
  scope: Pick<Job, "account" | "region">,
  findType: FindResourceType,
  detection: DriftDetectionRecord,
): void {
  const { id, stackId } = detection;
  if (findStack(tx, scope, stackId) === undefined || loadDetection(tx, scope, id) === undefined) return;
  const stackDriftStatus = updateStackDrift(tx, scope, stackId, findType, yard.clock.nowMs());
  const drifts = [...currentDrifts(tx, scope, stackId).values()];
  const failed = drifts.filter((drift) => drift.status === "UNKNOWN" && drift.detectionId === id);
  const { statusReason: _begun, ...kept } = detection;
  // Who waits runs after this transaction: a signal wakes waiters in a later turn.
  yard.signals.notify(stackSignal(stackId));
  saveDetection(tx, scope, {
    ...kept,
    stackDriftStatus,
    driftedCount: drifts.filter((drift) => drift.status === "MODIFIED" || drift.status === "DELETED").length,
    ...(failed.length === 0
      ? { status: "DETECTION_COMPLETE" }
      : { status: "DETECTION_FAILED", statusReason: failureReason(failed) }),
  });
}

/** AWS: JSON of this form, as recorded by clients. */
function failureReason(failed: readonly { logicalId: string; statusReason?: string }[]): string {
  return JSON.stringify({
    Summary: `Failed to detect drift on resources [${failed.map((one) => one.logicalId).join(", ")}]`,
    Failures: failed.map((one) => ({ Resource: one.logicalId, FailureReason: one.statusReason })),
  });
}
