// Watches a deployed system's files: saved function code goes live directly, a changed template or configuration through
// CloudFormation. Tells what it did as events.

import { basename, join, sep } from "node:path";
import { watch as watchFiles } from "chokidar";
import { createClock } from "../../kernel/clock.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { secureRandom } from "../../kernel/random.ts";
import { openBucket } from "../cloud/bucket.ts";
import type { Bucket } from "../cloud/bucket.ts";
import type { Artifact, Builder } from "../build/build.ts";
import { findCode, isFunction, pathOf } from "../build/code.ts";
import type { CodeSource, CodeUse } from "../build/code.ts";
import { deploy } from "./deploy.ts";
import type { DeployResult, Run } from "./events.ts";
import { markHotSwap } from "../release/hot-swaps.ts";
import { openLock } from "../release/lock.ts";
import type { LockOwner } from "../release/lock.ts";
import { openHotSwapper } from "../build/hot-swap.ts";
import type { HotSwapper } from "../build/hot-swap.ts";
import { openStacks } from "../cloud/stacks.ts";
import type { Stacks } from "../cloud/stacks.ts";
import { DiagnosticsError, shownPath, stackNameOf } from "../system/system.ts";
import type { Environment, System, Unit } from "../system/system.ts";
import type { Target } from "../cloud/target.ts";
import { objectAt } from "../system/template.ts";

export type WatchEvent =
  /** A function runs new code. */
  | {
      readonly type: "swapped";
      readonly unit: string;
      readonly logicalId: string;
      readonly file: string;
      readonly durationMs: number;
    }
  /** A change could not go live; what ran before still runs. */
  | {
      readonly type: "failed";
      readonly file: string;
      readonly reason: string;
      readonly diagnostics: readonly Diagnostic[];
    }
  /** Somebody else releases into the environment; the change goes live after that. */
  | { readonly type: "waiting"; readonly file: string; readonly owner: LockOwner }
  /** A file of a unit that lives in another environment was saved: nothing is done, since others read from it, too. */
  | { readonly type: "elsewhere"; readonly file: string; readonly unit: string; readonly environment: string }
  /** A change needs CloudFormation; the run tells the rest. */
  | { readonly type: "deploying"; readonly file: string; readonly run: Run<DeployResult> };

export interface Watch {
  /** Resolves when all files are watched. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

export interface WatchOptions {
  readonly system: System;
  readonly environment: Environment;
  readonly target: Target;
  /** Deploy only these units; all if they are not given. */
  readonly only?: readonly string[];
  /** The builder of the deployment before, which knows what each function was built from. */
  readonly builder: Builder;
  /** The system and the environment as the files say it now, with what is read from other environments filled in. */
  readonly reload: () => Promise<{ readonly system: System; readonly environment: Environment }>;
  /** Called for each event. What it returns is awaited before the next change is looked at. */
  readonly onEvent: (event: WatchEvent) => void | Promise<void>;
  readonly clock?: Clock;
}

// Editors write a file in several steps; a pause of this length says that a save is over.
const QUIET_MS = 15;
// LIMIT: "UpdateFunctionCode" takes 50 MB directly; larger code goes through CloudFormation and S3.
const LARGEST_DIRECT_BYTES = 50 * 1024 * 1024;
const IGNORED = new Set([
  "node_modules",
  ".git",
  ".stackyard",
  ".aws-sam",
  "cdk.out",
  "__pycache__",
  ".pytest_cache",
  ".venv",
]);

/** Starts watching. */
export function watch(options: WatchOptions): Watch {
  const clock = options.clock ?? createClock({ mode: "wall" });
  const stacks = openStacks(options.target, clock, secureRandom());
  const swapper = openHotSwapper(options.target);
  const bucket = openBucket(options.target);
  const session = createSession(options, clock, stacks, swapper, bucket);
  const roots = [options.system.directory, ...options.system.units.map((unit) => unit.directory)];
  const files = watchFiles(
    roots.filter((root, index) => roots.findIndex((other) => isBelow(other, root)) === index),
    { ignoreInitial: true, ignored: (path) => path.split(sep).some((part) => IGNORED.has(part)) },
  );
  const ready = new Promise<void>((resolve) => {
    files.once("ready", resolve);
  });

  let pending = new Map<string, number>();
  let cancel: (() => void) | undefined;
  let working: Promise<void> = Promise.resolve();
  function note(path: string): void {
    pending.set(path, pending.get(path) ?? clock.nowMs());
    cancel?.();
    cancel = clock.at(clock.nowMs() + QUIET_MS, () => {
      const changed = pending;
      pending = new Map();
      working = working.then(() => session.onChanged(changed));
    });
  }
  files.on("all", (event, path) => {
    if (event !== "change") note(path);
  });
  // RACE: chokidar drops a second change of a file within 50 ms of the first, and the last save would never go live. The
  // operating system's own events are not dropped; they name the file, or the folder and the file in it.
  files.on("raw", (_, name, details: unknown) => {
    const watched: unknown = typeof details === "object" && details !== null ? Reflect.get(details, "watchedPath") : "";
    if (typeof watched !== "string" || watched === "") return;
    note(basename(watched) === name ? watched : join(watched, name));
  });

  async function close(): Promise<void> {
    cancel?.();
    await files.close();
    await working;
    stacks.destroy();
    swapper.destroy();
    bucket.destroy();
  }
  return { ready, close };
}

interface Session {
  /** Brings changed files live: path to the time of its first change. */
  onChanged(changed: ReadonlyMap<string, number>): Promise<void>;
}

function createSession(
  options: WatchOptions,
  clock: Clock,
  stacks: Stacks,
  swapper: HotSwapper,
  bucket: Bucket,
): Session {
  const { target, builder, onEvent } = options;
  let { system, environment } = options;
  const place = { system: system.name, environment: environment.name };
  const random = secureRandom();
  const lock = openLock(bucket, place, clock, random);
  const physicalIds = new Map<string, ReadonlyMap<string, string>>();

  async function onChanged(changed: ReadonlyMap<string, number>): Promise<void> {
    for (const { unit, environment: home } of system.borrowed ?? []) {
      const file = [...changed.keys()].find((path) => isBelow(unit.directory, path));
      if (file !== undefined)
        await onEvent({ type: "elsewhere", file: shown(file), unit: unit.name, environment: home.name });
    }
    const structural = [...changed.keys()].find((path) => isStructural(system, path));
    if (structural !== undefined) {
      await redeploy(structural);
      return;
    }
    const results = await Promise.all(
      system.units.flatMap((unit) =>
        findCode(unit).uses.map(async (use) => {
          const file = touchedBy(use.source, changed, builder);
          return file === undefined || (await bringLive(unit, use, file, changed.get(file))) ? undefined : file;
        }),
      ),
    );
    const left = results.find((file) => file !== undefined);
    if (left !== undefined) await redeploy(left);
  }

  // Whether that is done with; false asks for a deployment.
  async function bringLive(unit: Unit, use: CodeUse, file: string, startedMs = clock.nowMs()): Promise<boolean> {
    try {
      const before = await builder.current(use.source);
      const artifact = await builder.rebuild(use.source);
      if (before?.key === artifact.key) return true;
      if (!canSwap(unit, use, artifact)) return false;
      if (await lock.waitUntilFree((owner) => void onEvent({ type: "waiting", file: shown(file), owner })))
        physicalIds.clear();
      const stack = stackNameOf(system, environment.name, unit.name);
      const functionName = (await physicalIdsOf(stack)).get(use.logicalId);
      if (functionName === undefined) return false;
      // Before the swap, so that a release after a crash knows that the function may run other code; each time, because a
      // release in between takes the mark away.
      await markHotSwap(bucket, place, unit.name, random);
      await swapper.swap(functionName, artifact.bytes);
      const durationMs = clock.nowMs() - startedMs;
      await onEvent({ type: "swapped", unit: unit.name, logicalId: use.logicalId, file: shown(file), durationMs });
    } catch (error) {
      await fail(file, error);
    }
    return true;
  }

  async function physicalIdsOf(stack: string): Promise<ReadonlyMap<string, string>> {
    let known = physicalIds.get(stack);
    if (known === undefined) {
      const isThere = (await stacks.describe(stack)) !== undefined;
      const resources = isThere ? await stacks.resources(stack) : [];
      // After a rollback the list still has what is gone, and what never was.
      const living = resources.filter((each) => each.physicalId !== "" && each.status !== "DELETE_COMPLETE");
      known = new Map(living.map((each) => [each.logicalId, each.physicalId]));
      physicalIds.set(stack, known);
    }
    return known;
  }

  async function redeploy(file: string): Promise<void> {
    try {
      builder.forget();
      ({ system, environment } = await options.reload());
      const only = options.only === undefined ? {} : { only: options.only };
      const run = deploy({ system, environment, target, builder, clock, lock: "wait", ...only });
      await onEvent({ type: "deploying", file: shown(file), run });
      await run.result;
    } catch (error) {
      await fail(file, error);
    }
    physicalIds.clear();
  }

  async function fail(file: string, error: unknown): Promise<void> {
    if (!(error instanceof Error)) throw error;
    const diagnostics = error instanceof DiagnosticsError ? error.diagnostics : [];
    await onEvent({ type: "failed", file: shown(file), reason: error.message, diagnostics });
  }

  function shown(path: string): string {
    return shownPath(system.base, path);
  }

  return { onChanged };
}

// A template, the program that makes one, or the configuration: what decides which stacks there are.
function isStructural(system: System, path: string): boolean {
  if (system.configPath === path) return true;
  return system.units.some(({ cdkApp, templatePath }) =>
    cdkApp === undefined ? templatePath === path : isBelow(cdkApp.directory, path) && !isBelow(cdkApp.output, path),
  );
}

// The changed file that a piece of code was built from, if one was.
function touchedBy(source: CodeSource, changed: ReadonlyMap<string, number>, builder: Builder): string | undefined {
  const paths = [...changed.keys()];
  const isTraced = source.kind === "bundle" || source.kind === "template";
  const inputs = isTraced ? builder.inputsOf(source) : undefined;
  // Of a bundle that never succeeded nobody knows the inputs: any file of its folder may be one.
  return inputs === undefined
    ? paths.find((path) => isBelow(pathOf(source), path))
    : paths.find((path) => inputs.has(path));
}

function canSwap(unit: Unit, use: CodeUse, artifact: Artifact): boolean {
  const globals = objectAt(unit.template.body, "Globals", "Function");
  const properties = objectAt(unit.template.body, "Resources", use.logicalId, "Properties");
  // A published version is what its alias runs; only CloudFormation publishes a new one and moves the alias.
  const isPublished = properties["AutoPublishAlias"] !== undefined || globals["AutoPublishAlias"] !== undefined;
  return isFunction(use.resourceType) && !isPublished && artifact.bytes.length < LARGEST_DIRECT_BYTES;
}

function isBelow(directory: string, path: string): boolean {
  return path === directory || path.startsWith(directory + sep);
}
