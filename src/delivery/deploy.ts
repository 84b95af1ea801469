// Deploys a system's units into one environment: builds, uploads, and changes stacks along the graph, each as soon as what
// it waits for is complete. Tells what happens as events; decides nothing about how that looks.

import { createClock } from "../kernel/clock.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Diagnostic } from "../kernel/diagnostics.ts";
import { secureRandom } from "../kernel/random.ts";
import { openArtifacts } from "./artifacts.ts";
import type { Artifacts } from "./artifacts.ts";
import { createBuilder } from "./build.ts";
import type { Builder, BuiltCode } from "./build.ts";
import { dispatch } from "./dispatch.ts";
import { startRun } from "./events.ts";
import type { DeployEvent, DeployResult, Failure, Run, UnitResult } from "./events.ts";
import { buildGraph } from "./graph.ts";
import { isFunction, openHotSwapper } from "./hot-swap.ts";
import { locate } from "./locate.ts";
import { boundValuesOf, checkParameters, parameterText } from "./parameters.ts";
import { rewriteTemplate } from "./rewrite.ts";
import { HEALTHY, openStacks } from "./stacks.ts";
import type { StackProgress, Stacks, StackView } from "./stacks.ts";
import { DiagnosticsError, stackNameOf } from "./system.ts";
import type { Environment, System, Unit } from "./system.ts";
import type { Target } from "./target.ts";
import { objectAt, textOf } from "./template.ts";
import { hashOf } from "./zip.ts";

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
  readonly clock?: Clock;
}

// LIMIT: how many stacks change at once. CloudFormation throttles its control plane beyond about ten calls a second.
const PARALLEL_STACKS = 16;
// LIMIT: "CreateChangeSet", TemplateBody: 51,200 bytes; a larger template is read from S3.
const LARGEST_INLINE_TEMPLATE_BYTES = 51_200;

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
  emit({ type: "started", units: selected, environment: environment.name });
  const builder = options.builder ?? createBuilder();
  const [artifacts, stacks] = await Promise.all([openArtifacts(target), openStacks(target, clock, secureRandom())]);
  try {
    const bucketReady = artifacts.ensureBucket();
    const run = createUnitRunner({ options, clock, builder, artifacts, stacks, bucketReady, emit });
    // All builds start at once; each unit awaits its own when its turn comes.
    run.startBuilds(selected);
    await bucketReady;
    const results: UnitResult[] = [];
    await dispatch<UnitResult>({
      units: selected,
      dependenciesOf: (unit) => graph.dependenciesOf(unit),
      run: (unit) => run.deployUnit(unit),
      isSuccess: (result) => result.outcome !== "failed",
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
    stacks.destroy();
    if (options.builder === undefined) await builder.dispose();
  }
}

interface UnitRunner {
  startBuilds(units: readonly string[]): void;
  deployUnit(name: string): Promise<UnitResult>;
}

function createUnitRunner(parts: {
  options: DeployOptions;
  clock: Clock;
  builder: Builder;
  artifacts: Artifacts;
  stacks: Stacks;
  bucketReady: Promise<void>;
  emit: (event: DeployEvent) => void;
}): UnitRunner {
  const { clock, builder, artifacts, stacks, bucketReady, emit } = parts;
  const { system, environment, target } = parts.options;
  const units = new Map(system.units.map((unit) => [unit.name, unit]));
  const builds = new Map<string, Promise<readonly BuiltCode[]>>();
  const outputs = new Map<string, Readonly<Record<string, string>>>();
  const stackOf = (unit: string): string => stackNameOf(system, environment.name, unit);

  function startBuilds(names: readonly string[]): void {
    for (const name of names) {
      const unit = units.get(name);
      if (unit === undefined) continue;
      const build = buildAndUpload(unit);
      builds.set(name, build);
      // Awaited when the unit's turn comes; until then a failure is no unhandled rejection.
      build.catch(() => undefined);
    }
  }

  async function buildAndUpload(unit: Unit): Promise<readonly BuiltCode[]> {
    emit({ type: "unit-building", unit: unit.name });
    const [built] = await Promise.all([builder.build(unit), bucketReady]);
    await Promise.all(built.map(({ artifact }) => artifacts.ensureObject(artifact.key, artifact.bytes)));
    return built;
  }

  async function deployUnit(name: string): Promise<UnitResult> {
    const unit = units.get(name);
    if (unit === undefined) throw new RangeError(`There is no unit "${name}".`);
    const startedMs = clock.nowMs();
    const stack = stackOf(name);
    const failed = (failure: Failure): UnitResult => ({
      outcome: "failed",
      unit: name,
      stack,
      failure,
      durationMs: clock.nowMs() - startedMs,
    });
    try {
      const [built, current, record] = await Promise.all([
        builds.get(name) ?? buildAndUpload(unit),
        stacks.describe(stack),
        artifacts.loadRecord(stack),
      ]);
      const template = rewriteTemplate(unit, built, artifacts.bucket);
      const parameters = await parameterValues(unit);
      const inputs = hashOf(JSON.stringify([template, parameters]));
      const isKnown =
        current !== undefined &&
        HEALTHY.has(current.status) &&
        record?.inputs === inputs &&
        !record.isHotSwapped &&
        record.stackId === current.stackId &&
        record.changedAt === current.changedAt;
      if (isKnown && !readsFromElsewhere(unit)) {
        const reason = "Template, code and parameters are those of the last deployment.";
        return unchanged(name, current, reason, startedMs);
      }
      const isHotSwapped = record?.isHotSwapped === true;
      return await change(unit, { template, parameters, inputs, current, startedMs, failed, built, isHotSwapped });
    } catch (error) {
      return failed(failureOf(unit, error));
    }
  }

  async function change(
    unit: Unit,
    plan: {
      template: string;
      parameters: Readonly<Record<string, string>>;
      inputs: string;
      current: StackView | undefined;
      startedMs: number;
      failed: (failure: Failure) => UnitResult;
      built: readonly BuiltCode[];
      isHotSwapped: boolean;
    },
  ): Promise<UnitResult> {
    const { name } = unit;
    const stack = stackOf(name);
    const action = plan.current === undefined ? "create" : "update";
    const changed = new Set<string>();
    emit({ type: "unit-started", unit: name, stack, action });
    const outcome = await stacks.deploy(
      {
        name: stack,
        template: await templateSource(plan.template),
        parameters: plan.parameters,
        tags: {
          "stackyard:system": system.name,
          "stackyard:environment": environment.name,
          "stackyard:unit": name,
        },
      },
      plan.current,
      (progress) => {
        if (progress.isStackItself) return;
        changed.add(progress.logicalId);
        emit({ type: "resource", unit: name, ...resourceEvent(progress) });
      },
    );
    if (outcome.kind === "failed") return plan.failed(firstFailure(unit, outcome));
    if (plan.isHotSwapped) await restoreCode(stack, plan.built);
    await artifacts.saveRecord(stack, {
      v: 1,
      isHotSwapped: false,
      inputs: plan.inputs,
      stackId: outcome.stack.stackId,
      changedAt: outcome.stack.changedAt,
    });
    if (outcome.kind === "unchanged")
      return unchanged(name, outcome.stack, "CloudFormation found nothing to change.", plan.startedMs);
    outputs.set(name, outcome.stack.outputs);
    return {
      outcome: "deployed",
      unit: name,
      stack,
      action,
      outputs: outcome.stack.outputs,
      resourceChanges: changed.size,
      durationMs: clock.nowMs() - plan.startedMs,
    };
  }

  // After hot swaps the stack's record of a function's code may be right and the function's code another one.
  async function restoreCode(stack: string, built: readonly BuiltCode[]): Promise<void> {
    const swapper = await openHotSwapper(target);
    try {
      const physicalIds = new Map((await stacks.resources(stack)).map((each) => [each.logicalId, each.physicalId]));
      await Promise.all(
        built.map(async ({ use, artifact }) => {
          const functionName = physicalIds.get(use.logicalId);
          if (functionName === undefined || !isFunction(use.resourceType)) return;
          const wanted = artifact.key.split(".")[0];
          if ((await swapper.codeHashOf(functionName)) !== wanted) await swapper.swap(functionName, artifact.bytes);
        }),
      );
    } finally {
      swapper.destroy();
    }
  }

  function unchanged(unit: string, stack: StackView, reason: string, startedMs: number): UnitResult {
    outputs.set(unit, stack.outputs);
    return {
      outcome: "unchanged",
      unit,
      stack: stack.name,
      reason,
      outputs: stack.outputs,
      durationMs: clock.nowMs() - startedMs,
    };
  }

  async function templateSource(template: string): Promise<{ body: string } | { url: string }> {
    if (Buffer.byteLength(template) <= LARGEST_INLINE_TEMPLATE_BYTES) return { body: template };
    const key = `${hashOf(template)}.template.json`;
    await artifacts.ensureObject(key, Buffer.from(template));
    return { url: artifacts.urlOf(key) };
  }

  async function parameterValues(unit: Unit): Promise<Readonly<Record<string, string>>> {
    const values = boundValuesOf(environment, unit);
    const referenced = new Set<string>();
    for (const value of Object.values(values))
      if (typeof value === "object" && "kind" in value && value.kind === "output") referenced.add(value.unit);
    await Promise.all([...referenced].map(loadOutputs));
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        parameterText(value, stackOf, ({ unit: from, output }) => {
          const found = outputs.get(from)?.[output];
          if (found !== undefined) return found;
          throw new Error(
            `Parameter "${name}" is bound to output "${output}" of unit "${from}", but stack "${stackOf(from)}" has no such output now.`,
          );
        }),
      ]),
    );
  }

  async function loadOutputs(unit: string): Promise<void> {
    if (outputs.has(unit)) return;
    const stack = await stacks.describe(stackOf(unit));
    if (stack !== undefined) outputs.set(unit, stack.outputs);
  }

  return { startBuilds, deployUnit };
}

// Values which CloudFormation reads anew at each deployment: equal inputs do not mean an equal result.
function readsFromElsewhere(unit: Unit): boolean {
  const hasSsmParameter = Object.values(objectAt(unit.template.body, "Parameters")).some((declaration) =>
    textOf(objectAt(declaration)["Type"])?.startsWith("AWS::SSM::Parameter::"),
  );
  return hasSsmParameter || JSON.stringify(unit.template.body).includes('"Fn::GetStackOutput"');
}

function resourceEvent(progress: StackProgress): {
  logicalId: string;
  resourceType: string;
  status: string;
  reason?: string;
} {
  const { logicalId, resourceType, status, reason } = progress;
  return { logicalId, resourceType, status, ...(reason === undefined ? {} : { reason }) };
}

// Resources that were stopped because another one failed are consequences.
const CONSEQUENCE = /^Resource (creation|update) cancelled/i;

function firstFailure(unit: Unit, outcome: { reason: string; failures: readonly StackProgress[] }): Failure {
  const resources = outcome.failures.filter((each) => !each.isStackItself);
  const first = resources.find((each) => !CONSEQUENCE.test(each.reason ?? "")) ?? resources[0];
  const reason = first?.reason ?? outcome.reason;
  const subject = locate(unit.template, reason, first?.logicalId);
  return {
    reason,
    ...subject,
    ...(first === undefined ? {} : { logicalId: first.logicalId, resourceType: first.resourceType }),
  };
}

function failureOf(unit: Unit, error: unknown): Failure {
  if (error instanceof DiagnosticsError) {
    const [first] = error.diagnostics;
    return {
      reason: first === undefined ? error.message : first.detail,
      diagnostics: error.diagnostics,
      ...(first?.position === undefined ? {} : { position: first.position }),
      ...(first?.logicalId === undefined ? {} : { logicalId: first.logicalId }),
    };
  }
  if (!(error instanceof Error)) throw error;
  // What an SDK client throws has the error's code as its name; anything else without metadata is an error of ours.
  const isFromCloud = "$metadata" in error;
  return {
    reason: error.message,
    ...(isFromCloud ? { code: error.name, ...locate(unit.template, error.message) } : {}),
  };
}
