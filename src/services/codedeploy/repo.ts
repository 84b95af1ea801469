// The only file that knows CodeDeploy's keys.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { ApplicationRecord, ConfigRecord, DeploymentRecord, GroupRecord } from "./records.ts";

const key = (scope: Scope, ...rest: Key): Key => ["codedeploy", scope.account, scope.region, ...rest];

export function loadApplication(tx: ReadTx, scope: Scope, name: string): ApplicationRecord | undefined {
  return tx.get<ApplicationRecord>(key(scope, "application", name));
}

export function saveApplication(tx: WriteTx, scope: Scope, application: ApplicationRecord): void {
  tx.put(key(scope, "application", application.name), application);
}

export function removeApplication(tx: WriteTx, scope: Scope, name: string): void {
  tx.delete(key(scope, "application", name));
}

export function* listApplicationRecords(tx: ReadTx, scope: Scope): Generator<ApplicationRecord> {
  for (const { value } of tx.range<ApplicationRecord>({ prefix: key(scope, "application") })) yield value;
}

export function loadGroup(tx: ReadTx, scope: Scope, application: string, name: string): GroupRecord | undefined {
  return tx.get<GroupRecord>(key(scope, "group", application, name));
}

export function saveGroup(tx: WriteTx, scope: Scope, group: GroupRecord): void {
  tx.put(key(scope, "group", group.applicationName, group.name), group);
}

export function removeGroup(tx: WriteTx, scope: Scope, application: string, name: string): void {
  tx.delete(key(scope, "group", application, name));
}

/** Groups of one application, or of all. */
export function* listGroups(tx: ReadTx, scope: Scope, application?: string): Generator<GroupRecord> {
  const prefix = key(scope, "group", ...(application === undefined ? [] : [application]));
  for (const { value } of tx.range<GroupRecord>({ prefix })) yield value;
}

export function loadConfig(tx: ReadTx, scope: Scope, name: string): ConfigRecord | undefined {
  return tx.get<ConfigRecord>(key(scope, "config", name));
}

export function saveConfig(tx: WriteTx, scope: Scope, config: ConfigRecord): void {
  tx.put(key(scope, "config", config.name), config);
}

export function removeConfig(tx: WriteTx, scope: Scope, name: string): void {
  tx.delete(key(scope, "config", name));
}

export function* listConfigs(tx: ReadTx, scope: Scope): Generator<ConfigRecord> {
  for (const { value } of tx.range<ConfigRecord>({ prefix: key(scope, "config") })) yield value;
}

export function loadDeployment(tx: ReadTx, scope: Scope, id: string): DeploymentRecord | undefined {
  return tx.get<DeploymentRecord>(key(scope, "deployment", id));
}

export function saveDeployment(tx: WriteTx, scope: Scope, deployment: DeploymentRecord): void {
  tx.put(key(scope, "deployment", deployment.id), deployment);
  tx.put(key(scope, "deployment-time", deployment.createdAtMs, deployment.id), { v: 1 });
}

/** Deployments from the newest on. */
export function* listDeploymentRecords(tx: ReadTx, scope: Scope): Generator<DeploymentRecord> {
  for (const { key: at } of tx.range<unknown>({ prefix: key(scope, "deployment-time"), reverse: true })) {
    const deployment = loadDeployment(tx, scope, String(at[5]));
    if (deployment !== undefined) yield deployment;
  }
}
