// `stackyard env destroy NAME` and `stackyard env clean`: environments go, and a sweep proves that nothing of them is left.

import { destroy } from "../../delivery/deploy/destroy.ts";
import type { DestroyResult } from "../../delivery/deploy/destroy.ts";
import { dropFork, markDestroying, removable } from "../../delivery/environments/lifecycle.ts";
import { environmentOf } from "../../delivery/environments/record.ts";
import type { EnvironmentRecord } from "../../delivery/environments/record.ts";
import { deleteLogGroups, logGroupsOf, sweep } from "../../delivery/environments/sweep.ts";
import type { SweepResult } from "../../delivery/environments/sweep.ts";
import { requireEnvironment } from "../../delivery/system/system.ts";
import type { System } from "../../delivery/system/system.ts";
import { createClock } from "../../kernel/clock.ts";
import { requireUnprotected } from "../approval.ts";
import { controlOf, requireServer, stateFolder, targetOf } from "../connection.ts";
import { findEnvironment, homeOf } from "../environments.ts";
import type { Home } from "../environments.ts";
import { Exit, EXIT } from "../exit-codes.ts";
import { takeInterrupts } from "../interrupt.ts";
import { show, showFirstFailure } from "../progress.ts";
import { note, outputMode, print, printJson } from "../terminal.ts";
import type { OutputMode } from "../terminal.ts";
import { openSystem } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** How an environment ended: its stacks, and what the sweep found. */
interface Removal {
  readonly destroyed: DestroyResult | undefined;
  readonly swept: SweepResult;
}

/** Runs `env destroy`. */
export async function runEnvDestroy(
  name: string,
  directory: string | undefined,
  options: CommonOptions & { readonly allowDataLoss?: boolean },
): Promise<void> {
  const mode = outputMode(options);
  const system = await openSystem(directory, { ...options, isKnown: true });
  const { environment, record } = await findEnvironment(system, name);
  requireUnprotected(environment, options);
  const home = await homeOf(system, environment.target);
  const interrupt = takeInterrupts("No further stack is deleted; those that are going come to their end.");
  try {
    const removal =
      record === undefined || home === undefined
        ? await removeStacks(system, environment, {
            mode,
            signal: interrupt.signal,
            emptiesBuckets: options.allowDataLoss === true,
          })
        : await remove(system, record, home, mode, interrupt.signal);
    report(name, removal, mode);
    if (interrupt.signal.aborted) throw new Exit(EXIT.interrupted.code);
    if (!isGone(removal)) {
      if (mode !== "json" && removal.destroyed !== undefined)
        showFirstFailure(removal.destroyed.units, `stackyard env destroy ${name} --allow-data-loss`);
      throw new Exit(EXIT.failed.code);
    }
  } finally {
    interrupt.dispose();
    home?.registry.destroy();
  }
}

/** Runs `env clean`: removes what has expired and what was left half-built. */
export async function runEnvClean(directory: string | undefined, options: CommonOptions): Promise<void> {
  const mode = outputMode(options);
  const system = await openSystem(directory, { ...options, isKnown: true });
  const interrupt = takeInterrupts("No further environment is removed.");
  let isComplete = true;
  let removed = 0;
  try {
    for (const kind of ["local", "aws"] as const) {
      const home = await homeOf(system, kind);
      if (home === undefined) continue;
      for (const { record, reason } of await removable(home.registry, createClock({ mode: "wall" }))) {
        if (interrupt.signal.aborted) break;
        if (mode !== "json") note(`${record.name}: ${reason}`);
        const removal = await remove(system, record, home, mode, interrupt.signal);
        report(record.name, removal, mode);
        if (isGone(removal)) removed += 1;
        else isComplete = false;
      }
      home.registry.destroy();
    }
  } finally {
    interrupt.dispose();
  }
  if (mode === "json") printJson({ type: "cleaned", removed, isComplete });
  else if (removed === 0 && isComplete) print("No environment has expired, and none was left half-built.");
  if (interrupt.signal.aborted) throw new Exit(EXIT.interrupted.code);
  if (!isComplete) throw new Exit(EXIT.failed.code);
}

// The record goes last: whatever stops this on the way, the next run finds what is left.
async function remove(
  system: System,
  record: EnvironmentRecord,
  home: Home,
  mode: OutputMode,
  signal: AbortSignal,
): Promise<Removal> {
  const going = await markDestroying(record, home.registry, createClock({ mode: "wall" }));
  if (record.kind === "fork") {
    const swept = await dropFork(record, await controlOf(requireServer(stateFolder())));
    if (swept.left.length === 0) await home.registry.remove(record.name);
    return { destroyed: undefined, swept };
  }
  const environment = environmentOf(system, going, requireEnvironment(system, record.from));
  // What was made to be thrown away goes with its data.
  const removal = await removeStacks(system, environment, { mode, signal, emptiesBuckets: true });
  if (isGone(removal)) await home.registry.remove(record.name);
  return removal;
}

async function removeStacks(
  system: System,
  environment: ReturnType<typeof requireEnvironment>,
  { mode, signal, emptiesBuckets }: { mode: OutputMode; signal: AbortSignal; emptiesBuckets: boolean },
): Promise<Removal> {
  const target = await targetOf(system, environment);
  const swept = { system: system.name, environment: environment.name };
  const logGroups = await logGroupsOf(target, swept);
  const destroyed = await show(destroy({ system, environment, target, signal, emptiesBuckets }), mode);
  if (destroyed.isComplete) await deleteLogGroups(target, logGroups);
  return { destroyed, swept: await sweep(target, swept, logGroups) };
}

function isGone({ destroyed, swept }: Removal): boolean {
  return destroyed?.isComplete !== false && swept.left.length === 0;
}

function report(name: string, { destroyed, swept }: Removal, mode: OutputMode): void {
  if (mode === "json") {
    printJson({ type: "result", environment: name, ...destroyed, ...swept });
    return;
  }
  for (const { kind, id, status } of swept.left)
    print(`Left: ${kind} ${id}${status === undefined ? "" : ` ${status}`}`);
  if (swept.left.length === 0) {
    const kinds = swept.checked.map((kind) => `${kind}s`).join(", ");
    print(`Nothing is left of ${name} (looked for ${kinds}).`);
  }
  for (const { kind, reason } of swept.notChecked) note(`Not looked for: ${kind}s, because ${reason}`);
}
