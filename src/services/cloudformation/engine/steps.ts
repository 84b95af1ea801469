// The steps of a stack operation: one resource made, changed, brought back or deleted. Each step writes what it is about to do
// before it calls the resource type, so that after a crash the same step runs again with the same token.

import type { ResourceStatus } from "@aws-sdk/client-cloudformation";
import { invariant } from "../../../kernel/errors.ts";
import { forgetRepeats } from "../../../service/once.ts";
import type { ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { ALPHABET } from "../../../kernel/ids.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { Incarnation, ResourceRecord, RetiredRecord } from "../records.ts";
import { deleteRetired, loadResource, saveImport, saveResource } from "../repo.ts";
import { isSame } from "../template/values.ts";
import { addResourceEvent } from "./events.ts";
import { awaitResourceSignals } from "../waiting/resource-signals.ts";
import { signalDemand } from "../waiting/creation-policy.ts";
import { withTags } from "./stack-tags.ts";
import { resourceFailure } from "./failure.ts";
import { journal, resourceContext } from "./work.ts";
import type { Work } from "./work.ts";

/** What a resource is to be: its declaration with all functions evaluated. */
export interface Desired extends Omit<Incarnation, "token" | "physicalId" | "attributes" | "stackTags"> {
  readonly metadata: unknown;
}

type Values = Readonly<Record<string, unknown>>;

/** Makes a resource that the stack does not have. */
export function createResource(
  work: Work,
  logicalId: string,
  desired: Desired,
  isStopped: () => boolean,
): Promise<boolean> {
  const record = draft(work, logicalId, desired, "CREATE_IN_PROGRESS");
  begin(work, record, undefined);
  return runCreate(work, record, isStopped);
}

/** Makes a new physical resource for one that cannot be changed in place; the old one is deleted in the cleanup. */
export function replaceResource(
  work: Work,
  existing: ResourceRecord,
  desired: Desired,
  isStopped: () => boolean,
): Promise<boolean> {
  const record = {
    ...draft(work, existing.logicalId, desired, "UPDATE_IN_PROGRESS"),
    before: existing.before ?? existing.current,
    ...stableOf(existing),
  };
  const reason = "Requested update requires the creation of a new physical resource; hence creating one.";
  begin(work, record, reason, existing.current.physicalId);
  return runCreate(work, record, isStopped);
}

/** Changes a resource in place. */
export function updateResource(
  work: Work,
  existing: ResourceRecord,
  desired: Desired,
  isStopped: () => boolean,
): Promise<boolean> {
  const { metadata, ...incarnation } = desired;
  const { shownProperties: _shown, updatePolicy: _policy, creationPolicy: _creation, ...standing } = existing.current;
  const record: ResourceRecord = {
    v: 1,
    logicalId: existing.logicalId,
    status: "UPDATE_IN_PROGRESS",
    updatedAtMs: work.yard.clock.nowMs(),
    operationId: work.operation.id,
    current: { ...standing, ...incarnation, stackTags: work.stackTags },
    before: existing.before ?? existing.current,
    ...stableOf(existing),
    metadata,
  };
  begin(work, record, undefined);
  return runUpdate(work, record, existing.current, isStopped);
}

/** Takes up what a crash interrupted: the same call again, with the same token and properties. */
export function resumeResource(work: Work, record: ResourceRecord, isStopped: () => boolean): Promise<boolean> {
  const isInPlace = record.before?.token === record.current.token;
  return isInPlace && record.before !== undefined
    ? runUpdate(work, record, record.before, isStopped)
    : runCreate(work, record, isStopped);
}

/** Notes changes that need no call, such as another DeletionPolicy. */
export function noteResource(work: Work, existing: ResourceRecord, desired: Desired): void {
  const { metadata, properties: _same, ...noted } = desired;
  const { updatePolicy: _policy, creationPolicy: _creation, ...standing } = existing.current;
  const current: Incarnation = { ...standing, ...noted };
  if (isSame(current, existing.current) && isSame(metadata, existing.metadata)) return;
  journal(work, (tx) => {
    saveResource(tx, work.scope, work.stackId, {
      ...existing,
      operationId: work.operation.id,
      before: existing.before ?? existing.current,
      current,
      metadata,
    });
    lockImports(tx, work, current.imports);
  });
}

/** Brings a changed resource back to what it was before the operation. */
export async function restoreResource(work: Work, record: ResourceRecord): Promise<boolean> {
  const { before, current, logicalId } = record;
  invariant(before !== undefined, `The resource ${logicalId} has nothing to be restored to.`);
  const restored: ResourceRecord = { ...record, current: before };
  const hasSameTags = isSame(before.stackTags, current.stackTags);
  const isInPlace = isSameResource(before, current);
  if (isInPlace && isSame(before.properties, current.properties) && hasSameTags) {
    // What failed before anything was done is as it was.
    const { statusReason: _reason, ...kept } = restored;
    const settled: ResourceRecord =
      record.status === "UPDATE_FAILED" ? { ...kept, status: "UPDATE_COMPLETE" } : restored;
    journal(work, (tx) => saveResource(tx, work.scope, work.stackId, settled));
    return true;
  }
  const event = { logicalId, physicalId: before.physicalId, typeName: before.typeName, properties: shownOf(before) };
  journal(work, (tx) => {
    saveResource(tx, work.scope, work.stackId, { ...record, status: "UPDATE_IN_PROGRESS" });
    addEvent(tx, work, { ...event, status: "UPDATE_IN_PROGRESS" });
  });
  let attributes = before.attributes;
  // A replaced resource only gets its old self back: the new one is deleted in the cleanup.
  if (isInPlace) {
    try {
      ({ attributes } = await callUpdate(work, record, withStackTags(before, work), current));
    } catch (error) {
      const reason = resourceFailure(work, before, error);
      journal(work, (tx) => {
        saveResource(tx, work.scope, work.stackId, { ...record, status: "UPDATE_FAILED", statusReason: reason });
        addEvent(tx, work, { ...event, status: "UPDATE_FAILED", reason });
      });
      return false;
    }
  }
  journal(work, (tx) => {
    forgetRepeats(tx, work.scope, updateToken(work, before));
    saveResource(tx, work.scope, work.stackId, {
      ...restored,
      status: "UPDATE_COMPLETE",
      current: { ...before, attributes },
      updatedAtMs: work.yard.clock.nowMs(),
    });
    addEvent(tx, work, { ...event, status: "UPDATE_COMPLETE" });
  });
  return true;
}

/** What a record that takes another's place keeps of the last stable state. */
export function stableOf(record: ResourceRecord | undefined): Pick<ResourceRecord, "stable"> {
  return record?.stable === undefined ? {} : { stable: record.stable };
}

/** True unless there is another physical resource now: a custom resource's update may answer with another id. */
export function isSameResource(before: Incarnation, current: Incarnation): boolean {
  const isKnown = before.physicalId !== undefined && current.physicalId !== undefined;
  return before.token === current.token && (!isKnown || before.physicalId === current.physicalId);
}

/** What was there before, with the stack's tags of then. */
function withStackTags(before: Incarnation, work: Work): Incarnation {
  return { ...before, stackTags: before.stackTags ?? work.previousTags };
}

/** Deletes a stack's resource, or skips it where its policy or the caller says so. */
export async function deleteStackResource(work: Work, record: ResourceRecord, isRetained: boolean): Promise<boolean> {
  const { logicalId, current } = record;
  const change = (status: ResourceStatus, reason?: string): void => {
    const { statusReason: _old, ...kept } = record;
    journal(work, (tx) => {
      saveResource(tx, work.scope, work.stackId, {
        ...kept,
        status,
        operationId: work.operation.id,
        updatedAtMs: work.yard.clock.nowMs(),
        ...(reason === undefined ? {} : { statusReason: reason }),
      });
      addEvent(tx, work, { ...describe(logicalId, current), status, reason });
    });
  };
  if (isRetained) {
    change("DELETE_SKIPPED");
    return true;
  }
  // What never got a physical id has nothing to be deleted.
  if (current.physicalId !== undefined) {
    if (record.status !== "DELETE_IN_PROGRESS") change("DELETE_IN_PROGRESS");
    const reason = await tryDelete(work, logicalId, current);
    if (reason !== undefined) {
      change("DELETE_FAILED", reason);
      return false;
    }
  }
  change("DELETE_COMPLETE");
  return true;
}

// AWS: a cleanup tries three times to delete a resource and then leaves it ("Update successful. One or more resources
// could not be deleted.").
const CLEANUP_ATTEMPTS = 3;

/** Deletes what an update left over. A failure is reported and leaves the physical resource alone. */
export async function deleteRetiredResource(work: Work, record: RetiredRecord): Promise<boolean> {
  const { logicalId, incarnation, policy } = record;
  const event = describe(logicalId, incarnation);
  const end = (status: ResourceStatus, reason?: string): void =>
    journal(work, (tx) => {
      deleteRetired(tx, work.scope, work.stackId, record);
      addEvent(tx, work, { ...event, status, reason });
    });
  if (policy === "Retain" && incarnation.physicalId !== undefined) {
    end("DELETE_SKIPPED");
    return true;
  }
  let reason: string | undefined;
  if (incarnation.physicalId !== undefined) {
    journal(work, (tx) => addEvent(tx, work, { ...event, status: "DELETE_IN_PROGRESS" }));
    for (let attempt = 1; attempt <= CLEANUP_ATTEMPTS; attempt++) {
      reason = await tryDelete(work, logicalId, incarnation);
      if (reason === undefined) break;
    }
  }
  end(reason === undefined ? "DELETE_COMPLETE" : "DELETE_FAILED", reason);
  return reason === undefined;
}

async function tryDelete(work: Work, logicalId: string, incarnation: Incarnation): Promise<string | undefined> {
  const { typeName, physicalId = "", properties } = incarnation;
  try {
    await requireType(work, typeName).delete(
      physicalId,
      properties,
      resourceContext(work, logicalId, incarnation, ignore),
    );
    return undefined;
  } catch (error) {
    return resourceFailure(work, incarnation, error);
  }
}

/** The record of a resource that the stack is about to get, with a token of its own. */
export function draft(work: Work, logicalId: string, desired: Desired, status: ResourceStatus): ResourceRecord {
  const { metadata, ...incarnation } = desired;
  return {
    v: 1,
    logicalId,
    status,
    updatedAtMs: work.yard.clock.nowMs(),
    operationId: work.operation.id,
    current: {
      ...incarnation,
      token: work.yard.random.text(32, ALPHABET.upperAlphanumeric),
      attributes: {},
      stackTags: work.stackTags,
    },
    metadata,
  };
}

/** The journal entry before a call. */
function begin(work: Work, record: ResourceRecord, reason: string | undefined, oldId?: string): void {
  journal(work, (tx) => {
    saveResource(tx, work.scope, work.stackId, record);
    lockImports(tx, work, record.current.imports);
    addEvent(tx, work, {
      ...describe(record.logicalId, record.current),
      physicalId: record.current.physicalId ?? oldId,
      status: record.status,
      reason,
      properties: shownOf(record.current),
    });
  });
}

async function runCreate(work: Work, record: ResourceRecord, isStopped: () => boolean): Promise<boolean> {
  const { logicalId, current } = record;
  let identified = current.physicalId;
  // AWS: this event is the first that has the physical id.
  const initiated = (tx: WriteTx, physicalId: string): void =>
    addEvent(tx, work, {
      ...describe(logicalId, current),
      physicalId,
      status: record.status,
      reason: "Resource creation Initiated",
    });
  const identify = (physicalId: string): void => {
    if (identified === physicalId) return;
    identified = physicalId;
    journal(work, (tx) => {
      saveResource(tx, work.scope, work.stackId, { ...record, current: { ...current, physicalId } });
      initiated(tx, physicalId);
    });
  };
  // What the creation made is written down: nobody repeats its calls.
  const settled = (tx: WriteTx, physicalId?: string): void => {
    forgetRepeats(tx, work.scope, current.token);
    if (physicalId !== undefined) initiated(tx, physicalId);
  };
  let state: ResourceState;
  try {
    state = await requireType(work, current.typeName).create(current.properties, {
      ...resourceContext(work, logicalId, current, identify),
      aws: work.yard.as(work.operation.principal, work.scope, { repeatToken: current.token }),
    });
  } catch (error) {
    const failed = identified === undefined ? record : { ...record, current: { ...current, physicalId: identified } };
    return fail(work, failed, resourceFailure(work, current, error), settled);
  }
  const { physicalId, attributes } = state;
  const demand = signalDemand(current.creationPolicy);
  if (demand !== undefined) {
    identify(physicalId);
    try {
      await awaitResourceSignals(work, current, demand);
    } catch (error) {
      const failed = { ...record, current: { ...current, physicalId, attributes } };
      return fail(work, failed, resourceFailure(work, current, error), settled);
    }
  }
  const made = { ...record, current: { ...current, physicalId, attributes } };
  const newId = identified === physicalId ? undefined : physicalId;
  if (isStopped()) return fail(work, made, "Resource creation cancelled", (tx) => settled(tx, newId));
  return succeed(work, made, (tx) => settled(tx, newId));
}

async function runUpdate(
  work: Work,
  record: ResourceRecord,
  previous: Incarnation,
  isStopped: () => boolean,
): Promise<boolean> {
  const { current } = record;
  const settled = (tx: WriteTx): void => forgetRepeats(tx, work.scope, updateToken(work, current));
  let state: ResourceState;
  try {
    state = await callUpdate(work, record, current, previous, current.updatePolicy);
  } catch (error) {
    return fail(work, record, resourceFailure(work, current, error), settled);
  }
  const made = { ...record, current: { ...current, ...state } };
  return isStopped() ? fail(work, made, "Resource update cancelled", settled) : succeed(work, made, settled);
}

/** What calls of an update are repeated by. The way back has another name for its own than the way forward. */
function updateToken({ operation }: Work, wanted: Incarnation): string {
  return `${wanted.token}/${operation.id}/${operation.phase}`;
}

async function callUpdate(
  work: Work,
  record: ResourceRecord,
  wanted: Incarnation,
  previous: Incarnation,
  updatePolicy?: Values,
): Promise<ResourceState> {
  const { logicalId, current } = record;
  const type = requireType(work, current.typeName);
  invariant(type.update !== undefined, `${type.typeName} has no update, so every change must replace.`);
  const context = {
    ...resourceContext(work, logicalId, wanted, ignore),
    aws: work.yard.as(work.operation.principal, work.scope, { repeatToken: updateToken(work, wanted) }),
    ...(updatePolicy === undefined ? {} : { updatePolicy }),
  };
  const earlier = withTags(type, previous.properties, previous.stackTags ?? work.previousTags);
  const state = await type.update(current.physicalId ?? "", wanted.properties, earlier, context);
  // What an API shows only once, such as an access key's secret, is known from the creation alone.
  return { ...state, attributes: { ...record.before?.attributes, ...state.attributes } };
}

function succeed(work: Work, record: ResourceRecord, first?: (tx: WriteTx) => void): boolean {
  const status = isCreation(record) ? "CREATE_COMPLETE" : "UPDATE_COMPLETE";
  journal(work, (tx) => {
    first?.(tx);
    saveResource(tx, work.scope, work.stackId, { ...record, status, updatedAtMs: work.yard.clock.nowMs() });
    addEvent(tx, work, {
      ...describe(record.logicalId, record.current),
      status,
      properties: shownOf(record.current),
    });
  });
  return true;
}

function fail(work: Work, record: ResourceRecord, reason: string, first?: (tx: WriteTx) => void): boolean {
  const status = isCreation(record) ? "CREATE_FAILED" : "UPDATE_FAILED";
  journal(work, (tx) => {
    first?.(tx);
    saveResource(tx, work.scope, work.stackId, {
      ...record,
      status,
      statusReason: reason,
      updatedAtMs: work.yard.clock.nowMs(),
    });
    addEvent(tx, work, {
      ...describe(record.logicalId, record.current),
      status,
      reason,
      properties: shownOf(record.current),
    });
  });
  return false;
}

/** The properties as events show them. */
export function shownOf(incarnation: Incarnation): Values {
  return incarnation.shownProperties ?? incarnation.properties;
}

function isCreation(record: ResourceRecord): boolean {
  return record.status.startsWith("CREATE");
}

/** Notes which exports a resource reads. */
export function lockImports(tx: WriteTx, work: Work, imports: readonly string[]): void {
  for (const name of imports) saveImport(tx, work.scope, name, work);
}

function describe(
  logicalId: string,
  incarnation: Incarnation,
): { logicalId: string; physicalId: string | undefined; typeName: string } {
  return { logicalId, physicalId: incarnation.physicalId, typeName: incarnation.typeName };
}

/** Writes an event of the operation. */
export function addEvent(tx: WriteTx, work: Work, event: Parameters<typeof addResourceEvent>[4]): void {
  addResourceEvent(tx, work.yard, work.scope, work.stackId, { ...event, token: work.operation.clientRequestToken });
}

/** The type of a resource that the stack has. */
export function requireType(work: Work, typeName: string): ResourceType {
  const type = work.findType(typeName);
  invariant(type !== undefined, `The resource type ${typeName} is not registered any more.`);
  return type;
}

/** The record of a resource, read anew. */
export function currentRecord(work: Work, logicalId: string): ResourceRecord | undefined {
  return work.yard.store.read((tx) => loadResource(tx, work.scope, work.stackId, logicalId));
}

function ignore(): void {
  // An update or a deletion has its physical id already.
}
