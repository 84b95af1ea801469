// Runs a stack refactor: each moved resource gets its new stack's tags, and when all have them, the stacks change in one transaction. Until then a failure
// gives the old tags back; a crash at any step goes on from the journal.

import { AwsError } from "../../../kernel/errors.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { Job, JobHandler } from "../../../service/jobs.ts";
import type { Properties, ResourceType } from "../../../service/resource-type.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import { addResourceEvent, changeStackStatus } from "../engine/events.ts";
import { failureReason } from "../engine/failure.ts";
import { stackOutputReader } from "../engine/stack-outputs.ts";
import { isTaggable, ownTags, replaceTags, withTags } from "../engine/stack-tags.ts";
import { resourceContext } from "../engine/work.ts";
import { validationError } from "../errors.ts";
import type {
  DeploymentRecord,
  ExportRecord,
  ResourceLocation,
  ResourceMove,
  ResourceRecord,
  StackRecord,
  StackRefactorRecord,
} from "../records.ts";
import {
  deleteExport,
  deleteResource,
  findRefactor,
  findStack,
  listExports,
  loadMoveState,
  loadRefactorDeployment,
  loadResource,
  pruneDeployments,
  pruneImports,
  pruneRefactor,
  saveDeployment,
  saveExport,
  saveImport,
  saveMoveState,
  saveRefactor,
  saveResource,
} from "../repo.ts";
import { deploymentOf } from "../stacks.ts";
import type { FindResourceType, TypesOf } from "../template/validate.ts";
import { isRecord } from "../template/values.ts";
import { findExportProblem, foresee, placeKey, RefactorProblem } from "./future.ts";
import type { FutureStack, StackDraft } from "./future.ts";

/** The kind of job that runs a refactor. */
export const REFACTOR = "cloudformation/refactor";

interface Run {
  readonly yard: YardContext;
  readonly scope: Scope;
  readonly findType: FindResourceType;
  readonly refactor: StackRefactorRecord;
}

/** The handler of those jobs. */
export function refactorHandler(typesOf: TypesOf): JobHandler {
  return {
    kind: REFACTOR,
    async run(job: Job, yard: YardContext) {
      const scope = { account: job.account, region: job.region };
      const id = isRecord(job.payload) ? String(job.payload["refactorId"]) : "";
      for (;;) {
        const refactor = yard.store.read((tx) => findRefactor(tx, scope, id));
        if (refactor === undefined) return "done";
        const run: Run = { yard, scope, findType: typesOf(yard, scope), refactor };
        if (refactor.executionStatus === "EXECUTE_IN_PROGRESS") await runMoves(run);
        else if (refactor.executionStatus === "ROLLBACK_IN_PROGRESS") await runReturn(run);
        else return "done";
      }
    },
  };
}

async function runMoves(run: Run): Promise<void> {
  const { yard, scope, refactor } = run;
  const { moves } = refactor;
  for (const [index, move] of moves.entries()) {
    const state = yard.store.read((tx) => loadMoveState(tx, scope, refactor.id, index));
    if (state === "tagged") continue;
    const { source, destination } = move;
    if (state === undefined) {
      yard.store.write((tx) => {
        saveMoveState(tx, scope, refactor.id, index, "started");
        addEvent(tx, run, move, source, "EXPORT_IN_PROGRESS");
        addEvent(tx, run, move, destination, "IMPORT_IN_PROGRESS", "Resource import started.");
      });
    }
    const reason = await retag(run, move, source, destination);
    if (reason !== undefined) {
      yard.store.write((tx) => addEvent(tx, run, move, destination, "IMPORT_FAILED", reason));
      turnRound(run, `${destination.stackId}: ${reason}`);
      return;
    }
    yard.store.write((tx) => {
      saveMoveState(tx, scope, refactor.id, index, "tagged");
      addEvent(tx, run, move, source, "EXPORT_COMPLETE");
      addEvent(tx, run, move, destination, "IMPORT_COMPLETE", "Resource import completed.");
    });
  }
  let problem: string | undefined;
  try {
    complete(run, await foreseeAgain(run));
  } catch (error) {
    if (error instanceof RefactorProblem) problem = `${error.stackId}: ${error.message}`;
    else if (error instanceof AwsError && error.status < 500) problem = error.message;
    else throw error;
  }
  if (problem !== undefined) turnRound(run, problem);
}

/** Gives the tags back that were put on, last ones first, and leaves the stacks as they were. */
async function runReturn(run: Run): Promise<void> {
  const { yard, scope, refactor } = run;
  const failed: string[] = [];
  for (const [index, move] of [...refactor.moves.entries()].toReversed()) {
    const state = yard.store.read((tx) => loadMoveState(tx, scope, refactor.id, index));
    if (state === undefined || state === "returned") continue;
    const { source, destination } = move;
    const reason = await retag(run, move, destination, source, true);
    if (reason !== undefined) failed.push(`${source.logicalId}: ${reason}`);
    yard.store.write((tx) => {
      saveMoveState(tx, scope, refactor.id, index, "returned");
      const end = reason === undefined ? "COMPLETE" : "FAILED";
      addEvent(tx, run, move, destination, `IMPORT_ROLLBACK_${end}`, reason);
      addEvent(tx, run, move, source, `EXPORT_ROLLBACK_${end}`, reason);
    });
  }
  yard.store.write((tx) => {
    const end = failed.length === 0 ? "COMPLETE" : "FAILED";
    for (const { stackId, isNew } of refactor.stacks) {
      const status = isNew ? (`ROLLBACK_${end}` as const) : (`UPDATE_ROLLBACK_${end}` as const);
      changeStackStatus(tx, yard, scope, requireStack(tx, run, stackId), { status });
    }
    pruneRefactor(tx, scope, refactor.id);
    saveRefactor(tx, scope, { ...refactor, executionStatus: `ROLLBACK_${end}` });
  });
}

function turnRound({ yard, scope, refactor }: Run, reason: string): void {
  yard.store.write((tx) => {
    for (const { stackId, isNew } of refactor.stacks) {
      const stack = requireStack(tx, { scope }, stackId);
      const status = isNew ? "ROLLBACK_IN_PROGRESS" : "UPDATE_ROLLBACK_IN_PROGRESS";
      changeStackStatus(tx, yard, scope, stack, { status, reason });
    }
    saveRefactor(tx, scope, { ...refactor, executionStatus: "ROLLBACK_IN_PROGRESS", executionStatusReason: reason });
  });
}

/**
 * Puts one place's tags on the resource instead of another's. All else is given to the update as it was found, so that it changes nothing.
 * The reason of a failure, or undefined. On the way back, what is gone has no tags to be given back.
 */
async function retag(
  run: Run,
  move: ResourceMove,
  from: ResourceLocation,
  to: ResourceLocation,
  isReturn = false,
): Promise<string | undefined> {
  const { yard, scope, findType, refactor } = run;
  const type = findType(move.typeName);
  if (type?.update === undefined || !isTaggable(type)) return undefined;
  const { record, stacks } = yard.store.read((tx) => ({
    record: loadResource(tx, scope, move.source.stackId, move.source.logicalId),
    stacks: [from, to].map(({ stackId }) => ({
      stack: requireStack(tx, run, stackId),
      tags: loadRefactorDeployment(tx, scope, refactor.id, stackId)?.tags ?? {},
    })),
  }));
  const [before, after] = stacks;
  if (record === undefined || before === undefined || after === undefined) return "The resource is not in its stack.";
  const { current } = record;
  const contextFor = ({ stack, tags }: typeof before, { logicalId }: ResourceLocation) =>
    resourceContext(
      {
        yard,
        scope,
        stackId: stack.stackId,
        stackName: stack.stackName,
        aws: yard.as(refactor.principals?.[stack.stackId] ?? principalOf(refactor), scope),
        stackTags: tags,
      },
      logicalId,
      { token: current.token },
      () => undefined,
    );
  const context = contextFor(after, to);
  const earlier = contextFor(before, from).tags;
  try {
    const live = await type.read(move.physicalId, context, current.properties);
    if (live === undefined) {
      if (isReturn) return undefined;
      return `Resource of type '${move.typeName}' with identifier '${move.physicalId}' was not found.`;
    }
    const found = asFound(type, current.properties, live, earlier);
    await type.update(move.physicalId, found, withTags(type, found, earlier), context);
    return undefined;
  } catch (error) {
    return failureReason({ yard, stackId: to.stackId }, move.typeName, current.token, error);
  }
}

/** What the template says, with what really is there; of the tags those that are not a stack's. */
function asFound(type: ResourceType, declared: Properties, live: Properties, stackTags: Properties): Properties {
  const found = Object.fromEntries(Object.entries(declared).map(([name, value]) => [name, live[name] ?? value]));
  const declaredTags = ownTags(type, declared);
  const tags = Object.entries(ownTags(type, live)).filter(
    ([name]) => !Object.hasOwn(stackTags, name) || Object.hasOwn(declaredTags, name),
  );
  return replaceTags(type, found, Object.fromEntries(tags));
}

/** The future once more, from what stands now, with each move as it was found. */
async function foreseeAgain({ yard, scope, findType, refactor }: Run): Promise<FutureStack[]> {
  const drafts = yard.store.read((tx) =>
    refactor.stacks.map(({ stackId, isNew }): StackDraft => {
      const stack = requireStack(tx, { scope }, stackId);
      const deployment = requireTarget(tx, scope, refactor, stackId);
      return { stack, isNew, previous: deploymentOf(tx, scope, stack), deployment };
    }),
  );
  const mappings = new Map(
    refactor.moves.map(({ source, destination }) => [
      placeKey(destination.stackId, destination.logicalId),
      placeKey(source.stackId, source.logicalId),
    ]),
  );
  return foresee({
    read: (work) => yard.store.read(work),
    scope,
    drafts,
    mappings,
    aws: yard.as(principalOf(refactor), scope),
    readStackOutput: stackOutputReader(yard, scope, () => principalOf(refactor)),
    findType,
    origin: yard.origin,
  });
}

/** All resources have their new tags: templates, resources, outputs and exports change, all at once. */
function complete({ yard, scope, refactor }: Run, futures: readonly FutureStack[]): void {
  yard.store.write((tx) => {
    const problem = findExportProblem(tx, scope, futures);
    if (problem !== undefined) throw problem;
    const nowMs = yard.clock.nowMs();
    for (const { source } of refactor.moves) deleteResource(tx, scope, source.stackId, source.logicalId);
    for (const future of futures) saveFuture(tx, scope, refactor, future, nowMs);
    switchExports(tx, scope, futures);
    for (const { stack, isNew, deployment, outputs } of futures) {
      const latest = requireStack(tx, { scope }, stack.stackId);
      const status = isNew ? "CREATE_COMPLETE" : "UPDATE_COMPLETE";
      changeStackStatus(tx, yard, scope, latest, { status, outputs, deploymentId: deployment.id });
    }
    pruneRefactor(tx, scope, refactor.id);
    saveRefactor(tx, scope, { ...refactor, executionStatus: "EXECUTE_COMPLETE" });
  });
}

function saveFuture(
  tx: WriteTx,
  scope: Scope,
  refactor: StackRefactorRecord,
  { stack, deployment, resources, imports }: FutureStack,
  nowMs: number,
): void {
  const { stackId, stackName } = stack;
  for (const [logicalId, { source, desired, isMoved }] of resources) {
    const { metadata, ...declared } = desired;
    const { shownProperties: _shown, ...standing } = source.current;
    const { statusReason: _reason, ...kept } = source;
    const record: ResourceRecord = {
      ...kept,
      logicalId,
      current: { ...standing, ...declared, ...(isMoved ? { stackTags: deployment.tags } : {}) },
      metadata,
      ...(isMoved ? { status: "IMPORT_COMPLETE", updatedAtMs: nowMs, operationId: refactor.id } : {}),
    };
    saveResource(tx, scope, stackId, record);
  }
  saveDeployment(tx, scope, stackId, deployment);
  pruneDeployments(tx, scope, stackId, deployment.id);
  pruneImports(tx, scope, stackId, new Set(imports));
  for (const name of imports) saveImport(tx, scope, name, { stackId, stackName });
}

function switchExports(tx: WriteTx, scope: Scope, futures: readonly FutureStack[]): void {
  const own = new Set(futures.map(({ stack }) => stack.stackId));
  for (const old of listExports(tx, scope)) if (own.has(old.stackId)) deleteExport(tx, scope, old.name);
  for (const { stack, outputs } of futures) {
    const { stackId, stackName } = stack;
    for (const { exportName: name, value } of outputs) {
      if (name === undefined) continue;
      const record: ExportRecord = { v: 1, name, value, stackId, stackName };
      saveExport(tx, scope, record);
    }
  }
}

function addEvent(
  tx: WriteTx,
  { yard, scope }: Run,
  { typeName, physicalId }: ResourceMove,
  { stackId, logicalId }: ResourceLocation,
  status: Parameters<typeof addResourceEvent>[4]["status"],
  reason?: string,
): void {
  addResourceEvent(tx, yard, scope, stackId, { logicalId, physicalId, typeName, status, reason });
}

function requireStack(tx: ReadTx, { scope }: Pick<Run, "scope">, stackId: string): StackRecord {
  const stack = findStack(tx, scope, stackId);
  if (stack === undefined) throw validationError(`Stack [${stackId}] does not exist`);
  return stack;
}

function requireTarget(tx: ReadTx, scope: Scope, refactor: StackRefactorRecord, stackId: string): DeploymentRecord {
  const deployment = loadRefactorDeployment(tx, scope, refactor.id, stackId);
  if (deployment === undefined) throw validationError(`Stack [${stackId}] has no template in the refactor.`);
  return deployment;
}

function principalOf(refactor: StackRefactorRecord) {
  if (refactor.principal === undefined) throw validationError("The refactor was never executed.");
  return refactor.principal;
}
