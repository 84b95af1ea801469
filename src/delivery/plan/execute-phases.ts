// Executes the phases of a plan one after the other: on the fork when it is rehearsed, and in the environment when it is
// applied. Each phase is a deployment of its own, so one that was interrupted goes on where it stopped when it is run again.

import type { ResourceChange as ChangeSetEntry } from "@aws-sdk/client-cloudformation";
import type { Clock } from "../../kernel/clock.ts";
import { secureRandom } from "../../kernel/random.ts";
import type { Builder } from "../build/build.ts";
import { openStacks } from "../cloud/stacks.ts";
import type { Stacks } from "../cloud/stacks.ts";
import type { Target } from "../cloud/target.ts";
import { deploy } from "../deploy/deploy.ts";
import type { DeployOptions } from "../deploy/deploy.ts";
import type { DeployEvent, DeployResult } from "../deploy/events.ts";
import type { Environment, System } from "../system/system.ts";
import { executeMove } from "./execute-move.ts";
import { guardData } from "./data-guard.ts";
import { withFragment } from "../deploy/keep.ts";
import type { KeptPart, Phase } from "./plan.ts";
import { openStackReader } from "./read-stacks.ts";

export interface ExecuteOptions {
  readonly phases: readonly Phase[];
  readonly system: System;
  readonly environment: Environment;
  readonly target: Target;
  readonly builder: Builder;
  readonly clock: Clock;
  /** How each deployment is made: tests, lock, policy, the plan's hash. */
  readonly release: Pick<DeployOptions, "tests" | "lock" | "policy" | "plan" | "explains" | "only">;
  /** Refuses to lose data. */
  readonly guardsData?: boolean;
  readonly signal?: AbortSignal | undefined;
  onEvent?(event: DeployEvent, phase: Phase): void;
}

export interface Execution {
  /** Of the deployment that came last; the phases after one that failed were not begun. */
  readonly result: DeployResult;
  /** Of all phases, by the stack's name. */
  readonly changeSets: ReadonlyMap<string, readonly ChangeSetEntry[]>;
  /** Units that changed in some phase. */
  readonly changed: ReadonlySet<string>;
}

/** Executes phases until one does not complete. */
export async function executePhases(options: ExecuteOptions): Promise<Execution> {
  const { phases, environment, target, builder, clock, signal } = options;
  let executed: { stack: string; id: string }[] = [];
  const changeSets = new Map<string, readonly ChangeSetEntry[]>();
  const changed = new Set<string>();
  const opened = openStacks(target, clock, secureRandom());
  const guarded = options.guardsData === true ? guardData(opened) : opened;
  const stacks = watched(guarded, (stack, id) => executed.push({ stack, id }));
  let result: DeployResult = { isComplete: true, units: [], durationMs: 0 };
  try {
    for (const phase of phases) {
      if (phase.kind === "move") {
        await executeMove(phase, options);
        for (const { from, to } of phase.moves) changed.add(from.unit).add(to.unit);
        continue;
      }
      const run = deploy({
        system: systemOf(options.system, phase.kept),
        environment,
        target,
        builder,
        stacks,
        clock,
        // What others still read is the plan's matter: its phases say when it goes.
        crossesOver: false,
        ...options.release,
        ...(signal === undefined ? {} : { signal }),
      });
      for await (const event of run.events) options.onEvent?.(event, phase);
      result = await run.result;
      // AWS: "ExecuteChangeSet": a stack's other change sets are deleted then, so those of a phase are read before the next.
      await readChangeSets(target, executed, changeSets);
      executed = [];
      // A unit whose tests failed did change.
      for (const each of result.units)
        if (each.outcome === "deployed" || (each.outcome === "failed" && each.failure.reason.startsWith('Test "')))
          changed.add(each.unit);
      if (!result.isComplete) break;
    }
    return { result, changed, changeSets };
  } finally {
    stacks.destroy();
  }
}

/** The system as a phase deploys it: the sources, and what is kept beside them. */
function systemOf(system: System, kept: readonly KeptPart[]): System {
  if (kept.length === 0) return system;
  return {
    ...system,
    units: system.units.map((unit) =>
      kept
        .filter((each) => each.unit === unit.name)
        .reduce((result, { fragment }) => withFragment(result, fragment), unit),
    ),
  };
}

// Notes which change set each stack's deployment executed.
function watched(stacks: Stacks, onExecuted: (stack: string, changeSetId: string) => void): Stacks {
  return {
    ...stacks,
    async deploy(input, current, onProgress) {
      const outcome = await stacks.deploy(input, current, onProgress);
      if (outcome.changeSetId !== undefined) onExecuted(input.name, outcome.changeSetId);
      return outcome;
    },
  };
}

async function readChangeSets(
  target: Target,
  executed: readonly { readonly stack: string; readonly id: string }[],
  into: Map<string, readonly ChangeSetEntry[]>,
): Promise<void> {
  const reader = openStackReader(target);
  try {
    const all = await Promise.all(
      executed.map(async ({ stack, id }) => ({ stack, entries: await reader.changeSet(id) })),
    );
    for (const { stack, entries } of all) into.set(stack, [...(into.get(stack) ?? []), ...entries]);
  } finally {
    reader.destroy();
  }
}
