// Deploys one unit: builds its code, compares its inputs with those of the last time, changes its stack, writes down what
// it was made of.

import type { Clock } from "../../kernel/clock.ts";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { invariant } from "../../kernel/errors.ts";
import type { Artifacts, StackRecord } from "../cloud/artifacts.ts";
import type { Builder, BuiltCode } from "../build/build.ts";
import { isFunction } from "../build/code.ts";
import type { DeployEvent, Failure, UnitResult } from "./events.ts";
import { failureOf, firstFailure, withoutPlace } from "./failures.ts";
import { locate } from "./locate.ts";
import { boundValuesOf, parameterText } from "../system/parameters.ts";
import { rewriteTemplate } from "../build/rewrite.ts";
import { HEALTHY } from "../cloud/stacks.ts";
import type { StackProgress, Stacks, StackView } from "../cloud/stacks.ts";
import { DiagnosticsError, stackNameOf } from "../system/system.ts";
import type { Environment, System, Unit } from "../system/system.ts";
import type { Target } from "../cloud/target.ts";
import { objectAt, textOf } from "../system/template.ts";
import { hashOf } from "../build/zip.ts";

// LIMIT: "CreateChangeSet", TemplateBody: 51,200 bytes; a larger template is read from S3.
const LARGEST_INLINE_TEMPLATE_BYTES = 51_200;

export interface UnitRunner {
  /** Builds a unit and asks the cloud about its template; what it objects to. Code that does not build fails later. */
  checkUnit(name: string): Promise<readonly Diagnostic[]>;
  deployUnit(name: string): Promise<UnitResult>;
}

/** A unit whose code is built and uploaded. */
interface Prepared {
  readonly built: readonly BuiltCode[];
  /** As it is deployed: JSON with the artifacts' places. */
  readonly template: string;
  readonly current: StackView | undefined;
  readonly record: StackRecord | undefined;
}

/** Makes the runner of one deployment; it knows the outputs of the units that are complete. */
export function createUnitRunner(parts: {
  system: System;
  environment: Environment;
  target: Target;
  clock: Clock;
  builder: Builder;
  artifacts: Artifacts;
  stacks: Stacks;
  emit: (event: DeployEvent) => void;
  signal: AbortSignal | undefined;
}): UnitRunner {
  const { system, environment, target, clock, builder, artifacts, stacks, emit } = parts;
  const units = new Map(system.units.map((unit) => [unit.name, unit]));
  const preparations = new Map<string, Promise<Prepared>>();
  const outputs = new Map<string, Readonly<Record<string, string>>>();
  const stackOf = (unit: string): string => stackNameOf(system, environment.name, unit);

  function requireUnit(name: string): Unit {
    const unit = units.get(name);
    invariant(unit !== undefined, `There is no unit "${name}".`);
    return unit;
  }

  // Once for a unit, however often it is asked for.
  function prepared(unit: Unit): Promise<Prepared> {
    let preparation = preparations.get(unit.name);
    if (preparation === undefined) {
      preparation = prepare(unit);
      preparations.set(unit.name, preparation);
    }
    return preparation;
  }

  async function prepare(unit: Unit): Promise<Prepared> {
    const stack = stackOf(unit.name);
    const [built, current, record] = await Promise.all([
      builder.build(unit),
      stacks.describe(stack),
      artifacts.loadRecord(stack),
    ]);
    await Promise.all(built.map(({ artifact }) => artifacts.ensureObject(artifact.key, artifact.bytes)));
    return { built, template: rewriteTemplate(unit, built, artifacts.bucket), current, record };
  }

  async function checkUnit(name: string): Promise<readonly Diagnostic[]> {
    const unit = requireUnit(name);
    const preparation = await prepared(unit).catch(() => undefined);
    if (preparation === undefined || preparation.record?.template === hashOf(preparation.template)) return [];
    const objections = await stacks.validate(await templateSource(preparation.template));
    return (objections?.split("\n") ?? []).map((line): Diagnostic => {
      const { position, logicalId } = locate(unit.template, line);
      return {
        severity: "error",
        code: "TEMPLATE_REFUSED",
        summary: "The cloud does not accept a template.",
        detail: withoutPlace(line),
        ...(position === undefined ? {} : { position }),
        ...(logicalId === undefined ? {} : { logicalId }),
      };
    });
  }

  async function deployUnit(name: string): Promise<UnitResult> {
    const unit = requireUnit(name);
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
      const { built, template, current, record } = await prepared(unit);
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
      // Ctrl-C reaches the bundler's process, too, which then ends in the middle of its work.
      const isOfCloud = error instanceof Error && "$metadata" in error;
      if (parts.signal?.aborted === true && !isOfCloud) return { outcome: "cancelled", unit: name };
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
      template: hashOf(plan.template),
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
    const { openHotSwapper } = await import("../build/hot-swap.ts");
    const swapper = openHotSwapper(target);
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
          throw new DiagnosticsError([
            {
              severity: "error",
              code: "PARAMETER_WITHOUT_OUTPUT",
              summary: "A parameter is bound to an output that a stack does not have now.",
              detail: `Parameter "${name}" of unit "${unit.name}" is bound to output "${output}" of unit "${from}", but stack "${stackOf(from)}" does not have it. Deploy that unit, or see whether the output has a condition.`,
            },
          ]);
        }),
      ]),
    );
  }

  async function loadOutputs(unit: string): Promise<void> {
    if (outputs.has(unit)) return;
    const stack = await stacks.describe(stackOf(unit));
    if (stack !== undefined) outputs.set(unit, stack.outputs);
  }

  return { checkUnit, deployUnit };
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
