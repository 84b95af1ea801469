// Runs an operation on a stack set: region by region or all at once, so many accounts at a time, until it is through, is stopped, or has failed too often.
// What becomes of each account and region is written before and after it, so a job that begins again goes on with what is left.

import type { Scope, YardContext } from "../../../service/context.ts";
import type { Job, JobHandler } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { isRecord } from "../template/values.ts";
import { detectInstance } from "./drift.ts";
import { concurrencyOf, orderRegions, toleranceOf } from "./preferences.ts";
import type { OperationResultRecord, StackSetOperationRecord, StackSetRecord } from "./records.ts";
import {
  findInstance,
  findOperation,
  findStackSet,
  listAutomatic,
  listResults,
  saveInstance,
  saveOperation,
  saveResult,
} from "./repo.ts";
import { workOnInstance } from "./work.ts";
import { beginQueued, OPERATE_STACK_SET, STOPPED } from "./start.ts";
import { closeDetection } from "./drift-totals.ts";

// AWS: this sentence, as the API reference shows it.
const INTOLERABLE = "Cancelled since failure tolerance has exceeded";

interface Run {
  readonly yard: YardContext;
  readonly administrator: Scope;
  readonly stackSetId: string;
  readonly operationId: string;
}

interface Item {
  readonly number: number;
  readonly result: OperationResultRecord;
}

/** The handler of the jobs. */
export const operateStackSetHandler: JobHandler = {
  kind: OPERATE_STACK_SET,
  async run(job: Job, yard: YardContext) {
    const { account, region, payload } = job;
    const ids = isRecord(payload) ? payload : {};
    const run: Run = {
      yard,
      administrator: { account, region },
      stackSetId: String(ids["stackSetId"]),
      operationId: String(ids["operationId"]),
    };
    const operation = load(run);
    if (operation?.status === "RUNNING" || operation?.status === "STOPPING") await operate(run, operation);
    return "done";
  },
};

function load({ yard, administrator, stackSetId, operationId }: Run): StackSetOperationRecord | undefined {
  return yard.store.read<StackSetOperationRecord | undefined>((tx) =>
    findOperation(tx, administrator, stackSetId, operationId),
  );
}

function itemsOf({ yard, administrator, stackSetId, operationId }: Run): Item[] {
  return yard.store.read<Item[]>((tx) => listResults(tx, administrator, stackSetId, operationId));
}

async function operate(run: Run, { preferences }: StackSetOperationRecord): Promise<void> {
  const regions = orderRegions(
    itemsOf(run).map(({ result }) => result.region),
    preferences,
  );
  if (preferences.RegionConcurrencyType === "PARALLEL") {
    await Promise.all(regions.map((region) => runRegion(run, region)));
  } else {
    for (const region of regions) {
      const isThrough = await runRegion(run, region);
      // AWS: "FailureToleranceCount": "If the operation is stopped in a Region, CloudFormation doesn't attempt the operation in any subsequent Regions."
      if (!isThrough) break;
    }
  }
  run.yard.store.write<void>((tx) => finish(tx, run));
}

/** True unless the operation has to end here. */
async function runRegion(run: Run, region: string): Promise<boolean> {
  const active = new Map<number, Promise<void>>();
  for (;;) {
    const operation = load(run);
    const items = itemsOf(run).filter(({ result }) => result.region === region);
    const failures = items.filter(({ result }) => result.status === "FAILED").length;
    const preferences = operation?.preferences ?? {};
    const isOver = operation?.status !== "RUNNING" || failures > toleranceOf(preferences, items.length);
    if (!isOver) {
      const free = concurrencyOf(preferences, items.length, failures) - active.size;
      for (const item of nextItems(items, active).slice(0, Math.max(0, free))) {
        const work = runItem(run, operation, item).finally(() => active.delete(item.number));
        active.set(item.number, work);
      }
    } else {
      // What a crash left in the middle is brought to its end before anything is called off.
      for (const item of items.filter(({ number, result }) => result.status === "RUNNING" && !active.has(number))) {
        if (operation === undefined) break;
        active.set(
          item.number,
          runItem(run, operation, item).finally(() => active.delete(item.number)),
        );
      }
    }
    if (active.size === 0) return !isOver;
    await Promise.race(active.values());
  }
}

/** What is left to do, beginning with what a crash left in the middle. */
function nextItems(items: readonly Item[], active: ReadonlyMap<number, unknown>): Item[] {
  const left = items.filter(({ number, result }) => !active.has(number) && /^(?:RUNNING|PENDING)$/.test(result.status));
  return left.sort((one, other) => Number(other.result.status === "RUNNING") - Number(one.result.status === "RUNNING"));
}

async function runItem(run: Run, operation: StackSetOperationRecord, { number, result }: Item): Promise<void> {
  const { yard, administrator, stackSetId, operationId } = run;
  const stackSet = yard.store.write<StackSetRecord | null>((tx) => {
    saveResult(tx, administrator, stackSetId, operationId, number, { ...result, status: "RUNNING" });
    const instance = findInstance(tx, administrator, stackSetId, result);
    if (instance !== undefined && operation.action !== "DETECT_DRIFT")
      saveInstance(tx, administrator, stackSetId, { ...instance, detailedStatus: "RUNNING" });
    return findStackSet(tx, administrator, stackSetId) ?? null;
  });
  if (stackSet === null) return;
  const work = { yard, administrator, stackSet, operation, number, result };
  await (operation.action === "DETECT_DRIFT" ? detectInstance(work) : workOnInstance(work));
}

function finish(tx: WriteTx, run: Run): void {
  const { yard, administrator, stackSetId, operationId } = run;
  const operation = findOperation(tx, administrator, stackSetId, operationId);
  const stackSet = findStackSet(tx, administrator, stackSetId);
  if (operation === undefined || stackSet === undefined) return;
  const isStopped = operation.status === "STOPPING";
  for (const { number, result } of listResults(tx, administrator, stackSetId, operationId)) {
    if (result.status !== "PENDING") continue;
    const statusReason = isStopped ? STOPPED : INTOLERABLE;
    saveResult(tx, administrator, stackSetId, operationId, number, { ...result, status: "CANCELLED", statusReason });
    const instance = findInstance(tx, administrator, stackSetId, result);
    if (instance?.lastOperationId === operationId && operation.action !== "DETECT_DRIFT")
      saveInstance(tx, administrator, stackSetId, { ...instance, detailedStatus: "CANCELLED", statusReason });
  }
  const results = listResults(tx, administrator, stackSetId, operationId).map(({ result }) => result);
  const hasFailed = [...new Set(results.map(({ region }) => region))].some((region) => {
    const here = results.filter((result) => result.region === region);
    const failures = here.filter(({ status }) => status === "FAILED").length;
    return failures > toleranceOf(operation.preferences, here.length);
  });
  const status = isStopped ? "STOPPED" : hasFailed ? "FAILED" : "SUCCEEDED";
  const ended: StackSetOperationRecord = { ...operation, status, endedAtMs: yard.clock.nowMs() };
  saveOperation(tx, administrator, stackSetId, ended);
  if (operation.action === "DETECT_DRIFT") closeDetection(tx, administrator, stackSet, ended);
  beginQueued(tx, yard, administrator, stackSetId);
  // Stack sets that depend on this one.
  for (const other of listAutomatic(tx, administrator.account))
    if (other.region === administrator.region && other.id !== stackSetId)
      beginQueued(tx, yard, administrator, other.id);
}
