// What the pollers of queues and streams share: the mapping they work for, and where they note how it goes.

import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import { requireTarget } from "../functions.ts";
import type { Target } from "../functions.ts";
import type { MappingRecord } from "../records.ts";
import { loadMapping, saveMapping } from "../repo.ts";
import { asRole, forgetRole } from "../roles.ts";

/** A running poller. */
export interface Poller {
  /** Takes no more records, and resolves when those it has are done or given back. */
  stop(): Promise<void>;
}

/** One mapping at work. */
export interface Assignment {
  readonly yard: YardContext;
  readonly scope: Scope;
  readonly mapping: MappingRecord;
  readonly abort: AbortSignal;
}

/** A function to run, and the services as its role; undefined while there is none, or it cannot be. */
export async function prepareTarget(assignment: Assignment): Promise<{ target: Target; aws: AwsApis } | undefined> {
  const { yard, scope, mapping } = assignment;
  const { functionName: name, qualifier } = mapping;
  try {
    const target = yard.store.read((tx) =>
      requireTarget(tx, { scope, name, ...(qualifier === undefined ? {} : { qualifier }) }),
    );
    return { target, aws: await asRole(yard, scope, target.version.role, name) };
  } catch (error) {
    noteProblem(assignment, error);
    return undefined;
  }
}

/** Keeps what went wrong where GetEventSourceMapping shows it. */
export function noteProblem(assignment: Assignment, error: unknown): void {
  const { yard, scope, mapping } = assignment;
  if (assignment.abort.aborted) return;
  if (!(error instanceof AwsError) || error.fault === "server")
    yard.log.write("warn", "lambda.poller-failed", { mapping: mapping.uuid, error });
  const message = error instanceof Error ? error.message : String(error);
  // The role may have been replaced by another one of its name.
  const target = yard.store.read((tx) => loadMapping(tx, scope, mapping.uuid));
  if (target !== undefined) noteResult(assignment, `PROBLEM: ${message}`);
}

/** Lets the next turn ask for the role anew. */
export function renewRole({ yard }: Assignment, target: Target): void {
  forgetRole(yard, target.version.role);
}

/** Writes only changes: most batches go as the last one went. */
export function noteResult({ yard, scope, mapping, abort }: Assignment, result: string): void {
  if (abort.aborted) return;
  const isKnown = yard.store.read((tx) => loadMapping(tx, scope, mapping.uuid)?.lastResult === result);
  if (isKnown) return;
  yard.store.write((tx) => {
    const record = loadMapping(tx, scope, mapping.uuid);
    if (record !== undefined) saveMapping(tx, scope, { ...record, lastResult: result });
  });
}

/** A bell that remembers one ring, so that nothing rung between two looks is lost. */
export interface Bell {
  /** Resolves at the next ring, or at once if it rang since the last wait; after `timeoutMs` of the yard's time; on abort. */
  wait(timeoutMs: number): Promise<void>;
  ring(): void;
  close(): void;
}

/** Listens to a signal of the yard. */
export function createBell({ yard, abort }: Assignment, topic: string): Bell {
  let hasRung = false;
  let wake: (() => void) | undefined;
  const ring = (): void => {
    hasRung = true;
    wake?.();
  };
  const unsubscribe = yard.signals.subscribe(topic, ring);
  abort.addEventListener("abort", ring, { once: true });
  return {
    ring,
    close: unsubscribe,
    wait(timeoutMs) {
      if (hasRung || abort.aborted) {
        hasRung = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const finish = (): void => {
          cancel();
          wake = undefined;
          hasRung = false;
          resolve();
        };
        const cancel = yard.clock.at(yard.clock.nowMs() + timeoutMs, finish);
        wake = finish;
      });
    },
  };
}
