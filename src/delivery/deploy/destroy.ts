// Deletes a system's stacks from one environment, dependants first, and proves that none is left.

import { createClock } from "../../kernel/clock.ts";
import type { Clock } from "../../kernel/clock.ts";
import { secureRandom } from "../../kernel/random.ts";
import { openArtifacts } from "../cloud/artifacts.ts";
import { dispatch } from "../graph/dispatch.ts";
import { startRun } from "./events.ts";
import type { DeployEvent, Run, UnitResult } from "./events.ts";
import { buildGraph } from "../graph/graph.ts";
import { locate } from "./locate.ts";
import { openStacks } from "../cloud/stacks.ts";
import { stackNameOf } from "../system/system.ts";
import type { Environment, System } from "../system/system.ts";
import type { Target } from "../cloud/target.ts";

export interface DestroyOptions {
  readonly system: System;
  readonly environment: Environment;
  readonly target: Target;
  readonly only?: readonly string[];
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

export interface DestroyResult {
  readonly isComplete: boolean;
  readonly units: readonly UnitResult[];
  /** The proof: the stacks of the system that the cloud still lists for this environment, whoever made them. */
  readonly left: readonly { readonly name: string; readonly status: string }[];
  readonly durationMs: number;
}

/** Destroys. Stacks of units that the configuration no longer names are deleted too: they carry the system's tags. */
export function destroy(options: DestroyOptions): Run<DestroyResult> {
  return startRun((emit) => runDestruction(options, emit));
}

async function runDestruction(options: DestroyOptions, emit: (event: DeployEvent) => void): Promise<DestroyResult> {
  const { system, environment, target } = options;
  const clock = options.clock ?? createClock({ mode: "wall" });
  const startedMs = clock.nowMs();
  // Diagnostics do not matter here: what cannot be deployed must still be destroyable.
  const { graph } = buildGraph(system, environment, target.region);
  const artifacts = openArtifacts(target);
  const stacks = openStacks(target, clock, secureRandom());
  try {
    const stackOf = (unit: string): string => stackNameOf(system, environment.name, unit);
    const ofSystem = (await stacks.list()).filter(
      (stack) =>
        (stack.tags["stackyard:system"] === system.name && stack.tags["stackyard:environment"] === environment.name) ||
        system.units.some((unit) => stackOf(unit.name) === stack.name),
    );
    const byUnit = new Map(
      ofSystem.map((stack) => [
        stack.tags["stackyard:unit"] ??
          system.units.find((unit) => stackOf(unit.name) === stack.name)?.name ??
          stack.name,
        stack,
      ]),
    );
    const forgotten = [...byUnit.keys()].filter((unit) => !graph.order.includes(unit));
    const selected = [...forgotten, ...graph.order.toReversed().filter((unit) => byUnit.has(unit))].filter(
      (unit) => options.only === undefined || options.only.includes(unit),
    );
    emit({ type: "started", units: selected, environment: environment.name });

    async function deleteUnit(unit: string): Promise<UnitResult> {
      const unitStartedMs = clock.nowMs();
      const stack = byUnit.get(unit);
      if (stack === undefined) throw new RangeError(`Unit "${unit}" has no stack.`);
      const template = system.units.find((each) => each.name === unit)?.template;
      emit({ type: "unit-started", unit, stack: stack.name, action: "delete" });
      const onProgress: Parameters<typeof stacks.delete>[1] = (progress) => {
        if (progress.isStackItself) return;
        const { logicalId, resourceType, status, reason } = progress;
        emit({ type: "resource", unit, logicalId, resourceType, status, ...(reason === undefined ? {} : { reason }) });
      };
      const took = (): number => clock.nowMs() - unitStartedMs;
      const failed = (reason: string, logicalId?: string): UnitResult => ({
        outcome: "failed",
        unit,
        stack: stack.name,
        failure: {
          reason,
          ...(logicalId === undefined ? {} : { logicalId }),
          ...(template === undefined ? {} : locate(template, reason, logicalId)),
        },
        durationMs: took(),
      });
      try {
        const settled = await stacks.settle(stack, onProgress);
        if (settled !== undefined) {
          const outcome = await stacks.delete(settled, onProgress);
          if (outcome.kind === "failed") {
            const first = outcome.failures.find((each) => !each.isStackItself);
            return failed(first?.reason ?? outcome.reason, first?.logicalId);
          }
        }
        await artifacts.deleteRecord(stack.name);
        return { outcome: "deleted", unit, stack: stack.name, durationMs: took() };
      } catch (error) {
        if (!(error instanceof Error) || !("$metadata" in error)) throw error;
        return failed(error.message);
      }
    }

    const results: UnitResult[] = [];
    await dispatch<UnitResult>({
      units: selected,
      // The other way round: a unit goes when nobody depends on it any more. Units that the configuration has forgotten
      // may import from any other, so they go first.
      dependenciesOf: (unit) => (forgotten.includes(unit) ? [] : [...forgotten, ...graph.dependantsOf(unit)]),
      run: deleteUnit,
      isSuccess: (result) => result.outcome === "deleted",
      limit: 16,
      signal: options.signal,
      onOutcome(outcome) {
        const result: UnitResult =
          outcome.kind === "done"
            ? outcome.result
            : outcome.kind === "blocked"
              ? { outcome: "blocked", unit: outcome.unit, by: outcome.by }
              : { outcome: "cancelled", unit: outcome.unit };
        results.push(result);
        emit({ type: "unit-finished", result });
      },
    });

    const names = new Set(ofSystem.map((stack) => stack.name));
    const left = (await stacks.list())
      .filter((stack) => names.has(stack.name))
      .map(({ name, status }) => ({ name, status }));
    const durationMs = clock.nowMs() - startedMs;
    emit({ type: "finished", durationMs });
    return {
      isComplete:
        results.every((each) => each.outcome === "deleted") && (options.only !== undefined || left.length === 0),
      units: results,
      left,
      durationMs,
    };
  } finally {
    artifacts.destroy();
    stacks.destroy();
  }
}
