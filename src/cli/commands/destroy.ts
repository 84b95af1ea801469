// `stackyard destroy [DIR]`: deletes a system's stacks from one environment, and shows that none is left.

import { destroy } from "../../delivery/deploy/destroy.ts";
import type { UnitResult } from "../../delivery/deploy/events.ts";
import { requireApproval, requireUnprotected } from "../approval.ts";
import { targetOf } from "../connection.ts";
import { findEnvironment } from "../environments.ts";
import { Exit, EXIT } from "../exit-codes.ts";
import { takeInterrupts } from "../interrupt.ts";
import { show, showFirstFailure } from "../progress.ts";
import type { ReleaseOptions } from "../release-commands.ts";
import { formatDuration, note, outputMode, print, printJson } from "../terminal.ts";
import { openSystem, workspaceIn } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** Runs the command. */
export async function runDestroy(
  directory: string | undefined,
  options: CommonOptions & ReleaseOptions & { readonly allowDataLoss?: boolean; readonly force?: boolean },
): Promise<void> {
  const mode = outputMode(options);
  const whole = await openSystem(directory, options);
  const { system, environment, only } = await workspaceIn(whole, await findEnvironment(whole, options.env), options);
  if (mode !== "json") note(`System ${system.name}, environment ${environment.name}`);
  requireUnprotected(environment, options);
  if (environment.name === whole.sharedEnvironment && options.force !== true) {
    const { requireUnread } = await import("../shared-tier.ts");
    await requireUnread(whole, environment, new Set(only ?? system.units.map(({ name }) => name)));
  }
  await requireApproval(environment, options, `Destroy environment ${environment.name}?`);
  const target = await targetOf(system, environment);
  const interrupt = takeInterrupts("No further stack is deleted; those that are going come to their end.");
  try {
    const run = destroy({
      system,
      environment,
      target,
      signal: interrupt.signal,
      emptiesBuckets: options.allowDataLoss === true,
      lock: options.breakLock === true ? "break" : "fail",
      ...(only === undefined ? {} : { only }),
    });
    const result = await show(run, mode);
    if (mode === "json") printJson({ type: "result", ...result });
    else if (result.left.length === 0)
      print(`No stack of ${system.name} is left in ${environment.name} (${formatDuration(result.durationMs)}).`);
    else for (const { name, status } of result.left) print(`Left: ${name} ${status}`);
    if (interrupt.signal.aborted) throw new Exit(EXIT.interrupted.code);
    if (!result.isComplete) {
      if (mode !== "json") showFirstFailure(result.units, againCommand(result.units, environment.name));
      throw new Exit(EXIT.failed.code);
    }
  } finally {
    interrupt.dispose();
  }
}

/** What to run next: a bucket goes with its objects only where that is said. */
function againCommand(units: readonly UnitResult[], environment: string): string {
  const isFull = units.some((each) => each.outcome === "failed" && each.failure.resourceType === "AWS::S3::Bucket");
  return `stackyard destroy --env ${environment}${isFull ? " --allow-data-loss" : ""}`;
}
