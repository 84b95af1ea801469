// Deploys a system's units into one environment: makes unit versions from the sources - builds, and works out what each
// waits for - and releases them. Tells what happens as events; decides nothing about how that looks.

import { createClock } from "../../kernel/clock.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { createBuilder } from "../build/build.ts";
import type { Builder, BuiltCode } from "../build/build.ts";
import type { Stacks } from "../cloud/stacks.ts";
import type { Target } from "../cloud/target.ts";
import { checkBorrowed } from "../environments/check-borrowed.ts";
import { checkClaims } from "../graph/claims.ts";
import { buildGraph } from "../graph/graph.ts";
import { sourcesKeyOf } from "../graph/sources.ts";
import { makeUnitVersion, templateKeyOf } from "../release/unit-version.ts";
import type { FailurePolicy } from "../system/define-system.ts";
import { boundValuesOf, checkParameters } from "../system/parameters.ts";
import { DiagnosticsError, stackNameOf } from "../system/system.ts";
import type { Environment, System, Unit } from "../system/system.ts";
import type { WantedUnit } from "./apply-unit.ts";
import { startRun } from "./events.ts";
import type { DeployEvent, DeployResult, Failure, Run } from "./events.ts";
import { failureOf } from "./failures.ts";
import { releaseUnits } from "./release-units.ts";
import type { LockPolicy } from "./release-units.ts";
import { openSession, readScene } from "./session.ts";

export interface DeployOptions {
  readonly system: System;
  readonly environment: Environment;
  readonly target: Target;
  /** Deploy only these units; what they depend on must be there already. All if it is not given. */
  readonly only?: readonly string[];
  /** Once aborted no further unit starts; a stack that is changing comes to its end. */
  readonly signal?: AbortSignal;
  /** Reused by `up` to build incrementally; made and disposed of here if it is not given. */
  readonly builder?: Builder;
  /** CloudFormation of the target, where the caller wants to see what happens there; opened here if it is not given. */
  readonly stacks?: Stacks;
  readonly clock?: Clock;
  /** What a failure leads to; the environment's own policy, or "continue", if it is not given. */
  readonly policy?: FailurePolicy;
  /** False where the caller brings phases of its own for exports that go; true if it is not given. */
  readonly crossesOver?: boolean;
  /** Whether the post-deploy tests run; they do if it is not given. */
  readonly tests?: boolean;
  /** What to do if someone else releases into the environment; "fail" if it is not given. */
  readonly lock?: LockPolicy;
  /** Whether an event explains why each unit is changed. */
  readonly explains?: boolean;
  /** The plan that this applies, for the record. */
  readonly plan?: string;
}

/**
 * Deploys. The result says for each unit what became of it; it rejects with a DiagnosticsError if configuration and
 * templates do not fit together, before anything is created.
 */
export function deploy(options: DeployOptions): Run<DeployResult> {
  return startRun((emit) => runDeployment(options, emit));
}

async function runDeployment(options: DeployOptions, emit: (event: DeployEvent) => void): Promise<DeployResult> {
  const { system, environment, target } = options;
  const startedMs = (options.clock ?? createClock({ mode: "wall" })).nowMs();
  const { graph, diagnostics, evaluated } = buildGraph(system, environment, target.region);
  const problems: readonly Diagnostic[] = [
    ...diagnostics,
    ...checkParameters(system, environment),
    ...checkClaims(system, environment),
    ...checkBorrowed(system, environment, evaluated),
  ];
  if (problems.some((each) => each.severity === "error")) throw new DiagnosticsError(problems);
  for (const diagnostic of problems) emit({ type: "diagnostic", diagnostic });

  const names = graph.order.filter((unit) => options.only === undefined || options.only.includes(unit));
  const selected = names.flatMap((name) => system.units.filter((unit) => unit.name === name));
  const stackOf = (unit: string): string => stackNameOf(system, environment.name, unit);
  const builder = options.builder ?? createBuilder(system.base);
  const session = openSession({
    place: { system: system.name, environment: environment.name },
    target,
    clock: options.clock,
    stacks: options.stacks,
    explains: options.explains,
  });
  try {
    const [scene, ...built] = await Promise.all([
      readScene(session, new Map(system.units.map(({ name }) => [name, stackOf(name)]))),
      ...selected.map((unit) => buildUnit(builder, unit)),
    ]);
    const good = built.filter((each): each is Built => "code" in each);
    const bytes = new Map(good.flatMap(({ code }) => code.map(({ artifact }) => [artifact.key, artifact.bytes])));
    const wanted = good.map(({ unit, code }): WantedUnit => {
      const { version, template, sources } = makeUnitVersion(unit, code, graph.dependenciesOf(unit.name), system);
      const bindings = boundValuesOf(environment, unit);
      return {
        version,
        text: template,
        sources,
        template: unit.template,
        bindings,
        stack: stackOf(unit.name),
        done: unit.done ?? environment.done,
      };
    });
    const directories = new Map(system.units.map((unit) => [unit.name, unit.directory]));
    const isWhole = options.only === undefined;
    return await releaseUnits(
      session,
      scene,
      {
        kind: "deploy",
        wanted,
        unbuilt: built.flatMap((each) =>
          "code" in each
            ? []
            : [{ unit: each.unit.name, dependsOn: graph.dependenciesOf(each.unit.name), failure: each.failure }],
        ),
        async provide(moving) {
          await Promise.all(
            moving.flatMap(({ version, text, sources }) => [
              ...(version.sources === undefined || sources === undefined
                ? []
                : [session.artifacts.ensure(sourcesKeyOf(version.sources), sources)]),
              session.artifacts.ensure(templateKeyOf(version), text),
              ...version.artifacts.map(({ key }) => session.artifacts.ensure(key, bytes.get(key) ?? "")),
            ]),
          );
        },
        crossesOver: options.crossesOver,
        policy: options.policy ?? environment.onFailure ?? system.onFailure ?? "continue",
        tests:
          options.tests === false
            ? undefined
            : {
                directoryOf: (unit) => directories.get(unit),
                system: isWhole ? { tests: system.tests ?? [], directory: system.directory } : undefined,
              },
        directory: system.directory,
        details: options.plan === undefined ? {} : { plan: options.plan },
        lock: options.lock ?? "fail",
        startedMs,
        signal: options.signal,
      },
      emit,
    );
  } finally {
    session.close();
    if (options.builder === undefined) await builder.dispose();
  }
}

interface Built {
  readonly unit: Unit;
  readonly code: readonly BuiltCode[];
}

// Code that does not build fails its unit and what waits for it, not the others.
async function buildUnit(builder: Builder, unit: Unit): Promise<Built | { unit: Unit; failure: Failure }> {
  try {
    return { unit, code: await builder.build(unit) };
  } catch (error) {
    return { unit, failure: failureOf(unit.template, error) };
  }
}
