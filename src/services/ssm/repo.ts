// The only file that knows SSM's keys: the latest version of each parameter by name, and all versions by name and
// number. Names sort as text, so a hierarchy is one range.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { DefaultTierRecord, ParameterRecord, ParameterVersionRecord } from "./records.ts";

const key = (scope: Scope, ...rest: Key): Key => ["ssm", scope.account, scope.region, ...rest];

// LIMIT: AWS keeps the 100 latest versions of a parameter.
export const KEPT_VERSIONS = 100;

export function loadParameter(tx: ReadTx, scope: Scope, name: string): ParameterRecord | undefined {
  return tx.get<ParameterRecord>(key(scope, "parameter", name));
}

export function loadVersion(
  tx: ReadTx,
  scope: Scope,
  name: string,
  version: number,
): ParameterVersionRecord | undefined {
  return tx.get<ParameterVersionRecord>(key(scope, "version", name, version));
}

/** Keeps a new version, and forgets the oldest where there are too many. */
export function addVersion(tx: WriteTx, scope: Scope, parameter: ParameterRecord): void {
  const { tags: _tags, labels: _labels, policies: _policies, policyJobs: _jobs, ...version } = parameter;
  saveParameter(tx, scope, parameter);
  tx.put(key(scope, "version", parameter.name, parameter.version), version);
  tx.delete(key(scope, "version", parameter.name, parameter.version - KEPT_VERSIONS));
}

/** For what is not versioned: the tags. */
export function saveParameter(tx: WriteTx, scope: Scope, parameter: ParameterRecord): void {
  tx.put(key(scope, "parameter", parameter.name), parameter);
}

/** Removes a parameter with all versions; true if there was one. */
export function removeParameter(tx: WriteTx, scope: Scope, name: string): boolean {
  for (const entry of [...tx.range({ prefix: key(scope, "version", name) })]) tx.delete(entry.key);
  return tx.delete(key(scope, "parameter", name));
}

/** Parameters whose names begin with `namePrefix`, in the order of their names, from after `after` on. */
export function* listParameters(
  tx: ReadTx,
  scope: Scope,
  options: { namePrefix?: string; after?: string } = {},
): Generator<ParameterRecord> {
  const { namePrefix = "", after } = options;
  const prefix = key(scope, "parameter");
  for (const { value } of tx.range<ParameterRecord>({
    prefix,
    ...(after === undefined ? { start: [...prefix, namePrefix] } : { after: [...prefix, after] }),
  })) {
    if (!value.name.startsWith(namePrefix)) return;
    yield value;
  }
}

/** A parameter's versions, the oldest first, from after version `after` on. */
export function* listVersions(tx: ReadTx, scope: Scope, name: string, after = 0): Generator<ParameterVersionRecord> {
  const prefix = key(scope, "version", name);
  for (const { value } of tx.range<ParameterVersionRecord>({ prefix, after: [...prefix, after] })) yield value;
}

export function loadDefaultTier(tx: ReadTx, scope: Scope): DefaultTierRecord | undefined {
  return tx.get<DefaultTierRecord>(key(scope, "default-tier"));
}

/** Keeps the customer's choice; undefined goes back to AWS's. */
export function saveDefaultTier(tx: WriteTx, scope: Scope, record: DefaultTierRecord | undefined): void {
  if (record === undefined) tx.delete(key(scope, "default-tier"));
  else tx.put(key(scope, "default-tier"), record);
}
