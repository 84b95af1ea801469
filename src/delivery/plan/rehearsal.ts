// Rehearses a release on a fork, and reads back what came of it. One deployment first; where that would take away what others
// still read, the phases that do not, each executed for real on a fresh fork.

import type { Clock } from "../../kernel/clock.ts";
import { secureRandom } from "../../kernel/random.ts";
import type { Builder } from "../build/build.ts";
import type { ControlConnection } from "../cloud/control-client.ts";
import type { Target } from "../cloud/target.ts";
import type { DeployEvent } from "../deploy/events.ts";
import type { WhyReason } from "../graph/why.ts";
import type { TestEvidence } from "../release/record.ts";
import { stackNameOf } from "../system/system.ts";
import type { Environment, System } from "../system/system.ts";
import { executePhases } from "./execute-phases.ts";
import type { ExecuteOptions, Execution } from "./execute-phases.ts";
import { openStage } from "./fork.ts";
import type { Stage } from "./fork.ts";
import { keepingPhases, onePhase } from "./phases.ts";
import type { KeptPart, Phase } from "./plan.ts";
import { openStackReader } from "./read-stacks.ts";
import type { StackDetail } from "./read-stacks.ts";

/** What every rehearsal of a plan shares. */
export interface Theatre {
  readonly system: System;
  readonly environment: Environment;
  readonly connection: ControlConnection;
  /** The environment as it is. */
  readonly parent: Target;
  readonly builder: Builder;
  readonly clock: Clock;
  readonly runsTests: boolean;
  /** The units that the release is about; undefined for all. */
  readonly only: readonly string[] | undefined;
  readonly signal: AbortSignal | undefined;
}

// Nobody else reaches the fork, and every unit that can be rehearsed is.
const ALONE = { lock: "ignore", policy: "continue", explains: true } as const;

/** How a rehearsal deploys. */
export function releaseOf({ runsTests, only }: Theatre): ExecuteOptions["release"] {
  return { ...ALONE, tests: runsTests, ...(only === undefined ? {} : { only }) };
}

/** What a rehearsal has left. */
export interface Rehearsal {
  readonly phases: readonly Phase[];
  readonly execution: Execution;
  /** The stacks that it touched, as they are then, by their names. */
  readonly after: ReadonlyMap<string, StackDetail>;
  /** What is kept beyond the sources at the end, because some reader does not change. */
  readonly waiting: readonly KeptPart[];
  /** The post-deploy tests that ran on the fork. */
  readonly tests: readonly TestEvidence[];
  /** Why each unit changes. */
  readonly why: ReadonlyMap<string, readonly WhyReason[]>;
}

/** Applies the sources in one deployment. `onStage` may look at the fork before it is dropped. */
export function rehearseAtOnce(theatre: Theatre, units: readonly string[]): Promise<Rehearsal> {
  return withStage(theatre, async (stage) => {
    const phase = onePhase(units);
    const { tests, why, note } = listen();
    const execution = await executePhases({
      ...theatre,
      target: stage.target,
      phases: [phase],
      release: releaseOf(theatre),
      onEvent: note,
    });
    const after = await readTouched(theatre, stage, execution);
    const changed = units.filter((unit) => execution.changed.has(unit));
    return { phases: [{ ...phase, units: changed }], execution, after, waiting: [], tests, why };
  });
}

/**
 * Applies the release in phases: moves first, then everything with what is kept, at last without what nobody reads any more.
 * `stillReads` answers, of what is left by then, which readers still read a part.
 */
export function rehearseInPhases(
  theatre: Theatre,
  units: readonly string[],
  parts: { readonly move: Phase | undefined; readonly kept: readonly KeptPart[] },
  stillReads: (part: KeptPart, after: ReadonlyMap<string, StackDetail>) => Promise<readonly string[]>,
): Promise<Rehearsal> {
  return withStage(theatre, async (stage) => {
    const { move, kept } = parts;
    const { first, last } = keepingPhases(units, kept);
    const { tests, why, note } = listen();
    const execute = (phases: readonly Phase[]): Promise<Execution> =>
      executePhases({
        ...theatre,
        target: stage.target,
        phases,
        release: releaseOf(theatre),
        onEvent: note,
      });
    let execution = await execute([...(move === undefined ? [] : [move]), first]);
    let after = await readTouched(theatre, stage, execution);
    const judged = await Promise.all(
      kept.map(async (part): Promise<KeptPart> => ({ ...part, waitsFor: await stillReads(part, after) })),
    );
    const waiting = judged.filter((part) => part.waitsFor.length > 0);
    const phases: Phase[] = [
      ...(move === undefined ? [] : [move]),
      { ...first, kept: judged, units: units.filter((unit) => execution.changed.has(unit)) },
    ];
    const second = last(waiting);
    if (second !== undefined && execution.result.isComplete) {
      const dropping = await execute([second]);
      phases.push(second);
      execution = {
        result: dropping.result,
        changed: new Set([...execution.changed, ...dropping.changed]),
        changeSets: merge(execution.changeSets, dropping.changeSets),
      };
      after = await readTouched(theatre, stage, execution);
    }
    return { phases, execution, after, waiting, tests, why };
  });
}

function listen(): Pick<Rehearsal, "tests" | "why"> & { note(event: DeployEvent): void } {
  const tests: TestEvidence[] = [];
  const why = new Map<string, readonly WhyReason[]>();
  return {
    tests,
    why,
    note(event) {
      if (event.type === "test") tests.push(event.evidence);
      // Of several phases the first is the one that the sources caused.
      else if (event.type === "why" && !why.has(event.unit)) why.set(event.unit, event.reasons);
    },
  };
}

async function withStage<Result>(theatre: Theatre, work: (stage: Stage) => Promise<Result>): Promise<Result> {
  const stage = await openStage({ ...theatre, isQuiet: !theatre.runsTests, random: secureRandom() });
  try {
    return await work(stage);
  } finally {
    await stage.drop();
  }
}

async function readTouched(
  { system, environment }: Theatre,
  { target }: Stage,
  execution: Execution,
): Promise<ReadonlyMap<string, StackDetail>> {
  const reader = openStackReader(target);
  try {
    const failed = execution.result.units.filter((each) => each.outcome === "failed").map((each) => each.unit);
    const names = [...new Set([...execution.changed, ...failed])].map((unit) =>
      stackNameOf(system, environment.name, unit),
    );
    const details = await Promise.all(names.map((name) => reader.read(name)));
    return new Map(details.flatMap((detail) => (detail === undefined ? [] : [[detail.name, detail] as const])));
  } finally {
    reader.destroy();
  }
}

function merge<Value>(
  first: ReadonlyMap<string, readonly Value[]>,
  second: ReadonlyMap<string, readonly Value[]>,
): ReadonlyMap<string, readonly Value[]> {
  const merged = new Map(first);
  for (const [key, values] of second) merged.set(key, [...(merged.get(key) ?? []), ...values]);
  return merged;
}
