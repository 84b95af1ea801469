// Deploys a system's units into one environment: builds, uploads, and changes stacks along the graph, each as soon as what
// it waits for is complete. Tells what happens as events; decides nothing about how that looks.

import { createClock } from "../../kernel/clock.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { secureRandom } from "../../kernel/random.ts";
import { openArtifacts } from "../cloud/artifacts.ts";
import { createBuilder } from "../build/build.ts";
import type { Builder } from "../build/build.ts";
import { createUnitRunner } from "./deploy-unit.ts";
import { dispatch } from "../graph/dispatch.ts";
import { startRun } from "./events.ts";
import type { DeployEvent, DeployResult, Run, UnitResult } from "./events.ts";
import { buildGraph } from "../graph/graph.ts";
import { checkParameters } from "../system/parameters.ts";
import { openStacks } from "../cloud/stacks.ts";
import type { Stacks } from "../cloud/stacks.ts";
import { DiagnosticsError } from "../system/system.ts";
import type { Environment, System } from "../system/system.ts";
import type { Target } from "../cloud/target.ts";

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
}

// LIMIT: how many stacks change at once. CloudFormation throttles its control plane beyond about ten calls a second.
const PARALLEL_STACKS = 16;
/**
 * Deploys. The result says for each unit what became of it; it rejects with a DiagnosticsError if configuration and
 * templates do not fit together, before anything is created.
 */
export function deploy(options: DeployOptions): Run<DeployResult> {
  return startRun((emit) => runDeployment(options, emit));
}

async function runDeployment(options: DeployOptions, emit: (event: DeployEvent) => void): Promise<DeployResult> {
  const { system, environment, target } = options;
  const clock = options.clock ?? createClock({ mode: "wall" });
  const startedMs = clock.nowMs();
  const { graph, diagnostics } = buildGraph(system, environment, target.region);
  const problems: readonly Diagnostic[] = [...diagnostics, ...checkParameters(system, environment)];
  if (problems.some((each) => each.severity === "error")) throw new DiagnosticsError(problems);
  for (const diagnostic of problems) emit({ type: "diagnostic", diagnostic });

  const selected = graph.order.filter((unit) => options.only === undefined || options.only.includes(unit));
  const builder = options.builder ?? createBuilder(system.base);
  const artifacts = openArtifacts(target);
  const stacks = options.stacks ?? openStacks(target, clock, secureRandom());
  try {
    await artifacts.ensureBucket();
    const run = createUnitRunner({
      system,
      environment,
      target,
      clock,
      builder,
      artifacts,
      stacks,
      emit,
      signal: options.signal,
    });
    const refused = (await Promise.all(selected.map((unit) => run.checkUnit(unit)))).flat();
    if (refused.length > 0) throw new DiagnosticsError(refused);
    emit({ type: "started", units: selected, environment: environment.name });
    const results: UnitResult[] = [];
    await dispatch<UnitResult>({
      units: selected,
      dependenciesOf: (unit) => graph.dependenciesOf(unit),
      run: (unit) => run.deployUnit(unit),
      isSuccess: (result) => result.outcome !== "failed" && result.outcome !== "cancelled",
      limit: PARALLEL_STACKS,
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
    const durationMs = clock.nowMs() - startedMs;
    emit({ type: "finished", durationMs });
    const isComplete = results.every((each) => each.outcome === "deployed" || each.outcome === "unchanged");
    return { isComplete, units: results, durationMs };
  } finally {
    artifacts.destroy();
    if (options.stacks === undefined) stacks.destroy();
    if (options.builder === undefined) await builder.dispose();
  }
}
