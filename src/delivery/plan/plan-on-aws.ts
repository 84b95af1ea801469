// Plans for an environment on AWS: the release is rehearsed on a twin, and AWS is asked by real change sets, which are never
// executed, whether it would do the same. What differs is part of the plan.

import { createClock } from "../../kernel/clock.ts";
import { secureRandom } from "../../kernel/random.ts";
import { createBuilder } from "../build/build.ts";
import type { Builder } from "../build/build.ts";
import type { PlannedChange } from "../cloud/stack-views.ts";
import { createApplier } from "../deploy/apply-unit.ts";
import { openSession, readScene } from "../deploy/session.ts";
import type { Session } from "../deploy/session.ts";
import { makeUnitVersion } from "../release/unit-version.ts";
import { boundValuesOf } from "../system/parameters.ts";
import { DiagnosticsError, stackNameOf } from "../system/system.ts";
import type { Environment, System } from "../system/system.ts";
import { planHash } from "./assemble.ts";
import { makePlan } from "./make-plan.ts";
import type { PlanOptions } from "./make-plan.ts";
import type { Difference, EdgeVerdict, Plan, UnitPlan } from "./plan.ts";
import { openStackReader } from "./read-stacks.ts";
import { openTwin } from "./twin.ts";

const NOT_YET = "cannot be asked before what it waits for is deployed";
// AWS: "No export named X found": an import whose export does not exist yet fails the change set.
const NOT_THERE_YET = /No export named/;

/** Makes a plan for an environment on AWS; `target` is there, `connection` leads to the embedded cloud. */
export async function planOnAws(options: PlanOptions): Promise<Plan> {
  const { system, environment, target, connection } = options;
  const clock = options.clock ?? createClock({ mode: "wall" });
  const startedMs = clock.nowMs();
  const builder = options.builder ?? createBuilder(system.base);
  const session = openSession({ place: { system: system.name, environment: environment.name }, target, clock });
  try {
    const twin = await openTwin({ connection, system, environment, aws: target, clock, random: secureRandom() });
    try {
      const plan = await makePlan({
        ...options,
        builder,
        environment: twin.environment,
        target: twin.target,
        connection: twin.connection,
      });
      const [compared, outside, current, views] = await Promise.all([
        compare(plan, { system, environment, builder, session }),
        readersOutside(plan, options),
        session.releases.current(),
        session.stacks.list(),
      ]);
      const ofSystem = new Set(plan.units.map((each) => each.stack));
      const basis = {
        stacks: Object.fromEntries(
          views
            .filter((view) => ofSystem.has(view.name))
            .map(({ name, stackId, changedAt }) => [name, { stackId, changedAt }]),
        ),
        ...(current.record === undefined ? {} : { release: current.record.number }),
        sources: plan.basis.sources,
      };
      const whole = {
        ...plan,
        edges: [...plan.edges, ...outside],
        isSafe: plan.isSafe && outside.length === 0,
        comparison: [...twin.differences, ...compared],
        basis,
        durationMs: clock.nowMs() - startedMs,
      };
      return { ...whole, hash: planHash(whole) };
    } finally {
      await twin.drop();
    }
  } finally {
    session.close();
    if (options.builder === undefined) await builder.dispose();
  }
}

// Stacks outside the system are not in the twin, but AWS knows who imports what.
async function readersOutside(
  plan: Plan,
  { system, environment, target }: PlanOptions,
): Promise<readonly EdgeVerdict[]> {
  const own = new Set(system.units.map((unit) => stackNameOf(system, environment.name, unit.name)));
  const reader = openStackReader(target);
  try {
    const lost = plan.units.flatMap((unit) =>
      unit.outputs.flatMap(({ exportBefore, exportAfter, before, after }) =>
        exportBefore !== undefined && (exportAfter !== exportBefore || before !== after)
          ? [{ unit: unit.unit, exportBefore }]
          : [],
      ),
    );
    const found = await Promise.all(
      lost.map(async ({ unit, exportBefore }) =>
        (await reader.importers(exportBefore))
          .filter((stack) => !own.has(stack))
          .map((stack): EdgeVerdict => ({
            verdict: "BREAKS",
            from: stack,
            fromKind: "stack",
            to: unit,
            subject: `export "${exportBefore}"`,
            places: [{ kind: "import", what: `stack ${stack}` }],
            because: "AWS lists the stack among those that import the export.",
            consequence: `CloudFormation refuses the update of unit "${unit}": an export that is in use can be neither removed nor changed.`,
          })),
      ),
    );
    return found.flat();
  } finally {
    reader.destroy();
  }
}

async function compare(
  plan: Plan,
  scene: {
    readonly system: System;
    readonly environment: Environment;
    readonly builder: Builder;
    readonly session: Session;
  },
): Promise<readonly Difference[]> {
  const { system, environment, builder, session } = scene;
  const updated = plan.units.filter((each) => each.action === "update");
  if (updated.length === 0) return [];
  const stackOf = (unit: string): string => stackNameOf(system, environment.name, unit);
  const found = await readScene(session, new Map(system.units.map(({ name }) => [name, stackOf(name)])));
  const quiet = {
    ...session,
    names: found.names,
    hotSwaps: found.hotSwaps,
    emit: () => undefined,
    signal: undefined,
    explains: false,
  };
  const applier = createApplier(quiet, found.standing, found.views);
  const all = await Promise.all(
    updated.map(async (planned): Promise<readonly Difference[]> => {
      const unit = system.units.find((each) => each.name === planned.unit);
      if (unit === undefined) return [];
      const { version, template } = makeUnitVersion(unit, await builder.build(unit), [], system);
      const wanted = {
        version,
        text: template,
        template: unit.template,
        bindings: boundValuesOf(environment, unit),
        stack: stackOf(unit.name),
      };
      try {
        const real = await session.stacks.preview(await applier.inputOf(wanted));
        if (typeof real === "string")
          return [
            {
              unit: unit.name,
              rehearsed: planned.action,
              real: NOT_THERE_YET.test(real) ? NOT_YET : `refuses: ${real}`,
            },
          ];
        return differencesOf(planned, real);
      } catch (error) {
        // A parameter is bound to an output that only this release makes: AWS cannot be asked yet.
        if (!(error instanceof DiagnosticsError)) throw error;
        return [{ unit: unit.name, rehearsed: planned.action, real: NOT_YET }];
      }
    }),
  );
  return all.flat();
}

/** The resources with which AWS would do something else than was rehearsed. */
function differencesOf(planned: UnitPlan, real: readonly PlannedChange[]): readonly Difference[] {
  // Moves come before, and change sets know nothing of them.
  const moved = new Set(planned.resources.filter((each) => each.action === "move").map((each) => each.logicalId));
  const rehearsed = new Map(planned.resources.map(({ logicalId, action }) => [logicalId, action as string]));
  const asked = new Map(real.map(({ logicalId, action }) => [logicalId, action as string]));
  return [...new Set([...rehearsed.keys(), ...asked.keys()])].flatMap((logicalId): Difference[] => {
    const [was, is] = [rehearsed.get(logicalId) ?? "unchanged", asked.get(logicalId) ?? "unchanged"];
    if (was === is || moved.has(logicalId)) return [];
    return [{ unit: planned.unit, logicalId, rehearsed: was, real: is }];
  });
}
