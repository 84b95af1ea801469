// The only file that knows Application Auto Scaling's keys.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import { LIMITS } from "./limits.ts";
import type { ActionRecord, ActivityRecord, PolicyRecord, TargetKey, TargetRecord } from "./records.ts";

const key = ({ account, region }: Scope, ...rest: Key): Key => ["application-auto-scaling", account, region, ...rest];
const parts = ({ namespace, resourceId, dimension }: TargetKey): Key => [namespace, resourceId, dimension];

export function loadTarget(tx: ReadTx, scope: Scope, target: TargetKey): TargetRecord | undefined {
  return tx.get<TargetRecord>(key(scope, "target", ...parts(target)));
}

export function loadTargetById(tx: ReadTx, scope: Scope, id: string): TargetRecord | undefined {
  const found = tx.get<Key>(key(scope, "target-id", id));
  return found && tx.get<TargetRecord>(found);
}

export function saveTarget(tx: WriteTx, scope: Scope, target: TargetRecord): void {
  const at = key(scope, "target", ...parts(target));
  tx.put(at, target);
  tx.put(key(scope, "target-id", target.id), at);
}

export function removeTarget(tx: WriteTx, scope: Scope, target: TargetRecord): void {
  tx.delete(key(scope, "target", ...parts(target)));
  tx.delete(key(scope, "target-id", target.id));
}

/** Targets of one namespace, or of all, in the order of their resources. */
export function listTargets(tx: ReadTx, scope: Scope, namespace?: string): Iterable<TargetRecord> {
  return values(tx, key(scope, "target", ...(namespace === undefined ? [] : [namespace])));
}

export function loadPolicy(tx: ReadTx, scope: Scope, target: TargetKey, name: string): PolicyRecord | undefined {
  return tx.get<PolicyRecord>(key(scope, "policy", ...parts(target), name));
}

export function loadPolicyById(tx: ReadTx, scope: Scope, id: string): PolicyRecord | undefined {
  const found = tx.get<Key>(key(scope, "policy-id", id));
  return found && tx.get<PolicyRecord>(found);
}

export function savePolicy(tx: WriteTx, scope: Scope, policy: PolicyRecord): void {
  const at = key(scope, "policy", ...parts(policy), policy.name);
  tx.put(at, policy);
  tx.put(key(scope, "policy-id", policy.id), at);
}

export function removePolicy(tx: WriteTx, scope: Scope, policy: PolicyRecord): void {
  tx.delete(key(scope, "policy", ...parts(policy), policy.name));
  tx.delete(key(scope, "policy-id", policy.id));
}

/** Policies of a namespace, or of one target. */
export function listPolicies(tx: ReadTx, scope: Scope, of: TargetKey | string): Iterable<PolicyRecord> {
  return values(tx, key(scope, "policy", ...within(of)));
}

export function loadAction(tx: ReadTx, scope: Scope, target: TargetKey, name: string): ActionRecord | undefined {
  return tx.get<ActionRecord>(key(scope, "action", ...parts(target), name));
}

export function saveAction(tx: WriteTx, scope: Scope, action: ActionRecord): void {
  tx.put(key(scope, "action", ...parts(action), action.name), action);
}

export function removeAction(tx: WriteTx, scope: Scope, action: ActionRecord): void {
  tx.delete(key(scope, "action", ...parts(action), action.name));
}

/** Scheduled actions of a namespace, or of one target. */
export function listActions(tx: ReadTx, scope: Scope, of: TargetKey | string): Iterable<ActionRecord> {
  return values(tx, key(scope, "action", ...within(of)));
}

export function loadActivity(tx: ReadTx, scope: Scope, target: TargetKey, id: string): ActivityRecord | undefined {
  const startedAtMs = tx.get<number>(key(scope, "activity-id", ...parts(target), id));
  return startedAtMs === undefined
    ? undefined
    : tx.get<ActivityRecord>(key(scope, "activity", ...parts(target), startedAtMs, id));
}

/** Saves an activity, and forgets those of its target that are too old. */
export function saveActivity(tx: WriteTx, scope: Scope, activity: ActivityRecord): void {
  const { id, startedAtMs } = activity;
  const prefix = key(scope, "activity", ...parts(activity));
  tx.put([...prefix, startedAtMs, id], activity);
  tx.put(key(scope, "activity-id", ...parts(activity), id), startedAtMs);
  const old = [...tx.range<ActivityRecord>({ prefix, end: [...prefix, startedAtMs - LIMITS.activitiesMs] })];
  for (const { key: at, value } of old) {
    tx.delete(at);
    tx.delete(key(scope, "activity-id", ...parts(activity), value.id));
  }
}

/** Activities of a namespace, each target's in the order of their times. */
export function listActivities(tx: ReadTx, scope: Scope, namespace: string): Iterable<ActivityRecord> {
  return values(tx, key(scope, "activity", namespace));
}

const within = (of: TargetKey | string): Key => (typeof of === "string" ? [of] : parts(of));

function* values<T>(tx: ReadTx, prefix: Key): Generator<T> {
  for (const { value } of tx.range<T>({ prefix })) yield value;
}
