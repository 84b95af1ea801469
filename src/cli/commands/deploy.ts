// `stackyard deploy [DIR]`: deploys what changed.

import { deploy } from "../../delivery/deploy/deploy.ts";
import { openBuilder } from "../builder.ts";
import { targetOf } from "../connection.ts";
import { Exit, EXIT } from "../exit-codes.ts";
import { takeInterrupts } from "../interrupt.ts";
import { show, showFirstFailure, urlsOf } from "../progress.ts";
import { formatDuration, note, outputMode, print, printJson } from "../terminal.ts";
import { openWorkspace, rememberSystem } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** Runs the command. */
export async function runDeploy(
  directory: string | undefined,
  options: CommonOptions & { readonly why?: boolean },
): Promise<void> {
  const mode = outputMode(options);
  const { system, environment, only } = await openWorkspace(directory, options);
  if (mode !== "json") note(`System ${system.name}, environment ${environment.name}`);
  const target = await targetOf(system, environment);
  rememberSystem(system);
  const interrupt = takeInterrupts("No further unit starts; stacks that are changing come to their end.");
  const builder = openBuilder(system);
  try {
    const run = deploy({
      system,
      environment,
      target,
      builder,
      explains: options.why === true,
      signal: interrupt.signal,
      ...(only === undefined ? {} : { only }),
    });
    const result = await show(run, mode);
    if (mode === "json") printJson({ type: "result", ...result });
    else {
      for (const { unit, output, url } of urlsOf(result.units, target)) print(`${unit}.${output}  ${url}`);
      const count = result.units.filter((each) => each.outcome === "deployed").length;
      if (result.isComplete)
        note(`${count} of ${result.units.length} units changed in ${formatDuration(result.durationMs)}.`);
    }
    if (interrupt.signal.aborted) throw new Exit(EXIT.interrupted.code);
    if (!result.isComplete) {
      if (mode !== "json") showFirstFailure(result.units, `stackyard deploy --env ${environment.name}`);
      throw new Exit(EXIT.failed.code);
    }
  } finally {
    await builder.dispose();
    interrupt.dispose();
  }
}
