// The forward phase of a creation or an update: every resource is made or changed as soon as what it needs stands. Then the
// outputs, or, if something failed, the way back.

import { AwsError } from "../../../kernel/errors.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { ResourceRecord, StackRecord } from "../records.ts";
import {
  deleteResource,
  findExport,
  loadResources,
  pruneDeployments,
  pruneImports,
  saveImport,
  saveOperation,
  saveResource,
  saveRetired,
} from "../repo.ts";
import { findDenial } from "../stack-policy.ts";
import { decide } from "./decide.ts";
import { knownResource, openTarget } from "./desired.ts";
import type { Target } from "./desired.ts";
import { changeStackStatus, addResourceEvent } from "./events.ts";
import { failureReason } from "./failure.ts";
import { importResource, resumeImport } from "./import-step.ts";
import { forgetReviewed } from "./nested-records.ts";
import { evaluateOutputs, switchExports } from "./outputs.ts";
import { runGraph } from "./run-graph.ts";
import { stackOutputReader } from "./stack-outputs.ts";
import {
  createResource,
  currentRecord,
  isSameResource,
  noteResource,
  replaceResource,
  resumeResource,
  stableOf,
  updateResource,
} from "./steps.ts";
import { failOperation } from "./turn-round.ts";
import { startWatch } from "./watch.ts";
import { journal, requireDeployment, requireOperation, requireStack } from "./work.ts";
import type { Work } from "./work.ts";

/** Runs the phase and leaves the operation in the next one. */
export async function runForward(work: Work): Promise<void> {
  const { yard, scope, stackId } = work;
  const { failure } = yard.store.read((tx) => requireDeployment(tx, work, work.operation.targetId));
  if (failure !== undefined) {
    failOperation(work, failure);
    return;
  }
  const target = yard.store.read((tx) => {
    const deployment = requireDeployment(tx, work, work.operation.targetId);
    return openTarget({
      deployment,
      stack: work,
      scope,
      resource: (logicalId) => knownResource(currentRecord(work, logicalId)),
      findExport: (name) => yard.store.read((inner) => findExport(inner, scope, name)),
      readStackOutput: stackOutputReader(yard, scope, () => work.operation.principal),
      findType: work.findType,
    });
  });
  let missingExport: string | undefined;
  try {
    const imports = target.imports();
    for (const name of imports) target.scope.exported(name);
    journal(work, (tx) => {
      for (const name of imports) saveImport(tx, scope, name, work);
    });
  } catch (error) {
    missingExport = messageOf(error);
  }
  if (missingExport !== undefined) {
    failOperation(work, missingExport);
    return;
  }

  const touched = [...yard.store.read((tx) => loadResources(tx, scope, stackId)).values()].filter(
    (record) => record.operationId === work.operation.id,
  );
  const watch = await startWatch(work);
  const isStopped = (): boolean => hasFailed || watch.isStopped();
  let hasFailed = touched.some((record) => record.status.endsWith("_FAILED"));
  const bring = async (logicalId: string): Promise<boolean> => {
    const hasSucceeded = await bringResource(work, target, logicalId, isStopped);
    if (!hasSucceeded) {
      hasFailed = true;
      // What waits for somebody else waits no longer.
      work.stop.abort();
    }
    return hasSucceeded;
  };
  try {
    if (isStopped()) {
      // A crash came after a failure: what was under way must still be finished, so that the way back knows it.
      const underWay = touched.filter((record) => record.status.endsWith("_IN_PROGRESS"));
      await Promise.all(underWay.map((record) => bring(record.logicalId)));
    } else if (!mayRemove(work, target)) {
      hasFailed = true;
    } else {
      await runGraph(target.graph, bring, () => !isStopped());
    }
    if (!isStopped()) await watch.monitor();

    if (isStopped()) failOperation(work, watch.reason() ?? describeFailures(work));
    else await completeForward(work, target);
  } finally {
    watch.close();
  }
}

/** One resource: made, changed, replaced, or found as it is to be. */
async function bringResource(
  work: Work,
  target: Target,
  logicalId: string,
  isStopped: () => boolean,
): Promise<boolean> {
  const record = currentRecord(work, logicalId);
  if (record?.operationId === work.operation.id) {
    if (record.status.endsWith("_COMPLETE")) return true;
    if (record.status.endsWith("_IN_PROGRESS")) {
      const isImport = work.operation.imports?.[logicalId] !== undefined;
      return isImport ? resumeImport(work, record, isStopped) : resumeResource(work, record, isStopped);
    }
  }
  const fault = target.invalid(logicalId);
  if (fault !== undefined) return failBeforeStep(work, target, logicalId, record, fault);
  let desired;
  try {
    desired = await target.desired(logicalId, work.aws);
  } catch (error) {
    // A function that cannot be evaluated fails its resource before anything is made.
    const typeName = target.template.resources.get(logicalId)?.typeName ?? "";
    const reason = error instanceof AwsError ? error.message : failureReason(work, typeName, "", error);
    return failBeforeStep(work, target, logicalId, record, reason);
  }
  const existing = record !== undefined && isStanding(record) ? record : undefined;
  const imported = work.operation.imports?.[logicalId];
  if (existing === undefined && imported !== undefined) {
    return importResource(work, logicalId, desired, imported, isStopped);
  }
  if (existing === undefined) {
    // What an earlier operation left half made is deleted in the cleanup.
    if (record?.current.physicalId !== undefined && record.status === "CREATE_FAILED") retireLeftover(work, record);
    return createResource(work, logicalId, desired, isStopped);
  }
  const { kind, obstacle } = decide(existing.current, desired.properties, work.findType(desired.typeName), {
    before: existing.current.stackTags ?? work.previousTags,
    after: work.stackTags,
  });
  const denial =
    kind === "keep" ? undefined : findPolicyDenial(work, existing, kind === "update" ? "Modify" : "Replace");
  if (denial !== undefined) return failBeforeStep(work, target, logicalId, existing, denial);
  if (obstacle !== undefined) return failBeforeStep(work, target, logicalId, existing, obstacle);
  if (kind === "update") return updateResource(work, existing, desired, isStopped);
  if (kind === "replace") return replaceResource(work, existing, desired, isStopped);
  noteResource(work, existing, desired);
  return true;
}

/** Why the stack's policy forbids an update what it is about to do. */
function findPolicyDenial(
  { operation }: Work,
  { logicalId, current }: ResourceRecord,
  change: "Modify" | "Replace" | "Delete",
): string | undefined {
  if (operation.kind !== "update" || operation.policy === undefined) return undefined;
  return findDenial(operation.policy, `Update:${change}`, { logicalId, typeName: current.typeName });
}

/** Fails what the template no longer has and the policy protects, before anything is done; false if there is such a resource. */
function mayRemove(work: Work, target: Target): boolean {
  const { yard, scope, stackId } = work;
  let isAllowed = true;
  for (const record of yard.store.read((tx) => loadResources(tx, scope, stackId)).values()) {
    if (target.graph.has(record.logicalId) || !isStanding(record)) continue;
    const denial = findPolicyDenial(work, record, "Delete");
    if (denial === undefined) continue;
    isAllowed = false;
    failBeforeStep(work, target, record.logicalId, record, denial);
  }
  return isAllowed;
}

function isStanding(record: ResourceRecord): boolean {
  return !/^(CREATE|IMPORT)_FAILED$|^DELETE/.test(record.status);
}

function retireLeftover(work: Work, record: ResourceRecord): void {
  journal(work, (tx) =>
    saveRetired(tx, work.scope, work.stackId, {
      v: 1,
      logicalId: record.logicalId,
      incarnation: record.current,
      policy: "Delete",
    }),
  );
}

/** Fails a resource for a reason that is known before its step begins. */
function failBeforeStep(
  work: Work,
  target: Target,
  logicalId: string,
  record: ResourceRecord | undefined,
  reason: string,
): boolean {
  const typeName = target.template.resources.get(logicalId)?.typeName ?? record?.current.typeName ?? "";
  const failure = work.operation.imports?.[logicalId] === undefined ? "CREATE_FAILED" : "IMPORT_FAILED";
  const status = record !== undefined && isStanding(record) ? "UPDATE_FAILED" : failure;
  journal(work, (tx) => {
    saveResource(tx, work.scope, work.stackId, {
      v: 1,
      logicalId,
      status,
      statusReason: reason,
      updatedAtMs: work.yard.clock.nowMs(),
      operationId: work.operation.id,
      current: record?.current ?? {
        typeName,
        token: "",
        attributes: {},
        properties: {},
        dependsOn: [],
        deletionPolicy: "Delete",
        updateReplacePolicy: "Delete",
        imports: [],
      },
      ...(record === undefined ? {} : { before: record.before ?? record.current }),
      ...stableOf(record),
    });
    addResourceEvent(tx, work.yard, work.scope, work.stackId, {
      logicalId,
      physicalId: record?.current.physicalId,
      typeName,
      status,
      reason,
      token: work.operation.clientRequestToken,
    });
  });
  return false;
}

/** Forgets what the operation would need for its way back. */
function settleResources(tx: WriteTx, work: Pick<Work, "scope" | "stackId">): void {
  for (const record of loadResources(tx, work.scope, work.stackId).values()) {
    if (record.before === undefined && record.stable === undefined) continue;
    const { before: _before, stable: _stable, ...settled } = record;
    saveResource(tx, work.scope, work.stackId, settled);
  }
}

/** All resources stand: outputs, exports, and what comes next, in one transaction. */
async function completeForward(work: Work, target: Target): Promise<void> {
  const { scope, stackId, operation, yard } = work;
  let problem: string | undefined;
  try {
    await target.readOutputs();
    const outputs = evaluateOutputs(target, yard.origin);
    journal(work, (tx) => {
      switchExports(tx, work, outputs);
      for (const reviewedId of Object.values(operation.reviewed ?? {})) forgetReviewed(tx, scope, reviewedId);
      const stack = requireStack(tx, work);
      const imports = target.imports();
      for (const name of imports) saveImport(tx, scope, name, work);
      if (operation.kind === "create" || operation.kind === "import") {
        settleResources(tx, work);
        pruneImports(tx, scope, stackId, new Set(imports));
        pruneDeployments(tx, scope, stackId, operation.targetId);
        saveOperation(tx, scope, stackId, { ...requireOperation(tx, work), phase: "done" });
        changeStackStatus(tx, yard, scope, stack, {
          status: operation.kind === "create" ? "CREATE_COMPLETE" : "IMPORT_COMPLETE",
          outputs,
          ...isStableNow(stack),
          ...(operation.targetId === undefined ? {} : { deploymentId: operation.targetId }),
          token: operation.clientRequestToken,
        });
        return;
      }
      for (const record of loadResources(tx, scope, stackId).values()) retireReplaced(tx, work, target, record);
      settleResources(tx, work);
      pruneImports(tx, scope, stackId, new Set(imports));
      pruneDeployments(tx, scope, stackId, operation.targetId);
      saveOperation(tx, scope, stackId, { ...requireOperation(tx, work), phase: "cleanup" });
      changeStackStatus(tx, yard, scope, stack, {
        status: "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        outputs,
        ...isStableNow(stack),
        ...(operation.targetId === undefined ? {} : { deploymentId: operation.targetId }),
        token: operation.clientRequestToken,
      });
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    problem = error.message;
  }
  if (problem !== undefined) failOperation(work, problem);
}

function isStableNow(stack: StackRecord): Pick<StackRecord, "isNeverStable"> {
  return stack.isNeverStable === true ? { isNeverStable: false } : {};
}

/** Puts aside, for the cleanup, what the update replaced and what the template no longer has. */
function retireReplaced(tx: WriteTx, work: Work, target: Target, record: ResourceRecord): void {
  const { scope, stackId } = work;
  const { logicalId, current, before } = record;
  if (!target.graph.has(logicalId)) {
    saveRetired(tx, scope, stackId, { v: 1, logicalId, incarnation: current, policy: current.deletionPolicy });
    deleteResource(tx, scope, stackId, logicalId);
  } else if (before !== undefined && !isSameResource(before, current)) {
    saveRetired(tx, scope, stackId, { v: 1, logicalId, incarnation: before, policy: current.updateReplacePolicy });
  }
}

/** "The following resource(s) failed to create: [A, B]." and so on. */
function describeFailures(work: Work): string {
  const { yard, scope, stackId, operation } = work;
  return yard.store.read((tx) => {
    const failed = [...loadResources(tx, scope, stackId).values()].filter(
      (record) => record.operationId === operation.id,
    );
    const named = (status: string): string =>
      failed
        .filter((record) => record.status === status)
        .map((record) => record.logicalId)
        .join(", ");
    const sentences = [
      ["create", named("CREATE_FAILED")],
      ["update", named("UPDATE_FAILED")],
      ["import", named("IMPORT_FAILED")],
    ].filter(([, names]) => names !== "");
    if (sentences.length === 0) return "User Initiated";
    return sentences.map(([verb, names]) => `The following resource(s) failed to ${verb}: [${names}]. `).join("");
  });
}

function messageOf(error: unknown): string {
  if (error instanceof AwsError) return error.message;
  throw error;
}
