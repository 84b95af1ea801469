// `stackyard deploy [DIR]`: deploys what changed.

import { deploy } from "../../delivery/deploy/deploy.ts";
import { requireApproval } from "../approval.ts";
import { openBuilder } from "../builder.ts";
import { targetOf } from "../connection.ts";
import { Exit, EXIT } from "../exit-codes.ts";
import { policyOf } from "../failure-policy.ts";
import { takeInterrupts } from "../interrupt.ts";
import { show, showFirstFailure, showWhatBecameOfIt, urlsOf } from "../progress.ts";
import type { ReleaseOptions } from "../release-commands.ts";
import { formatDuration, note, outputMode, print, printJson } from "../terminal.ts";
import { openWorkspace, rememberSystem } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** Runs the command. */
export async function runDeploy(
  directory: string | undefined,
  options: CommonOptions & ReleaseOptions & { readonly why?: boolean },
): Promise<void> {
  const mode = outputMode(options);
  const { system, environment, only } = await openWorkspace(directory, options);
  if (mode !== "json") note(`System ${system.name}, environment ${environment.name}`);
  const policy = policyOf(options.onFailure);
  await requireApproval(environment, options, `Deploy to environment ${environment.name}?`);
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
      tests: options.tests !== false,
      lock: options.breakLock === true ? "break" : "fail",
      ...(only === undefined ? {} : { only }),
      ...(policy === undefined ? {} : { policy }),
    });
    const result = await show(run, mode);
    if (mode === "json") printJson({ type: "result", ...result });
    else {
      for (const { unit, output, url } of urlsOf(result.units, target)) print(`${unit}.${output}  ${url}`);
      const count = result.units.filter((each) => each.outcome === "deployed").length;
      if (result.isComplete)
        note(
          `${result.release === undefined ? "" : `Release ${result.release}: `}${count} of ${result.units.length} units changed in ${formatDuration(result.durationMs)}.`,
        );
    }
    if (interrupt.signal.aborted) throw new Exit(EXIT.interrupted.code);
    if (!result.isComplete) {
      if (mode !== "json") {
        showFirstFailure(result.units, `stackyard deploy --env ${environment.name}`);
        showWhatBecameOfIt(result);
      }
      throw new Exit(EXIT.failed.code);
    }
  } finally {
    await builder.dispose();
    interrupt.dispose();
  }
}
