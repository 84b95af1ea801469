// Applies one unit version to an environment: resolves its parameters, compares with what stands, and changes the stack.
// Where a version comes from - sources, another environment, an earlier release - it does not know.

import type { Clock } from "../../kernel/clock.ts";
import type { Artifacts } from "../cloud/artifacts.ts";
import type { Bucket } from "../cloud/bucket.ts";
import type { PlannedChange, StackProgress, StackView } from "../cloud/stack-views.ts";
import type { StackInput, Stacks } from "../cloud/stacks.ts";
import { emptyBucket } from "../cloud/empty-bucket.ts";
import type { Target } from "../cloud/target.ts";
import { isFunction } from "../build/code.ts";
import { hashOf } from "../build/zip.ts";
import { fillTemplate, withoutSecrets } from "../release/unit-version.ts";
import type { UnitVersion } from "../release/unit-version.ts";
import type { Commit, Standing } from "../release/record.ts";
import type { ReleasePlace } from "../release/release-store.ts";
import type { HotSwaps } from "../release/hot-swaps.ts";
import type { Done } from "../system/define-system.ts";
import { parameterText } from "../system/parameters.ts";
import type { BoundValue } from "../system/parameters.ts";
import { DiagnosticsError, stackNameOf } from "../system/system.ts";
import type { Template } from "../system/template.ts";
import type { DeployEvent, Failure, UnitResult } from "./events.ts";
import { failureOf, firstFailure } from "./failures.ts";
import { explainChange } from "./explain-change.ts";
import { locate } from "./locate.ts";

// LIMIT: "CreateChangeSet", TemplateBody: 51,200 bytes; a larger template is read from S3.
const LARGEST_INLINE_TEMPLATE_BYTES = 51_200;

/** A version, and what an environment adds to it. */
export interface WantedUnit {
  readonly version: UnitVersion;
  /** The text of the version's template. */
  readonly text: string;
  /** The text of its sources, if they are at hand. */
  readonly sources?: string | undefined;
  /** The template with the places of its source, if there is one. */
  readonly template: Template;
  /** What the parameters are bound to in this environment. */
  readonly bindings: Readonly<Record<string, BoundValue>>;
  /** The stack's name in this environment. */
  readonly stack: string;
  /** When what waits for it may start; "stack" if it is not given. */
  readonly done?: Done | undefined;
  /** The commit of its sources, if it is known. */
  readonly commit?: Commit | undefined;
}

/** What applying a unit came to. */
export interface Applied {
  readonly result: UnitResult;
  /** What stands now; undefined if what stood before still does, or nothing. */
  readonly stands?: Standing;
  readonly changes: readonly PlannedChange[];
}

/** An environment while units are applied to it. */
export interface ApplyScene {
  readonly place: ReleasePlace;
  readonly target: Target;
  readonly clock: Clock;
  readonly bucket: Bucket;
  readonly artifacts: Artifacts;
  readonly stacks: Stacks;
  readonly hotSwaps: HotSwaps;
  /** Whether each change is explained. */
  readonly explains: boolean;
  /** The names of the units' stacks. */
  readonly names: ReadonlyMap<string, string>;
  readonly emit: (event: DeployEvent) => void;
  readonly signal: AbortSignal | undefined;
  /** Deletes what is in buckets that are to be deleted; otherwise such a bucket stays, and its stack with it. */
  readonly emptiesBuckets?: boolean;
}

export interface Applier {
  /** The outputs of the units whose stacks are there. */
  readonly outputs: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** The name of a unit's stack, whether it is there or not. */
  nameOf(unit: string): string;
  stackOf(unit: string): StackView | undefined;
  /** The result for a unit that stands as wanted; undefined if its stack must be changed or looked at. */
  unchanged(wanted: WantedUnit): Applied | undefined;
  /** Brings a unit to its version; `onAccepted` is called as soon as the cloud has begun the change. */
  apply(wanted: WantedUnit, release: number, onAccepted?: () => void): Promise<Applied>;
  /** What CloudFormation is given for a wanted unit. Throws a DiagnosticsError if a parameter has no value. */
  inputOf(wanted: WantedUnit): Promise<StackInput>;
  /** The filled template as CloudFormation takes it. */
  templateOf(wanted: WantedUnit): Promise<StackInput["template"]>;
  /** Deletes a unit's stack; `template` is where a failure is located. */
  remove(unit: string, template?: Template): Promise<UnitResult>;
}

// A stack in one of these is what its last successful change made of it.
const STANDS: ReadonlySet<string> = new Set([
  "CREATE_COMPLETE",
  "UPDATE_COMPLETE",
  "IMPORT_COMPLETE",
  "UPDATE_ROLLBACK_COMPLETE",
]);

/** Makes the applier of one release: `before` is what the last release left, `views` the stacks as they are. */
export function createApplier(
  scene: ApplyScene,
  before: ReadonlyMap<string, Standing>,
  views: ReadonlyMap<string, StackView>,
): Applier {
  const { place, target, clock, bucket, stacks, hotSwaps, emit } = scene;
  const standing = new Map(before);
  const current = new Map(views);
  const outputs = new Map([...views].map(([unit, view]) => [unit, view.outputs]));
  const stackNameOfUnit = (unit: string): string =>
    scene.names.get(unit) ?? stackNameOf({ name: place.system }, place.environment, unit);

  interface Resolved {
    readonly filled: string;
    /** Null: the value that the stack has. */
    readonly values: Readonly<Record<string, string | null>>;
    readonly inputs: string;
  }

  function resolve(wanted: WantedUnit): Resolved {
    const filled = fillTemplate(wanted.text, wanted.version.artifacts, bucket.name);
    const values = valuesOf(wanted);
    return { filled, values, inputs: hashOf(JSON.stringify([filled, values])) };
  }

  function valuesOf({ version, bindings }: WantedUnit): Readonly<Record<string, string | null>> {
    const values: Record<string, string | null> = {};
    for (const [name, value] of Object.entries(bindings)) {
      values[name] = parameterText(value, stackNameOfUnit, ({ unit: from, output }) => {
        const found = outputs.get(from)?.[output];
        if (found !== undefined) return found;
        throw new DiagnosticsError([
          {
            severity: "error",
            code: "PARAMETER_WITHOUT_OUTPUT",
            summary: "A parameter is bound to an output that a stack does not have now.",
            detail: `Parameter "${name}" of unit "${version.unit}" is bound to output "${output}" of unit "${from}", but stack "${stackNameOfUnit(from)}" does not have it. Deploy that unit, or see whether the output has a condition.`,
          },
        ]);
      });
    }
    // Releases do not keep what a template wants nobody to see; the stack itself does.
    for (const name of version.secrets) values[name] ??= null;
    return values;
  }

  function unchanged(wanted: WantedUnit): Applied | undefined {
    const { unit, readsFromElsewhere } = wanted.version;
    const stands = standing.get(unit);
    const view = current.get(unit);
    if (stands === undefined || view === undefined || readsFromElsewhere || hotSwaps.has(unit)) return undefined;
    if (!STANDS.has(view.status) || stands.stackId !== view.stackId || stands.changedAt !== view.changedAt)
      return undefined;
    if (resolve(wanted).inputs !== stands.inputs) return undefined;
    const reason = "Template, code and parameters are those of the last deployment.";
    // The version may differ in what no stack shows, such as its tests. Its sources are those that the stack was made of.
    const { sources: _, ...version } = wanted.version;
    const sources = stands.version.sources === undefined ? {} : { sources: stands.version.sources };
    return {
      ...unchangedResult(unit, view, reason, clock.nowMs()),
      stands: { ...stands, version: { ...version, ...sources } },
    };
  }

  async function inputOf(wanted: WantedUnit): Promise<StackInput> {
    const { filled, values } = resolve(wanted);
    return stackInput(wanted.version.unit, filled, values);
  }

  async function stackInput(unit: string, filled: string, values: Resolved["values"]): Promise<StackInput> {
    return {
      name: stackNameOfUnit(unit),
      template: await templateSource(filled),
      parameters: values,
      tags: {
        "stackyard:system": place.system,
        "stackyard:environment": place.environment,
        "stackyard:unit": unit,
      },
    };
  }

  async function apply(wanted: WantedUnit, release: number, onAccepted?: () => void): Promise<Applied> {
    const { unit } = wanted.version;
    const startedMs = clock.nowMs();
    const stack = stackNameOfUnit(unit);
    const failed = (failure: Failure): Applied => ({
      result: { outcome: "failed", unit, stack, failure, durationMs: clock.nowMs() - startedMs },
      changes: [],
    });
    try {
      return unchanged(wanted) ?? (await change(wanted, resolve(wanted), { release, onAccepted, failed }));
    } catch (error) {
      return failed(failureOf(wanted.template, error));
    }
  }

  async function change(
    wanted: WantedUnit,
    { filled, values, inputs }: Resolved,
    how: {
      readonly release: number;
      readonly onAccepted: (() => void) | undefined;
      readonly failed: (failure: Failure) => Applied;
    },
  ): Promise<Applied> {
    const { release, onAccepted, failed } = how;
    const { version, bindings } = wanted;
    const { unit } = version;
    const startedMs = clock.nowMs();
    const view = current.get(unit);
    const action = view === undefined ? "create" : "update";
    const changed = new Set<string>();
    emit({ type: "unit-started", unit, stack: stackNameOfUnit(unit), action });
    if (scene.explains)
      emit({ type: "why", unit, reasons: await explainChange(scene, wanted, values, standing.get(unit), view) });
    const outcome = await stacks.deploy(await stackInput(unit, filled, values), view, (progress) => {
      if (progress.status.endsWith("_IN_PROGRESS")) onAccepted?.();
      if (progress.isStackItself) return;
      changed.add(progress.logicalId);
      emit(resourceEvent(unit, progress));
    });
    if (outcome.kind === "failed") return failed(firstFailure(wanted.template, outcome));
    if (hotSwaps.has(unit)) await restoreCode(version);
    const { stack } = outcome;
    current.set(unit, stack);
    outputs.set(unit, stack.outputs);
    const isSame = outcome.kind === "unchanged" && standing.get(unit)?.inputs === inputs;
    const stands: Standing = {
      version,
      bindings: withoutSecrets(bindings, version.secrets),
      values: shownValues(values, version.secrets),
      inputs,
      stack: stack.name,
      ...(wanted.commit === undefined ? {} : { commit: wanted.commit }),
      stackId: stack.stackId,
      changedAt: stack.changedAt,
      outputs: stack.outputs,
      release: isSame ? (standing.get(unit)?.release ?? release) : release,
    };
    standing.set(unit, stands);
    if (outcome.kind === "unchanged")
      return { ...unchangedResult(unit, stack, "CloudFormation found nothing to change.", startedMs), stands };
    const result: UnitResult = {
      outcome: "deployed",
      unit,
      stack: stack.name,
      action,
      outputs: stack.outputs,
      resourceChanges: changed.size,
      durationMs: clock.nowMs() - startedMs,
    };
    return { result, stands, changes: outcome.changes ?? [] };
  }

  function unchangedResult(unit: string, view: StackView, reason: string, startedMs: number): Applied {
    return {
      result: {
        outcome: "unchanged",
        unit,
        stack: view.name,
        reason,
        outputs: view.outputs,
        durationMs: clock.nowMs() - startedMs,
      },
      changes: [],
    };
  }

  // After hot swaps the stack's record of a function's code may be right and the function's code another one.
  async function restoreCode(version: UnitVersion): Promise<void> {
    const { openHotSwapper } = await import("../build/hot-swap.ts");
    const swapper = openHotSwapper(target);
    try {
      const resources = await stacks.resources(stackNameOfUnit(version.unit));
      const physicalIds = new Map(resources.map((each) => [each.logicalId, each.physicalId]));
      await Promise.all(
        version.artifacts.map(async ({ logicalId, resourceType, key }) => {
          const functionName = physicalIds.get(logicalId);
          if (functionName === undefined || !isFunction(resourceType)) return;
          if ((await swapper.codeHashOf(functionName)) === key.split(".")[0]) return;
          await swapper.swap(functionName, await scene.artifacts.read(key));
        }),
      );
      await hotSwaps.forget(version.unit);
    } finally {
      swapper.destroy();
    }
  }

  async function templateSource(filled: string): Promise<StackInput["template"]> {
    if (Buffer.byteLength(filled) <= LARGEST_INLINE_TEMPLATE_BYTES) return { body: filled };
    const key = `${hashOf(filled)}.template.json`;
    await scene.artifacts.ensure(key, filled);
    return { url: bucket.urlOf(key) };
  }

  async function remove(unit: string, template?: Template): Promise<UnitResult> {
    const startedMs = clock.nowMs();
    const view = current.get(unit);
    const stack = view?.name ?? stackNameOfUnit(unit);
    const took = (): number => clock.nowMs() - startedMs;
    if (view === undefined) return { outcome: "deleted", unit, stack, durationMs: took() };
    emit({ type: "unit-started", unit, stack, action: "delete" });
    const onProgress = (progress: StackProgress): void => {
      if (!progress.isStackItself) emit(resourceEvent(unit, progress));
    };
    const failed = (failure: Failure): UnitResult => ({
      outcome: "failed",
      unit,
      stack,
      failure: {
        ...failure,
        ...(template === undefined ? {} : locate(template, failure.reason, failure.logicalId)),
      },
      durationMs: took(),
    });
    try {
      const settled = await stacks.settle(view, onProgress);
      if (settled !== undefined) {
        let outcome = await stacks.delete(settled, onProgress);
        // Only those which CloudFormation wanted to delete: what the template retains keeps its objects.
        const full = outcome.kind === "failed" ? outcome.failures.filter(isBucket) : [];
        if (full.length > 0 && scene.emptiesBuckets === true) {
          await emptyBuckets(settled.stackId, full);
          outcome = await stacks.delete(settled, onProgress);
        }
        if (outcome.kind === "failed") {
          const first = outcome.failures.find((each) => !each.isStackItself);
          return failed({
            reason: first?.reason ?? outcome.reason,
            ...(first === undefined ? {} : { logicalId: first.logicalId, resourceType: first.resourceType }),
          });
        }
      }
      standing.delete(unit);
      current.delete(unit);
      outputs.delete(unit);
      await hotSwaps.forget(unit);
      return { outcome: "deleted", unit, stack, durationMs: took() };
    } catch (error) {
      if (!(error instanceof Error) || !("$metadata" in error)) throw error;
      return failed({ reason: error.message, code: error.name });
    }
  }

  async function emptyBuckets(stackId: string, full: readonly StackProgress[]): Promise<void> {
    const wanted = new Set(full.map(({ logicalId }) => logicalId));
    for (const { logicalId, physicalId } of await stacks.resources(stackId))
      if (wanted.has(logicalId)) await emptyBucket(target, physicalId);
  }

  return {
    outputs,
    nameOf: stackNameOfUnit,
    stackOf: (unit) => current.get(unit),
    unchanged,
    apply,
    inputOf,
    templateOf: ({ text, version }) => templateSource(fillTemplate(text, version.artifacts, bucket.name)),
    remove,
  };
}

function isBucket({ resourceType }: StackProgress): boolean {
  return resourceType === "AWS::S3::Bucket";
}

function shownValues(
  values: Readonly<Record<string, string | null>>,
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === null || secrets.includes(name) ? [] : [[name, value]],
    ),
  );
}

function resourceEvent(unit: string, progress: StackProgress): DeployEvent {
  const { logicalId, resourceType, status, reason } = progress;
  return {
    type: "resource",
    unit,
    logicalId,
    resourceType,
    status,
    ...(reason === undefined ? {} : { reason }),
  };
}
