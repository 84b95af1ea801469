// What the pollers of queues and streams share as hosts of event sources (src/service/event-sources): the mapping they
// work for, its function and role, and where they note how it goes.

import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { SourceHost } from "../../../service/event-sources/host.ts";
import { requireTarget, type Target } from "../functions.ts";
import type { MappingRecord } from "../records.ts";
import { loadMapping, saveMapping } from "../repo.ts";
import { asRole, forgetRole } from "../roles.ts";
import { compileFilters } from "./filter.ts";

/** One mapping at work. */
export interface Assignment {
  readonly yard: YardContext;
  readonly scope: Scope;
  readonly mapping: MappingRecord;
  readonly abort: AbortSignal;
}

/** A host, and the function that it delivers to as it was when the host last connected. */
export interface MappingHost extends SourceHost {
  target(): Target | undefined;
}

/** The host's part that queues and streams have in common. */
export function createHost(assignment: Assignment): MappingHost {
  const { yard, scope, mapping, abort } = assignment;
  const { functionName: name, qualifier } = mapping;
  let target: Target | undefined;
  const noteProblem = (error: unknown): void => note(assignment, error);
  return {
    yard,
    abort,
    sourceArn: mapping.sourceArn,
    accepts: compileFilters(mapping.filters),
    target: () => target,
    async connect(): Promise<AwsApis | undefined> {
      try {
        target = yard.store.read((tx) =>
          requireTarget(tx, { scope, name, ...(qualifier === undefined ? {} : { qualifier }) }),
        );
        return await asRole(yard, scope, target.version.role, name);
      } catch (error) {
        target = undefined;
        noteProblem(error);
        return undefined;
      }
    },
    renew() {
      if (target !== undefined) forgetRole(yard, scope, target.version.role, name);
    },
    noteProblem,
  };
}

/** Keeps what went wrong where GetEventSourceMapping shows it. */
function note(assignment: Assignment, error: unknown): void {
  const { yard, mapping, abort } = assignment;
  if (abort.aborted) return;
  if (!(error instanceof AwsError) || error.fault === "server")
    yard.log.write("warn", "lambda.poller-failed", { mapping: mapping.uuid, error });
  noteResult(assignment, `PROBLEM: ${error instanceof Error ? error.message : String(error)}`);
}

/** Writes only changes: most batches go as the last one went. */
export function noteResult({ yard, scope, mapping, abort }: Assignment, result: string): void {
  if (abort.aborted) return;
  const known = yard.store.read((tx) => loadMapping(tx, scope, mapping.uuid)?.lastResult);
  if (known === undefined || known === result) return;
  yard.store.write((tx) => {
    const record = loadMapping(tx, scope, mapping.uuid);
    if (record !== undefined) saveMapping(tx, scope, { ...record, lastResult: result });
  });
}
