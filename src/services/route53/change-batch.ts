// A batch of changes of a zone's record sets: all of them, or none. Runs inside the transaction that keeps them, which the error undoes.

import type { Scope } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { invalidChangeBatch, noSuchHealthCheck } from "./errors.ts";
import { groupProblems, placeProblems } from "./change-conflicts.ts";
import { canonicalName, NameProblem } from "./names.ts";
import { MOST_BATCH_CHARACTERS, MOST_BATCH_RECORDS, MOST_RECORD_SETS } from "./quotas.ts";
import { canonicalSet, type GivenChange, isSameSet, problemsOfSet, requireWellFormed } from "./record-sets.ts";
import type { RecordSet, ZoneRecord } from "./records.ts";
import { loadHealthCheck, loadRecordSet, recordSetsAt, removeRecordSet, saveRecordSet, saveZone } from "./repo.ts";

interface PlannedChange {
  readonly action: GivenChange["Action"];
  readonly set: RecordSet;
}

/** Applies the changes. Throws InvalidInput, NoSuchHealthCheck, or InvalidChangeBatch with all that is wrong. */
export function applyChanges(
  tx: WriteTx,
  owner: Pick<Scope, "account">,
  zone: ZoneRecord,
  changes: readonly GivenChange[],
): void {
  requireSize(changes);
  for (const change of changes) requireWellFormed(change);
  const problems: string[] = [];
  const planned = plan(changes, problems);
  requireHealthChecks(tx, owner, planned);
  problems.push(...repeated(planned));
  let { recordSetCount } = zone;
  // AWS: ChangeResourceRecordSets: "Change batches are considered transactional changes", so a batch may delete what it creates anew.
  for (const { action, set } of planned) {
    if (action !== "DELETE") continue;
    const existing = loadRecordSet(tx, owner, zone.id, set);
    const problem = deletionProblem(set, existing);
    if (problem !== undefined) problems.push(problem);
    if (existing === undefined) continue;
    removeRecordSet(tx, owner, zone.id, existing);
    recordSetCount -= 1;
  }
  const written = planned.filter(({ action }) => action !== "DELETE");
  for (const { action, set } of written) {
    const isThere = loadRecordSet(tx, owner, zone.id, set) !== undefined;
    if (action === "CREATE" && isThere)
      problems.push(`Tried to create resource record set ${nameSet(set)} but it already exists`);
    saveRecordSet(tx, owner, zone.id, set);
    if (!isThere) recordSetCount += 1;
  }
  for (const { set } of written) {
    problems.push(
      ...problemsOfSet(set),
      ...placeProblems(tx, owner, zone, set),
      ...groupProblems(tx, owner, zone, set),
    );
  }
  problems.push(...apexProblems(tx, owner, zone));
  if (recordSetCount > MOST_RECORD_SETS) problems.push(`Number of records limit of ${MOST_RECORD_SETS} exceeded.`);
  if (problems.length > 0) throw invalidChangeBatch([...new Set(problems)]);
  saveZone(tx, owner, { ...zone, recordSetCount });
}

/** AWS: "Quotas on API requests": an UPSERT counts twice. */
function requireSize(changes: readonly GivenChange[]): void {
  let records = 0;
  let characters = 0;
  for (const { Action: action, ResourceRecordSet: set } of changes) {
    const weight = action === "UPSERT" ? 2 : 1;
    for (const { Value: value } of set.ResourceRecords ?? []) {
      records += weight;
      characters += weight * value.length;
    }
  }
  if (records > MOST_BATCH_RECORDS)
    throw invalidChangeBatch([`Number of records limit of ${MOST_BATCH_RECORDS} exceeded.`]);
  if (characters > MOST_BATCH_CHARACTERS)
    throw invalidChangeBatch([`Number of characters limit of ${MOST_BATCH_CHARACTERS} exceeded.`]);
}

/** The changes in the API's form, without those whose names are none: these are problems. */
function plan(changes: readonly GivenChange[], problems: string[]): readonly PlannedChange[] {
  return changes.flatMap(({ Action: action, ResourceRecordSet: set }) => {
    try {
      return [{ action, set: canonicalSet(set) }];
    } catch (error) {
      if (!(error instanceof NameProblem)) throw error;
      problems.push(error.message);
      return [];
    }
  });
}

function requireHealthChecks(tx: ReadTx, owner: Pick<Scope, "account">, planned: readonly PlannedChange[]): void {
  for (const { action, set } of planned) {
    const id = set.HealthCheckId;
    if (action !== "DELETE" && id !== undefined && loadHealthCheck(tx, owner, id) === undefined)
      throw noSuchHealthCheck(id);
  }
}

/** AWS: recorded in public reports: only a deletion and a creation of one set may be in one batch. */
function repeated(planned: readonly PlannedChange[]): readonly string[] {
  const actions = new Map<string, { readonly set: RecordSet; readonly taken: string[] }>();
  for (const { action, set } of planned) {
    const place = JSON.stringify([set.Name, set.Type, set.SetIdentifier]);
    const entry = actions.get(place) ?? { set, taken: [] };
    entry.taken.push(action);
    actions.set(place, entry);
  }
  return [...actions.values()]
    .filter(({ taken }) => taken.length > 1 && taken.sort().join() !== "CREATE,DELETE")
    .map(
      ({ set }) => `The request contains an invalid set of changes for a resource record set '${set.Type} ${set.Name}'`,
    );
}

/** AWS: recorded in public reports. */
function deletionProblem(set: RecordSet, existing: RecordSet | undefined): string | undefined {
  const tried = `Tried to delete resource record set ${nameSet(set)}`;
  if (existing === undefined) return `${tried} but it was not found`;
  return isSameSet(set, existing) ? undefined : `${tried} but the values provided do not match the current values`;
}

function nameSet({ Name: name, Type: type, SetIdentifier: identifier }: RecordSet): string {
  return `[name='${name}', type='${type}'${identifier === undefined ? "" : `, set identifier='${identifier}'`}]`;
}

/** AWS: recorded in public reports. */
function apexProblems(tx: ReadTx, owner: Pick<Scope, "account">, zone: ZoneRecord): readonly string[] {
  const apex = canonicalName(zone.name);
  return [
    ...(recordSetsAt(tx, owner, zone.id, apex, "SOA").length === 1
      ? []
      : ["A HostedZone must contain exactly one SOA record."]),
    ...(recordSetsAt(tx, owner, zone.id, apex, "NS").length > 0
      ? []
      : ["A HostedZone must contain at least one NS record for the zone itself."]),
  ];
}
