// Deletes a system's stacks from one environment, dependants first, and proves that none is left.

import type { Clock } from "../../kernel/clock.ts";
import type { Target } from "../cloud/target.ts";
import { dispatch } from "../graph/dispatch.ts";
import { buildGraph } from "../graph/graph.ts";
import { provenanceOf } from "../release/provenance.ts";
import type { UnitEntry } from "../release/record.ts";
import { stackNameOf } from "../system/system.ts";
import type { Environment, System } from "../system/system.ts";
import { createApplier } from "./apply-unit.ts";
import { beginRelease } from "./begin-release.ts";
import { startRun } from "./events.ts";
import type { DeployEvent, Run, UnitResult } from "./events.ts";
import { underLock } from "./release-units.ts";
import type { LockPolicy } from "./release-units.ts";
import { openSession, readScene } from "./session.ts";
import type { Scene, Session } from "./session.ts";

export interface DestroyOptions {
  readonly system: System;
  readonly environment: Environment;
  readonly target: Target;
  readonly only?: readonly string[];
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** What to do if someone else releases into the environment; "fail" if it is not given. */
  readonly lock?: LockPolicy;
  /** Delete what is in buckets, too; otherwise a unit whose bucket is not empty fails. */
  readonly emptiesBuckets?: boolean;
}

export interface DestroyResult {
  readonly isComplete: boolean;
  readonly units: readonly UnitResult[];
  /** The proof: the stacks of the system that the cloud still lists for this environment, whoever made them. */
  readonly left: readonly { readonly name: string; readonly status: string }[];
  readonly durationMs: number;
  /** The release which the destruction is written down as; undefined if nothing was there. */
  readonly release?: number;
}

/** Destroys. Stacks of units that the configuration no longer names are deleted too: they carry the system's tags. */
export function destroy(options: DestroyOptions): Run<DestroyResult> {
  return startRun((emit) => runDestruction(options, emit));
}

async function runDestruction(options: DestroyOptions, emit: (event: DeployEvent) => void): Promise<DestroyResult> {
  const { system, environment, target, signal } = options;
  const session = openSession({
    place: { system: system.name, environment: environment.name },
    target,
    clock: options.clock,
  });
  const startedMs = session.clock.nowMs();
  try {
    const names = new Map(system.units.map(({ name }) => [name, stackNameOf(system, environment.name, name)]));
    const scene = await readScene(session, names);
    const nothing = (): DestroyResult => {
      emit({ type: "started", units: [], environment: environment.name });
      const durationMs = session.clock.nowMs() - startedMs;
      emit({ type: "finished", durationMs });
      return { isComplete: true, units: [], left: [], durationMs };
    };
    // Where nothing is there is nothing to lock, nor to write down: not even a bucket is made.
    if (isEmpty(scene) && !scene.isLocked) return nothing();
    const lock = options.lock ?? "fail";
    return await underLock(session, scene, { lock, what: "destroy", signal }, emit, async (now, stop) => {
      if (isEmpty(now)) return nothing();
      const { units, release } = await deleteStacks(session, now, options, stop, emit);
      const after = await readScene(session, names);
      const left = [...after.views.values()].map(({ name, status }) => ({ name, status }));
      const durationMs = session.clock.nowMs() - startedMs;
      emit({ type: "finished", durationMs });
      const isComplete =
        units.every((each) => each.outcome === "deleted") && (options.only !== undefined || left.length === 0);
      return { isComplete, units, left, durationMs, release };
    });
  } finally {
    session.close();
  }
}

// A destruction that died before it could say that it is complete is none.
function isEmpty({ views, standing, current }: Scene): boolean {
  return views.size === 0 && standing.size === 0 && current.record?.status !== "in-progress";
}

async function deleteStacks(
  session: Session,
  scene: Scene,
  { system, environment, target, only, emptiesBuckets = false }: DestroyOptions,
  signal: AbortSignal,
  emit: (event: DeployEvent) => void,
): Promise<{ units: readonly UnitResult[]; release: number }> {
  // Diagnostics do not matter here: what cannot be deployed must still be destroyable.
  const { graph } = buildGraph(system, environment, target.region);
  const there = new Set([...scene.views.keys(), ...scene.standing.keys()]);
  const forgotten = [...there].filter((unit) => !graph.order.includes(unit));
  const selected = [...forgotten, ...graph.order.toReversed().filter((unit) => there.has(unit))].filter(
    (unit) => only === undefined || only.includes(unit),
  );
  const by = await provenanceOf(target, undefined);
  const open = await beginRelease(session, scene, { kind: "destroy", by, wanted: [], others: selected }, emit);
  const applier = createApplier({ ...session, ...scene, emit, signal, emptiesBuckets }, scene.standing, scene.views);
  const templates = new Map(system.units.map((unit) => [unit.name, unit.template]));
  const units: UnitResult[] = [];
  await dispatch<UnitResult>({
    units: selected,
    // The other way round: a unit goes when nobody depends on it any more. Units that the configuration has forgotten
    // may import from any other, so they go first.
    dependenciesOf: (unit) => (forgotten.includes(unit) ? [] : [...forgotten, ...graph.dependantsOf(unit)]),
    run: (unit) => applier.remove(unit, templates.get(unit)),
    isSuccess: (result) => result.outcome === "deleted",
    limit: 16,
    signal,
    onOutcome(outcome) {
      const result: UnitResult =
        outcome.kind === "done"
          ? outcome.result
          : outcome.kind === "blocked"
            ? { outcome: "blocked", unit: outcome.unit, by: outcome.by }
            : { outcome: "cancelled", unit: outcome.unit };
      units.push(result);
      open.update((record) => ({
        ...record,
        units: { ...record.units, [result.unit]: entryAfter(record.units[result.unit], result) },
      }));
      emit({ type: "unit-finished", result });
    },
  });
  const isComplete = units.every((each) => each.outcome === "deleted");
  const endedAt = new Date(session.clock.nowMs()).toISOString();
  await open.close((record) => ({ ...record, status: isComplete ? "complete" : "failed", endedAt }));
  return { units, release: open.record.number };
}

function entryAfter(entry: UnitEntry | undefined, result: UnitResult): UnitEntry {
  const { stands, ...rest } = entry ?? { changes: [], tests: [] };
  if (result.outcome === "deleted") return { ...rest, outcome: "removed", durationMs: result.durationMs };
  return {
    ...rest,
    ...(stands === undefined ? {} : { stands }),
    outcome: result.outcome === "failed" || result.outcome === "blocked" ? result.outcome : "cancelled",
    ...(result.outcome === "failed" ? { failure: result.failure.reason } : {}),
  };
}
