// Changing "$LATEST", and publishing what it holds.

import type { Context, Scope } from "../../service/context.ts";
import type { WriteTx } from "../../store/store.ts";
import { functionNotFound, wrongRevision } from "./errors.ts";
import { requireFunction } from "./functions.ts";
import { LATEST, referenceArn } from "./names.ts";
import type { FunctionReference } from "./names.ts";
import type { VersionRecord } from "./records.ts";
import { listVersions, loadVersion, saveFunction, saveVersion } from "./repo.ts";
import { retireFunction } from "./runner.ts";

/** What a request may ask of the present state before it changes it. */
export interface Expectation {
  readonly revisionId?: string | undefined;
  readonly codeSha256?: string | undefined;
}

/** Changes "$LATEST" in one transaction and lets its warm sandboxes go. */
export function updateLatest(
  context: Context,
  reference: FunctionReference,
  expected: Expectation,
  change: (latest: VersionRecord) => Partial<VersionRecord>,
): VersionRecord {
  const updated = context.store.write((tx) => {
    requireFunction(tx, reference);
    const latest = requireLatest(tx, reference);
    if (expected.revisionId !== undefined && expected.revisionId !== latest.revisionId) throw wrongRevision();
    const next: VersionRecord = {
      ...latest,
      ...change(latest),
      modifiedAtMs: context.clock.nowMs(),
      revisionId: context.random.uuid(),
    };
    saveVersion(tx, reference.scope, reference.name, next);
    return next;
  });
  retireFunction(context, reference.scope, reference.name, LATEST);
  return updated;
}

export function requireLatest(tx: WriteTx, reference: FunctionReference): VersionRecord {
  const latest = loadVersion(tx, reference.scope, reference.name, LATEST);
  if (latest === undefined) throw functionNotFound(referenceArn(reference));
  return latest;
}

/**
 * Publishes "$LATEST" as the next version. AWS: "PublishVersion": "Lambda doesn't publish a version if the function's
 * configuration and code haven't changed since the last version": that version is given back.
 */
export function publishLatest(
  context: Context,
  tx: WriteTx,
  reference: FunctionReference,
  description?: string,
): VersionRecord {
  const { scope, name } = reference;
  const record = requireFunction(tx, reference);
  const latest = requireLatest(tx, reference);
  const newest = newestVersion(tx, scope, name);
  const published: VersionRecord = {
    ...latest,
    version: String(record.lastVersion + 1),
    description: description ?? latest.description,
    revisionId: context.random.uuid(),
  };
  if (newest !== undefined && isSame(newest, published)) return newest;
  saveVersion(tx, scope, name, published);
  saveFunction(tx, scope, { ...record, lastVersion: record.lastVersion + 1 });
  return published;
}

function newestVersion(tx: WriteTx, scope: Scope, name: string): VersionRecord | undefined {
  const newest = [...listVersions(tx, scope, name)].at(-1);
  return newest?.version === LATEST ? undefined : newest;
}

function isSame(left: VersionRecord, right: VersionRecord): boolean {
  const content = ({
    version: _version,
    revisionId: _revisionId,
    modifiedAtMs: _modifiedAtMs,
    ...rest
  }: VersionRecord) => JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
  return content(left) === content(right);
}
