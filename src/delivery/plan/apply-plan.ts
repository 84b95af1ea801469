// Applies a saved plan, exactly: its phases in order, after it was seen that environment and sources are those of the plan.
// A run that was interrupted goes on with the phase in which it stopped.

import { createClock } from "../../kernel/clock.ts";
import type { Clock } from "../../kernel/clock.ts";
import { OperatorError } from "../../kernel/errors.ts";
import type { Builder } from "../build/build.ts";
import type { Target } from "../cloud/target.ts";
import type { LockPolicy } from "../deploy/release-units.ts";
import { startRun } from "../deploy/events.ts";
import type { DeployEvent, DeployResult, Run } from "../deploy/events.ts";
import { openSession } from "../deploy/session.ts";
import type { Session } from "../deploy/session.ts";
import type { Environment, System } from "../system/system.ts";
import { executePhases } from "./execute-phases.ts";
import type { Plan } from "./plan.ts";
import { completedPhases, planNote, requireFresh } from "./saved-plan.ts";
import { hashSources } from "./sources.ts";

export interface ApplyOptions {
  readonly plan: Plan;
  readonly system: System;
  readonly environment: Environment;
  readonly target: Target;
  readonly builder: Builder;
  /** Whether resources with data may be deleted or replaced, as the plan says. */
  readonly allowsDataLoss: boolean;
  readonly lock?: LockPolicy;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/**
 * Applies a plan. Rejects with ERR_PLAN_STALE if the environment or the sources moved since, ERR_PLAN_BREAKS if the plan says
 * that something breaks, and ERR_DATA_LOSS if data would be lost and nobody allowed it.
 */
export function applyPlan(options: ApplyOptions): Run<DeployResult> {
  return startRun((emit) => runPlan(options, emit));
}

async function runPlan(options: ApplyOptions, emit: (event: DeployEvent) => void): Promise<DeployResult> {
  const { plan, system, environment, target } = options;
  requireAllowed(plan, options.allowsDataLoss);
  const clock = options.clock ?? createClock({ mode: "wall" });
  const startedMs = clock.nowMs();
  const session = openSession({ place: { system: system.name, environment: environment.name }, target, clock });
  try {
    const done = await completed(options, session);
    await session.bucket.put(markOf(options), new Date(startedMs).toISOString());
    const result = await execute(options, clock, done, emit);
    if (result.isComplete && options.signal?.aborted !== true) await session.bucket.remove(markOf(options));
    return { ...result, durationMs: clock.nowMs() - startedMs };
  } finally {
    session.close();
  }
}

// Says that the plan was begun: a run after an interruption must know its own moves from other people's.
function markOf({ plan }: ApplyOptions): string {
  return `plans/${plan.system}/${plan.environment}/${plan.hash}`;
}

async function execute(
  options: ApplyOptions,
  clock: Clock,
  done: number,
  emit: (event: DeployEvent) => void,
): Promise<DeployResult> {
  const { plan, system, environment, target, builder } = options;
  let result: DeployResult = { isComplete: true, units: [], durationMs: 0 };
  for (const [index, phase] of plan.phases.entries()) {
    if (index < done) continue;
    ({ result } = await executePhases({
      phases: [phase],
      system,
      environment,
      target,
      builder,
      clock,
      guardsData: !options.allowsDataLoss,
      release: {
        plan: planNote(plan, index),
        ...(options.lock === undefined ? {} : { lock: options.lock }),
        ...(plan.only === undefined ? {} : { only: plan.only }),
      },
      signal: options.signal,
      onEvent: emit,
    }));
    if (!result.isComplete || options.signal?.aborted === true) break;
  }
  return result;
}

function requireAllowed(plan: Plan, allowsDataLoss: boolean): void {
  const breaking = plan.edges.filter((each) => each.verdict === "BREAKS" && each.isKept !== true);
  const failing = plan.units.filter((each) => each.action === "failed");
  if (breaking.length > 0 || failing.length > 0) {
    const what = [
      ...breaking.map((each) => `${each.from} reads ${each.subject} of ${each.to}, which goes.`),
      ...failing.map((each) => `Unit "${each.unit}" fails.`),
    ];
    throw new OperatorError({
      code: "ERR_PLAN_BREAKS",
      message: `The plan breaks what is there: ${what.join(" ")}`,
      hints: ["stackyard plan", "Change the readers, and plan again"],
    });
  }
  if (plan.dataLoss.length > 0 && !allowsDataLoss) {
    const what = plan.dataLoss.map(({ unit, logicalId, resourceType }) => `${unit}.${logicalId} (${resourceType})`);
    throw new OperatorError({
      code: "ERR_DATA_LOSS",
      message: `The plan deletes data: ${what.join(", ")}.`,
      hints: [
        'Give it "DeletionPolicy: Retain" and "UpdateReplacePolicy: Retain"',
        "stackyard deploy --plan FILE --allow-data-loss",
      ],
    });
  }
}

// Sees whether the plan still holds, and how much of it is done.
async function completed(options: ApplyOptions, session: Session): Promise<number> {
  const { plan, system, environment, target, builder } = options;
  const [current, views, sources, mark] = await Promise.all([
    session.releases.current(),
    session.stacks.list(),
    hashSources(system, environment, builder),
    session.bucket.read(markOf(options)),
  ]);
  requireFresh(plan, {
    system: system.name,
    environment: environment.name,
    account: target.account,
    region: target.region,
    views,
    release: current.record,
    sources,
    isBegun: mark !== undefined,
  });
  const recent = current.record;
  const before = recent?.base === undefined ? undefined : await session.releases.load(recent.base);
  return completedPhases(plan, [recent, before]);
}
